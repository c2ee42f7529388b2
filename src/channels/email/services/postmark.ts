// Postmark. It takes parts, not a finished mail, and keeps our Message-ID when it is asked to. Mails that advertise need a stream of
// their own there: ?stream=broadcast.

import { extraHeaders, type MailService, mailbox, party, text, wellFormed } from './service.ts'

/** Error codes of Postmark: a recipient that it no longer writes to, after a bounce or a complaint. */
const inactiveRecipient = 406
const invalidRequest = 300
/** No credits, no such sender, a sender that was not confirmed, an account under review, no such stream. */
const accountCodes: ReadonlySet<number> = new Set([10, 400, 401, 405, 412, 413, 1226, 1235])

export const postmark: MailService = {
  name: 'postmark',
  example: 'postmark://SERVER_TOKEN@api.postmarkapp.com',
  parameters: ['stream'],
  problemOf: ({ key }) => (key === '' ? 'it names no server token' : undefined),
  call(mail, { key, parameters }) {
    const { from, replyTo, subject } = mail.options
    return {
      path: '/email',
      headers: { 'x-postmark-server-token': key, 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({
        From: mailbox(from),
        To: mail.recipient,
        ...(replyTo === undefined ? {} : { ReplyTo: party(replyTo).address }),
        Subject: subject,
        HtmlBody: wellFormed(mail.message.html),
        TextBody: wellFormed(mail.message.text),
        Headers: Object.entries({ ...extraHeaders(mail), 'X-PM-KeepID': 'true' }).map(([Name, Value]) => ({ Name, Value })),
        Metadata: { oncue_message: mail.handle },
        MessageStream: parameters['stream'] ?? 'outbound',
        TrackOpens: false,
        TrackLinks: 'None',
      }),
    }
  },
  judge({ fields }) {
    const code = fields['ErrorCode']
    if (code === inactiveRecipient) return 'address'
    // "Invalid request" is also said of a sender that was never verified.
    if (code === invalidRequest && /'From' address|sender signature/i.test(text(fields['Message']))) return 'account'
    return typeof code === 'number' && accountCodes.has(code) ? 'account' : undefined
  },
  words: ({ fields }) => ({
    said: [fields['ErrorCode'] ? `error ${String(fields['ErrorCode'])}` : '', text(fields['Message'])].filter(Boolean).join(': '),
    id: text(fields['MessageID']),
  }),
}
