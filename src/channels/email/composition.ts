// From a rendered message to what goes over the wire: headers, parts, envelope. The mail server and the built-in mailbox get the same
// bytes from here, and the same message always gives the same bytes.

import { createHash } from 'node:crypto'
import { sentence } from '../../model/sentence.ts'
import type { EmailMessage, OutgoingMessage } from '../../runtime/channel.ts'
import { mailAddress } from './address.ts'
import { type SigningKey, signature } from './dkim.ts'
import { headerLine, partyLine } from './mail-head.ts'
import { MailPage } from './mail-page.ts'
import { writePart } from './mime-part.ts'

/** A message that can be sent as it is, or why it cannot. */
export type Composition =
  | { readonly ok: true; readonly recipient: string; readonly options: LaidOptions; readonly content: Pick<EmailMessage, 'html' | 'text'> }
  | { readonly ok: false; readonly reason: string; readonly addressIsBad?: boolean }

/** What was checked of a mail, besides its parts, which are encoded only for who lays it out: whoever has its bytes asks for its envelope alone. */
export interface LaidOptions {
  readonly from: Party
  readonly to: Party
  readonly replyTo?: Party
  readonly envelope: { readonly from: string; readonly to: string[] }
  readonly subject: string
  /** In angle brackets. */
  readonly messageId: string
  readonly date: Date
  readonly headers: Readonly<Record<string, string>>
  /** What stands between the parts. */
  readonly boundary: string
  /** Whose signature the mail bears. */
  readonly key?: SigningKey
  /** Headers that are not signed. */
  readonly rewritten: readonly string[]
}

interface Party {
  readonly name: string
  readonly address: string
}

export interface CompositionOptions {
  /** Where bounces go; the sender's own address unless told. */
  readonly returnPath?: string | undefined
  /** The key that signs mails of a domain; undefined leaves them unsigned. */
  readonly keyOf?: ((domain: string) => SigningKey | undefined) | undefined
  /** Headers that somebody on the way writes anew, in small letters: a signature over them would break. */
  readonly rewritten?: readonly string[] | undefined
}

/** Checks every part that data can reach, and lays the mail out. */
export function composeMail(message: EmailMessage, { returnPath, keyOf, rewritten = [] }: CompositionOptions = {}): Composition {
  const to = mailAddress(message.to)
  if (to === undefined) return { ok: false, reason: sentence('recipient-no-address'), addressIsBad: true }
  const from = mailAddress(message.from.address)
  if (from === undefined) return { ok: false, reason: sentence('sender-no-address') }
  const replyTo = message.replyTo === undefined ? undefined : mailAddress(message.replyTo)
  if (message.replyTo !== undefined && replyTo === undefined) return { ok: false, reason: 'the reply address is not one mail address' }
  const ownReturnPath = message.returnPath === undefined ? undefined : mailAddress(message.returnPath)
  if (message.returnPath !== undefined && ownReturnPath === undefined) return { ok: false, reason: 'the return path is not one mail address' }
  const messageId = /^<?([^\s<>@]{1,200}@[^\s<>@]{1,200})>?$/.exec(message.messageId)?.[1]
  if (messageId === undefined) return { ok: false, reason: 'the message id is not of the form <unique@domain>' }
  const problem = headerProblem(message.headers ?? {}) ?? unsubscribeProblem(message.unsubscribeUrl)
  if (problem !== undefined) return { ok: false, reason: problem }
  const key = keyOf?.(from.slice(from.lastIndexOf('@') + 1).toLowerCase())
  return {
    ok: true,
    recipient: to,
    content: { html: message.html, text: message.text },
    options: {
      from: { name: plainLine(message.from.name ?? ''), address: from },
      to: { name: '', address: to },
      ...(replyTo === undefined ? {} : { replyTo: { name: '', address: replyTo } }),
      envelope: { from: ownReturnPath ?? returnPath ?? from, to: [to] },
      subject: plainLine(message.subject),
      messageId: `<${messageId}>`,
      date: new Date(message.date),
      headers: {
        // Says to other machines that no person wrote this, so that none of them answers (RFC 3834; the second is Exchange's).
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'OOF, AutoReply',
        ...(message.unsubscribeUrl === undefined ? {} : unsubscribeHeaders(message.unsubscribeUrl)),
        ...message.headers,
      },
      boundary: `--_NmP-${createHash('sha256').update(message.key).digest('hex').slice(0, 24)}-Part_1`,
      ...(key === undefined ? {} : { key }),
      rewritten,
    },
  }
}

