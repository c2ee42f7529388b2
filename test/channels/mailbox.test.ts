// The built-in mailbox: what it keeps, how it is read, where it ends.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startSmtpSink } from '../../bench/smtp-sink.ts'
import type { MailboxView } from '../../src/api/mailbox/mailbox-view.ts'
import { createSmtpChannel } from '../../src/channels/email/smtp-channel.ts'
import { createMailbox, type Mailbox, type MailboxOptions, type MailboxQuery } from '../../src/channels/mailbox/mailbox-channel.ts'
import type { EmailMessage } from '../../src/runtime/channel.ts'

let folder: string
const open: Mailbox[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailbox-'))
})
afterEach(() => {
  for (const mailbox of open.splice(0)) mailbox.close()
  rmSync(folder, { recursive: true })
})

function mailboxOf(options: MailboxOptions = {}): Mailbox {
  const mailbox = createMailbox(options)
  open.push(mailbox)
  return mailbox
}

function message(number: number, parts: Partial<EmailMessage> = {}): EmailMessage {
  return {
    kind: 'email',
    key: `k${number}`,
    from: { name: 'Shop', address: 'shop@example.com' },
    to: `ann${number}@example.com`,
    subject: `Mail ${number}`,
    html: '<p>Hällo</p>',
    text: 'Hällo\n\nsecond line',
    messageId: `<k${number}@example.com>`,
    unsubscribeUrl: 'https://news.example.com/u?t=abc',
    date: Date.UTC(2026, 10, 21) + number,
    about: { journey: 'welcome', step: 'hello', template: 'hi', subscriber: 'u1' },
    ...parts,
  }
}

async function filled(mailbox: Mailbox, count: number): Promise<Mailbox> {
  for (let number = 1; number <= count; number += 1) await mailbox.channel.deliver(message(number))
  return mailbox
}

const keys = async (mailbox: Mailbox, query: MailboxQuery = {}): Promise<string[]> => (await mailbox.list(query)).map((item) => item.key)

