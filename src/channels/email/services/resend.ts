// Resend. It takes parts, not a finished mail, and for 24 hours takes in only once what comes with the same Idempotency-Key.

import { extraHeaders, type MailService, mailbox, party, text, wellFormed } from './service.ts'

export const resend: MailService = {
  name: 'resend',
  example: 'resend://KEY@api.resend.com',
  parameters: [],
  recognizesRepeatsMs: 24 * 3_600_000,
  problemOf: ({ key }) => (key === '' ? 'it names no API key' : undefined),
  call(mail, { key }) {
    const { from, replyTo, subject } = mail.options
    return {
      path: '/emails',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'idempotency-key': mail.handle },
      body: JSON.stringify({
        from: mailbox(from),
        to: [mail.recipient],
        ...(replyTo === undefined ? {} : { reply_to: party(replyTo).address }),
        subject,
        html: wellFormed(mail.message.html),
        text: wellFormed(mail.message.text),
        headers: extraHeaders(mail),
        tags: [{ name: 'oncue_message', value: mail.handle }],
      }),
    }
  },
  judge({ status, fields }) {
    if (status !== 409) return undefined
    // The key came before with other words: an earlier attempt was taken in, or is being taken in, and this one is not.
    return fields['name'] === 'concurrent_idempotent_requests' ? 'busy' : 'open'
  },
  roomAgain: { header: 'ratelimit-reset', counts: 'seconds from now' },
  words: ({ fields }) => ({ said: [text(fields['name']), text(fields['message'])].filter(Boolean).join(': '), id: text(fields['id']) }),
}
