// Whoever ever got a mail knows an address to which mails come back, and may send there what they like. Each of these took from seconds to
// hours, of everybody's time: the server reads them in the thread that answers.

import { expect, test } from 'vitest'
import { readReturnedMail } from '../../src/inbound/returned-mail.ts'
import { limits } from '../../src/model/limits.ts'

const from = 'From: MAILER-DAEMON@mx.example\nSubject: Undelivered mail\n'
const status = 'Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\n'
const part = 'Content-Type: multipart/mixed; boundary=b'

/** A mail that is as long as one may be, out of a beginning and very many of one thing. */
function filled(start: string, piece: string, end = 'x'): string {
  return start + piece.repeat((limits.returnedMailBytes - start.length - end.length) / piece.length) + end
}

test.each([
  ['empty lines', filled(`${from}\nx`, '\n')],
  ['marks of quotation', filled(`${from}\n`, '>')],
  ['spaces at the end of a line, quoted-printable', filled(`${from}Content-Transfer-Encoding: quoted-printable\n\nx`, ' ')],
  ['a header that goes on and on', filled('X: ;\n', 'a=;\n', `${from}\nx`)],
  ['a header of one long line', filled('Subject: ', 're: ', '\n\nx')],
  ['dashes', filled(`${from}\n`, '-')],
  ['a line without end', filled(`${from}\n`, 'a')],
  ['signs of an address', filled(`${from}\n`, 'a@')],
  ['a domain without end', filled(`${from}\na@`, 'a.')],
  ['styles that are never closed', filled(`${from}Content-Type: text/html\n\n`, '<style')],
  ['angle brackets', filled(`${from}Content-Type: text/html\n\n`, '<')],
  ['a name of a header and nothing after it', filled(`${from}\nx\nmessage-id:`, '\n')],
  ['half a Message-ID, often', filled(`${from}\nx\n`, `message-id:${'\n'.repeat(100)}`)],
  ['base64 of one letter', filled(`${from}Content-Transfer-Encoding: base64\n\n`, 'QUFB')],
  ['a diagnosis without end', filled(`${status}Diagnostic-Code: smtp; `, 'mailbox does not ')],
  ['a diagnosis of one word', filled(`${status}Diagnostic-Code: `, 'a')],
  ['a report about everybody', filled('Content-Type: message/delivery-status\n\n', 'Action: failed\nFinal-Recipient: rfc822; a@b.example\n\n')],
  ['what a server said, without end', filled(`${from}\nx\n`, '<<< 550 user mailbox\n')],
  ['very many parts', filled(`${part}\n\n`, '--b\n\nx\n')],
  ['mails in mails', filled('', 'Content-Type: message/rfc822\n\n')],
  ['parts in parts', filled(Array.from({ length: 12 }, (_, depth) => `${part}${depth}\n\n--b${depth}\n`).join(''), 'x\n')],
  ['a boundary that is the mail', filled(`${part}`, 'b', `\n\n${'x\n'.repeat(100_000)}`)],
])('a mail of %s is read in no time', (_, mail) => {
  const before = process.cpuUsage().user
  readReturnedMail(mail)
  // Usually under 200 ms; what this is about would take minutes at least. Processor time, because other work on the machine must not decide.
  expect((process.cpuUsage().user - before) / 1000).toBeLessThan(10_000)
})
