// What mails that come back mean: rule by rule, and against 292 real ones with known results, where those are at hand.

import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Returned, readReturnedMail } from '../../src/inbound/returned-mail.ts'

/** A bounce by RFC 3464 with this diagnosis. */
function report(fields: string, notice = 'It did not work.'): string {
  return `From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\nContent-Type: multipart/report; report-type=delivery-status;\r\n\tboundary="b/1"\r\n\r\n--b/1\r\nContent-Type: text/plain\r\n\r\n${notice}\r\n--b/1\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n${fields}\r\n\r\n--b/1\r\nContent-Type: message/rfc822\r\n\r\nFrom: shop@shop.example\r\nMessage-ID: <the-mail@shop.example>\r\nSubject: Offer\r\n\r\nUser unknown, mailbox full, no such user\r\n--b/1--\r\n`
}

const failed = (diagnostic: string, status = '5.0.0'): string =>
  report(`Final-Recipient: rfc822; ann@mail.example\r\nAction: failed\r\nStatus: ${status}\r\nDiagnostic-Code: smtp; ${diagnostic}`)

describe('a bounce by the standard', () => {
  test('names recipient, status, code and the mail that came back', () => {
    expect(readReturnedMail(failed('550 5.1.1 <ann@mail.example>... User unknown', '5.1.1'))).toEqual({
      kind: 'bounce',
      messageIds: ['the-mail@shop.example'],
      recipients: [
        { address: 'ann@mail.example', status: '5.1.1', code: '550', hard: true, reason: 'unknown user: 550 5.1.1 <ann@mail.example>... User unknown' },
      ],
    })
  })

  test.each([
    ['550 5.1.1 The email account that you tried to reach does not exist', '5.1.1', true],
    ['550 Requested action not taken: mailbox unavailable', '5.1.1', true],
    ['550 No such user here', '5.0.0', true],
    ['550 5.4.1 Recipient address rejected: Access denied', '5.4.1', true],
    ['Host or domain name not found. Name service error for name=nowhere.example type=A: Host not found', '5.4.4', true],
    ['551 5.1.6 The user has moved to another address', '5.1.6', true],
    ['556 5.1.10 null MX', '5.1.10', true],
    ['552 5.2.2 Mailbox full', '5.2.2', false],
    ['550 5.2.1 The email account that you tried to reach is disabled', '5.2.1', false],
    ['554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org', '5.7.1', false],
    ['550 5.7.1 Unauthenticated email from shop.example is not accepted due to domain policy', '5.7.1', false],
    ['550 Sender verify failed: no such user', '5.0.0', false],
    ['552 5.3.4 Message size exceeds fixed limit', '5.3.4', false],
    ['451 4.7.1 Greylisted, try again later', '4.7.1', false],
    ['450 4.2.0 Mailbox busy', '4.2.0', false],
    ['connect to mx.example: Connection timed out', '4.4.1', false],
    ['554 Transaction failed', '5.0.0', false],
  ])('%s (%s): hard is %s', (diagnostic, status, hard) => {
    const read = readReturnedMail(failed(diagnostic, status))
    expect(read.kind === 'bounce' && read.recipients.map((one) => one.hard)).toEqual([hard])
  })

  test('the mail that came back says nothing about why it did', () => {
    const read = readReturnedMail(failed('554 Transaction failed'))
    expect(read).toMatchObject({ recipients: [{ hard: false, reason: 'not understood: 554 Transaction failed' }] })
  })

  test.each([
    ['delivered', 'delivered'],
    ['relayed', 'delivered'],
    ['delayed', 'delayed'],
  ])('an action of %s is no bounce', (action, kind) => {
    expect(readReturnedMail(report(`Final-Recipient: rfc822; ann@mail.example\r\nAction: ${action}\r\nStatus: 4.0.0`)).kind).toBe(kind)
  })
})

describe('automatic answers are never a bounce, whatever they say', () => {
  test.each([
    ['Subject: Out of Office: Offer', 'I am away.'],
    ['Subject: Automatic reply: Offer\r\nAuto-Submitted: auto-replied', '550 5.1.1 user unknown'],
    ['Subject: Re: Offer\r\nAuto-Submitted: auto-replied', 'I no longer work here; this mailbox does not exist any more.'],
    ['Subject: Offer\r\nAuto-Submitted: auto-replied\r\nReturn-Path: <>', 'This address is no longer in use.'],
    ['Subject: Abwesenheitsnotiz: Angebot\r\nX-Autoreply: yes', 'Ich bin im Urlaub.'],
    ['Subject: Réponse automatique : Offre\r\nPrecedence: auto_reply', 'Absent'],
    ['Subject: Automatic reply: Offer\r\nReturn-Path: <>\r\nFrom: postmaster@mail.example', 'User unknown'],
    ['Subject: Vacation\r\nReturn-Path: <>\r\nX-Auto-Response-Suppress: All', 'host not found'],
  ])('%j', (headers, text) => {
    const from = headers.includes('From:') ? '' : 'From: Ann <ann@mail.example>\r\n'
    expect(readReturnedMail(`${from}${headers}\r\n\r\n${text}\r\n`).kind).toBe('automatic answer')
  })

  test('nor is what a person writes', () => {
    expect(readReturnedMail('From: ann@mail.example\r\nSubject: Re: Offer\r\n\r\nNo such user, mailbox full.\r\n').kind).toBe('other')
  })
})