describe('the mailbox', () => {
  test('lists what it kept, newest first, with where it came from', async () => {
    const mailbox = await filled(mailboxOf(), 2)
    expect(await mailbox.list()).toEqual(
      [2, 1].map((number) => ({
        key: `k${number}`,
        to: `ann${number}@example.com`,
        from: { name: 'Shop', address: 'shop@example.com' },
        subject: `Mail ${number}`,
        preview: 'Hällo second line',
        at: Date.UTC(2026, 10, 21) + number,
        journey: 'welcome',
        step: 'hello',
        template: 'hi',
        subscriber: 'u1',
      })),
    )
  })

  test('shows a mail as the mail server would have got it, byte for byte', async () => {
    const sink = await startSmtpSink({ now: () => 0 })
    const sources: string[] = []
    sink.onMail((mail) => sources.push(mail.source))
    const smtp = createSmtpChannel({ host: '127.0.0.1', port: sink.port })
    await smtp.deliver(message(1))
    await smtp.close()
    await sink.close()

    const mail = await (await filled(mailboxOf(), 1)).get('k1')
    expect(mail?.source).toBe(sources[0])
    expect(mail).toMatchObject({
      html: '<p>Hällo</p>',
      text: 'Hällo\n\nsecond line',
      messageId: '<k1@example.com>',
      unsubscribeUrl: 'https://news.example.com/u?t=abc',
    })
    expect(mail?.headers).toContainEqual({ name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' })
    expect(mail?.source).not.toContain('welcome')
  })

  test('knows no mail that it does not have', async () => {
    expect(await mailboxOf().get('k9')).toBeUndefined()
  })

  test('keeps a mail once, however often it is handed over', async () => {
    const mailbox = await filled(mailboxOf(), 1)
    expect(await mailbox.channel.deliver(message(1))).toEqual({ kind: 'sent', detail: 'was in the mailbox already' })
    expect(await mailbox.count()).toBe(1)
  })

  test('pages without gaps or repeats while mails arrive', async () => {
    const mailbox = await filled(mailboxOf(), 5)
    const first = await keys(mailbox, { limit: 2 })
    await mailbox.channel.deliver(message(6))
    const second = await keys(mailbox, { limit: 2, before: 'k4' })
    const third = await keys(mailbox, { limit: 2, before: 'k2' })
    expect([first, second, third]).toEqual([['k5', 'k4'], ['k3', 'k2'], ['k1']])
    expect(await keys(mailbox, { before: 'a mail that has left' })).toEqual([])
  })

  test('finds by recipient, subject and key', async () => {
    const mailbox = await filled(mailboxOf(), 12)
    expect(await keys(mailbox, { search: 'ANN12@' })).toEqual(['k12'])
    expect(await keys(mailbox, { search: 'mail 3' })).toEqual(['k3'])
    expect(await keys(mailbox, { search: "%' OR 1=1 --" })).toEqual([])
  })

  test('calls back for every mail that arrives, until it is told not to', async () => {
    const mailbox = mailboxOf()
    const seen: string[] = []
    const end = mailbox.onMail((item) => seen.push(item.key))
    await filled(mailbox, 2)
    await mailbox.channel.deliver(message(2))
    end()
    await mailbox.channel.deliver(message(3))
    expect(seen).toEqual(['k1', 'k2'])
  })

  test('refuses what a mail server would not get', async () => {
    const mailbox = mailboxOf()
    expect(await mailbox.channel.deliver(message(1, { to: 'a@b.example, c@d.example' }))).toMatchObject({ kind: 'rejected', addressIsBad: true })
    expect(await mailbox.count()).toBe(0)
  })

  test('can be emptied', async () => {
    const mailbox = await filled(mailboxOf(), 2)
    mailbox.clear()
    expect([await mailbox.count(), await keys(mailbox)]).toEqual([0, []])
  })
})

test('the pages of the api can show it as it is', () => {
  const view: MailboxView = mailboxOf()
  expect(view).toBeDefined()
})

describe('the mailbox is bounded', () => {
  test('beyond the limit the oldest leaves', async () => {
    expect(await keys(await filled(mailboxOf({ limit: 3 }), 5))).toEqual(['k5', 'k4', 'k3'])
  })

  test('beyond the bytes the oldest leaves, but the newest stays', async () => {
    const mailbox = mailboxOf({ limitBytes: 5_000 })
    await filled(mailbox, 3)
    await mailbox.channel.deliver(message(4, { html: 'x'.repeat(3_000) }))
    expect((await keys(mailbox))[0]).toBe('k4')
    expect(await mailbox.count()).toBeLessThan(4)
    await mailbox.channel.deliver(message(5, { html: 'x'.repeat(9_000) }))
    expect(await keys(mailbox)).toEqual(['k5'])
  })
})

describe('a mailbox with a file', () => {
  test('survives a restart', async () => {
    const file = join(folder, 'mailbox.sqlite')
    const before = await filled(createMailbox({ file }), 3)
    const mail = await before.get('k2')
    before.close()
    const after = mailboxOf({ file, limit: 2 })
    expect([await after.count(), await keys(after)]).toEqual([2, ['k3', 'k2']])
    expect(await after.get('k2')).toEqual(mail)
  })

  test('that is not one is an error that says what to do', () => {
    const file = join(folder, 'mailbox.sqlite')
    writeFileSync(file, 'this is no database, '.repeat(100))
    expect(() => createMailbox({ file })).toThrow(/mailbox\.sqlite cannot be opened: .*; move the file away/)
    expect(() => createMailbox({ file: join(folder, 'no', 'folder.sqlite') })).toThrow(/cannot be opened/)
  })

  test('that cannot be written gives the mail back', async () => {
    const mailbox = createMailbox({ file: join(folder, 'mailbox.sqlite') })
    mailbox.close()
    expect(await mailbox.channel.deliver(message(1))).toMatchObject({ kind: 'retry', reason: expect.stringMatching(/^the mailbox could not keep it: /) })
  })
})
