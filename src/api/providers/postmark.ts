// Postmark's webhooks. Proof: the password in the address that Postmark was given (https://name:password@...), as Postmark recommends.

import { basicPassword, bounce, fields, instant, isSame, type Provider, type ProviderReport, refused, text } from './provider.ts'

export const postmark: Provider = {
  name: 'postmark',
  read({ headers, body }, secret) {
    if (!isSame(basicPassword(headers), secret)) return refused('the password is another one')
    const event = fields(JSON.parse(body))
    const about = [text(fields(event['Metadata'])['oncue_message']), text(event['MessageID'])]
    const agent = text(event['UserAgent'])
    const id = (what: unknown, at: unknown): string => `${text(event['RecordType'])} ${text(event['MessageID'])} ${String(what ?? '')} ${text(at)}`
    const one = (report: ProviderReport) => ({ kind: 'reports' as const, reports: [report] })
    switch (event['RecordType']) {
      case 'Delivery':
        return one({ id: id('', event['DeliveredAt']), at: instant(event['DeliveredAt']), about, kind: 'delivered' })
      case 'Bounce': {
        const base = { id: id(event['ID'], ''), at: instant(event['BouncedAt']), about }
        const type = text(event['Type'])
        if (answers.has(type)) return { kind: 'reports', reports: [] }
        if (type === 'SpamComplaint') return one({ ...base, kind: 'complained' })
        if (type === 'Unsubscribe') return one({ ...base, kind: 'unsubscribed' })
        return one({ ...base, ...bounceOf(type, text(event['Details']), text(event['Description'])) })
      }
      case 'SpamComplaint':
        return one({ id: id(event['ID'], ''), at: instant(event['BouncedAt']), about, kind: 'complained' })
      case 'SubscriptionChange':
        if (event['SuppressSending'] !== true || event['Origin'] !== 'Recipient') return { kind: 'reports', reports: [] }
        // Of a bounce and of a complaint their own events tell.
        if (['HardBounce', 'SpamComplaint'].includes(text(event['SuppressionReason']))) return { kind: 'reports', reports: [] }
        return one({ id: id('', event['ChangedAt']), at: instant(event['ChangedAt']), about, kind: 'unsubscribed' })
      case 'Open':
        return one({ id: id('', event['ReceivedAt']), at: instant(event['ReceivedAt']), about, kind: 'opened', agent, isMachine: false })
      case 'Click':
        return one({
          id: id(event['OriginalLink'], event['ReceivedAt']),
          at: instant(event['ReceivedAt']),
          about,
          kind: 'clicked',
          agent,
          link: text(event['OriginalLink']),
          isMachine: false,
        })
      default:
        return { kind: 'reports', reports: [] }
    }
  },
}

/** Called bounces, and are none: somebody is away, has moved, or wants to know whether a person wrote; or the server will be asked again. */
const answers: ReadonlySet<string> = new Set(['AutoResponder', 'AddressChange', 'ChallengeVerification', 'OpenRelayTest', 'Subscribe', 'Transient'])

const hardTypes = new Set(['HardBounce', 'BadEmailAddress', 'ManuallyDeactivated'])

function bounceOf(type: string, details: string, description: string) {
  const status = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(details)?.[1]
  return bounce({ hard: hardTypes.has(type), reason: details === '' ? description : details, ...(status === undefined ? {} : { status }) })
}
