// What a mail that came back means: a bounce (RFC 3464, or in a server's own words), a complaint (RFC 5965), the news that a mail arrived, an
// answer that no person wrote (RFC 3834), or nothing of the kind. An automatic answer is never a bounce. It only reads; what follows from it is
// not its business.

import { type Headers, headerOf, type MailPart, mailParts, readFields } from './mail-parts.ts'
import { noticeCharacters, noticeOf } from './notice.ts'
import { verdictOf } from './verdict.ts'

export interface Returned {
  /** The address as it stands there; undefined when none does, or when it was made unreadable. */
  readonly address: string | undefined
  /** Such as 5.1.1 (RFC 3463); undefined when none was said. */
  readonly status: string | undefined
  /** Such as 550 (RFC 5321); undefined when none was said. */
  readonly code: string | undefined
  readonly hard: boolean
  /** What it amounts to, and what the other server said. */
  readonly reason: string
}

export type ReturnedMail = {
  /** Message-IDs of the mail that came back, without angle brackets. */
  readonly messageIds: readonly string[]
} & (
  | { readonly kind: 'bounce'; readonly recipients: readonly Returned[] }
  | { readonly kind: 'delivered' }
  | { readonly kind: 'complaint'; readonly reason: string }
  | { readonly kind: 'automatic answer' }
  /** Somebody's mail program asks on their behalf. */
  | { readonly kind: 'unsubscribe request' }
  /** For whoever runs the mail server: SPF, DKIM or DMARC failed somewhere. */
  | { readonly kind: 'authentication report' }
  | { readonly kind: 'delayed' }
  | { readonly kind: 'other' }
)

/** Reads a whole mail. Never throws, whatever it is given. */
export function readReturnedMail(source: string): ReturnedMail {
  const parts = mailParts(source)
  const messageIds = messageIdsIn(parts, source)
  const complaint = parts.find(({ type }) => type === 'message/feedback-report')
  if (complaint !== undefined) return { messageIds, ...readComplaint(complaint) }
  const statuses = parts.filter(({ type, isReturned }) => !isReturned && (type === 'message/delivery-status' || type === 'message/global-delivery-status'))
  const groups = statuses.flatMap(({ text }) => recipientGroups(text))
  const notification = notificationIn(parts)
  if (notification !== undefined) return { messageIds, ...notification }
  if (groups.length > 0) return { messageIds, ...fromStatus(groups, noticeOf(parts)) }
  const [mail] = parts
  if (mail === undefined) return { messageIds, kind: 'other' }
  // Microsoft's feedback loop sends the mail alone, without a report.
  if (/^\s*complaint about message from /i.test(headerOf(mail.headers, 'subject') ?? '')) return { messageIds, kind: 'complaint', reason: 'abuse' }
  if (/^\s*unsubscribe\s*$/i.test(headerOf(mail.headers, 'subject') ?? '')) return { messageIds, kind: 'unsubscribe request' }
  if (isAutomaticAnswer(mail)) return { messageIds, kind: 'automatic answer' }
  if (!isFromMailer(mail) && !sendsBack(parts)) return { messageIds, kind: 'other' }
  return { messageIds, ...fromWords(mail, noticeOf(parts), source) }
}

/** A report may be about many; what one server answers about one is a few lines. */
const mostRecipients = 100
const longestAnswer = 4_000

type Meaning = ReturnedMail extends infer Each ? (Each extends unknown ? Omit<Each, 'messageIds'> : never) : never

function readComplaint({ text }: MailPart): Meaning {
  const fields = readFields(text)
  const type = headerOf(fields, 'feedback-type')?.toLowerCase() ?? 'abuse'
  if (type === 'auth-failure' || type === 'dmarc') return { kind: 'authentication report' }
  if (type === 'not-spam') return { kind: 'other' }
  return { kind: 'complaint', reason: type }
}

function recipientGroups(text: string): Headers[] {
  return text
    .split(/\n[ \t]*\n/)
    .map(readFields)
    .filter(
      (fields) =>
        fields.has('final-recipient') || fields.has('original-recipient') || fields.has('action') || (fields.has('status') && !fields.has('reporting-mta')),
    )
    .slice(0, mostRecipients)
}

