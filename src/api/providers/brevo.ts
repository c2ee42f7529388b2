// Brevo's transactional webhooks, one event or several. Proof: the bearer token that Brevo was given.

import { bounce, type Fields, fields, instant, isSame, type Provider, type ProviderReport, refused, single, text, unsent } from './provider.ts'

export const brevo: Provider = {
  name: 'brevo',
  read({ headers, body }, secret) {
    const token = /^bearer\s+(\S+)\s*$/i.exec(single(headers, 'authorization'))?.[1] ?? ''
    if (!isSame(token, secret)) return refused('the token is another one')
    const parsed: unknown = JSON.parse(body)
    return { kind: 'reports', reports: (Array.isArray(parsed) ? parsed : [parsed]).flatMap((event) => reportOf(fields(event))) }
  },
}

function reportOf(event: Fields): ProviderReport[] {
  const name = text(event['event'])
  const message = text(event['message-id'])
  const at = instant(event['ts_event'] ?? event['ts'])
  const custom = /oncue_message[:=]([a-z2-7]{26})/.exec(text(event['X-Mailin-custom']))?.[1] ?? ''
  // Brevo's `id` names the webhook and not the event.
  const base = { id: `${name} ${message} ${String(event['ts_epoch'] ?? at ?? '')} ${text(event['link'])}`, at, about: [custom, message] }
  const reason = text(event['reason'])
  switch (name) {
    case 'delivered':
      return [{ ...base, kind: 'delivered' }]
    case 'hard_bounce':
    case 'invalid_email':
      return [{ ...base, ...bounce({ hard: true, reason }) }]
    case 'soft_bounce':
    case 'blocked':
      return [{ ...base, ...bounce({ hard: false, reason }) }]
    case 'error':
      return [{ ...base, ...unsent(reason || 'not sent by Brevo') }]
    case 'spam':
    case 'complaint':
      return [{ ...base, kind: 'complained' }]
    case 'unsubscribed':
      return [{ ...base, kind: 'unsubscribed' }]
    case 'opened':
    case 'unique_opened':
      return [{ ...base, kind: 'opened', agent: text(event['user_agent']), isMachine: false }]
    // Apple's proxy loaded the picture.
    case 'proxy_open':
    case 'unique_proxy_open':
      return [{ ...base, kind: 'opened', agent: text(event['user_agent']), isMachine: true }]
    case 'click':
      return [{ ...base, kind: 'clicked', agent: text(event['user_agent']), link: text(event['link']), isMachine: false }]
    default:
      return []
  }
}
