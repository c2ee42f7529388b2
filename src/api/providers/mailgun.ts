// Mailgun's webhooks. Proof: HMAC over the timestamp and a token, both in the body, with the HTTP webhook signing key. The signature is not over
// the rest; so an old one is refused, a token holds for one body only, and the id of the event
// tells a repetition.

import { createHmac } from 'node:crypto'
import { bounce, fields, instant, isSame, type Provider, type ProviderReport, refused, signatureAgeMs, text } from './provider.ts'

export const mailgun: Provider = {
  name: 'mailgun',
  read({ body, now }, secret) {
    const { signature, 'event-data': data } = fields(JSON.parse(body))
    const { timestamp, token, signature: given } = fields(signature)
    const own = createHmac('sha256', secret)
      .update(`${text(timestamp)}${text(token)}`)
      .digest('hex')
    if (!isSame(own, text(given))) return refused('the signature is not that of the key')
    if (Math.abs(now - Number(timestamp) * 1000) > 12 * signatureAgeMs) return refused('the signature is too old')
    const event = fields(data)
    const message = text(fields(fields(event['message'])['headers'])['message-id'])
    const base = { id: text(event['id']), at: instant(event['timestamp']), about: [text(fields(event['user-variables'])['oncue_message']), message] }
    // The same proof for another event was taken from somebody.
    return { kind: 'reports', reports: reportOf(base, event), proof: text(token) }
  },
}

function reportOf(base: Pick<ProviderReport, 'id' | 'at' | 'about'>, event: Readonly<Record<string, unknown>>): ProviderReport[] {
  const client = fields(event['client-info'])
  const agent = text(client['user-agent'])
  const isMachine = text(client['bot']) !== '' && client['bot'] !== 'gmail'
  switch (event['event']) {
    case 'delivered':
      return [{ ...base, kind: 'delivered' }]
    case 'failed': {
      // Mailgun goes on trying: a delay, of which nobody else tells either.
      if (event['severity'] === 'temporary') return []
      const status = fields(event['delivery-status'])
      const hard = event['severity'] === 'permanent' && ['bounce', 'suppress-bounce', 'hard-bounce'].includes(text(event['reason']))
      const said = text(status['message']) || text(status['description']) || text(event['reason'])
      // A complaint of before, or a no of before, is no bounce.
      if (/^suppress-(?:complaint|unsubscribe)$/.test(text(event['reason']))) return []
      return [{ ...base, ...bounce({ hard, status: text(status['enhanced-code']) || String(status['code'] ?? ''), reason: said }) }]
    }
    case 'complained':
      return [{ ...base, kind: 'complained' }]
    case 'unsubscribed':
      return [{ ...base, kind: 'unsubscribed' }]
    case 'opened':
      return [{ ...base, kind: 'opened', agent, isMachine }]
    case 'clicked':
      return [{ ...base, kind: 'clicked', agent, link: text(event['url']), isMachine }]
    default:
      return []
  }
}
