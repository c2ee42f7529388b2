// The console's files over HTTP: what is kept for how long, what may run in the page, what lies outside of it, and what stands there while it is built.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from 'node:zlib'
import fastify, { type FastifyInstance } from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { type BuiltConsole, consoleRoutes } from '../../src/api/console/console-routes.ts'
import { addSecurityHeaders } from '../../src/api/security-headers.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'

async function serve(console: BuiltConsole): Promise<FastifyInstance> {
  const app = fastify()
  addSecurityHeaders(app)
  await app.register(consoleRoutes, { console })
  onTestFinished(() => app.close())
  return app
}

function builtFolder(): string {
  const folder = temporaryFolder()
  const write = (path: string, text: string | Uint8Array): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  write('index.html', '<!doctype html><html lang="en"><head><title>Oncue</title></head><body></body></html>')
  write('theme.js', 'theme')
  write('assets/base-abc.js', 'code')
  write('assets/base-abc.js.br', brotliCompressSync('code'))
  const parts = {
    'index.html': { file: 'assets/index-abc.js', imports: ['_base'] },
    _base: { file: 'assets/base-abc.js' },
    _table: { file: 'assets/table-abc.js', imports: ['_base'] },
    'src/areas/people/people-page.tsx': { file: 'assets/people-abc.js', imports: ['_base', '_table'] },
  }
  write('.vite/manifest.json', JSON.stringify(parts))
  const words = { kit: { close: 'Close' }, shell: { stop: 'Stop' }, 'areas/people': { title: 'People' }, 'areas/live': { title: 'Live' } }
  const inGerman = { kit: { close: 'Schließen </script>' }, shell: { stop: 'Anhalten' }, 'areas/people': { title: 'Personen' } }
  for (const [language, all] of Object.entries({ en: words, de: inGerman })) write(`words/${language}.json`, JSON.stringify(all))
  write('stamp', '0123456789abcdef0123')
  return folder
}

const standing = (folder: string): BuiltConsole => ({ prepare: async () => folder, ready: () => folder })

test('the page itself is asked for each time, and lets nothing run but what comes from this server', async () => {
  const app = await serve(standing(builtFolder()))
  for (const url of ['/console/', '/console/people/%2342?tab=x']) {
    const { statusCode, headers, body } = await app.inject(url)
    expect(statusCode).toBe(200)
    expect(body).toContain('<title>Oncue</title>')
    expect(headers).toMatchObject({ 'cache-control': 'no-cache', 'content-type': 'text/html; charset=utf-8', 'x-content-type-options': 'nosniff' })
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/script-src|unsafe-eval|https?:/)
  }
  const { headers } = await app.inject('/console/')
  expect((await app.inject({ url: '/console/', headers: { 'if-none-match': String(headers.etag) } })).statusCode).toBe(304)
  expect((await app.inject('/console')).headers.location).toBe('/console/')
})

test('the page brings the words of the frame and of its address in the language of its reader, and says who has to sign in first', async () => {
  let opened = 0
  const whenOpened = (): void => {
    opened += 1
  }
  const app = await serve({ ...standing(builtFolder()), whenOpened })
  const read = async (headers: Readonly<Record<string, string>>): Promise<{ readonly words: unknown; readonly isOut: boolean; readonly etag: string }> => {
    const { body, headers: answered } = await app.inject({ url: '/console/people', headers })
    const [, language = '', words = ''] = /<script type="application\/json" id="words" lang="(\w\w)">([^<]*)<\/script><\/body><\/html>$/.exec(body) ?? []
    expect(answered['vary']).toBe('accept-language, cookie, accept-encoding')
    return { words: [language, JSON.parse(words)], isOut: body.includes('<html data-signed-out '), etag: String(answered['etag']) }
  }
  const ofFrame = { kit: { close: 'Schließen </script>' }, shell: { stop: 'Anhalten' } }
  const German = await read({ cookie: 'oncue_language=de; oncue_session=abc' })
  expect(German).toMatchObject({ words: ['de', { ...ofFrame, people: { title: 'Personen' } }], isOut: false })
  const stranger = await read({ 'accept-language': 'de' })
  expect([stranger.words, stranger.isOut]).toEqual([['de', ofFrame], true])
  const English = await read({ cookie: 'oncue_session=abc' })
  expect(English).toMatchObject({ words: ['en', { kit: { close: 'Close' }, shell: { stop: 'Stop' }, people: { title: 'People' } }], isOut: false })
  expect(new Set([German.etag, stranger.etag, English.etag]).size).toBe(3)
  // Who has not signed in begins nothing.
  expect(opened).toBe(2)
})

test('the page comes compressed to whoever takes it so', async () => {
  const app = await serve(standing(builtFolder()))
  const plain = await app.inject('/console/people')
  const unpack = { br: brotliDecompressSync, gzip: gunzipSync, '': (raw: Buffer) => raw }
  for (const [accepted, encoding] of [
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['', ''],
  ] as const) {
    const { headers, rawPayload } = await app.inject({ url: '/console/people', headers: { 'accept-encoding': accepted } })
    expect(headers['content-encoding'] ?? '').toBe(encoding)
    expect(unpack[encoding](rawPayload).toString()).toBe(plain.body)
  }
})

