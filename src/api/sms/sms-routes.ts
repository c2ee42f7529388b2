// What a provider of text messages says back: what became of one, and what people answered. Nothing is believed that the account's own token
// did not sign (HMAC-SHA1 over the address and the sorted fields, as Twilio's webhooks are). Who answers STOP gets no more text messages;
// START takes it back.

import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../../runtime/clock.ts'
import type { Inbox } from '../../runtime/inbox.ts'
import type { Store } from '../../runtime/store.ts'
import { reportArrival } from '../../runtime/writing/report-arrival.ts'
import type { Seals } from '../links/seal.ts'
import { sendProblem } from '../problem.ts'

export interface SmsRouteOptions {
  /** The account's token. */
  readonly secret: string
  /** The address under which the provider reaches this server. */
  readonly publicUrl: () => string
  /** Under which a message is named to the provider (smsStatusPurpose). */
  readonly seals: Seals
  readonly inbox: Inbox
  readonly store: Pick<Store, 'delivery'>
  readonly clock: Pick<Clock, 'now'>
  /** Subscribers that were written to under this number. */
  readonly subscribersOf: (phone: string) => readonly number[]
  /** The number of a subscriber as it is now. */
  readonly phoneOf: (subscriber: number) => Promise<string | undefined>
}

/** What a seal that the provider is given opens: nothing else that is sealed here, such as a link to unsubscribe. */
export const smsStatusPurpose = 'oncue text message status 1'

type Form = Readonly<Record<string, string>>

/** The words that every carrier knows, in any case. */
const stopWords: ReadonlySet<string> = new Set(['stop', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit', 'revoke', 'optout', 'opt-out'])
const startWords: ReadonlySet<string> = new Set(['start', 'unstop'])

/** Errors after which another message to the number makes no sense: no such number, a landline, blocked. */
const hardErrors: ReadonlySet<string> = new Set(['30004', '30005', '30006', '21610', '21211', '21614'])

export async function smsRoutes(app: FastifyInstance, options: SmsRouteOptions): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(body as string))),
  )
  app.post<{ Params: { token: string } }>('/v1/sms/status/:token', async (request, reply) => {
    const form = signedForm(request, options)
    const message = options.seals.open(request.params.token)
    if (form === undefined || message === undefined) return refuse(reply)
    await takeStatus(message, form, options)
    return reply.code(204).send()
  })
  app.post('/v1/sms/inbound', async (request, reply) => {
    const form = signedForm(request, options)
    if (form === undefined) return refuse(reply)
    await takeAnswer(form, options)
    // An empty answer in the provider's own markup: nothing is sent back.
    return reply.header('content-type', 'text/xml; charset=utf-8').send('<?xml version="1.0" encoding="UTF-8"?><Response></Response>')
  })
}

function refuse(reply: FastifyReply): FastifyReply {
  return sendProblem(reply, { code: 'link-invalid', detail: 'The signature does not fit. Check the token and the public address.' })
}

/** The fields of a request that the provider signed; undefined for any other. */
function signedForm(request: FastifyRequest, { secret, publicUrl }: SmsRouteOptions): Form | undefined {
  const form = (request.body ?? {}) as Form
  const given = request.headers['x-twilio-signature']
  if (typeof given !== 'string') return undefined
  const wanted = smsSignature(`${publicUrl()}${request.url}`, form, secret)
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)]
  return one.length === other.length && timingSafeEqual(one, other) ? form : undefined
}

/** The signature of a request: base64 of HMAC-SHA1 over the address and then every field's name and value, by name. */
export function smsSignature(url: string, form: Form, secret: string): string {
  const fields = Object.keys(form)
    .sort()
    .map((name) => `${name}${form[name]}`)
  return createHmac('sha1', secret)
    .update(`${url}${fields.join('')}`)
    .digest('base64')
}

async function takeStatus(message: string, form: Form, options: SmsRouteOptions): Promise<void> {
  const status = form['MessageStatus'] ?? form['SmsStatus']
  const isDelivered = status === 'delivered'
  if (!isDelivered && status !== 'undelivered' && status !== 'failed') return
  const delivery = await options.store.delivery(message)
  if (delivery === undefined) return
  const now = options.clock.now()
  const error = form['ErrorCode'] ?? ''
  const base = { id: `sms-${form['MessageSid'] ?? delivery.key}-${status}`.slice(0, 256), at: now }
  const said = isDelivered ? ({ kind: 'delivered' } as const) : ({ kind: 'bounced', hard: hardErrors.has(error), reason: `error ${error}` } as const)
  await options.inbox.submit([reportArrival(delivery, { ...base, ...said }, now)])
}

async function takeAnswer(form: Form, { inbox, subscribersOf, phoneOf }: SmsRouteOptions): Promise<void> {
  const word = (form['OptOutType'] ?? form['Body'] ?? '').trim().toLowerCase()
  const isStop = stopWords.has(word)
  if (!isStop && !startWords.has(word)) return
  const phone = form['From'] ?? ''
  for (const subscriber of subscribersOf(phone)) {
    // Numbers are given to other people: whoever has another one now did not answer.
    if ((await phoneOf(subscriber)) !== phone) continue
    const reason = `answered ${word.toUpperCase()}`
    if (isStop) await inbox.command({ subscriber }, { do: 'suppress', channel: 'sms', reason }, 'link')
    await inbox.command({ subscriber }, { do: isStop ? 'unsubscribe' : 'subscribe', topic: 'sms', reason }, 'link')
  }
}
