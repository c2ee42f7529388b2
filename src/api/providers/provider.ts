// What a sending service's webhook is here: who proves that it is the service, and what its words mean. One file each; the table is
// providers.ts. It reads; finding the message and recording is the route's business.

import { timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { BounceWords } from '../../model/report.ts'

/** A request as it came. Signatures are over its bytes. */
export interface ProviderRequest {
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** UTC milliseconds. */
  readonly now: number
}

/** What the service says about one message and one recipient. */
export type ProviderReport = {
  /** The service's own id of this report, the same in every repetition. */
  readonly id: string
  /** UTC milliseconds; undefined when it does not say. */
  readonly at: number | undefined
  /** Texts among which the message is named: its Message-ID, or `oncue_message` that it was sent with. */
  readonly about: readonly string[]
} & (
  | { readonly kind: 'delivered' }
  | ({ readonly kind: 'bounced' } & BounceWords)
  | { readonly kind: 'complained'; readonly reason?: string }
  | { readonly kind: 'unsubscribed' }
  | { readonly kind: 'opened'; readonly agent: string; readonly isMachine: boolean }
  | { readonly kind: 'clicked'; readonly agent: string; readonly link: string; readonly isMachine: boolean }
)

/** What a request amounts to. refused: nobody proved to be the service. confirm: the service wants an address to be asked for first. */
export type ProviderAnswer =
  | { readonly kind: 'refused'; readonly because: string }
  | { readonly kind: 'confirm'; readonly url: string }
  | {
      readonly kind: 'reports'
      readonly reports: readonly ProviderReport[] /** What may be said once only, where the proof is not over what is said. */
      readonly proof?: string
    }

export interface Provider {
  /** In the path of its door: /hooks/NAME. */
  readonly name: string
  /** Why a secret can prove nothing; undefined when it can. Without it every text can. */
  secretProblem?(secret: string): string | undefined
  /** Verifies, then reads. Throws for what is no JSON, or not what the service sends. */
  read(request: ProviderRequest, secret: string, fetchText: FetchText): Promise<ProviderAnswer> | ProviderAnswer
}

/** Fetches a text from the service itself, such as its certificate. */
export type FetchText = (url: string) => Promise<string>

/** How far the instant in a signature may be from now. */
export const signatureAgeMs = 300_000

/** Nobody proved to be the service. */
export const refused = (because: string): ProviderAnswer => ({ kind: 'refused', because })

/** Whether two texts are the same, in a time that tells nothing. */
export function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** One value of a header. */
export function single(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name]
  return (Array.isArray(value) ? value[0] : value) ?? ''
}

/** The password of Basic authorization; the name does not matter. */
export function basicPassword(headers: IncomingHttpHeaders): string {
  const encoded = /^basic\s+(\S+)/i.exec(single(headers, 'authorization'))?.[1] ?? ''
  const text = Buffer.from(encoded, 'base64').toString()
  return text.slice(text.indexOf(':') + 1)
}

export interface Fields {
  readonly [name: string]: unknown
}

/** An object, or nothing in it. */
export function fields(value: unknown): Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Fields) : {}
}

/** A list, or an empty one. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A text, or an empty one. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** An instant: ISO text, or seconds. */
export function instant(value: unknown): number | undefined {
  if (typeof value === 'number') return Math.round(value * 1000)
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isFinite(at) ? at : undefined
}

/** Words about a bounce, without those that are not known. */
export function bounce(words: { readonly hard: boolean; readonly status?: string; readonly reason?: string }): { kind: 'bounced' } & BounceWords {
  const { hard, status = '', reason = '' } = words
  return { kind: 'bounced', hard, ...(status === '' ? {} : { status }), ...(reason === '' ? {} : { reason }) }
}

/** The service took it, and then did not send it: it came back, and it is not the address that is bad. */
export function unsent(reason: string): { kind: 'bounced' } & BounceWords {
  return { ...bounce({ hard: false, reason }), unsent: true }
}
