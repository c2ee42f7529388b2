// What a sending service is here: how it is asked to take one mail in, and what its answers mean where they mean something of their own. One
// file each; the table is services.ts. A service composes nothing and calls nobody: the mail is laid out by composition.ts, the call is
// made by service-channel.ts.

import type { EmailMessage } from '../../../runtime/channel.ts'
import type { Composition } from '../composition.ts'

/** A mail that may go out. */
export interface ServiceMail {
  readonly message: EmailMessage
  readonly recipient: string
  readonly options: Extract<Composition, { readonly ok: true }>['options']
  /** The mail's handle: the service gives it back as `oncue_message` in what it reports. */
  readonly handle: string
  /** Headers and body as they are to leave (RFC 5322). */
  source(): Promise<string>
}

/** Whose account is used, from a URL: name://KEY:SECRET@host/path?parameters. */
export interface ServiceAccount {
  readonly origin: string
  readonly host: string
  readonly key: string
  readonly secret: string
  /** Without the slash before it. */
  readonly path: string
  readonly parameters: Readonly<Record<string, string>>
}

/** One request that hands one mail over, by POST. */
export interface ServiceCall {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

export interface ServiceAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The body as JSON; nothing in it when it is something else. */
  readonly fields: Readonly<Record<string, unknown>>
}

/**
 * What an answer means when its status alone does not tell. account: the operator has to mend something, the mail waits · busy: later
 * · address: it will never take mail for this recipient · mail: it will never take this mail · open: nobody knows · taken: it has the mail already.
 */
export type Judgement = 'account' | 'busy' | 'address' | 'mail' | 'open' | 'taken'

export interface MailService {
  /** The scheme of its URL. */
  readonly name: 'ses' | 'sendgrid' | 'postmark' | 'mailgun' | 'resend' | 'brevo'
  /** A URL that can be used, with words for the secrets. */
  readonly example: string
  readonly parameters: readonly string[]
  /** What the URL fails to say; undefined when it says everything. */
  problemOf(account: ServiceAccount): string | undefined
  /** `now` in UTC milliseconds. */
  call(mail: ServiceMail, account: ServiceAccount, now: number): ServiceCall | Promise<ServiceCall>
  /** Undefined leaves it to the status. */
  judge(answer: ServiceAnswer): Judgement | undefined
  /** What it says in words, and how it calls the mail. */
  words(answer: ServiceAnswer): { readonly said: string; readonly id?: string }
  /** The header that says when there is room again where it sends no Retry-After: in how many seconds, or at which second since 1970. */
  readonly roomAgain?: { readonly header: string; readonly counts: 'seconds from now' | 'seconds since 1970' }
  /** Headers that it writes anew, in small letters. */
  readonly rewrites?: readonly string[]
  /** Milliseconds for which it takes a mail in only once, however often it is handed over. */
  readonly recognizesRepeatsMs?: number
}

/** Headers that are not laid out by the service itself. */
export function extraHeaders({ options, message }: ServiceMail): Readonly<Record<string, string>> {
  const { headers = {}, messageId } = options
  const unsubscribe = message.unsubscribeUrl === undefined ? {} : { 'List-Unsubscribe': `<${new URL(message.unsubscribeUrl).href}>` }
  return { 'Message-ID': String(messageId), ...unsubscribe, ...(headers as Record<string, string>) }
}

/** Name and address of an addressee as composition.ts lays them out. */
export function party(value: unknown): { readonly name: string; readonly address: string } {
  return value as { readonly name: string; readonly address: string }
}

/** "Name" <address> */
export function mailbox(value: unknown): string {
  const { name, address } = party(value)
  return name === '' ? address : `"${name.replace(/(["\\])/g, '\\$1')}" <${address}>`
}

/** A text, or an empty one. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Text that every reader of JSON takes. */
export function wellFormed(value: string): string {
  return value.toWellFormed().replaceAll('\0', '')
}
