// Hands a message to a URL, signed as Standard Webhooks says. It follows no redirect, reads no answer but its status and its
// Retry-After, and reaches no private address that the operator did not allow.
//
// A receiver may have taken in a call whose answer was lost. Such a call is tried again with the same webhook-id, by which a receiver
// knows it, so nothing here ends as `unknown`.

import type { Dispatcher } from 'undici'
import type { OnDemand } from '../../model/on-demand.ts'
import { sentence } from '../../model/sentence.ts'
import type { AttemptOutcome, Channel, WebhookMessage } from '../../runtime/channel.ts'
import { type AddressGuardOptions, AddressRefused, createAddressGuard } from './address-guard.ts'
import { parseWebhookSecret, signatureHeaders } from './signature.ts'

export interface WebhookChannelOptions extends AddressGuardOptions {
  /** "whsec_" and base64. Several while receivers change over: calls then carry a signature of each. By the instant of the call where they change. */
  readonly secret: string | readonly string[] | ((now: number) => readonly string[])
  /** Milliseconds to a connection; 10 s unless told. */
  readonly connectTimeoutMs?: number
  /** Milliseconds from the first byte to the answer's status; 20 s unless told. */
  readonly timeoutMs?: number
}

/** Throws when a secret or an entry of the allow-list is not well formed. */
export function createWebhookChannel(options: WebhookChannelOptions): Channel {
  const { secret } = options
  const fixed = typeof secret === 'function' ? undefined : [secret].flat().map(parseWebhookSecret)
  const secretsAt = (now: number) => fixed ?? (secret as (now: number) => readonly string[])(now).map(parseWebhookSecret)
  const guard = createAddressGuard(options)
  const dispatcher = guard.dispatcher({ connectTimeoutMs: options.connectTimeoutMs ?? 10_000 })
  const timeoutMs = options.timeoutMs ?? 20_000
  let isClosed = false
  return {
    name: 'webhook',
    async deliver(message) {
      if (message.kind !== 'webhook') return { kind: 'rejected', reason: 'only calls of a URL go out through webhooks' }
      if (isClosed) return { kind: 'retry', reason: sentence('stopping') }
      const problem = guard.problem(message.url) ?? messageProblem(message)
      if (problem !== undefined) return { kind: 'rejected', reason: sentence('not-called', { tried: problem }) }
      const timestamp = Math.floor(message.attemptedAt / 1000)
      const headers = headersOf(message, signatureHeaders({ id: message.webhookId, timestamp, body: message.body }, secretsAt(message.attemptedAt)))
      try {
        return await call(message, { dispatcher, headers, timeoutMs: message.timeoutMs ?? timeoutMs })
      } catch (error) {
        return failure(error, { timeoutMs: message.timeoutMs ?? timeoutMs, isClosed })
      }
    },
    async close() {
      if (isClosed) return
      isClosed = true
      await (await dispatcher.made)?.close()
    },
  }
}

interface Call {
  readonly dispatcher: OnDemand<Dispatcher>
  readonly headers: Record<string, string>
  readonly timeoutMs: number
}

async function call(message: WebhookMessage, { dispatcher, headers, timeoutMs }: Call): Promise<AttemptOutcome> {
  const withoutBody = message.body === '' && (message.method === 'GET' || message.method === 'DELETE')
  const { request } = await import('undici')
  const response = await request(message.url, {
    dispatcher: await dispatcher.get(),
    method: message.method,
    headers,
    body: withoutBody ? null : message.body,
    signal: AbortSignal.timeout(timeoutMs),
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  })
  await response.body.dump({ limit: 64 * 1024 }).catch(() => undefined)
  return answerOutcome(response.statusCode, { retryAfterMs: retryAfterMs(response.headers, message.attemptedAt) })
}

/** Answers that ask for another try although they are in the four hundreds. */
const retriedStatuses: ReadonlySet<number> = new Set([408, 409, 425, 429])

