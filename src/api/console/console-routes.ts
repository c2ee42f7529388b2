// The console's files: /console/ and everything below it. Files with a hash in their name are kept by browsers for good; the page itself is asked for
// each time, so that an update is seen at once. Every address that is no file is a page of the console. What is not built yet says so.

import { readFileSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { html } from '../html.ts'
import { type Language, languageOf } from '../language.ts'
import { definePage } from '../page.ts'
import { sendProblem } from '../problem.ts'
import { type ConsolePage, consolePages, type Reader } from './console-page.ts'

export interface BuiltConsole {
  /** The folder it was built into, once it is there. */
  prepare(): Promise<string>
  /** The folder; undefined while it is being built. */
  ready(): string | undefined
  /** Told of each page that is opened by somebody with a session: what they will ask for can begin. */
  whenOpened?(): void
}

/** Everything comes from this server; styles also from libraries that set them while the page runs. */
const policy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "frame-src 'self' blob:",
  "object-src 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')
const guarded = { 'content-security-policy': policy, 'cross-origin-opener-policy': 'same-origin' }

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}
const forEver = 'public, max-age=31536000, immutable'
/** Names that we gave files: no way out of the folder. */
const fileName = /^(?:assets\/)?[\w-][\w.-]*\.[a-z0-9]+$/

const style = 'main { max-width: 32rem; margin: 18vh auto; padding: 0 1.5rem } h1 { font-size: 1.4rem } p { margin-top: .5rem; color: var(--soft) }'
const sendFailed = definePage({ style })
// A browser takes a refresh of an address with a # in it, such as that of the first owner, for a jump within the page, and asks for nothing.
const sendWaiting = definePage({ style, script: "if (location.hash !== '') setTimeout(() => location.reload(), 2000)" })

interface Words {
  readonly building: string
  readonly soon: string
  readonly failed: string
  readonly goesOn: string
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    building: 'The console is being built',
    soon: 'This happens once after an update, and on most computers is done within half a minute. This page opens the console by itself then; sending goes on meanwhile.',
    failed: 'The console could not be built',
    goesOn: 'Run "npm run build:console" to see why. Sending goes on without it, and so do the commands and the API.',
  },
  de: {
    building: 'Die Konsole wird gebaut',
    soon: 'Das geschieht einmal nach einer Aktualisierung und ist auf den meisten Rechnern in einer halben Minute fertig. Diese Seite öffnet die Konsole dann von selbst; der Versand läuft währenddessen weiter.',
    failed: 'Die Konsole ließ sich nicht bauen',
    goesOn: 'Mit „npm run build:console“ sehen Sie, warum. Der Versand läuft auch ohne sie weiter, ebenso die Befehle und die API.',
  },
  ru: {
    building: 'Консоль собирается',
    soon: 'Это происходит один раз после обновления и на большинстве компьютеров занимает не больше полуминуты. Потом консоль откроется сама; отправка тем временем продолжается.',
    failed: 'Консоль не удалось собрать',
    goesOn: 'Команда «npm run build:console» покажет почему. Отправка продолжается и без консоли, как и команды и API.',
  },
}

/** Registers /console and /console/*. */
export async function consoleRoutes(app: FastifyInstance, { console }: { readonly console: BuiltConsole }): Promise<void> {
  const pagesOf = lastPages()
  app.get('/console', (_request, reply) => reply.redirect('/console/'))
  app.get<{ Params: { '*': string } }>('/console/*', async (request, reply) => {
    const folder = console.ready()
    if (folder === undefined) return sendBeingBuilt(console, request, reply)
    const path = request.params['*']
    if (path.startsWith('assets/') || (fileName.test(path) && isFile(join(folder, path)))) return sendFile(folder, path, request, reply)
    return sendPage({ console, pageFor: pagesOf(folder), build: buildOf(folder) }, request, reply)
  })
}