/** The mail as it would be sent, headers and body (RFC 5322). */
export async function mailSource(composition: Extract<Composition, { readonly ok: true }>): Promise<string> {
  return (await mailBytes(composition)).toString()
}

/** The bytes that go over the wire, signed where there is a key. */
export async function mailBytes({ options, content }: Extract<Composition, { readonly ok: true }>): Promise<Buffer> {
  const head = headOf(options)
  const mail = laidOut(head, options.boundary, content)
  const { key, rewritten } = options
  if (key === undefined) return mail
  const body = mail.subarray(mail.indexOf(endOfHead) + endOfHead.length)
  const line = await signature({ head, body, key, rewritten })
  return line === undefined ? mail : Buffer.concat([Buffer.from(`${line}\r\n`, 'latin1'), mail])
}

const endOfHead = '\r\n\r\n'

/** Its lines. */
function headOf({ headers, from, to, replyTo, subject, messageId, date, boundary }: LaidOptions): readonly string[] {
  return [
    ...Object.entries(headers).flatMap(([name, value]) => (value.trim() === '' ? [] : [headerLine(name, value)])),
    partyLine('From', from),
    partyLine('To', to),
    ...(replyTo === undefined ? [] : [partyLine('Reply-To', replyTo)]),
    ...(subject.trim() === '' ? [] : [headerLine('Subject', subject)]),
    headerLine('Message-ID', messageId),
    `Date: ${date.toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative;\r\n boundary="${boundary}"`,
  ]
}

/** Nobody waits for anything while a mail is written. */
const page = new MailPage()

function laidOut(head: readonly string[], boundary: string, { html, text }: Pick<EmailMessage, 'html' | 'text'>): Buffer {
  page.clear()
  page.write(`${head.join('\r\n')}${endOfHead}--${boundary}\r\n`)
  writePart(page, 'text/plain', text)
  page.write(`\r\n--${boundary}\r\n`)
  writePart(page, 'text/html', html)
  page.write(`\r\n--${boundary}--\r\n`)
  return page.copy()
}

/** One-click unsubscribe (RFC 8058). */
function unsubscribeHeaders(url: string): Record<string, string> {
  return { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click', 'List-Unsubscribe': `<${new URL(url).href}>` }
}

/** Lays mails out as a channel with these options does; what it would refuse has no layout. */
export function layOutMails(options: CompositionOptions): (message: OutgoingMessage) => Promise<Uint8Array | undefined> {
  return async (message) => {
    const composition = message.kind === 'email' ? composeMail(message, options) : undefined
    return composition?.ok === true ? mailBytes(composition) : undefined
  }
}

/** Headers that are laid out here and nowhere else. */
const ownHeader =
  /^(from|to|cc|bcc|sender|reply-to|subject|date|message-id|mime-version|content-.*|list-unsubscribe(-post)?|return-path|received|resent-.*|dkim-signature)$/i

function headerProblem(headers: Readonly<Record<string, string>>): string | undefined {
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,75}$/.test(name)) return `"${plainLine(name).slice(0, 80)}" is not the name of a header`
    if (ownHeader.test(name)) return `the header ${name} cannot be set`
    if (plainLine(value) !== value) return `the header ${name} holds a line break or another control character`
  }
  return undefined
}

function unsubscribeProblem(url: string | undefined): string | undefined {
  if (url === undefined || (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) && !/[\s<>]/.test(new URL(url).href))) return undefined
  return 'the unsubscribe address is not a URL'
}

/** Without line breaks and other control characters. */
function plainLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').toWellFormed()
}
