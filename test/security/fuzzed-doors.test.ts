// Whatever comes in at a public door, in whatever form: it is answered with a status of its own, never with a failure of ours, and a parser never
// throws. The values are made by chance, between what a door expects and nothing at all.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readForm } from '../../src/api/consent/subscribe-form.ts'
import { headerOf, mailParts } from '../../src/inbound/mail-parts.ts'
import { handlesIn } from '../../src/inbound/message-handle.ts'
import { readReturnedMail } from '../../src/inbound/returned-mail.ts'
import { startProduct, writeKey } from '../product/product.ts'

const odd = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('__proto__', '\u0000', '\ud800', '%', '=?utf-8?q?=', 'constructor', '../..', 'ada@mail.example'),
)
const json = fc.jsonValue({ maxDepth: 4 })

test('a form is read without a throw, whatever its fields are, and sets nothing that it may not', () => {
  const names = fc.constantFrom(
    'email',
    'topics',
    'topic',
    'attributes',
    'attributes.email',
    'attributes.__proto__',
    'key',
    'userId',
    'anonymousId',
    'locale',
    'website',
    'page',
  )
  const form = fc.oneof(json, fc.dictionary(fc.oneof(names, odd), fc.oneof(json, odd, fc.constant('address-'.padEnd(48, 'a')))))
  fc.assert(
    fc.property(form, (body) => {
      const read = readForm(body, { workspace: 'shop', topics: [{ topic: 'news' }] })
      for (const name of Object.keys(read.set)) expect(['email', '__proto__', 'consent', 'suppressed']).not.toContain(name)
      expect(read.anonymousId ?? '').not.toMatch(/^address-|\p{Cc}/u)
      if (read.problem === undefined) expect(read.email).toMatch(/^[^\s@]+@[^\s@]+$/)
    }),
  )
})

test('a mail that comes back is read without a throw, and an automatic answer is never taken for a hard bounce', () => {
  const line = fc.oneof(
    odd,
    fc.constantFrom(
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '--b',
      '--b--',
      'Content-Type: message/delivery-status',
      'Status: 5.1.1',
      'Action: failed',
      '',
    ),
    fc.constantFrom(
      'Final-Recipient: rfc822; a@b',
      'Diagnostic-Code: smtp; 550 5.1.1',
      'Content-Transfer-Encoding: base64',
      'Content-Type: message/feedback-report',
      'Feedback-Type: abuse',
      ' folded',
    ),
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), fc.boolean(), (lines, isAnswer) => {
      const source = [...(isAnswer ? ['Auto-Submitted: auto-replied', 'Subject: Out of office'] : []), ...lines].join('\r\n')
      const read = readReturnedMail(source)
      expect(typeof read.kind).toBe('string')
      handlesIn(source)
      headerOf(mailParts(source)[0]?.headers ?? new Map(), 'date')
      // An automatic answer brings no delivery status; what brings one is a report, whatever else its headers say (RFC 3834 has reports say it too).
      const isReport = lines.some((one) => /^Content-Type: (?:multipart\/report|message\/delivery-status)/.test(one))
      if (isAnswer && !isReport) expect(read.kind === 'bounce' && read.recipients.some(({ hard }) => hard)).toBe(false)
    }),
  )
})

test('no public door answers with a failure of the server', async () => {
  const product = await startProduct({
    browserKeys: ['page'],
    hooks: ['mailgun=a-signing-key', 'postmark=user:pass', 'sendgrid=', 'brevo=a-token'].filter((one) => !one.endsWith('=')),
    adminKeys: ['an-admin-key-for-tests-0123456789'],
  } as never)
  const paths = [
    '/v1/subscribe',
    '/v1/consents',
    '/v1/track',
    '/v1/batch',
    '/v1/identify',
    '/v1/alias',
    '/v1/popups',
    '/v1/popups/x/shown',
    '/hooks/mailgun',
    '/hooks/postmark',
    '/hooks/brevo',
    '/u/x',
    '/u/x/undo',
    '/confirm/x',
    '/preferences/x',
    '/admin/v1/suppressions/find',
    '/admin/v1/subscribers/find',
    '/admin/v1/suppressions/lift',
    '/admin/v1/publish',
    '/admin/v1/stops',
  ]
  const types = [
    'application/json',
    'application/x-www-form-urlencoded',
    'text/plain',
    'multipart/form-data; boundary=b',
    'application/json; charset=utf-16',
    '',
  ]
  const body = fc.oneof(
    json.map((value) => JSON.stringify(value)),
    odd,
    fc.dictionary(odd, odd).map((fields) => new URLSearchParams(fields).toString()),
    fc.constant(`{"batch":[${'['.repeat(500)}`),
  )
  const keys = [`Basic ${btoa(`${writeKey}:`)}`, `Basic ${btoa('page:')}`, 'Bearer an-admin-key-for-tests-0123456789', 'Basic %%%', '']
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), fc.constantFrom(...types), fc.constantFrom(...keys), body, async (path, type, authorization, payload) => {
      const headers = { ...(type && { 'content-type': type }), ...(authorization && { authorization }) }
      const { status } = await fetch(`${product.app.address}${path}`, { method: 'POST', headers, body: payload })
      expect([path, status < 500]).toEqual([path, true])
    }),
    { numRuns: 250 },
  )
})
