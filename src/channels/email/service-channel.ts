// Hands mails to a sending service over HTTP. It never tries twice by itself and follows no redirect; what differs between services is in services/.
//
// The line that matters: was the mail taken in? A status of success says yes. A refusal, "too many" and "I failed" (429, 500, 503) say no. A
// gateway that lost the answer (502, 504), a connection that broke and a time that ran out say nothing: the outcome is `unknown`, and the
// dispatcher tries again only where the service recognizes a repetition.

import type { Agent } from 'undici'
import { type OnDemand, onDemand } from '../../model/on-demand.ts'
import { sentence } from '../../model/sentence.ts'
import type { AttemptOutcome, Channel, EmailMessage } from '../../runtime/channel.ts'
import { type CompositionOptions, composeMail, layOutMails, mailSource } from './composition.ts'
import type { Judgement, MailService, ServiceAccount, ServiceAnswer } from './services/service.ts'

export interface ServiceChannelOptions {
  readonly service: MailService
  readonly account: ServiceAccount
  /** The key that signs mails of a domain, where the service takes them as they are laid out here. */
  readonly keyOf?: CompositionOptions['keyOf']
  /** UTC milliseconds. */
  readonly now: () => number
  /** Calls at a time; 10 unless told. */
  readonly connections?: number
  /** Milliseconds to a connection; 10 s unless told. */
  readonly connectTimeoutMs?: number
  /** Milliseconds to the answer; 30 s unless told. */
  readonly timeoutMs?: number
}

const usualTimeoutMs = 30_000
const minuteMs = 60_000
const longestAnswer = 64 * 1024

/** Connects with the first mail. */
export function createServiceChannel(options: ServiceChannelOptions): Channel {
  const { service } = options
  const agent = onDemand(async () => {
    const { Agent } = await import('undici')
    return new Agent({ connections: options.connections ?? 10, connect: { timeout: options.connectTimeoutMs ?? 10_000 } })
  })
  let isClosed = false
  return {
    name: 'email',
    ...(service.recognizesRepeatsMs === undefined ? {} : { recognizesRepeatsMs: service.recognizesRepeatsMs }),
    layOut: layOutMails({ keyOf: options.keyOf, rewritten: service.rewrites }),
    async deliver(message, laid) {
      if (message.kind !== 'email') return { kind: 'rejected', reason: `only mails go out through ${service.name}` }
      if (isClosed) return { kind: 'retry', reason: sentence('stopping') }
      // Whatever goes wrong before the call is made: nothing can have left, and trying the same again changes nothing.
      const prepared = await prepare({ message, laid }, options).catch((error: unknown) => ({
        kind: 'rejected' as const,
        reason: sentence('not-sent', { tried: String(error) }),
      }))
      return 'kind' in prepared ? prepared : handOver(prepared, options, agent)
    },
    async close() {
      if (isClosed) return
      isClosed = true
      await (await agent.made)?.close()
    },
  }
}

interface LaidMail {
  readonly message: EmailMessage
  readonly laid: Uint8Array | undefined
}

type Call = Awaited<ReturnType<MailService['call']>>

async function prepare({ message, laid }: LaidMail, options: ServiceChannelOptions): Promise<Call | AttemptOutcome> {
  const { service, account, now } = options
  const composition = composeMail(message, { keyOf: options.keyOf, rewritten: service.rewrites })
  if (!composition.ok) {
    return {
      kind: 'rejected',
      reason: sentence('not-sent', { tried: composition.reason }),
      ...(composition.addressIsBad === true ? { addressIsBad: true } : {}),
    }
  }
  const handle = String(composition.options.messageId).replace(/^<|@.*$/g, '')
  const source = async (): Promise<string> => (laid === undefined ? mailSource(composition) : Buffer.from(laid).toString())
  return service.call({ ...composition, message, handle, source }, account, now())
}

