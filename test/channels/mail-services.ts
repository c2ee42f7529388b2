// Stand-ins of the sending services: each reads a request as the service documents it, refuses what the service would refuse, and answers
// in its words. They keep what they took in.

import { createHash, createHmac } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { expect } from 'vitest'
import { type HttpReceiver, type ReceivedCall, startHttpReceiver } from './http-receiver.ts'

/** A mail as a service understood it. */
export interface TakenIn {
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly html: string
  readonly replyTo: string
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  /** What it will call the mail in its reports. */
  readonly oncueMessage: string
  /** Undefined where it takes parts. */
  readonly source?: string
}

export interface ServiceStandIn {
  readonly name: string
  /** The URL of the setting, for a stand-in on this port. */
  url(port: number): string
  /** An answer of success, as documented. */
  readonly success: { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: unknown; readonly id: string }
  /** How it says that there were too many, and when there is room again: 17 s after 2026-11-21T10:00Z. */
  readonly tooMany: Readonly<Record<string, string>>
  /** Throws for what the service would refuse. */
  read(call: ReceivedCall): TakenIn
  /** Answers of failure, as documented, and what they mean. */
  readonly failures: readonly {
    readonly what: string
    readonly status: number
    readonly headers?: Readonly<Record<string, string>>
    readonly body: unknown
    readonly outcome: Readonly<Record<string, unknown>>
  }[]
}

