// Twilio SendGrid's Event Webhook. Proof: ECDSA over the timestamp and the bytes of the body, with the verification key that its page shows.

import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { bounce, type Fields, fields, instant, list, type Provider, type ProviderReport, refused, single, text } from './provider.ts'

export const sendgrid: Provider = {
  name: 'sendgrid',
  secretProblem(secret) {
    try {
      return keyOf(secret).asymmetricKeyType === 'ec' ? undefined : 'it is a key of another kind'
    } catch {
      return 'it is not the verification key that SendGrid shows (base64)'
    }
  },
  read({ headers, body }, secret) {
    const signature = single(headers, 'x-twilio-email-event-webhook-signature')
    const timestamp = single(headers, 'x-twilio-email-event-webhook-timestamp')
    const key = keyOf(secret)
    if (!verify('sha256', Buffer.from(timestamp + body), key, Buffer.from(signature, 'base64'))) return refused('the signature is not that of the key')
    return { kind: 'reports', reports: list(JSON.parse(body)).flatMap((event) => reportOf(fields(event))) }
  },
}

function keyOf(secret: string): KeyObject {
  return createPublicKey({ key: Buffer.from(secret, 'base64'), format: 'der', type: 'spki' })
}

function reportOf(event: Fields): ProviderReport[] {
  const base = { id: text(event['sg_event_id']), at: instant(event['timestamp']), about: [text(event['oncue_message']), text(event['smtp-id'])] }
  const agent = text(event['useragent'])
  switch (event['event']) {
    case 'delivered':
      return [{ ...base, kind: 'delivered' }]
    case 'bounce':
      // `blocked` is about this time and this sender; `bounce` about the address.
      return [{ ...base, ...bounce({ hard: event['type'] !== 'blocked', status: text(event['status']), reason: text(event['reason']) }) }]
    case 'dropped':
      // Of the reasons only these two are about the address; "Invalid SMTPAPI header" is about the request, others repeat what was told before.
      return /^(?:bounced address|invalid)$/i.test(text(event['reason']).trim()) ? [{ ...base, ...bounce({ hard: true, reason: text(event['reason']) }) }] : []
    case 'spamreport':
      return [{ ...base, kind: 'complained' }]
    case 'unsubscribe':
    case 'group_unsubscribe':
      return [{ ...base, kind: 'unsubscribed' }]
    case 'open':
      return [{ ...base, kind: 'opened', agent, isMachine: event['sg_machine_open'] === true }]
    case 'click':
      return [{ ...base, kind: 'clicked', agent, link: text(event['url']), isMachine: false }]
    default:
      return []
  }
}