test('the page names what its address is made of besides the frame, for whoever has signed in', async () => {
  const app = await serve(standing(builtFolder()))
  const read = async (url: string, cookie: string): Promise<{ readonly then: string | undefined; readonly etag: string }> => {
    const { body, headers } = await app.inject({ url, headers: { cookie } })
    return { then: /href="\/console\/assets\/index-abc\.js" data-then="([^"]*)"/.exec(body)?.[1], etag: String(headers['etag']) }
  }
  const signedIn = 'oncue_language=de; oncue_session=abc'
  const people = await read('/console/people?status=all', signedIn)
  expect(people.then?.split(' ')).toEqual(['people', 'table'].map((name) => `/console/assets/${name}-abc.js`))
  const elsewhere = await read('/console/nowhere', signedIn)
  const out = await read('/console/people', 'oncue_language=de')
  expect([elsewhere.then, out.then]).toEqual([undefined, undefined])
  // A browser that comes back to one address is not told that it knows the page of another.
  expect(new Set([people.etag, elsewhere.etag, out.etag]).size).toBe(3)
})

test('the page names what it will ask first for whoever has signed in: what the frame asks where something was chosen, and nothing that an address could add', async () => {
  const app = await serve(standing(builtFolder()))
  const read = async (url: string, cookie = 'oncue_session=abc'): Promise<{ readonly asks: unknown; readonly etag: string; readonly body: string }> => {
    const { body, headers } = await app.inject({ url, headers: { cookie } })
    const [, asks] = /^<!doctype html><html data-build="\w+" data-asks="([^"]*)" lang="en">/.exec(body) ?? []
    return { asks: asks === undefined ? undefined : JSON.parse(asks.replaceAll('&quot;', '"')), etag: String(headers['etag']), body }
  }
  const frame = [['/session'], ['/workspace'], ['/stops']]
  const people = await read('/console/people')
  expect(people.asks).toEqual([...frame, ['/subscribers/search?limit=100', {}], ['/schema/names'], ['/lists']])
  expect((await read('/console/people?q=ada')).asks).toEqual(frame)
  const ofJourney = (name: string) => [...frame, [`/definitions/file?journey=${name}`], ['/definitions'], ['/journeys?days=30']]
  const journey = await read('/console/journeys/welcome?view=canvas&tab=build')
  expect(journey.asks).toEqual(ofJourney('welcome'))
  expect((await read('/console/journeys/a%20%22%3E%3Cb%26days=1')).asks).toEqual(ofJourney('a%20%22%3E%3Cb%26days%3D1'))
  const other = await read('/console/journeys/other')
  const out = await read('/console/people', '')
  expect(out.body).toContain('data-signed-out')
  expect(out.body).not.toContain('data-asks')
  expect(new Set([people, journey, other, out].map(({ etag }) => etag)).size).toBe(4)
})

test('a file with a hash in its name is kept for good, compressed where the browser can read it; what is gone is no page', async () => {
  const app = await serve(standing(builtFolder()))
  const packed = await app.inject({ url: '/console/assets/base-abc.js', headers: { 'accept-encoding': 'gzip, br' } })
  expect(packed.headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-encoding': 'br',
    'content-type': 'text/javascript; charset=utf-8',
    vary: 'accept-encoding',
  })
  expect(brotliDecompressSync(packed.rawPayload).toString()).toBe('code')
  const plain = await app.inject('/console/assets/base-abc.js')
  expect([plain.body, plain.headers['content-encoding']]).toEqual(['code', undefined])
  expect((await app.inject('/console/theme.js')).headers['cache-control']).toBe('no-cache')
  const gone = await app.inject('/console/assets/base-old.js')
  expect([gone.statusCode, gone.headers['content-type']]).toEqual([404, 'application/problem+json'])
})

test('nothing outside of the folder, and nothing that only the build needs, can be read', async () => {
  const folder = builtFolder()
  writeFileSync(join(folder, '..', 'secret.js'), 'secret')
  const app = await serve(standing(folder))
  const attempts = [
    '../secret.js',
    '..%2fsecret.js',
    '%2e%2e/secret.js',
    'assets/../../secret.js',
    'assets/..%2f..%2fsecret.js',
    '.vite/manifest.json',
    'stamp',
    'words/de.json',
    'assets/%00.js',
  ]
  for (const attempt of attempts) {
    const { body } = await app.inject({ url: `/console/${attempt}` })
    expect(body, attempt).not.toMatch(/^(?:secret|\{.*Schließen.*\}|\{"index\.html.*\}|0123456789abcdef0123)$/)
  }
})

test('while it is built a page says so and comes back by itself, and a failed build is tried again by the next visitor', async () => {
  let builds = 0
  const first = Promise.withResolvers<string>()
  let folder: string | undefined
  const app = await serve({
    ready: () => folder,
    prepare() {
      builds += 1
      return builds === 1 ? first.promise : Promise.reject(new Error('no space left'))
    },
  })
  const waiting = await app.inject('/console/people')
  expect([waiting.statusCode, waiting.headers['refresh'], waiting.headers['cache-control']]).toEqual([503, '2', 'no-store'])
  expect(waiting.body).toContain('The console is being built')
  const German = await app.inject({ url: '/console/', headers: { 'accept-language': 'de-AT' } })
  expect(German.body).toMatch(/<html lang="de">[\s\S]*ließ sich nicht bauen/)
  const failed = await app.inject('/console/')
  expect([failed.statusCode, failed.headers['refresh']]).toEqual([503, undefined])
  expect(failed.body).toContain('npm run build:console')
  folder = builtFolder()
  expect((await app.inject('/console/')).statusCode).toBe(200)
})
