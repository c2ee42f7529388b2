// What a mail that came back tells people and machines, before the mail that it is about. Anybody can send one, so what is read of it has an
// end: a text that is longer, or has no line ends, costs no more than one that is not.

import type { MailPart } from './mail-parts.ts'

/** A reason stands in the first lines, or nowhere. */
export const noticeCharacters = 20_000
const lineCharacters = 1_000

/** All that stands before the mail that came back. */
export function noticeOf(parts: readonly MailPart[]): string {
  const notice = parts
    .filter(({ type, isReturned }) => !isReturned && (type === 'text/plain' || type === 'multipart/report' || type === 'multipart/mixed'))
    .map(({ text }) => text)
    .join('\n')
  if (notice.trim() !== '') return beforeTheCopy(notice)
  const html = parts.find(({ type, isReturned }) => !isReturned && type === 'text/html')?.text ?? ''
  return beforeTheCopy(`${notice}${withoutMarkup(html)}`)
}

function withoutMarkup(html: string): string {
  const [start = '', ...styles] = html.split(/<style/i)
  const rest = styles.map((style) =>
    style
      .split(/<\/style>/i)
      .slice(1)
      .join(' '),
  )
  return [start, ...rest].join(' ').replace(/<[^<>]*>/g, ' ')
}

const copyBegins =
  /^[ \t]{0,100}(?:-{2,}.{0,80}(?:copy of|original message|returned message|below this line|unsent message|message header|headers? of|message follows|included|undelivered).{0,80}$|-{3,}\s{0,100}(?:original|returned|message|header|forwarded).{0,60}$|(?:the )?(?:first .{0,20}(?:lines|bytes)|original message|text of the message|message headers?|headers? of).{0,60}:?\s{0,100}$|(?:received|return-path|message-id|x-mailer):\s.*$)/im

function beforeTheCopy(whole: string): string {
  const text = whole
    .slice(0, noticeCharacters)
    .split('\n')
    .map((line) => line.slice(0, lineCharacters))
    .join('\n')
  const before = text.slice(0, copyBegins.exec(text)?.index)
  return before.trim() === '' ? text : before
}
