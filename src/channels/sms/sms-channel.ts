// Hands a text message to a provider that speaks Twilio's Messages API (version 2010-04-01: a form by POST, Basic authentication, JSON back).
// The API takes no idempotency key, so a call whose answer was lost ends as `unknown`, and the workspace's policy says what becomes of it.
// It follows no redirect.

import type { Agent } from 'undici'
import { type OnDemand, onDemand } from '../../model/on-demand.ts'
import { sentence } from '../../model/sentence.ts'
import type { AttemptOutcome, Channel, SmsMessage } from '../../runtime/channel.ts'
import { segmentsOf } from './segments.ts'

export interface SmsChannelOptions {
  /** Where the API is, without a path: https://api.twilio.com. */
  readonly origin: string
  /** The account's id, or an API key's, with its secret. */
  readonly user: string
  readonly password: string
  /** The account's id (AC...), when `user` is an API key. */
  readonly account?: string
  /** A number in E.164, a short code, a sender's name, or a messaging service (MG...). */
  readonly from: string
  /** Milliseconds to a connection; 10 s unless told. */
  readonly connectTimeoutMs?: number
  /** Milliseconds to the answer; 20 s unless told. */
  readonly timeoutMs?: number
}

/** Characters of one message that the API takes. */
const longestText = 1600

export function createSmsChannel(options: SmsChannelOptions): Channel {
  const agent = onDemand(async () => {
    const { Agent } = await import('undici')
    return new Agent({ connections: 16, connect: { timeout: options.connectTimeoutMs ?? 10_000 } })
  })
  let isClosed = false
  return {
    name: 'sms',
    async deliver(message) {
      if (message.kind !== 'sms') return { kind: 'rejected', reason: 'only text messages go out by SMS' }
      if (isClosed) return { kind: 'retry', reason: sentence('stopping') }
      const problem = smsProblem(message)
      if (problem !== undefined) return { kind: 'rejected', ...problem }
      try {
        return await call(message, options, agent)
      } catch (error) {
        return failure(error, options.timeoutMs ?? usualTimeoutMs)
      }
    },
    async close() {
      if (isClosed) return
      isClosed = true
      await (await agent.made)?.close()
    },
  }
}

const usualTimeoutMs = 20_000

/** What is wrong with a message before anybody is asked; undefined when nothing is. */
export function smsProblem({ to, text }: SmsMessage): { readonly reason: string; readonly addressIsBad?: true } | undefined {
  if (!/^\+[1-9]\d{6,14}$/.test(to)) return { reason: sentence('not-sent', { tried: sentence('number-no-number') }), addressIsBad: true }
  if (text.trim() === '') return { reason: sentence('not-sent', { tried: sentence('text-empty') }) }
  if ([...text].length > longestText) return { reason: sentence('not-sent', { tried: sentence('text-long', { count: longestText }) }) }
  if (!text.isWellFormed() || text.includes('\0')) return { reason: 'not sent: the text holds a character that cannot be sent' }
  return undefined
}

async function call(message: SmsMessage, options: SmsChannelOptions, agent: OnDemand<Agent>): Promise<AttemptOutcome> {
  const { origin, user, password, account = user, from, timeoutMs = usualTimeoutMs } = options
  const form = new URLSearchParams({ To: message.to, Body: message.text })
  form.set(/^MG[0-9a-f]{32}$/i.test(from) ? 'MessagingServiceSid' : 'From', from)
  if (message.statusUrl !== undefined) form.set('StatusCallback', message.statusUrl)
  const { request } = await import('undici')
  const response = await request(`${origin}/2010-04-01/Accounts/${encodeURIComponent(account)}/Messages.json`, {
    dispatcher: await agent.get(),
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
      'user-agent': 'Oncue',
    },
    body: form.toString(),
    signal: AbortSignal.timeout(timeoutMs),
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  })
  const answer = await answerOf(response.body)
  return outcomeOf(response.statusCode, answer, { text: message.text, retryAfter: response.headers['retry-after'] })
}

