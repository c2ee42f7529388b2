// What sending services report: proven as each documents it, refused otherwise, and turned into the same reports.

import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fastify from 'fastify'
import { describe, expect, test } from 'vitest'
import type { Provider, ProviderAnswer } from '../../src/api/providers/provider.ts'
import { type ProviderRouteOptions, providerRoutes } from '../../src/api/providers/provider-routes.ts'
import { providers } from '../../src/api/providers/providers.ts'
import { sendgrid } from '../../src/api/providers/sendgrid.ts'
import { sesReports } from '../../src/api/providers/ses.ts'
import { hookSecrets } from '../../src/desks/what-comes-back.ts'
import type { Report } from '../../src/model/report.ts'
import { delivery } from '../stores/builders.ts'

const now = Date.UTC(2026, 0, 5, 12, 6)
const seconds = Math.floor(now / 1000)
const handle = 'abcdefghijklmnopqrstuvwx23'
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'
const sns = JSON.parse(readFileSync(new URL('fixtures/sns-messages.json', import.meta.url), 'utf8')) as {
  certificate: string
  notification: Record<string, string>
  confirmation: Record<string, string>
}
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const secrets = {
  brevo: 'a-token',
  mailgun: 'a-signing-key',
  postmark: 'a-password',
  resend: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  sendgrid: curve.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
  ses: 'arn:aws:sns:us-east-1:123456789012:bounces',
}
type Name = keyof typeof secrets
type Request = { readonly headers: Record<string, string>; readonly body: string }

/** A request as the service makes it, with its proof. */
const made: Readonly<Record<Name, (event: object) => Request>> = {
  brevo: (event) => ({ headers: { authorization: 'Bearer a-token' }, body: JSON.stringify(event) }),
  mailgun: (event) => {
    const signature = createHmac('sha256', secrets.mailgun).update(`${seconds}a-random-token`).digest('hex')
    return { headers: {}, body: JSON.stringify({ signature: { timestamp: String(seconds), token: 'a-random-token', signature }, 'event-data': event }) }
  },
  postmark: (event) => ({ headers: { authorization: `Basic ${btoa('oncue:a-password')}` }, body: JSON.stringify(event) }),
  resend: (event) => signedBySvix('msg_1', seconds, JSON.stringify(event)),
  sendgrid: (event) => {
    const body = `${JSON.stringify([event])}\r\n`
    const signature = sign('sha256', Buffer.from(`${seconds}${body}`), curve.privateKey).toString('base64')
    return { headers: { 'x-twilio-email-event-webhook-signature': signature, 'x-twilio-email-event-webhook-timestamp': String(seconds) }, body }
  },
  ses: (event) => ({ headers: { 'content-type': 'text/plain' }, body: JSON.stringify(event) }),
}

function signedBySvix(id: string, timestamp: number, body: string): Request {
  const signature = createHmac('sha256', Buffer.from(secrets.resend.slice(6), 'base64'))
    .update(`${id}.${timestamp}.${body}`)
    .digest('base64')
  return { headers: { 'svix-id': id, 'svix-timestamp': String(timestamp), 'svix-signature': `v1,aaaa v1,${signature}` }, body }
}

function providerOf(name: Name): Provider {
  return providers.find((one) => one.name === name) as Provider
}

async function read(name: Name, request: Request, at = now): Promise<ProviderAnswer> {
  return providerOf(name).read({ ...request, now: at }, secrets[name], async () => sns.certificate)
}

const postmark = { MessageID: 'pm-1', Metadata: { oncue_message: handle } }
const mailgun = { id: 'mg-1', timestamp: seconds, message: { headers: { 'message-id': `${handle}@shop.example` } } }
const sendgridBase = { sg_event_id: 'sg-1', timestamp: seconds, 'smtp-id': `<${handle}@shop.example>` }
const resend = { created_at: '2026-01-05T12:05:00.000Z' }
const brevo = { 'message-id': `<${handle}@shop.example>`, ts_event: seconds }

