// Fetches a feed into a file, asking first whether it changed. Where it may go is judged by the guard, also after each redirect; how much and how
// long is bounded. It understands nothing of what it fetches.

import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Dispatcher } from 'undici'
import { limits } from '../model/limits.ts'
import type { OnDemand } from '../model/on-demand.ts'
import { sentence } from '../model/sentence.ts'

/** Judges where a request goes, as written and as connected (src/channels/webhook/address-guard.ts). */
export interface FeedGuard {
  problem(url: string): string | undefined
  /** Made with the first request. */
  readonly dispatcher: OnDemand<Dispatcher>
}

export interface FeedVersion {
  readonly etag?: string
  readonly lastModified?: string
}

export type Fetched =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'fetched'; readonly version: FeedVersion; readonly contentType: string; readonly bytes: number }
  | { readonly kind: 'failed'; readonly reason: string }

export interface FetchFeed {
  readonly url: string
  /** What was fetched last. */
  readonly version: FeedVersion
  /** Where it is written to. */
  readonly file: string
  readonly guard: FeedGuard
  /** Aborts when the server stops. */
  readonly signal: AbortSignal
}

const redirects = 3

/** Never throws for what the other side does. */
export async function fetchFeed({ url, version, file, guard, signal }: FetchFeed): Promise<Fetched> {
  let address = url
  try {
    const { request } = await import('undici')
    for (let hop = 0; hop <= redirects; hop += 1) {
      const problem = guard.problem(address)
      if (problem !== undefined) return { kind: 'failed', reason: sentence('feed-not-fetched', { words: problem }) }
      const response = await request(address, {
        dispatcher: await guard.dispatcher.get(),
        headers: {
          'user-agent': 'Oncue',
          ...(version.etag === undefined ? {} : { 'if-none-match': version.etag }),
          ...(version.lastModified === undefined ? {} : { 'if-modified-since': version.lastModified }),
        },
        signal: AbortSignal.any([signal, AbortSignal.timeout(limits.feedMs)]),
        headersTimeout: 60_000,
        bodyTimeout: 60_000,
      })
      const { statusCode, headers, body } = response
      const location = headers['location']
      if ([301, 302, 303, 307, 308].includes(statusCode) && typeof location === 'string') {
        await body.dump({ limit: 64 * 1024 }).catch(() => undefined)
        if (!URL.canParse(location, address)) return { kind: 'failed', reason: sentence('feed-no-address') }
        address = new URL(location, address).href
        continue
      }
      if (statusCode !== 200) await body.dump({ limit: 64 * 1024 }).catch(() => undefined)
      if (statusCode === 304) return { kind: 'unchanged' }
      if (statusCode !== 200) return { kind: 'failed', reason: sentence('feed-status', { status: String(statusCode) }) }
      const bytes = await writeBounded(body, file)
      const told = { ...headerOf('etag', headers['etag']), ...headerOf('lastModified', headers['last-modified']) }
      return { kind: 'fetched', version: told, contentType: String(headers['content-type'] ?? ''), bytes }
    }
    return { kind: 'failed', reason: sentence('feed-redirects', { times: String(redirects) }) }
  } catch (error) {
    await rm(file, { force: true })
    return { kind: 'failed', reason: reasonOf(error) }
  }
}

function headerOf<Name extends string>(name: Name, value: string | string[] | undefined): { readonly [key in Name]?: string } {
  return typeof value === 'string' && value.length <= 1000 ? ({ [name]: value } as { readonly [key in Name]: string }) : {}
}

/** Writes a stream to a file that only its owner may read; more than the limit ends it. */
async function writeBounded(body: AsyncIterable<Buffer>, file: string): Promise<number> {
  let bytes = 0
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > limits.feedBytes) done(new TooLarge(sentence('feed-too-large', { many: limits.feedBytes.toLocaleString('en') })))
      else done(null, chunk)
    },
  })
  await pipeline(body, bounded, createWriteStream(file, { mode: 0o600 }))
  return bytes
}

class TooLarge extends Error {}

function reasonOf(error: unknown): string {
  if (error instanceof TooLarge) return error.message
  if (!(error instanceof Error)) return sentence('feed-not-fetched', { words: String(error) })
  const inner = error.cause instanceof Error ? error.cause.message : error.message
  return error.name === 'TimeoutError' ? sentence('feed-slow') : sentence('feed-not-fetched', { words: inner })
}