export const serviceStandIns: readonly ServiceStandIn[] = [
  {
    name: 'ses',
    url: (port) => `ses://AKIDEXAMPLE:wJalrXUtnFEMI%2FK7MDENG%2BbPxRfiCYEXAMPLEKEY@127.0.0.1:${port}?region=eu-central-1&configurationSet=shop`,
    tooMany: {},
    success: { status: 200, body: { MessageId: '010001890e2d4a1c-0b1c' }, id: '010001890e2d4a1c-0b1c' },
    read(call) {
      demand(call.path === '/v2/email/outbound-emails', 'the path')
      demand(call.headers.authorization === awsAuthorization(call), 'the signature')
      const body = JSON.parse(call.body) as unknown
      demand(at(body, 'ConfigurationSetName') === 'shop', 'the configuration set')
      const source = Buffer.from(at(body, 'Content', 'Raw', 'Data'), 'base64').toString()
      demand(/^[\w-]{1,256}$/.test(at(body, 'EmailTags', 0, 'Value')), 'the value of the tag')
      return { ...fromSource(source), to: at(body, 'Destination', 'ToAddresses', 0), oncueMessage: at(body, 'EmailTags', 0, 'Value') }
    },
    failures: [
      {
        what: 'a content it refuses',
        status: 400,
        headers: { 'x-amzn-errortype': 'MessageRejected:http://internal.amazon.com/' },
        body: { message: 'Transaction failed' },
        outcome: { kind: 'rejected', reason: 'ses answered 400: MessageRejected: Transaction failed' },
      },
      {
        what: 'a sender that was not verified',
        status: 400,
        headers: { 'x-amzn-errortype': 'MessageRejected' },
        body: { message: 'Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: shop@example.com' },
        outcome: { kind: 'retry', afterMs: 60_000 },
      },
      {
        what: 'sending paused',
        status: 400,
        headers: { 'x-amzn-errortype': 'SendingPausedException' },
        body: { message: 'Sending paused for this account.' },
        outcome: { kind: 'retry' },
      },
      {
        what: 'the daily quota',
        status: 400,
        headers: { 'x-amzn-errortype': 'LimitExceededException' },
        body: { message: 'Daily message quota exceeded.' },
        outcome: { kind: 'retry' },
      },
      {
        what: 'a wrong signature',
        status: 403,
        headers: { 'x-amzn-errortype': 'SignatureDoesNotMatchException' },
        body: { message: 'The request signature we calculated does not match' },
        outcome: { kind: 'retry', reason: expect.stringContaining('check the account') },
      },
    ],
  },
  {
    name: 'sendgrid',
    url: (port) => `sendgrid://SG.secret@127.0.0.1:${port}`,
    tooMany: { 'x-ratelimit-limit': '150', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Date.UTC(2026, 10, 21, 10) / 1000 + 17) },
    success: { status: 202, headers: { 'x-message-id': 'filter0001.1' }, body: '', id: 'filter0001.1' },
    read(call) {
      demand(call.path === '/v3/mail/send', 'the path')
      demand(call.headers.authorization === 'Bearer SG.secret', 'the key')
      const body = JSON.parse(call.body) as unknown
      const headers = lowerCase(at(body, 'headers') as unknown as Record<string, string>)
      // Headers that SendGrid refuses to be given.
      for (const name of ['x-sg-id', 'x-sg-eid', 'received', 'dkim-signature', 'content-type', 'to', 'from', 'subject', 'reply-to', 'cc', 'bcc']) {
        demand(!(name in headers), `the header ${name}`)
      }
      demand((at(body, 'content') as unknown as { type: string }[]).map(({ type }) => type).join() === 'text/plain,text/html', 'plain text before HTML')
      demand(
        String(at(body, 'tracking_settings', 'open_tracking', 'enable')) === 'false' &&
          String(at(body, 'tracking_settings', 'click_tracking', 'enable')) === 'false',
        'no tracking',
      )
      return {
        from: at(body, 'from', 'email'),
        to: at(body, 'personalizations', 0, 'to', 0, 'email'),
        subject: at(body, 'subject'),
        html: at(body, 'content', 1, 'value'),
        replyTo: at(body, 'reply_to', 'email'),
        headers,
        oncueMessage: at(body, 'personalizations', 0, 'custom_args', 'oncue_message'),
      }
    },
    failures: [
      {
        what: 'a mail it refuses',
        status: 400,
        body: { errors: [{ message: 'The subject is required.', field: 'subject', help: null }] },
        outcome: { kind: 'rejected', reason: 'sendgrid answered 400: The subject is required.' },
      },
      {
        what: 'a wrong key',
        status: 401,
        body: { errors: [{ message: 'The provided authorization grant is invalid, expired, or revoked' }] },
        outcome: { kind: 'retry', afterMs: 60_000 },
      },
      {
        what: 'a sender that was not verified',
        status: 403,
        body: { errors: [{ message: 'The from address does not match a verified Sender Identity.' }] },
        outcome: { kind: 'retry' },
      },
    ],
  },
  {
    name: 'postmark',
    url: (port) => `postmark://server-token@127.0.0.1:${port}?stream=broadcast`,
    tooMany: {},
    success: {
      status: 200,
      body: { To: 'ann@example.com', SubmittedAt: '2026-11-21T10:00:00Z', MessageID: '0a129aee-e1cd-480d-b08d-4f48548ff48d', ErrorCode: 0, Message: 'OK' },
      id: '0a129aee-e1cd-480d-b08d-4f48548ff48d',
    },
    read(call) {
      demand(call.path === '/email', 'the path')
      demand(call.headers['x-postmark-server-token'] === 'server-token', 'the token')
      const body = JSON.parse(call.body) as unknown
      demand(at(body, 'MessageStream') === 'broadcast', 'the stream')
      demand(String(at(body, 'TrackOpens')) === 'false' && at(body, 'TrackLinks') === 'None', 'no tracking')
      const headers = lowerCase(
        Object.fromEntries((at(body, 'Headers') as unknown as { Name: string; Value: string }[]).map(({ Name, Value }) => [Name, Value])),
      )
      demand(headers['x-pm-keepid'] === 'true', 'our Message-ID is kept')
      return {
        from: /<([^<>]*)>$/.exec(at(body, 'From'))?.[1] ?? at(body, 'From'),
        to: at(body, 'To'),
        subject: at(body, 'Subject'),
        html: at(body, 'HtmlBody'),
        replyTo: at(body, 'ReplyTo'),
        headers,
        oncueMessage: at(body, 'Metadata', 'oncue_message'),
      }
    },
    failures: [
      {
        what: 'a recipient it no longer writes to',
        status: 422,
        body: { ErrorCode: 406, Message: 'You tried to send to recipient(s) that have been marked as inactive.' },
        outcome: { kind: 'rejected', addressIsBad: true, reason: expect.stringContaining('postmark answered 422: error 406') },
      },
      {
        what: 'an account without credits',
        status: 422,
        body: { ErrorCode: 405, Message: 'Account has run out of credits.' },
        outcome: { kind: 'retry', afterMs: 60_000 },
      },
      { what: 'a mail it refuses', status: 422, body: { ErrorCode: 300, Message: "Invalid 'Subject' field" }, outcome: { kind: 'rejected' } },
      {
        what: 'a sender that was not verified',
        status: 422,
        body: { ErrorCode: 300, Message: "Invalid 'From' address: 'shop@example.com' is not a verified sender signature." },
        outcome: { kind: 'retry', afterMs: 60_000 },
      },
      { what: 'a wrong token', status: 401, body: { ErrorCode: 10, Message: 'No Account or Server API tokens were supplied' }, outcome: { kind: 'retry' } },
    ],
  },
  {
    name: 'mailgun',
    url: (port) => `mailgun://key-secret@127.0.0.1:${port}/mg.example.com`,
    tooMany: { 'retry-after': 'Sat, 21 Nov 2026 10:00:17 GMT' },
    success: {
      status: 200,
      body: { id: '<20261121100000.1.ABC@mg.example.com>', message: 'Queued. Thank you.' },
      id: '<20261121100000.1.ABC@mg.example.com>',
    },
    read(call) {
      demand(call.path === '/v3/mg.example.com/messages.mime', 'the path')
      demand(call.headers.authorization === `Basic ${Buffer.from('api:key-secret').toString('base64')}`, 'the key')
      const parts = formParts(call)
      demand(parts['o:tracking'] === 'no', 'no tracking')
      return { ...fromSource(parts['message'] ?? ''), to: parts['to'] ?? '', oncueMessage: parts['v:oncue_message'] ?? '' }
    },
    failures: [
      { what: 'a mail it refuses', status: 400, body: { message: "'to' parameter is not a valid address" }, outcome: { kind: 'rejected' } },
      { what: 'a wrong key', status: 401, body: 'Forbidden', outcome: { kind: 'retry', afterMs: 60_000 } },
      { what: 'a domain it does not know', status: 404, body: { message: 'Domain not found: mg.example.com' }, outcome: { kind: 'retry' } },
    ],
  },
  {
    name: 'resend',
    url: (port) => `resend://re_secret@127.0.0.1:${port}`,
    tooMany: { 'ratelimit-limit': '2', 'ratelimit-remaining': '0', 'ratelimit-reset': '17' },
    success: { status: 200, body: { id: '49a3999c-0ce1-4ea6-ab68-afcd6dc2e794' }, id: '49a3999c-0ce1-4ea6-ab68-afcd6dc2e794' },
    read(call) {
      demand(call.path === '/emails', 'the path')
      demand(call.headers.authorization === 'Bearer re_secret', 'the key')
      const key = String(call.headers['idempotency-key'])
      demand(key.length > 0 && key.length <= 256, 'the idempotency key')
      const body = JSON.parse(call.body) as unknown
      const tag: unknown = at(body, 'tags', 0)
      demand(/^[\w-]{1,256}$/.test(at(tag, 'name')) && /^[\w-]{1,256}$/.test(at(tag, 'value')), 'letters, digits, _ and - in a tag')
      return {
        from: /<([^<>]*)>$/.exec(at(body, 'from'))?.[1] ?? at(body, 'from'),
        to: at(body, 'to', 0),
        subject: at(body, 'subject'),
        html: at(body, 'html'),
        replyTo: at(body, 'reply_to'),
        headers: lowerCase(at(body, 'headers') as unknown as Record<string, string>),
        oncueMessage: at(tag, 'value'),
      }
    },
    failures: [
      {
        what: 'a mail it refuses',
        status: 422,
        body: { statusCode: 422, name: 'validation_error', message: 'Invalid `to` field.' },
        outcome: { kind: 'rejected', reason: 'resend answered 422: validation_error: Invalid `to` field.' },
      },
      {
        what: 'a domain that was not verified',
        status: 403,
        body: { statusCode: 403, name: 'validation_error', message: 'The example.com domain is not verified.' },
        outcome: { kind: 'retry', afterMs: 60_000 },
      },
      {
        what: 'the same key with another mail',
        status: 409,
        body: { statusCode: 409, name: 'invalid_idempotent_request', message: 'Same idempotency key used with a different request payload.' },
        outcome: { kind: 'unknown' },
      },
      {
        what: 'the same key at the same time',
        status: 409,
        body: { statusCode: 409, name: 'concurrent_idempotent_requests', message: 'Same idempotency key used while original request is still in progress.' },
        outcome: { kind: 'retry' },
      },
    ],
  },
  {
    name: 'brevo',
    url: (port) => `brevo://xkeysib-secret@127.0.0.1:${port}`,
    tooMany: { 'x-sib-ratelimit-limit': '1000', 'x-sib-ratelimit-remaining': '0', 'x-sib-ratelimit-reset': '17' },
    success: { status: 201, body: { messageId: '<202611211000.1@smtp-relay.mailin.fr>' }, id: '<202611211000.1@smtp-relay.mailin.fr>' },
    read(call) {
      demand(call.path === '/v3/smtp/email', 'the path')
      demand(call.headers['api-key'] === 'xkeysib-secret', 'the key')
      const body = JSON.parse(call.body) as unknown
      const headers = lowerCase(at(body, 'headers') as unknown as Record<string, string>)
      demand(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(headers['idempotencykey'] ?? ''), 'a UUID as idempotency key')
      return {
        from: at(body, 'sender', 'email'),
        to: at(body, 'to', 0, 'email'),
        subject: at(body, 'subject'),
        html: at(body, 'htmlContent'),
        replyTo: at(body, 'replyTo', 'email'),
        headers,
        oncueMessage: /^oncue_message:(.+)$/.exec(headers['x-mailin-custom'] ?? '')?.[1] ?? '',
      }
    },
    failures: [
      {
        what: 'a mail it refuses',
        status: 400,
        body: { code: 'invalid_parameter', message: 'email is not valid in to' },
        outcome: { kind: 'rejected', reason: 'brevo answered 400: invalid_parameter: email is not valid in to' },
      },
      {
        what: 'a mail that it has already, whose answer was lost',
        status: 400,
        body: { code: 'duplicate_parameter', message: 'idempotencyKey was used before' },
        outcome: { kind: 'sent', detail: 'taken in before' },
      },
      { what: 'an account without credits', status: 402, body: { code: 'not_enough_credits', message: 'no credits' }, outcome: { kind: 'retry' } },
      { what: 'a wrong key', status: 401, body: { code: 'unauthorized', message: 'Key not found' }, outcome: { kind: 'retry', afterMs: 60_000 } },
    ],
  },
]