test.each<[Name, string, object, object]>([
  ['sendgrid', 'delivered', { ...sendgridBase, event: 'delivered' }, { kind: 'delivered', id: 'sg-1', at: seconds * 1000 }],
  [
    'sendgrid',
    'a bounce',
    { ...sendgridBase, event: 'bounce', type: 'bounce', status: '5.1.1', reason: '550 no such user' },
    { kind: 'bounced', hard: true, status: '5.1.1', reason: '550 no such user' },
  ],
  ['sendgrid', 'a block', { ...sendgridBase, event: 'bounce', type: 'blocked', status: '4.7.1', reason: 'try later' }, { kind: 'bounced', hard: false }],
  ['sendgrid', 'a complaint', { ...sendgridBase, event: 'spamreport' }, { kind: 'complained' }],
  ['sendgrid', 'an opening by Apple', { ...sendgridBase, event: 'open', useragent: 'Mozilla/5.0', sg_machine_open: true }, { kind: 'opened', isMachine: true }],
  ['sendgrid', 'a click', { ...sendgridBase, event: 'click', useragent: firefox, url: 'https://a.example/' }, { kind: 'clicked', link: 'https://a.example/' }],
  ['sendgrid', 'an unsubscribe', { ...sendgridBase, event: 'group_unsubscribe' }, { kind: 'unsubscribed' }],
  [
    'postmark',
    'delivered',
    { ...postmark, RecordType: 'Delivery', DeliveredAt: '2026-01-05T12:05:00Z' },
    { kind: 'delivered', at: Date.UTC(2026, 0, 5, 12, 5) },
  ],
  [
    'postmark',
    'a hard bounce',
    { ...postmark, RecordType: 'Bounce', ID: 42, Type: 'HardBounce', Details: 'smtp;550 5.1.1 unknown', BouncedAt: '2026-01-05T12:05:00Z' },
    { kind: 'bounced', hard: true, status: '5.1.1' },
  ],
  [
    'postmark',
    'a soft bounce',
    { ...postmark, RecordType: 'Bounce', ID: 43, Type: 'SoftBounce', Description: 'full' },
    { kind: 'bounced', hard: false, reason: 'full' },
  ],
  ['postmark', 'a complaint', { ...postmark, RecordType: 'SpamComplaint', ID: 44 }, { kind: 'complained' }],
  ['postmark', 'a complaint among the bounces', { ...postmark, RecordType: 'Bounce', Type: 'SpamComplaint', ID: 45 }, { kind: 'complained' }],
  ['postmark', 'an unsubscribe among the bounces', { ...postmark, RecordType: 'Bounce', Type: 'Unsubscribe', ID: 46 }, { kind: 'unsubscribed' }],
  [
    'postmark',
    'an unsubscribe',
    { ...postmark, RecordType: 'SubscriptionChange', SuppressSending: true, Origin: 'Recipient', SuppressionReason: 'ManualSuppression' },
    { kind: 'unsubscribed' },
  ],
  [
    'postmark',
    'a click',
    { ...postmark, RecordType: 'Click', OriginalLink: 'https://a.example/', UserAgent: firefox, ReceivedAt: '2026-01-05T12:05:00Z' },
    { kind: 'clicked', link: 'https://a.example/' },
  ],
  ['mailgun', 'delivered', { ...mailgun, event: 'delivered' }, { kind: 'delivered', id: 'mg-1', at: seconds * 1000 }],
  [
    'mailgun',
    'a hard bounce',
    {
      ...mailgun,
      event: 'failed',
      severity: 'permanent',
      reason: 'bounce',
      'delivery-status': { code: 550, 'enhanced-code': '5.1.1', message: 'no such user' },
    },
    { kind: 'bounced', hard: true, status: '5.1.1', reason: 'no such user' },
  ],
  [
    'mailgun',
    'a soft bounce, once it was tried long enough',
    { ...mailgun, event: 'failed', severity: 'permanent', reason: 'old', 'delivery-status': { code: 452, message: 'full' } },
    { kind: 'bounced', hard: false, status: '452' },
  ],
  ['mailgun', 'a complaint', { ...mailgun, event: 'complained' }, { kind: 'complained' }],
  ['mailgun', 'an opening by a bot', { ...mailgun, event: 'opened', 'client-info': { 'user-agent': 'x', bot: 'apple' } }, { kind: 'opened', isMachine: true }],
  ['resend', 'delivered', { ...resend, type: 'email.delivered', data: { tags: { oncue_message: handle } } }, { kind: 'delivered', id: 'msg_1' }],
  [
    'resend',
    'a hard bounce',
    { ...resend, type: 'email.bounced', data: { tags: [{ name: 'oncue_message', value: handle }], bounce: { type: 'Permanent', message: 'no such user' } } },
    { kind: 'bounced', hard: true, reason: 'no such user' },
  ],
  [
    'resend',
    'a soft bounce',
    { ...resend, type: 'email.bounced', data: { headers: [{ name: 'Message-ID', value: `<${handle}@x>` }], bounce: { type: 'Transient', message: 'full' } } },
    { kind: 'bounced', hard: false },
  ],
  [
    'resend',
    'an address on its own list',
    { ...resend, type: 'email.suppressed', data: { tags: { oncue_message: handle }, suppressed: { message: 'bounced before' } } },
    { kind: 'bounced', hard: true, reason: 'bounced before' },
  ],
  [
    'resend',
    'what it took and never sent',
    { ...resend, type: 'email.failed', data: { tags: { oncue_message: handle }, failed: { reason: 'quota' } } },
    { kind: 'bounced', hard: false, reason: 'quota', unsent: true },
  ],
  ['resend', 'a complaint', { ...resend, type: 'email.complained', data: { tags: { oncue_message: handle } } }, { kind: 'complained' }],
  [
    'resend',
    'a click',
    { ...resend, type: 'email.clicked', data: { tags: { oncue_message: handle }, click: { link: 'https://a.example/', userAgent: firefox } } },
    { kind: 'clicked', link: 'https://a.example/' },
  ],
  ['brevo', 'delivered', { ...brevo, event: 'delivered' }, { kind: 'delivered', at: seconds * 1000 }],
  ['brevo', 'a hard bounce', { ...brevo, event: 'hard_bounce', reason: 'no such user' }, { kind: 'bounced', hard: true, reason: 'no such user' }],
  ['brevo', 'a soft bounce', { ...brevo, event: 'soft_bounce', reason: 'full' }, { kind: 'bounced', hard: false }],
  ['brevo', 'what it took and never sent', { ...brevo, event: 'error' }, { kind: 'bounced', hard: false, reason: 'not sent by Brevo', unsent: true }],
  ['brevo', 'a complaint', { ...brevo, event: 'spam' }, { kind: 'complained' }],
  ['brevo', 'an opening by Apple', { ...brevo, event: 'unique_proxy_open' }, { kind: 'opened', isMachine: true }],
  [
    'brevo',
    'a message named in its custom header',
    { ...brevo, 'message-id': '', event: 'delivered', 'X-Mailin-custom': `oncue_message:${handle}` },
    { kind: 'delivered' },
  ],
])('%s: %s', async (name, _, event, expected) => {
  const answer = await read(name, made[name](event))
  expect(answer).toMatchObject({ kind: 'reports', reports: [expected] })
  expect(answer.kind === 'reports' && answer.reports[0]?.about.join(' ')).toContain(handle)
})

