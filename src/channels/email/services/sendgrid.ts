// Twilio SendGrid, API v3. It takes parts, not a finished mail. Its own links, pictures and footers are switched off: ours obey consent.

import { extraHeaders, type MailService, party, text, wellFormed } from './service.ts'

export const sendgrid: MailService = {
  name: 'sendgrid',
  example: 'sendgrid://KEY@api.sendgrid.com',
  parameters: [],
  problemOf: ({ key }) => (key === '' ? 'it names no API key' : undefined),
  call(mail, { key }) {
    const { name, address } = party(mail.options.from)
    const { replyTo } = mail.options
    return {
      path: '/v3/mail/send',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        personalizations: [{ to: [{ email: mail.recipient }], custom_args: { oncue_message: mail.handle } }],
        from: { email: address, ...(name === '' ? {} : { name }) },
        ...(replyTo === undefined ? {} : { reply_to: { email: party(replyTo).address } }),
        subject: mail.options.subject,
        content: [
          { type: 'text/plain', value: wellFormed(mail.message.text) },
          { type: 'text/html', value: wellFormed(mail.message.html) },
        ],
        headers: extraHeaders(mail),
        tracking_settings: {
          click_tracking: { enable: false, enable_text: false },
          open_tracking: { enable: false },
          subscription_tracking: { enable: false },
          ganalytics: { enable: false },
        },
      }),
    }
  },
  judge: () => undefined,
  roomAgain: { header: 'x-ratelimit-reset', counts: 'seconds since 1970' },
  words({ fields, headers }) {
    const errors = Array.isArray(fields['errors']) ? (fields['errors'] as readonly { readonly message?: unknown }[]) : []
    return { said: errors.map(({ message }) => text(message)).join('; '), id: text(headers['x-message-id']) }
  },
}
