// From a rendered message to what goes over the wire: headers, parts, envelope. The mail server and the built-in mailbox get the same
// bytes from here, and the same message always gives the same bytes.

import { createHash } from 'node:crypto'
import { createTransport, type SendMailOptions } from 'nodemailer'
import MimeNode from 'nodemailer/lib/mime-node'
import type { EmailMessage, OutgoingMessage } from '../../runtime/channel.ts'
import { mailAddress } from './address.ts'
import { MailPage } from './mail-page.ts'
import { writePart } from './mime-part.ts'

/** A message that can be sent as it is, or why it cannot. */
export type Composition =
  | { readonly ok: true; readonly recipient: string; readonly options: LaidOptions; readonly content: Pick<EmailMessage, 'html' | 'text'> }
  | { readonly ok: false; readonly reason: string; readonly addressIsBad?: boolean }

/** What the library is given besides the parts, which are encoded only for who lays the mail out: whoever has its bytes asks for its envelope alone. */
export interface LaidOptions extends Omit<SendMailOptions, 'html' | 'text' | 'envelope' | 'messageId'> {
  readonly headers: Record<string, string>
  readonly envelope: { readonly from: string; readonly to: string[] }
  /** In angle brackets. */
  readonly messageId: string
}

export interface CompositionOptions {
  /** Where bounces go; the sender's own address unless told. */
  readonly returnPath?: string | undefined
  /** The key that signs mails of a domain; undefined leaves them unsigned. */
  readonly keyOf?: ((domain: string) => SigningKey | undefined) | undefined
  /** Headers that somebody on the way writes anew, in small letters: a signature over them would break. */
  readonly rewritten?: readonly string[] | undefined
}

/** A key as DKIM uses it. */
export interface SigningKey {
  readonly domain: string
  readonly selector: string
  /** PEM. */
  readonly privateKey: string
}

/** What DKIM signs: all that RFC 6376 names, and both headers of one-click unsubscribe, as RFC 8058 demands. */
const signedHeaders =
  'From:Sender:Reply-To:Subject:Date:Message-ID:To:Cc:MIME-Version:Content-Type:Content-Transfer-Encoding:List-Id:List-Unsubscribe:List-Unsubscribe-Post'

/** Checks every part that data can reach, and lays the mail out. */
export function composeMail(message: EmailMessage, { returnPath, keyOf, rewritten = [] }: CompositionOptions = {}): Composition {
  const to = mailAddress(message.to)
  if (to === undefined) return { ok: false, reason: 'the recipient is not one mail address', addressIsBad: true }
  const from = mailAddress(message.from.address)
  if (from === undefined) return { ok: false, reason: 'the sender is not one mail address' }
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
      baseBoundary: createHash('sha256').update(message.key).digest('hex').slice(0, 24),
      ...(key === undefined
        ? {}
        : {
            dkim: {
              domainName: key.domain,
              keySelector: key.selector,
              privateKey: key.privateKey,
              headerFieldNames: signedHeaders,
              skipFields: rewritten.join(':'),
            },
          }),
      xMailer: false,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
  }
}

const sourceTransport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })

/** The mail as it would be sent, headers and body (RFC 5322). */
export async function mailSource(composition: Extract<Composition, { readonly ok: true }>): Promise<string> {
  return (await mailBytes(composition)).toString()
}

/** The bytes that go over the wire. */
export async function mailBytes(composition: Extract<Composition, { readonly ok: true }>): Promise<Buffer> {
  if (composition.options.dkim === undefined) return laidOut(composition)
  const { message } = await sourceTransport.sendMail(libraryOptions(composition))
  return message as Buffer
}

/** The whole mail as the library takes it. The parts are encoded here: the library encodes what it streams, which costs ten times as much. */
export function libraryOptions({ options, content }: Extract<Composition, { readonly ok: true }>): SendMailOptions {
  const raw = (contentType: 'text/html' | 'text/plain', text: string): { readonly raw: string } => {
    page.clear()
    writePart(page, contentType, text)
    return { raw: page.text() }
  }
  return { ...options, html: raw('text/html', content.html), text: raw('text/plain', content.text) }
}

/** Nobody waits for anything while a mail is written. */
const page = new MailPage()

/** The same bytes without the library's streams and parts, which cost more than all the rest: its headers, and both parts as they are encoded here. */
function laidOut({ options, content }: Extract<Composition, { readonly ok: true }>): Buffer {
  const root = new MimeNode('multipart/alternative', { baseBoundary: options.baseBoundary as string })
  root.addHeader(options.headers)
  root.setHeader('From', options.from)
  root.setHeader('To', options.to)
  if (options.replyTo !== undefined) root.setHeader('Reply-To', options.replyTo)
  if (options.subject !== '') root.setHeader('Subject', options.subject)
  root.setHeader('Message-Id', options.messageId)
  root.setHeader('Date', options.date)
  const head = root.buildHeaders()
  page.clear()
  page.write(`${head}\r\n\r\n--${root.boundary}\r\n`)
  writePart(page, 'text/plain', content.text)
  page.write(`\r\n--${root.boundary}\r\n`)
  writePart(page, 'text/html', content.html)
  page.write(`\r\n--${root.boundary}--\r\n`)
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