function fromStatus(groups: readonly Headers[], notice: string): Meaning {
  const failed = groups.filter((fields) => actionOf(fields) === 'failed')
  if (failed.length === 0) {
    if (groups.some((fields) => actionOf(fields) === 'delayed')) return { kind: 'delayed' }
    return { kind: 'delivered' }
  }
  return { kind: 'bounce', recipients: failed.map((fields) => fromFields(fields, failed.length === 1 ? notice : '')) }
}

function actionOf(fields: Headers): 'failed' | 'delayed' | 'arrived' {
  const action = headerOf(fields, 'action')?.toLowerCase() ?? ''
  if (/^(?:delivered|relayed|expanded)/.test(action)) return 'arrived'
  if (/^delayed/.test(action)) return 'delayed'
  if (action === '' && headerOf(fields, 'status')?.startsWith('2')) return 'arrived'
  return 'failed'
}

function fromFields(fields: Headers, notice: string): Returned {
  const address = addressIn(headerOf(fields, 'original-recipient')) ?? addressIn(headerOf(fields, 'final-recipient'))
  const diagnostics = (fields.get('diagnostic-code') ?? []).map((value) => value.replace(/^[\w.-]+\s*;\s*/, '').trim()).filter((value) => value !== '')
  const said = diagnostics.join(' ').slice(0, longestAnswer)
  const stated = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(headerOf(fields, 'status') ?? '')?.[1]
  const text = said === '' ? notice : said
  const inText = statusIn(text)
  // A code that says nothing (5.0.0) gives way to one that was said.
  const status = stated === undefined || /^[45]\.0\.0$/.test(stated) ? (inText ?? stated) : stated
  const code = codeIn(text)
  const { hard, what } = judge({ said: status?.startsWith('5.1.') === true ? said : withPhase(said, notice), notice, status, code })
  return { address, status, code, hard, reason: reasonOf(what, said === '' ? notice : said) }
}

/** When in the conversation it was said stands in the notice only. */
function withPhase(said: string, notice: string): string {
  const phase = /\(in reply to (?:end of )?DATA\s+command\)|>>> DATA\s*<<< 5\d\d [^\n]*/i.exec(notice)?.[0]
  return phase === undefined ? said : `${phase.replace(/\s+/g, ' ')} ${said}`
}

/** What was said about the recipient decides; only where that is not understood, all that the notice says. */
function judge({
  said,
  notice,
  status,
  code,
}: {
  readonly said: string
  readonly notice: string
  readonly status: string | undefined
  readonly code: string | undefined
}) {
  const verdict = verdictOf({ text: said, status, code })
  return verdict.what === 'not understood' && notice !== '' ? verdictOf({ text: notice, status, code }) : verdict
}

/** A bounce in a server's own words. */
function fromWords(mail: MailPart, notice: string, source: string): Meaning {
  if (/(?:warning|still being retried|will (?:be )?(?:try|retr)|not yet been delivered|delayed)/i.test(headerOf(mail.headers, 'subject') ?? '')) {
    if (/no action is required|do not need to (?:do anything|resend)|still being|will (?:keep|continue)/i.test(notice)) return { kind: 'delayed' }
  }
  const paragraphs = [...failedParagraphs(notice), ...failedLines(notice)]
    .slice(0, mostRecipients)
    .filter(({ address }, index, all) => all.findIndex((one) => one.address === address) === index)
  if (paragraphs.length > 1) return { kind: 'bounce', recipients: paragraphs.map(({ address, text }) => inWords(address, text)) }
  const addresses = failedAddresses(mail, notice)
  return { kind: 'bounce', recipients: (addresses.length === 0 ? [undefined] : addresses).map((address) => inWords(address, notice, source)) }
}

