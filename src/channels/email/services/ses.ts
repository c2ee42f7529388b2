// Amazon SES, API v2: takes the mail as it is laid out here (raw). SES puts a Message-ID of its own in; the tag names ours in its reports.

import { awsSigned } from './aws-signature.ts'
import { type MailService, type ServiceAccount, text } from './service.ts'

const path = '/v2/email/outbound-emails'

/** Not this mail's fault: the account may not send, or not now. */
const accountErrors = /^(AccountSuspended|SendingPaused|MailFromDomainNotVerified|NotFound)Exception/

export const ses: MailService = {
  name: 'ses',
  example: 'ses://KEY_ID:SECRET@email.eu-central-1.amazonaws.com',
  parameters: ['region', 'configurationSet'],
  rewrites: ['message-id', 'date'],
  problemOf(account) {
    if (account.key === '' || account.secret === '') return 'it names no access key with its secret'
    return regionOf(account) === undefined ? 'it names no region: write the host as email.eu-central-1.amazonaws.com, or add ?region=' : undefined
  },
  async call({ recipient, options, handle, source }, account, now) {
    const set = account.parameters['configurationSet']
    const body = JSON.stringify({
      FromEmailAddress: (options.from as { address: string }).address,
      Destination: { ToAddresses: [recipient] },
      Content: { Raw: { Data: Buffer.from(await source()).toString('base64') } },
      EmailTags: [{ Name: 'oncue_message', Value: handle }],
      ...(set === undefined ? {} : { ConfigurationSetName: set }),
    })
    const { host, key: keyId, secret } = account
    const headers = { 'content-type': 'application/json' }
    return {
      path,
      body,
      headers: awsSigned({ method: 'POST', host, path, headers, body, region: regionOf(account) ?? '', service: 'ses', keyId, secret, now }),
    }
  },
  judge({ status, headers, fields }) {
    if (status !== 400) return undefined
    const error = text(headers['x-amzn-errortype'])
    // In the sandbox, and for senders that were never verified, SES rejects message by message what only the account can mend.
    if (accountErrors.test(error) || /not verified/i.test(text(fields['message']))) return 'account'
    return /^(LimitExceeded|TooManyRequests|Throttling)/.test(error) ? 'busy' : undefined
  },
  words: ({ fields, headers }) => ({
    said: [text(headers['x-amzn-errortype']).split(':')[0], text(fields['message'])].filter(Boolean).join(': '),
    id: text(fields['MessageId']),
  }),
}

function regionOf({ host, parameters }: ServiceAccount): string | undefined {
  return parameters['region'] ?? /^email(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com/.exec(host)?.[1]
}