async function handOver(call: Call, options: ServiceChannelOptions, agent: OnDemand<Agent>): Promise<AttemptOutcome> {
  const { service, account } = options
  const timeoutMs = options.timeoutMs ?? usualTimeoutMs
  try {
    const { request } = await import('undici')
    const response = await request(`${account.origin}${call.path}`, {
      dispatcher: await agent.get(),
      method: 'POST',
      headers: { ...call.headers, 'user-agent': 'Oncue' },
      body: call.body,
      signal: AbortSignal.timeout(timeoutMs),
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    })
    return outcomeOf(service, { status: response.statusCode, headers: response.headers, fields: await fieldsOf(response.body) }, options.now())
  } catch (error) {
    return failure(service.name, error, timeoutMs)
  }
}

/** The answer as JSON. What the status says has happened, whether the rest can be read or not. */
async function fieldsOf(body: { text(): Promise<string> }): Promise<Readonly<Record<string, unknown>>> {
  try {
    const parsed: unknown = JSON.parse((await body.text()).slice(0, longestAnswer))
    return parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed) ? (parsed as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/** What a service's answer means for the mail. `now` in UTC milliseconds. */
export function outcomeOf(service: MailService, answer: ServiceAnswer, now: number): AttemptOutcome {
  const { said, id = '' } = service.words(answer)
  if (service.judge(answer) === 'taken') return { kind: 'sent', detail: 'taken in before' }
  if (answer.status >= 200 && answer.status < 300 && service.judge(answer) === undefined) return { kind: 'sent', detail: id === '' ? 'accepted' : id }
  const values = { service: service.name, status: String(answer.status), words: said === '' ? undefined : said.replace(/\s+/g, ' ').slice(0, 300) }
  const reason = sentence('service-answered', values)
  switch (service.judge(answer) ?? judgeStatus(answer.status)) {
    case 'busy':
      return { kind: 'retry', reason, ...roomAgain(service, answer, now), wayIsDown: true }
    case 'account':
      return { kind: 'retry', reason: sentence('service-account', values), afterMs: minuteMs, wayIsDown: true }
    case 'address':
      return { kind: 'rejected', reason, addressIsBad: true }
    case 'mail':
      return { kind: 'rejected', reason }
    case 'open':
    case 'taken':
      return { kind: 'unknown', reason }
  }
}

function judgeStatus(status: number): Judgement {
  if (status === 429 || status === 408 || status === 500 || status === 503) return 'busy'
  if (status > 500) return 'open'
  // A wrong key, a wrong place, an account without money; a redirect too is no answer of the service that was meant.
  if (status < 400 || [401, 402, 403, 404, 405].includes(status)) return 'account'
  return 'mail'
}

/** When it says that there is room again: by Retry-After, in seconds or as a date, else by a header of its own. */
function roomAgain({ roomAgain: own }: MailService, { headers }: ServiceAnswer, now: number): { readonly afterMs?: number } {
  const wait = headers['retry-after']
  if (typeof wait === 'string' && /^\d{1,6}$/.test(wait)) return { afterMs: Number(wait) * 1000 }
  const at = typeof wait === 'string' ? Date.parse(wait) : Number.NaN
  if (Number.isFinite(at)) return { afterMs: Math.max(0, at - now) }
  const value = own === undefined ? undefined : headers[own.header]
  if (own === undefined || typeof value !== 'string' || !/^\d{1,10}$/.test(value)) return {}
  const ms = Number(value) * 1000
  return { afterMs: own.counts === 'seconds from now' ? ms : Math.max(0, ms - now) }
}

/** Errors after which nothing can have reached the service. */
const neverSent: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'])

function failure(name: string, error: unknown, timeoutMs: number): AttemptOutcome {
  if (!(error instanceof Error)) return { kind: 'unknown', reason: String(error) }
  if (error.name === 'TimeoutError') return { kind: 'unknown', reason: sentence('service-silent', { service: name, count: timeoutMs }) }
  const code = 'code' in error ? String(error.code) : ''
  if (neverSent.has(code) || code.startsWith('ERR_TLS') || /CERT/.test(code) || error instanceof AggregateError) {
    return { kind: 'retry', reason: sentence('service-unreached', { service: name, words: error.message || code }), wayIsDown: true }
  }
  if (code === 'UND_ERR_INVALID_ARG') return { kind: 'rejected', reason: sentence('not-sent', { tried: error.message }) }
  return { kind: 'unknown', reason: sentence('service-broke', { service: name, words: error.message }) }
}