function inWords(address: string | undefined, notice: string, source = ''): Returned {
  // Some put the conversation with the other server behind the mail that came back.
  const transcript = source.match(/^<<< 5\d\d .*$/gm)?.join(' ') ?? ''
  const said = `${notice} ${notice.includes('<<< 5') ? '' : transcript}`.slice(0, 2 * noticeCharacters).replace(/\s+/g, ' ')
  const status = statusIn(said)
  const code = codeIn(said)
  const { hard, what } = verdictOf({ text: said, status, code })
  return { address, status, code, hard, reason: reasonOf(what, said) }
}

/** Notices that have a paragraph for each address, which begins with it: "<address>:". */
function failedParagraphs(notice: string): { readonly address: string; readonly text: string }[] {
  return notice
    .split(/\n(?=[ \t]*<[^\s<>@]+@[^\s<>]+>:)/)
    .slice(1)
    .map((paragraph) => ({ address: /<([^\s<>]+)>/.exec(paragraph)?.[1] ?? '', text: paragraph.split(/\n[ \t]*\n/)[0] ?? '' }))
}

/** Transcripts in which each address has a line with what was said: "550 <address>... User unknown". */
function failedLines(notice: string): { readonly address: string; readonly text: string }[] {
  return [...notice.matchAll(/^5\d\d[ -](?:5\.\d+\.\d+ )?<([^\s<>@]+@[^\s<>]+)>\.\.\. (.*)$/gm)].map(([text, address = '']) => ({ address, text }))
}

/** What Amazon's notification service sends as a mail: JSON, with what the provider's webhook would say. */
function notificationIn(parts: readonly MailPart[]): Meaning | undefined {
  const text = parts.find(({ type }) => type === 'text/plain')?.text.trim() ?? ''
  const json = /^\{[\s\S]*?\}(?=\s*(?:--\s|$))/.exec(text)?.[0]
  if (json === undefined || !json.includes('notificationType')) return undefined
  try {
    const outer = JSON.parse(json.replace(/\n/g, '')) as { readonly Message?: string }
    const { notificationType, bounce } = (outer.Message === undefined ? outer : JSON.parse(outer.Message)) as {
      notificationType: string
      bounce?: { bounceType: string; bouncedRecipients: { emailAddress?: string; status?: string; diagnosticCode?: string }[] }
    }
    if (notificationType === 'Delivery') return { kind: 'delivered' }
    if (notificationType === 'Complaint') return { kind: 'complaint', reason: 'abuse' }
    if (bounce === undefined) return undefined
    return {
      kind: 'bounce',
      recipients: bounce.bouncedRecipients.slice(0, mostRecipients).map(({ emailAddress, status, diagnosticCode: whole = '' }) => {
        const diagnosticCode = whole.slice(0, longestAnswer)
        const { hard, what } = verdictOf({ text: diagnosticCode, status, code: codeIn(diagnosticCode) })
        return { address: emailAddress, status, code: codeIn(diagnosticCode), hard, reason: reasonOf(what, diagnosticCode) }
      }),
    }
  } catch {
    return undefined
  }
}

function failedAddresses(mail: MailPart, notice: string): string[] {
  const named = (mail.headers.get('x-failed-recipients') ?? []).flatMap((value) => value.match(anyAddress) ?? [])
  if (named.length > 0) return unique(named)
  const own = new Set(
    [...(mail.headers.get('to') ?? []), ...(mail.headers.get('from') ?? [])]
      .flatMap((value) => value.match(anyAddress) ?? [])
      .map((value) => value.toLowerCase()),
  )
  const inNotice = (notice.match(anyAddress) ?? []).filter(
    (value) => !own.has(value.toLowerCase()) && !/^(?:postmaster|mailer-daemon|abuse|support|help)@/i.test(value),
  )
  return unique(inNotice).slice(0, 1)
}