describe('complaints', () => {
  const complaint = (type: string): string =>
    `From: fbl@provider.example\r\nSubject: FW: Offer\r\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nA report.\r\n--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: ${type}\r\nUser-Agent: x\r\nVersion: 1\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <the-mail@shop.example>\r\n--b--\r\n`

  test.each([
    ['abuse', 'complaint'],
    ['fraud', 'complaint'],
    ['not-spam', 'other'],
    ['auth-failure', 'authentication report'],
  ])('a report of %s is: %s', (type, kind) => {
    expect(readReturnedMail(complaint(type))).toMatchObject({ kind, messageIds: ['the-mail@shop.example'] })
  })
})

test('whatever it is given, it answers, and soon', () => {
  const piece = fc.constantFrom(
    '--b\n',
    'Content-Type: multipart/mixed; boundary=b\n',
    '\n\n',
    'Action: failed\n',
    'From: MAILER-DAEMON\n',
    '<a@b.example>:\n',
    'message/delivery-status',
    ': ',
    '=3D',
    '\r',
    'x',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 80 }), (pieces) => typeof readReturnedMail(pieces.join('')).kind === 'string'),
    { numRuns: 1000 },
  )
  for (const part of ['--b\n', 'a:b\n', ' ', '<a@b.cc>:\n', 'Content-Type: multipart/mixed; boundary=b\n\n--b\n', 'not ', 'user ', '>>> DATA\n<<< 5']) {
    expect(
      readReturnedMail(`From: MAILER-DAEMON\nSubject: failure notice\nContent-Type: text/plain\n\n${part.repeat(200_000 / part.length)}`).kind,
    ).toBeDefined()
  }
})

const archive = fileURLToPath(new URL('../../../shared/data/bounces/bounces.tar.gz', import.meta.url))

interface Expected {
  readonly status: string
  readonly replycode: string
  readonly reason: string
  readonly hardbounce: boolean
}

/** What was reached; below these it has become worse. */
const floors = { hardOrSoft: 0.955, status: 0.93, code: 0.93, recipients: 0.945, complaints: 1 }

test.skipIf(!existsSync(archive))('292 real mails: agreement with what is known of them (skipped where the collection is not at hand)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'oncue-bounces-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  execFileSync('tar', ['xzf', archive, '-C', folder])
  const known = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Record<string, readonly Expected[]>
  const counted = { hardOrSoft: [0, 0], status: [0, 0], code: [0, 0], recipients: [0, 0], complaints: [0, 0] } satisfies Record<
    keyof typeof floors,
    [number, number]
  >
  const count = (what: keyof typeof floors, agrees: boolean): void => {
    counted[what][1] += 1
    if (agrees) counted[what][0] += 1
  }
  const falseHard: string[] = []
  for (const [file, expected] of Object.entries(known)) {
    const read = readReturnedMail(readFileSync(join(folder, 'mail', file), 'latin1'))
    const recipients = read.kind === 'bounce' ? read.recipients : []
    switch (expected[0]?.reason) {
      case 'feedback':
        // The collection counts reports about authentication and a request to unsubscribe as feedback; here they have a name of their own.
        count('complaints', ['complaint', 'authentication report', 'unsubscribe request'].includes(read.kind))
        break
      case 'vacation':
        expect(read.kind, file).toBe('automatic answer')
        break
      case 'delivered':
        expect(read.kind, file).toBe('delivered')
        break
      default:
        expect(['bounce', 'delayed'], file).toContain(read.kind)
        count('recipients', read.kind === 'delayed' || recipients.length === expected.length)
        for (const [one, found] of aligned(expected, recipients)) {
          // What was only delayed is reported about nobody, so it is not hard.
          count('hardOrSoft', (found?.hard ?? false) === one.hardbounce)
          if (found?.hard === true && !one.hardbounce) falseHard.push(file)
          if (found === undefined) continue
          if (one.status !== '' && !/^[45]\.0\.9\d\d$/.test(one.status)) count('status', found.status === one.status)
          if (one.replycode !== '') count('code', found.code === one.replycode)
        }
    }
  }
  const reached = Object.fromEntries(Object.entries(counted).map(([what, [agreed, all]]) => [what, agreed / all]))
  for (const [what, floor] of Object.entries(floors)) expect(reached[what], `${what}: ${JSON.stringify(counted)}`).toBeGreaterThanOrEqual(floor)
  // Where the collection says soft, and the words say that nobody is there, or that it is so after all.
  expect(new Set(falseHard).size).toBeLessThanOrEqual(9)
})

/** The collection names no addresses, so recipients are put together as they fit best. */
function aligned(expected: readonly Expected[], recipients: readonly Returned[]): [Expected, Returned | undefined][] {
  const left = [...recipients]
  return expected.map((one) => {
    const index = [
      left.findIndex(({ status, hard }) => status === one.status && hard === one.hardbounce),
      left.findIndex(({ hard }) => hard === one.hardbounce),
      0,
    ].find((place) => place >= 0) as number
    const [found] = expected.length === 1 || recipients.length >= expected.length ? left.splice(index, 1) : [left[index]]
    if (recipients.length < expected.length && found !== undefined && recipients.length > 1) left.splice(index, 1)
    return [one, found]
  })
}
