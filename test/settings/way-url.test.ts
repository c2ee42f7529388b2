// Addresses of ways out in the settings: what a password that was copied in as it is does to them is said, and how to write it.

import { expect, test } from 'vitest'
import { smtpOptions } from '../../src/desks/ways-out.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'

const read = (variable: string, address: string) => readConfiguration({ [variable]: address })

test.each([
  ['smtp://kim:se#cret@mail.shop.example:587', 'a # in it ends the address before its @'],
  // It read as a mail server called kim, at port 12, without a password.
  ['smtp://kim:12#34@mail.shop.example:587', 'a # in it ends the address before its @'],
  ['smtp://kim:12/34@mail.shop.example:587', 'a / in it ends the address before its @'],
  ['smtp://kim:se?cret@mail.shop.example:587', 'a ? in it ends the address before its @'],
  ['smtp://kim:50%@mail.shop.example:587', 'a % in it stands for nothing'],
  ['sendgrid://SG.ab#c@api.sendgrid.com', 'a # in it ends the address before its @'],
])('the address of a mail server that its password breaks is refused with how to write it, without a word of it: %s', (address, why) => {
  for (const variable of ['ONCUE_MAIL_URL', 'ONCUE_MAIL_FALLBACK_URL']) {
    const refused = expect(() => read(variable, address))
    refused.toThrow(`(from ${variable}): ${why}. In its name, password or key write @ as %40, # as %23, / as %2F`)
    expect(() => read(variable, address)).not.toThrow(/se#cret|12#34|12\/34|se\?cret|50%|SG\.ab/)
  }
})

test('an address without a scheme, with another or without a host says what is wrong', () => {
  expect(() => read('ONCUE_SMTP_URL', 'mail.shop.example:587')).toThrow('it has to begin with smtp://, smtps://')
  expect(() => read('ONCUE_SMTP_URL', 'https://mail.shop.example')).toThrow('it has to begin with smtp://, smtps://')
  expect(() => read('ONCUE_MAIL_URL', 'smtp://')).toThrow(/mailUrl .*: (it names no host|it cannot be read as an address)/)
  expect(() => read('ONCUE_MAIL_URL', 'smtp://kim:secret@mail.shop.example:port')).toThrow(
    'it cannot be read as an address: after the @ comes a host, and a port if any',
  )
  expect(() => read('ONCUE_SMS_URL', 'https://AC1:to#ken@api.twilio.com?from=%2B15550001111')).toThrow('a # in it ends the address before its @')
})

test('a password that is written as in a web address arrives as it is, and so does one with an @ of its own', () => {
  for (const password of ['se%23cret%2F%40%25', 'p@ss:word']) {
    const { mailUrl = '' } = read('ONCUE_MAIL_URL', `smtp://kim:${password}@mail.shop.example:587`)
    expect(smtpOptions(mailUrl)).toMatchObject({ host: 'mail.shop.example', port: 587, auth: { user: 'kim', pass: decodeURIComponent(password) } })
  }
})
