// What people of the team who may change nothing see of a mail: everything but the links by which its reader acts.

import { expect, test } from 'vitest'
import { mailWithoutOwnLinks } from '../../src/api/messages/own-links.ts'
import { createViewTokens } from '../../src/api/messages/view-token.ts'

const token = 'abcdefghijklmnopqrstuvwxyz.0123-_'
const leave = `https://shop.example/u/${token}`
const choose = `HTTPS://shop.example/base/preferences/${token}?lang=de`
const confirm = `http://localhost:4000/confirm/${token}#yes`
const product = 'https://shop.example/products/u/lamp?from=abcdefghijklmnopqrstuvwxyz'

const mail = {
  key: 'k',
  from: { address: 'shop@shop.example' },
  to: 'ann@mail.example',
  subject: 'Hello',
  at: 0,
  html: `<a href="${product}">lamp</a><a href="${leave}">leave</a><a href='${choose}'>choose</a>`,
  text: `lamp ${product}\nleave ${leave}\nyes: <${confirm}>`,
  headers: [
    { name: 'Subject', value: 'Hello' },
    { name: 'List-Unsubscribe', value: `<${leave}>` },
  ],
  source: `List-Unsubscribe: <${leave}>\r\n\r\n${Buffer.from(leave).toString('base64')}`,
}

test('no place of the mail keeps a link by which its reader unsubscribes, chooses or confirms', () => {
  const shown = mailWithoutOwnLinks(mail)
  const all = JSON.stringify(shown)
  expect(all).not.toContain(token)
  expect(all).not.toContain(Buffer.from(leave).toString('base64'))
  expect(shown.html).toContain(product)
  expect(shown.source).toBe(`Subject: Hello\r\nList-Unsubscribe: <#>\r\n\r\n${shown.text}`)
})

test('a link to look at a message says whether it shows all of it, and cannot be made to say more', () => {
  const tokens = createViewTokens(['a secret of some length for the seals'])
  for (const shows of ['whole', 'without own links'] as const) {
    const claim = { message: 'shop/welcome/1 with blanks', expiresAt: 1_763_719_200_000, shows }
    expect(tokens.verify(tokens.sign(claim))).toEqual(claim)
  }
})
