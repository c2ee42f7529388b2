// Brevo. It takes parts, not a finished mail, and takes in only once what comes with the same idempotencyKey, a UUID: for 30 minutes by its guide, for 15 by its log of
// changes. The shorter time is trusted.

import { createHash } from 'node:crypto'
import { extraHeaders, type MailService, party, text, wellFormed } from './service.ts'

export const brevo: MailService = {
  name: 'brevo',
  example: 'brevo://KEY@api.brevo.com',
  parameters: [],
  recognizesRepeatsMs: 15 * 60_000,
  problemOf: ({ key }) => (key === '' ? 'it names no API key' : undefined),
  call(mail, { key }) {
    const { name, address } = party(mail.options.from)
    const { replyTo, subject } = mail.options
    return {
      path: '/v3/smtp/email',
      headers: { 'api-key': key, 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({
        sender: { email: address, ...(name === '' ? {} : { name }) },
        to: [{ email: mail.recipient }],
        ...(replyTo === undefined ? {} : { replyTo: { email: party(replyTo).address } }),
        subject,
        htmlContent: wellFormed(mail.message.html),
        textContent: wellFormed(mail.message.text),
        headers: { ...extraHeaders(mail), 'X-Mailin-custom': `oncue_message:${mail.handle}`, idempotencyKey: uuidOf(mail.message.key) },
      }),
    }
  },
  judge({ status, fields }) {
    if (status !== 400) return undefined
    // The idempotencyKey came before: an earlier attempt was taken in, and its answer was lost.
    if (fields['code'] === 'duplicate_parameter') return 'taken'
    return fields['code'] === 'not_enough_credits' ? 'account' : undefined
  },
  roomAgain: { header: 'x-sib-ratelimit-reset', counts: 'seconds from now' },
  words: ({ fields }) => ({ said: [text(fields['code']), text(fields['message'])].filter(Boolean).join(': '), id: text(fields['messageId']) }),
}

/** Always the same UUID (version 8: of one's own making) for the same message. */
function uuidOf(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