const anyAddress = /[^\s<>()[\]",;:=]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}/g

function unique(values: readonly string[]): string[] {
  return [...new Set(values)]
}

function addressIn(field: string | undefined): string | undefined {
  const address = /[^\s<>;]+@[^\s<>;]+/.exec((field ?? '').replace(/^[\w-]+\s*;/, ''))?.[0]
  return address?.replace(/^<|>$/g, '')
}

function statusIn(text: string): string | undefined {
  return /(?:^|[^\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/.exec(text)?.[1]
}

function codeIn(text: string): string | undefined {
  return /(?:^|[\s:;(<"'#-])([45][0-5]\d)(?=[\s\-#,.:;)]|$)/.exec(text)?.[1]
}

function reasonOf(what: string, said: string): string {
  const text = said.replace(/\s+/g, ' ').trim()
  return text === '' ? what : `${what}: ${text}`
}

/** RFC 3834, and what was usual before it. Mail systems say of their bounces too that they are automatic; they do not say that they are away. */
function isAutomaticAnswer(mail: MailPart): boolean {
  const { headers } = mail
  const subject = headerOf(headers, 'subject') ?? ''
  const isAway =
    /^(?:\s*(?:re|aw|sv|antw|odp|vs|ref):)*\s*(?:auto(?:matic(?:al)?|matische|matisch)?[ :-]*(?:re(?:ply|sponse|spond|: )|antwort|antwoord)|auto:|autoreply|autosvar|out of (?:the )?office|out of town|away (?:from|until|on)|i am away|vacation|on (?:vacation|holiday|leave)|abwesen|afwezig|ferien|urlaub|absence|absent|réponse automatique|risposta automatica|respuesta automática|fuera de|fuori sede|自動|不在)/i.test(
      subject,
    )
  if (isAway) return true
  if (isFromMailer(mail)) return false
  const submitted = headerOf(headers, 'auto-submitted')?.toLowerCase() ?? 'no'
  return (
    !submitted.startsWith('no') ||
    headers.has('x-autoreply') ||
    headers.has('x-autorespond') ||
    headers.has('x-auto-response-suppress') ||
    /auto[_-]reply/i.test(headerOf(headers, 'precedence') ?? '')
  )
}

/** Whether it comes from a mail system, and not from somebody's mailbox. */
function isFromMailer({ headers }: MailPart): boolean {
  if (headers.has('x-failed-recipients')) return true
  const from = `${headerOf(headers, 'from') ?? ''} ${headerOf(headers, 'sender') ?? ''}`
  if (
    /mailer-daemon|postmaster|mail(?:er)? ?delivery|mail ?daemon|mail administrator|majordomo|post_master|system administrator|mailer@|bounce|daemon@/i.test(
      from,
    )
  )
    return true
  return /undeliver|returned mail|delivery (?:status|fail|notif|report|problem|error)|fail(?:ure|ed).{0,20}(?:notice|deliver|mail)|mail (?:system|delivery|could|fail)|could not (?:be delivered|send)|not delivered|non[- ]?remis|unzustellbar|bounced|delivery (?:has )?failed|message not|rejected|error|not member/i.test(
    headerOf(headers, 'subject') ?? '',
  )
}

/** A mail from nobody with another one inside it. */
function sendsBack(parts: readonly MailPart[]): boolean {
  const [mail] = parts
  if (mail === undefined) return false
  const isComplaint = /complaint about message from|abuse report/i.test(headerOf(mail.headers, 'subject') ?? '')
  return !isComplaint && headerOf(mail.headers, 'return-path')?.trim() === '<>' && parts.some(({ isReturned }) => isReturned)
}

/** Message-IDs of what came back, nearest first: from the returned part, else from anywhere in the text but its own header. */
function messageIdsIn(parts: readonly MailPart[], source: string): string[] {
  const returned = parts.filter(({ isReturned }) => isReturned).flatMap(({ headers }) => headers.get('message-id') ?? [])
  const body = source.replace(/\r\n?/g, '\n')
  const start = body.indexOf('\n\n')
  const anywhere = [
    ...body
      .slice(start === -1 ? body.length : start)
      .matchAll(/^[> \t]{0,100}(?:message-id|original-message-id|x-original-message-id):[ \t]{0,100}(?:\n[ \t]{1,100})?<([^<>\s]{1,300})>/gim),
  ].map(([, id]) => id ?? '')
  return unique([...returned.flatMap((value) => /<?([^<>\s]{1,300})>?/.exec(value)?.[1] ?? []), ...anywhere]).slice(0, 20)
}
