// Mailgun: takes the mail as it is laid out here (messages.mime), with our Message-ID. The path of its URL is the domain that sends.

import { createHash } from 'node:crypto'
import { type MailService, text } from './service.ts'

export const mailgun: MailService = {
  name: 'mailgun',
  example: 'mailgun://KEY@api.eu.mailgun.net/mg.shop.example',
  parameters: [],
  problemOf({ key, path }) {
    if (key === '') return 'it names no API key'
    return /^[a-z0-9.-]+$/i.test(path) ? undefined : 'it names no domain that sends: write it as the path'
  },
  async call({ recipient, handle, source, message }, { key, path }) {
    const boundary = `oncue-${createHash('sha256').update(message.key).digest('hex')}`
    const part = (name: string, value: string, more = ''): string =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`
    const fields = { to: recipient, 'v:oncue_message': handle, 'o:tracking': 'no' }
    return {
      path: `/v3/${path}/messages.mime`,
      headers: { authorization: `Basic ${Buffer.from(`api:${key}`).toString('base64')}`, 'content-type': `multipart/form-data; boundary=${boundary}` },
      body: Buffer.from(
        Object.entries(fields)
          .map(([name, value]) => part(name, value))
          .join('') +
          part('message', await source(), '; filename="message.mime"\r\nContent-Type: message/rfc822') +
          `--${boundary}--\r\n`,
      ),
    }
  },
  judge: () => undefined,
  words: ({ fields }) => ({ said: text(fields['message']), id: text(fields['id']) }),
}