test.each<[Name, string, object]>([
  ['mailgun', 'a delay', { ...mailgun, event: 'failed', severity: 'temporary', reason: 'generic', 'delivery-status': { code: 452, message: 'full' } }],
  ['mailgun', 'accepted', { ...mailgun, event: 'accepted' }],
  ['mailgun', 'a complaint of before', { ...mailgun, event: 'failed', severity: 'permanent', reason: 'suppress-complaint' }],
  ['sendgrid', 'processed', { ...sendgridBase, event: 'processed' }],
  ['sendgrid', 'a delay', { ...sendgridBase, event: 'deferred' }],
  ['sendgrid', 'a request that it did not understand', { ...sendgridBase, event: 'dropped', reason: 'Invalid SMTPAPI header' }],
  ['sendgrid', 'a no of before', { ...sendgridBase, event: 'dropped', reason: 'Unsubscribed Address' }],
  ['postmark', 'somebody who is away', { ...postmark, RecordType: 'Bounce', ID: 47, Type: 'AutoResponder' }],
  ['postmark', 'a question whether a person wrote', { ...postmark, RecordType: 'Bounce', ID: 48, Type: 'ChallengeVerification' }],
  ['postmark', 'a delay', { ...postmark, RecordType: 'Bounce', ID: 49, Type: 'Transient' }],
  [
    'postmark',
    'what a bounce did to its own list',
    { ...postmark, RecordType: 'SubscriptionChange', SuppressSending: true, Origin: 'Recipient', SuppressionReason: 'HardBounce' },
  ],
  ['resend', 'a delay', { ...resend, type: 'email.delivery_delayed', data: { tags: { oncue_message: handle } } }],
  ['brevo', 'a delay', { ...brevo, event: 'deferred' }],
  ['brevo', 'taken in', { ...brevo, event: 'request' }],
])('%s: %s says nothing about the person', async (name, _, event) => {
  expect(await read(name, made[name](event))).toMatchObject({ kind: 'reports', reports: [] })
})

