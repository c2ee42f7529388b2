// Resend's webhooks, signed as Svix does: HMAC over id, timestamp and body, with the signing secret (whsec_ and base64).

import { createHmac } from 'node:crypto'
import { bounce, fields, instant, isSame, list, type Provider, type ProviderReport, refused, signatureAgeMs, single, text, unsent } from './provider.ts'

export const resend: Provider = {
  name: 'resend',
  secretProblem: (secret) =>
    keyOf(secret).length >= 16 ? undefined : 'it is not the signing secret that Resend shows (whsec_ and base64), or too short to prove anything',
  read({ headers, body, now }, secret) {
    const [id, timestamp] = [single(headers, 'svix-id'), single(headers, 'svix-timestamp')]
    if (id === '' || !(Math.abs(now - Number(timestamp) * 1000) <= signatureAgeMs)) return refused('the signature is missing, too old or from the future')
    const own = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')
    const given = single(headers, 'svix-signature').split(' ')
    if (!given.some((one) => isSame(one, `v1,${own}`))) return refused('the signature is not that of the secret')
    const event = fields(JSON.parse(body))
    const data = fields(event['data'])
    const base = { id, at: instant(event['created_at']), about: [tagIn(data['tags']), headerIn(data['headers'])] }
    return { kind: 'reports', reports: reportOf(text(event['type']), base, data) }
  },
}

function reportOf(type: string, base: Pick<ProviderReport, 'id' | 'at' | 'about'>, data: Readonly<Record<string, unknown>>): ProviderReport[] {
  switch (type) {
    case 'email.delivered':
      return [{ ...base, kind: 'delivered' }]
    case 'email.bounced': {
      const { type: kind, message } = fields(data['bounce'])
      return [{ ...base, ...bounce({ hard: kind === 'Permanent', reason: text(message) }) }]
    }
    // Its own list holds the address, after a bounce, a complaint or by hand: the mail never left.
    case 'email.suppressed':
      return [{ ...base, ...bounce({ hard: true, reason: text(fields(data['suppressed'])['message']) || 'on the list of Resend' }) }]
    // Its account, its quota or the domain is the reason.
    case 'email.failed':
      return [{ ...base, ...unsent(text(fields(data['failed'])['reason']) || 'not sent by Resend') }]
    case 'email.complained':
      return [{ ...base, kind: 'complained' }]
    case 'email.opened': {
      const opened = fields(data['open'])
      return [{ ...base, kind: 'opened', agent: text(opened['userAgent']), isMachine: false }]
    }
    case 'email.clicked': {
      const click = fields(data['click'])
      return [{ ...base, kind: 'clicked', agent: text(click['userAgent']), link: text(click['link']), isMachine: false }]
    }
    default:
      return []
  }
}

function keyOf(secret: string): Buffer {
  return Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
}

/** Tags come as an object, and came as a list of names and values. */
function tagIn(tags: unknown): string {
  const named = list(tags)
    .map(fields)
    .find(({ name }) => name === 'oncue_message')
  return text(named?.['value'] ?? fields(tags)['oncue_message'])
}

function headerIn(headers: unknown): string {
  return text(
    list(headers)
      .map(fields)
      .find(({ name }) => text(name).toLowerCase() === 'message-id')?.['value'],
  )
}