/** Begins to build, and answers with a page that asks again by itself; a failure of it with what is wrong. */
async function sendBeingBuilt(console: BuiltConsole, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const built = console.prepare()
  // What is up to date is there at once; a build is waited for by the browser.
  const answer = await Promise.race([
    built.then(
      () => 'there' as const,
      (error: unknown) => error,
    ),
    new Promise<'building'>((resolve) => setImmediate(resolve, 'building')),
  ])
  if (answer === 'there') return reply.redirect(request.url)
  reply.header('retry-after', '2')
  const language = languageOf(request)
  const say = words[language]
  if (answer === 'building') {
    built.catch((error: unknown) => request.log.error({ reason: String(error) }, 'the console could not be built'))
    reply.header('refresh', '2')
    const body = html`<main><h1>${say.building}</h1><p>${say.soon}</p></main>`
    return sendWaiting(reply, { title: 'Oncue', body, status: 503, language })
  }
  const body = html`<main><h1>${say.failed}</h1><p>${say.goesOn}</p></main>`
  return sendFailed(reply, { title: 'Oncue', body, status: 503, language })
}

/** The pages of what was built last, read once for each build. */
function lastPages(): (folder: string) => Opened['pageFor'] {
  let made: { readonly of: string; readonly pageFor: Opened['pageFor'] } | undefined
  return (folder) => {
    const of = `${folder} ${stampOf(folder)}`
    if (made?.of !== of) made = { of, pageFor: consolePages(folder) }
    return made.pageFor
  }
}

interface Opened {
  readonly console: BuiltConsole
  readonly pageFor: (reader: Reader) => ConsolePage
  readonly build: string
}

async function sendPage({ console, pageFor, build }: Opened, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const isSignedIn = /(?:^|;\s*)oncue_session=/.test(request.headers.cookie ?? '')
  if (isSignedIn) console.whenOpened?.()
  const address = (request.params as { '*': string })['*']
  const { html, etag } = pageFor({ language: languageOf(request), isSignedIn, build, address, chosen: Object.keys(request.query as object) })
  const vary = 'accept-language, cookie, accept-encoding'
  reply.headers({ ...guarded, 'cache-control': 'no-cache', vary, etag, 'content-type': types['.html'] })
  if (isKnown(etag, request)) return reply.code(304).send()
  // It holds no secret whose length would show in what is compressed.
  const [encoding] = encodingsFor(request)
  if (encoding === undefined) return reply.send(html)
  return reply.header('content-encoding', encoding).send(await pack[encoding](html))
}

const pack = { br: (text: string) => brotli(text, middling), gzip: (text: string) => gzipped(text) } as const
const brotli = promisify(brotliCompress)
const gzipped = promisify(gzip)
/** Milliseconds for a page with its words; at the highest level it would be a tenth of a second. */
const middling = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }

/** How a browser takes what is compressed, best first. */
function encodingsFor(request: FastifyRequest): readonly ('br' | 'gzip')[] {
  const accepted = String(request.headers['accept-encoding'] ?? '')
  return (['br', 'gzip'] as const).filter((one) => new RegExp(`\\b${one}\\b`).test(accepted))
}

async function sendFile(folder: string, path: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const file = join(folder, path)
  if (!fileName.test(path) || !isFile(file)) {
    // A page of before an update asks for a file that is gone: it must not take a page for a script.
    return sendProblem(reply, { code: 'not-found', detail: 'There is no such file. Load the console anew.' })
  }
  const encoding = encodingsFor(request).find((one) => isFile(`${file}.${endings[one]}`))
  const isKept = path.startsWith('assets/')
  const etag = `"${buildOf(folder)}${encoding === undefined ? '' : `-${encoding}`}"`
  reply
    .headers(guarded)
    .header('cache-control', isKept ? forEver : 'no-cache')
    .header('vary', 'accept-encoding')
    .header('etag', etag)
    .header('content-type', types[extname(path)] ?? 'application/octet-stream')
  if (isKnown(etag, request)) return reply.code(304).send()
  if (encoding !== undefined) reply.header('content-encoding', encoding)
  return reply.send(await readFile(encoding === undefined ? file : `${file}.${endings[encoding]}`))
}

const endings = { br: 'br', gzip: 'gz' } as const

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true
}

function isKnown(etag: string, request: FastifyRequest): boolean {
  return String(request.headers['if-none-match'] ?? '').includes(etag)
}

/** Names what the console was built of, as the page and each answer of the admin API say it; undefined while it is being built. */
export function consoleBuild(console: BuiltConsole): string | undefined {
  const folder = console.ready()
  return folder === undefined ? undefined : buildOf(folder)
}

/** Names what was built. */
function buildOf(folder: string): string {
  return stampOf(folder).slice(0, 16)
}

/** Changes with every build. */
function stampOf(folder: string): string {
  return readFileSync(join(folder, 'stamp'), 'utf8')
}