interface Answer {
  readonly sid?: unknown
  readonly code?: unknown
  readonly message?: unknown
}

/** The answer as JSON; an empty one when it is something else. What it says has happened whether we can read it or not. */
async function answerOf(body: { text(): Promise<string> }): Promise<Answer> {
  try {
    const parsed = JSON.parse((await body.text()).slice(0, 64 * 1024)) as unknown
    return parsed !== null && typeof parsed === 'object' ? parsed : {}
  } catch {
    return {}
  }
}

/** Error codes that say the number itself cannot be written to: not a number, not a mobile, or it answered STOP. */
const badNumbers: ReadonlySet<number> = new Set([21211, 21214, 21217, 21610, 21614])
/** Codes of "too many at once". */
const tooMany: ReadonlySet<number> = new Set([14107, 20429, 21611, 30022])

/** The account or its sender has to be mended, and no number is to blame: not active, no such messaging service, none that sends in it. */
const accountCodes: ReadonlySet<number> = new Set([10001, 20005, 21603, 21660, 21701, 21703, 21704, 21705])
/** The same, where another country or number may yet work: a sender that may not write there, a country that was not allowed, a trial. */
const senderCodes: ReadonlySet<number> = new Set([21408, 21606, 21608, 21612, 21659])

/** What an answer means for the message. */
export function outcomeOf(status: number, answer: Answer, { text, retryAfter }: { readonly text: string; readonly retryAfter?: unknown }): AttemptOutcome {
  if (status >= 200 && status < 300) {
    const { segments, encoding } = segmentsOf(text)
    return { kind: 'sent', detail: `${String(answer.sid ?? 'accepted')}, ${segments} ${segments === 1 ? 'segment' : 'segments'} of ${encoding}` }
  }
  const code = typeof answer.code === 'number' ? answer.code : undefined
  const words = typeof answer.message === 'string' ? answer.message.slice(0, 200) : undefined
  const values = { status: String(status), error: code === undefined ? undefined : String(code), words }
  const reason = sentence('provider-answered', values)
  if (status === 429 || (code !== undefined && tooMany.has(code))) {
    const afterMs = /^\d{1,6}$/.test(String(retryAfter)) ? Number(retryAfter) * 1000 : undefined
    return { kind: 'retry', reason, ...(afterMs === undefined ? {} : { afterMs }), wayIsDown: true }
  }
  // It broke on the way: the message may have been taken in.
  if (status >= 500 && status !== 503) return { kind: 'unknown', reason }
  // A wrong password or account is the operator's to mend, and no message's fault.
  const isAccount = code !== undefined && accountCodes.has(code)
  if (isAccount || status === 503 || status === 401 || status === 403 || status === 404) return { kind: 'retry', reason, wayIsDown: true }
  if (code !== undefined && senderCodes.has(code)) return { kind: 'retry', reason: sentence('provider-sender', values) }
  return { kind: 'rejected', reason, ...(code !== undefined && badNumbers.has(code) ? { addressIsBad: true } : {}) }
}

/** Errors after which nothing can have reached the provider. */
const neverSent: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'])

function failure(error: unknown, timeoutMs: number): AttemptOutcome {
  if (!(error instanceof Error)) return { kind: 'unknown', reason: String(error) }
  if (error.name === 'TimeoutError') return { kind: 'unknown', reason: sentence('no-answer', { count: timeoutMs }) }
  const code = 'code' in error ? String(error.code) : ''
  if (neverSent.has(code) || error instanceof AggregateError)
    return { kind: 'retry', reason: sentence('not-reached', { words: error.message || code }), wayIsDown: true }
  if (code === 'UND_ERR_INVALID_ARG') return { kind: 'rejected', reason: sentence('not-sent', { tried: error.message }) }
  return { kind: 'unknown', reason: sentence('connection-broke', { words: error.message }) }
}
