// The links by which whoever has them acts for a person: to unsubscribe, to choose topics, to confirm. They lead nowhere in what is shown to people of the
// team who may change nothing, and in copies for somebody else.

import type { MailboxMail } from '../mailbox/mailbox-view.ts'

const ownLinks = /https?:\/\/[^\s"'<>]*\/(?:u|preferences|confirm)\/[\w.%~-]{20,}[^\s"'<>]*/gi

/** The text with these links blank. */
export function withoutOwnLinks(text: string): string {
  return text.replace(ownLinks, '#')
}

/** The mail with these links blank. Its source is encoded, so it is put together anew from what can be read. */
export function mailWithoutOwnLinks(mail: MailboxMail): MailboxMail {
  const headers = mail.headers.map(({ name, value }) => ({ name, value: withoutOwnLinks(value) }))
  const text = withoutOwnLinks(mail.text)
  const source = `${headers.map(({ name, value }) => `${name}: ${value}`).join('\r\n')}\r\n\r\n${text}`
  return { ...mail, html: withoutOwnLinks(mail.html), text, headers, source }
}