function answerOutcome(status: number, { retryAfterMs }: { readonly retryAfterMs: number | undefined }): AttemptOutcome {
  if (status >= 200 && status < 300) return { kind: 'sent', detail: `answered ${status}` }
  if (status >= 500 || retriedStatuses.has(status)) {
    return {
      kind: 'retry',
      reason: sentence('receiver-answered', { status: String(status) }),
      ...(retryAfterMs === undefined ? {} : { afterMs: retryAfterMs }),
    }
  }
  if (status >= 300 && status < 400) return { kind: 'rejected', reason: sentence('receiver-moved', { status: String(status) }) }
  if (status === 410) return { kind: 'rejected', reason: sentence('receiver-gone') }
  return { kind: 'rejected', reason: sentence('receiver-answered', { status: String(status) }) }
}

const longestRetryAfterMs = 24 * 60 * 60 * 1000

/** Seconds, or a date, which is held against the receiver's own clock when it tells it. */
function retryAfterMs(headers: Readonly<Record<string, string | string[] | undefined>>, attemptedAt: number): number | undefined {
  const value = String(headers['retry-after'] ?? '').trim()
  const now = Date.parse(String(headers.date ?? ''))
  const delayMs = /^\d{1,9}$/.test(value) ? Number(value) * 1000 : Date.parse(value) - (Number.isNaN(now) ? attemptedAt : now)
  return Number.isFinite(delayMs) ? Math.min(Math.max(delayMs, 0), longestRetryAfterMs) : undefined
}

function failure(error: unknown, { timeoutMs, isClosed }: { readonly timeoutMs: number; readonly isClosed: boolean }): AttemptOutcome {
  const cause = error instanceof Error && error.cause instanceof AddressRefused ? error.cause : error
  if (cause instanceof AddressRefused) return { kind: 'rejected', reason: sentence('not-called', { tried: cause.message }) }
  if (!(error instanceof Error)) return { kind: 'retry', reason: String(error) }
  if (isClosed) return { kind: 'retry', reason: sentence('stopping') }
  if (error.name === 'TimeoutError') return { kind: 'retry', reason: sentence('no-answer', { count: timeoutMs }) }
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'UND_ERR_INVALID_ARG') return { kind: 'rejected', reason: sentence('not-called', { tried: error.message }) }
  const message = error.message === '' && error instanceof AggregateError ? String(error.errors[0]?.message) : error.message
  return { kind: 'retry', reason: sentence('not-reached', { words: message }) }
}

/** Headers that the transport or the signature decides. */
const ownHeaders: ReadonlySet<string> = new Set([
  ...['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive', 'upgrade', 'expect', 'te', 'trailer'],
  ...['webhook-id', 'webhook-timestamp', 'webhook-signature'],
])

/** A part of a path that leads back up, in every way in which it can be written. */
const climbing = /[/\\](?:\.|%2e){1,2}(?=[/\\]|$)/i

function messageProblem(message: WebhookMessage): string | undefined {
  // The call would go to another address of the receiver than the one that was written down: a value in it may be ".." and nothing else.
  if (climbing.test(message.url.split(/[?#]/, 1)[0] ?? '')) return sentence('dots-in-path')
  if (!/^[\w-]{1,200}$/.test(message.webhookId)) return `its id "${message.webhookId}" is not made of letters, digits, - and _`
  for (const [name, value] of Object.entries(message.headers)) {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) return `"${name}" is not the name of a header`
    if (ownHeaders.has(name.toLowerCase())) return `the header ${name} cannot be set`
    if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) return `the header ${name} holds a line break or a character that headers cannot carry; percent-encode it`
  }
  return undefined
}

function headersOf(message: WebhookMessage, signature: Record<string, string>): Record<string, string> {
  const given = Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name.toLowerCase(), value]))
  return { 'user-agent': 'Oncue', ...(message.body === '' ? {} : { 'content-type': 'application/json' }), ...given, ...signature }
}
