// The table of SMTP answers and what they mean for a message.

import { describe, expect, test } from 'vitest'
import { type SmtpFailure, smtpOutcome } from '../../src/channels/email/smtp-outcome.ts'

const failed = (failure: Partial<SmtpFailure>): SmtpFailure => ({ message: 'Failed', dataWasSent: false, ...failure })

function answer(response: string, command = 'RCPT TO'): SmtpFailure {
  return failed({
    code: command === 'DATA' ? 'EMESSAGE' : 'EENVELOPE',
    response,
    responseCode: Number(response.slice(0, 3)),
    command,
    dataWasSent: command === 'DATA',
  })
}

describe('what an answer means', () => {
  test.each([
    ['450 4.2.1 Try later', { kind: 'retry', afterMs: 300_000 }],
    ['451 4.7.1 Greylisted, please try again', { kind: 'retry', afterMs: 300_000 }],
    ['421 4.3.2 Closing', { kind: 'retry', afterMs: 60_000, wayIsDown: true }],
    ['452 4.2.2 Mailbox full', { kind: 'retry' }],
    ['550 5.1.1 No such user', { kind: 'rejected', addressIsBad: true }],
    ['550 5.1.10 Recipient not found', { kind: 'rejected', addressIsBad: true }],
    ['550 5.2.1 Mailbox disabled', { kind: 'rejected', addressIsBad: true }],
    ['550 5.1.0 Address rejected', { kind: 'rejected', addressIsBad: true }],
    ['550 No such user here', { kind: 'rejected', addressIsBad: true }],
    ['550 5.7.1 Blocked for spam, user unknown to our whitelist', { kind: 'rejected' }],
    ['552 5.2.2 Mailbox full', { kind: 'rejected' }],
    ['554 Transaction failed', { kind: 'rejected' }],
  ])('to the recipient: %s', (response, expected) => {
    expect(smtpOutcome(answer(response))).toEqual({ ...expected, reason: `the mail server answered: ${response}` })
  })

  test('a bad sender says nothing about the recipient', () => {
    expect(smtpOutcome(answer('550 5.1.8 Bad sender domain', 'MAIL FROM'))).toEqual({
      kind: 'rejected',
      reason: 'the mail server answered: 550 5.1.8 Bad sender domain',
    })
    expect(smtpOutcome(answer('550 5.1.0 Sender rejected', 'MAIL FROM'))).not.toHaveProperty('addressIsBad')
  })

  test('an answer after the data is an answer: it is never unknown', () => {
    expect(smtpOutcome(answer('554 5.6.0 Content rejected', 'DATA'))).toMatchObject({ kind: 'rejected' })
    expect(smtpOutcome(answer('451 4.3.0 Later', 'DATA'))).toMatchObject({ kind: 'retry' })
  })

  test.each([
    ['a refused login', failed({ code: 'EAUTH', response: '535 5.7.8 Bad credentials', responseCode: 535, command: 'AUTH PLAIN' })],
    ['a login that was not given', failed({ code: 'EENVELOPE', response: '530 5.7.0 Authentication required', responseCode: 530, command: 'MAIL FROM' })],
    ['a greeting that refuses', failed({ code: 'EPROTOCOL', response: '554 No service for you', responseCode: 554, command: 'CONN' })],
  ])("%s is the operator's to mend, and costs no mail", (_, failure) => {
    expect(smtpOutcome(failure)).toMatchObject({ kind: 'retry', afterMs: 60_000, reason: expect.stringContaining(failure.response ?? '') })
  })

  test.each(['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS', 'ETLS', 'EPROTOCOL', 'ESTREAM'])(
    '%s is tried again before the data, and unknown after it',
    (code) => {
      expect(smtpOutcome(failed({ code }))).toMatchObject({ kind: 'retry' })
      expect(smtpOutcome(failed({ code, dataWasSent: true }))).toMatchObject({ kind: 'unknown' })
    },
  )
})
