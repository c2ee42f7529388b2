// Amazon SES through SNS. Proof: SNS signs each message with a certificate that lies at Amazon's own address; the secret here is the ARN of the
// topic, so that nobody else's topic is listened to.

import { verify, X509Certificate } from 'node:crypto'
import { bounce, type Fields, fields, instant, list, type Provider, type ProviderReport, refused, text, unsent } from './provider.ts'

const amazon = /^https:\/\/sns\.[a-z0-9-]{3,32}\.amazonaws\.com(?:\.cn)?\/[^\s?#]*$/
const amazonQuery = /^https:\/\/sns\.[a-z0-9-]{3,32}\.amazonaws\.com(?:\.cn)?\/\?[^\s#]*$/

export const ses: Provider = {
  name: 'ses',
  secretProblem: (secret) =>
    /^arn:aws[\w-]*:sns:[^:]+:\d{12}:\S+$/.test(secret) ? undefined : 'it is not the ARN of an SNS topic, such as arn:aws:sns:eu-west-1:123456789012:mail',
  async read({ body }, secret, fetchText) {
    const message = fields(JSON.parse(body))
    if (text(message['TopicArn']) !== secret) return refused('it comes from another topic')
    const certificateUrl = text(message['SigningCertURL'])
    if (!amazon.test(certificateUrl) || !certificateUrl.endsWith('.pem')) return refused('the certificate is not at an address of Amazon')
    const algorithm = { '1': 'sha1', '2': 'sha256' }[text(message['SignatureVersion'])]
    if (algorithm === undefined) return refused('the signature is of an unknown kind')
    const { publicKey } = new X509Certificate(await fetchText(certificateUrl))
    const isSigned = verify(algorithm, Buffer.from(signedText(message)), publicKey, Buffer.from(text(message['Signature']), 'base64'))
    if (!isSigned) return refused('the signature is not that of the certificate')
    if (message['Type'] === 'SubscriptionConfirmation') {
      const url = text(message['SubscribeURL'])
      return amazonQuery.test(url) ? { kind: 'confirm', url } : refused('the address to confirm at is not one of Amazon')
    }
    if (message['Type'] !== 'Notification') return { kind: 'reports', reports: [] }
    return { kind: 'reports', reports: sesReports(fields(JSON.parse(text(message['Message']))), text(message['MessageId'])) }
  },
}

/** Names and values in the order that SNS signs them in. */
function signedText(message: Fields): string {
  const names =
    message['Type'] === 'Notification'
      ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']
  return names
    .filter((name) => message[name] !== undefined && message[name] !== null)
    .map((name) => `${name}\n${text(message[name])}\n`)
    .join('')
}

/** What a notification says, once it is proven. Event publishing says `eventType`, feedback notifications `notificationType`. */
export function sesReports(event: Fields, id: string): ProviderReport[] {
  const mail = fields(event['mail'])
  const header = list(mail['headers'])
    .map(fields)
    .find(({ name }) => text(name).toLowerCase() === 'message-id')
  const tag = list(fields(mail['tags'])['oncue_message'])[0]
  const about = [text(tag), text(header?.['value']), text(fields(mail['commonHeaders'])['messageId'])]
  const base = (part: Fields) => ({ id, at: instant(part['timestamp']), about })
  switch (event['eventType'] ?? event['notificationType']) {
    case 'Delivery':
      return [{ ...base(fields(event['delivery'])), kind: 'delivered' }]
    case 'Bounce': {
      const part = fields(event['bounce'])
      const [recipient] = list(part['bouncedRecipients']).map(fields)
      const said = text(recipient?.['diagnosticCode']) || `${text(part['bounceType'])} ${text(part['bounceSubType'])}`
      return [{ ...base(part), ...bounce({ hard: part['bounceType'] === 'Permanent', status: text(recipient?.['status']), reason: said }) }]
    }
    // It holds a virus, or its template cannot be filled in.
    case 'Reject':
      return [{ ...base(mail), ...unsent(text(fields(event['reject'])['reason']) || 'rejected by SES') }]
    case 'Rendering Failure':
      return [{ ...base(mail), ...unsent(text(fields(event['failure'])['errorMessage']) || 'not rendered by SES') }]
    case 'Complaint': {
      const part = fields(event['complaint'])
      const reason = text(part['complaintFeedbackType'])
      if (reason === 'not-spam') return []
      return [{ ...base(part), kind: 'complained', ...(reason === '' ? {} : { reason }) }]
    }
    case 'Open': {
      const part = fields(event['open'])
      return [{ ...base(part), kind: 'opened', agent: text(part['userAgent']), isMachine: false }]
    }
    case 'Click': {
      const part = fields(event['click'])
      return [{ ...base(part), kind: 'clicked', agent: text(part['userAgent']), link: text(part['link']), isMachine: false }]
    }
    default:
      return []
  }
}
