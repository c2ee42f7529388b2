// The doors of the browser script: /oncue.js, which is asked about again after a few minutes, and /oncue.HASH.js, which never changes. It is
// made and compressed once for all who ask.

import { createHash } from 'node:crypto'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sendProblem } from '../problem.ts'

export interface SiteScriptFiles {
  readonly script: string
  readonly module: string
  readonly types: string
}

export interface SiteScriptOptions {
  /** Resolves once the script is made. */
  readonly siteScript: () => Promise<SiteScriptFiles>
}

interface Served {
  readonly type: string
  readonly fingerprint: string
  readonly plain: Buffer
  readonly gzip: Buffer
  readonly brotli: Buffer
}

const javascript = 'text/javascript; charset=utf-8'
const shortly = 'public, max-age=300, stale-while-revalidate=86400'
const forEver = 'public, max-age=31536000, immutable'

/** Registers /oncue.js, /oncue.mjs, /oncue.d.ts, and the first two with a hash in their name. */
export async function siteScriptRoutes(app: FastifyInstance, { siteScript }: SiteScriptOptions): Promise<void> {
  let made: Promise<ReadonlyMap<string, Served>> | undefined
  app.get<{ Params: { '*': string } }>('/oncue.*', async (request, reply) => {
    made ??= siteScript().then(filesOf)
    const files = await made.catch((error: unknown) => {
      // The next one who asks tries again.
      made = undefined
      throw error
    })
    const [, hash, ending = ''] = /^(?:([0-9a-f]{16})\.)?(js|mjs|d\.ts)$/.exec(request.params['*']) ?? []
    const file = files.get(ending)
    if (file === undefined) return sendProblem(reply, { code: 'not-found', detail: 'There are /oncue.js, /oncue.mjs and /oncue.d.ts.' })
    return send(file, hash, request, reply)
  })
}

function filesOf({ script, module, types }: SiteScriptFiles): ReadonlyMap<string, Served> {
  const served = (text: string, type: string): Served => ({
    type,
    fingerprint: createHash('sha256').update(text).digest('hex').slice(0, 16),
    plain: Buffer.from(text),
    gzip: gzipSync(text, { level: 9 }),
    brotli: brotliCompressSync(text),
  })
  return new Map([
    ['js', served(script, javascript)],
    ['mjs', served(module, javascript)],
    ['d.ts', served(types, 'text/plain; charset=utf-8')],
  ])
}

function send(file: Served, hash: string | undefined, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const accepted = String(request.headers['accept-encoding'] ?? '')
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : undefined
  const etag = `"${file.fingerprint}${encoding === undefined ? '' : `-${encoding}`}"`
  reply
    .header('etag', etag)
    // The hash of an older version is answered with the newest one, which must not be kept under that name.
    .header('cache-control', hash === file.fingerprint ? forEver : shortly)
    .header('vary', 'accept-encoding')
    // Pages of every site load it, also those that check its integrity.
    .header('access-control-allow-origin', '*')
    .header('cross-origin-resource-policy', 'cross-origin')
    .header('timing-allow-origin', '*')
  if (String(request.headers['if-none-match'] ?? '').includes(etag)) return reply.code(304).send()
  if (encoding !== undefined) reply.header('content-encoding', encoding)
  return reply.header('content-type', file.type).send(encoding === 'br' ? file.brotli : encoding === 'gzip' ? file.gzip : file.plain)
}