/** A stand-in that listens: takes in what it understands, and answers 400 to the rest. */
export async function startService(
  service: ServiceStandIn,
): Promise<{ readonly receiver: HttpReceiver; readonly taken: TakenIn[]; readonly refused: string[] }> {
  const taken: TakenIn[] = []
  const refused: string[] = []
  const receiver = await startHttpReceiver((response, call) => {
    try {
      taken.push(service.read(call))
      answerWith(response, service.success)
    } catch (error) {
      refused.push(String(error))
      response.writeHead(400).end(JSON.stringify({ message: String(error) }))
    }
  })
  return { receiver, taken, refused }
}

/** Answers as a service does. */
export function answerWith(
  response: ServerResponse,
  answer: { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: unknown },
): void {
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
  response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body))
}

/** What lies at this path of a JSON body; the stand-ins know what it has to be. */
function at(body: unknown, ...path: readonly (string | number)[]): string {
  return path.reduce((value: unknown, name) => (value as Record<string | number, unknown>)[name], body) as string
}

function demand(holds: boolean, what: string): void {
  if (!holds) throw new Error(`not as documented: ${what}`)
}

function lowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function fromSource(source: string): Omit<TakenIn, 'to' | 'oncueMessage'> {
  const head = source.slice(0, source.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ')
  const headers = lowerCase(Object.fromEntries(head.split('\r\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()])))
  const address = (value = ''): string => /<(.*)>/.exec(value)?.[1] ?? value
  return { from: address(headers['from']), subject: headers['subject'] ?? '', html: source, replyTo: address(headers['reply-to']), headers, source }
}

function formParts(call: ReceivedCall): Record<string, string> {
  const boundary = /boundary=(.+)$/.exec(String(call.headers['content-type']))?.[1] ?? ''
  const parts = call.body.split(`--${boundary}`).slice(1, -1)
  return Object.fromEntries(parts.map((part) => [/name="([^"]+)"/.exec(part)?.[1] ?? '', part.slice(part.indexOf('\r\n\r\n') + 4, -2)]))
}

/** What AWS would compute, written once more from its documentation. */
function awsAuthorization({ method, path, headers, body }: ReceivedCall): string {
  const given = String(headers.authorization)
  const signed = /SignedHeaders=([^,]+)/.exec(given)?.[1] ?? ''
  const [day = '', region = '', service = ''] = (/Credential=AKIDEXAMPLE\/([^,]+)/.exec(given)?.[1] ?? '').split('/')
  demand(region === 'eu-central-1' && service === 'ses' && signed.split(';').includes('host'), 'the scope')
  const sha = (text: string): string => createHash('sha256').update(text).digest('hex')
  const mac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
  const lines = signed.split(';').map((name) => `${name}:${String(headers[name])}\n`)
  const request = `${method}\n${path}\n\n${lines.join('')}\n${signed}\n${sha(body)}`
  const scope = `${day}/${region}/${service}/aws4_request`
  const key = mac(mac(mac(mac('AWS4wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', day), region), service), 'aws4_request')
  const signature = mac(key, `AWS4-HMAC-SHA256\n${String(headers['x-amz-date'])}\n${scope}\n${sha(request)}`).toString('hex')
  return `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${scope}, SignedHeaders=${signed}, Signature=${signature}`
}