describe('proof', () => {
  test.each(Object.keys(secrets) as Name[])('%s: another secret, a changed body and no proof at all are refused', async (name) => {
    const request = name === 'ses' ? made.ses(sns.notification) : made[name]({ event: 'delivered', type: 'email.delivered', RecordType: 'Delivery' })
    expect(await read(name, request)).toMatchObject({ kind: 'reports' })
    const other = {
      ...secrets,
      resend: 'whsec_AAAA',
      sendgrid: generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    }
    const secret = other[name] === secrets[name] ? `${secrets[name]}x` : other[name]
    expect(await providerOf(name).read({ ...request, now }, secret, async () => sns.certificate)).toMatchObject({ kind: 'refused' })
    if (name === 'ses') {
      expect(await read(name, made.ses({ ...sns.notification, Message: '{}' }))).toMatchObject({ kind: 'refused' })
      expect(await read(name, made.ses({ ...sns.notification, SigningCertURL: 'https://sns.us-east-1.amazonaws.com.evil.example/a.pem' }))).toMatchObject({
        kind: 'refused',
      })
      expect(await read(name, made.ses({ ...sns.notification, SigningCertURL: 'http://sns.us-east-1.amazonaws.com/a.pem' }))).toMatchObject({ kind: 'refused' })
    } else if (name === 'mailgun') {
      expect(await read(name, request, now + 3_700_000)).toMatchObject({ kind: 'refused' })
    } else expect(await read(name, { ...request, headers: {} }).catch(() => ({ kind: 'refused' }))).toMatchObject({ kind: 'refused' })
  })

  test('resend: a signature is good for five minutes', async () => {
    const request = signedBySvix('msg_1', seconds, '{"type":"email.delivered"}')
    expect(await read('resend', request, now + 299_000)).toMatchObject({ kind: 'reports' })
    for (const offset of [302_000, -302_000]) expect(await read('resend', request, now + offset)).toMatchObject({ kind: 'refused' })
  })

  test('resend: the published example of the signature', async () => {
    const headers = {
      'svix-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'svix-timestamp': '1614265330',
      'svix-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    }
    expect(await read('resend', { headers, body: '{"test": 2432232314}' }, 1614265330_000)).toEqual({ kind: 'reports', reports: [] })
  })

  test('sendgrid: the published example of the signature', async () => {
    const event = {
      email: 'hello@world.com',
      event: 'dropped',
      reason: 'Bounced Address',
      sg_event_id: 'ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA',
      sg_message_id: 'LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0',
      'smtp-id': '<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>',
      timestamp: 1600112492,
    }
    const key = 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g=='
    const headers = {
      'x-twilio-email-event-webhook-signature': 'MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=',
      'x-twilio-email-event-webhook-timestamp': '1600112502',
    }
    expect(await sendgrid.read({ headers, body: `${JSON.stringify([event])}\r\n`, now }, key, async () => '')).toMatchObject({
      kind: 'reports',
      reports: [{ kind: 'bounced', hard: true }],
    })
  })
})

describe('ses', () => {
  test('a bounce is read', async () => {
    const { Message = '' } = sns.notification
    expect(await read('ses', made.ses(sns.notification))).toMatchObject({
      reports: [{ id: 'sns-1', at: Date.UTC(2026, 0, 5, 12, 5), kind: 'bounced', hard: true, status: '5.1.1', reason: 'smtp; 550 5.1.1 user unknown' }],
    })
    expect(Message).toContain('Message-ID')
  })

  test('what it took and never sent is no bounce of the address', () => {
    const mail = { timestamp: '2026-01-05T12:05:00.000Z', commonHeaders: { messageId: `<${handle}@shop.example>` } }
    expect(sesReports({ eventType: 'Reject', mail, reject: { reason: 'Bad content' } }, 'sns-9')).toMatchObject([
      { id: 'sns-9', at: Date.UTC(2026, 0, 5, 12, 5), kind: 'bounced', hard: false, reason: 'Bad content', unsent: true },
    ])
    expect(sesReports({ eventType: 'Rendering Failure', mail, failure: { errorMessage: 'no name' } }, 'sns-10')).toMatchObject([
      { kind: 'bounced', hard: false, reason: 'no name', unsent: true },
    ])
    expect(sesReports({ eventType: 'Send', mail }, 'sns-11')).toEqual([])
  })

  test('a subscription is confirmed at an address of Amazon', async () => {
    expect(await read('ses', made.ses(sns.confirmation))).toEqual({ kind: 'confirm', url: sns.confirmation['SubscribeURL'] })
  })
})

describe('the doors', () => {
  async function doors() {
    const reports: Report[] = []
    const commands: unknown[] = []
    const asked: string[] = []
    const app = fastify()
    const options: ProviderRouteOptions = {
      secrets: new Map(Object.entries(secrets)),
      find: async (texts) =>
        texts.some((text) => text.includes(handle))
          ? delivery('1/a/1/1/s/1', { status: 'sent', finishedAt: now - 60_000, attemptedAt: now - 60_000 })
          : undefined,
      report: async (_, report) => reports.push(report),
      inbox: { command: async (...command) => void commands.push(command) },
      clock: { now: () => now },
      fetchText: async (url) => {
        asked.push(url)
        return sns.certificate
      },
    }
    app.register(providerRoutes, options)
    const post = async (name: Name, { headers, body }: Request) =>
      (await app.inject({ method: 'POST', url: `/hooks/${name}`, headers: { 'content-type': 'application/json', ...headers }, payload: body })).statusCode
    return { post, reports, commands, asked }
  }

  test('record what is proven, under one id for every repetition, and judge visitors by our own table', async () => {
    const { post, reports } = await doors()
    const click = made.sendgrid({ ...sendgridBase, event: 'click', useragent: firefox, url: 'https://a.example/' })
    expect([await post('sendgrid', click), await post('sendgrid', click)]).toEqual([200, 200])
    expect(reports).toMatchObject([{ kind: 'clicked', by: 'human', rule: 'none' }, { id: reports[0]?.id }])
    await post('sendgrid', made.sendgrid({ ...sendgridBase, sg_event_id: 'sg-2', event: 'open', useragent: 'Mozilla/5.0' }))
    await post('brevo', made.brevo({ ...brevo, event: 'unique_proxy_open', user_agent: firefox }))
    expect(reports.slice(2)).toMatchObject([
      { kind: 'opened', by: 'machine', rule: 'apple-privacy' },
      { kind: 'opened', by: 'machine', rule: 'provider' },
    ])
  })

  test('refuse what is not proven or not understood, and take in what is about no message of ours without a word', async () => {
    const { post, reports } = await doors()
    expect(await post('brevo', { headers: {}, body: '{}' })).toBe(401)
    expect(await post('brevo', { headers: { authorization: 'Bearer a-token' }, body: 'no json' })).toBe(400)
    expect(await post('brevo', made.brevo({ event: 'hard_bounce', 'message-id': '<somebody-else@x>' }))).toBe(200)
    expect(reports).toEqual([])
  })

  test('take a signature that is not over what is said for one body only; the same body again changes nothing', async () => {
    const { post, reports } = await doors()
    const first = made.mailgun({ ...mailgun, event: 'delivered' })
    expect([await post('mailgun', first), await post('mailgun', first)]).toEqual([200, 200])
    expect(await post('mailgun', made.mailgun({ ...mailgun, id: 'mg-2', event: 'complained' }))).toBe(401)
    expect(reports.map(({ kind }) => kind)).toEqual(['delivered', 'delivered'])
  })

  test('unsubscribe who unsubscribed there, and confirm a subscription', async () => {
    const { post, commands, asked } = await doors()
    await post('mailgun', made.mailgun({ ...mailgun, event: 'unsubscribed' }))
    expect(commands).toEqual([[{ subscriber: 1 }, { do: 'unsubscribe', topic: 'all', reason: 'mailgun' }, 'link']])
    expect(await post('ses', made.ses(sns.confirmation))).toBe(200)
    expect(asked).toContain(sns.confirmation['SubscribeURL'])
  })
})

test('a secret that could prove nothing is refused at the start, and not said', () => {
  const hooks = Object.entries(secrets).map(([name, secret]) => `${name}=${secret}`)
  expect([...hookSecrets({ hooks })]).toEqual(Object.entries(secrets))
  // What is no base64 decodes to an empty key, under which anybody can sign.
  for (const hook of ['resend=whsec_', 'resend=%%%%%%%%', 'sendgrid=SG.key-of-the-api', 'ses=bounces', 'mailgun=', 'shop=short', '=a-long-secret']) {
    expect(() => hookSecrets({ hooks: [hook] })).toThrow('hooks (ONCUE_HOOKS)')
  }
  expect(() => hookSecrets({ hooks: ['sendgrid=SG.key-of-the-api'] })).toThrow(/^(?!.*SG\.key)/s)
})
