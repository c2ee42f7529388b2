// What is told of domains before mails come from them: never checked, failed, or nothing.

import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createCheckedDomainChannel } from '../../src/channels/guard/checked-domain-channel.ts'
import { createGuardedChannel } from '../../src/channels/guard/guarded-channel.ts'
import { noteChecked, requireChecked, uncheckedDomains } from '../../src/deliverability/checked-domains.ts'
import { domainsWithKey } from '../../src/deliverability/domain-keys.ts'
import type { EmailMessage } from '../../src/runtime/channel.ts'
import { Notebook } from '../runtime/workshop.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'

test('a domain that was never checked, and one of which a check failed, are told with what to do; one that passed is not', () => {
  const folder = temporaryFolder()
  noteChecked(folder, 'good.example', { at: 1, failed: [] })
  noteChecked(folder, 'bad.example', { at: 1, failed: ['DKIM', 'DMARC'] })
  expect(uncheckedDomains(folder, ['good.example', 'bad.example', 'new.example', '../etc'])).toEqual([
    {
      domain: 'bad.example',
      what: 'mails come from bad.example, of which a check failed (DKIM, DMARC); run `oncue domain check bad.example`, which names the exact records to set',
    },
    {
      domain: 'new.example',
      what: 'mails come from new.example, and it was never checked whether receivers take them; run `oncue domain check new.example`, which names the exact records to set',
    },
  ])
  noteChecked(folder, 'bad.example', { at: 2, failed: [] })
  expect(uncheckedDomains(folder, ['bad.example'])).toEqual([])
  // It is no key.
  expect(domainsWithKey(folder)).toEqual([])
})

test('where the settings refuse unchecked domains, no mail of one leaves before its check has passed: it waits with the reason, and nothing is lost', async () => {
  const folder = temporaryFolder()
  let now = 0
  const way = new Notebook('email')
  const holds: string[] = []
  const guarded = createGuardedChannel({ ways: [{ name: 'smtp', channel: way }], perSecond: 1, now: () => now, onChange: () => {} })
  const channel = createCheckedDomainChannel({ channel: guarded, whyNot: requireChecked(folder, () => now), onHold: () => holds.push('held') })
  const mail = (address: string) => ({ kind: 'email', from: { address } }) as unknown as EmailMessage
  const after = (address: string) => {
    now += 10_000
    return channel.deliver(mail(address))
  }
  expect(await after('a@Shop.example')).toEqual({
    kind: 'held',
    domain: 'shop.example',
    reason: 'shop.example was never checked, and uncheckedDomains is refuse; set its records, and run `oncue domain check shop.example`',
  })
  noteChecked(folder, 'shop.example', { at: now, failed: ['MX', 'DMARC'] })
  expect(await after('a@shop.example')).toMatchObject({ kind: 'held', reason: expect.stringContaining('DMARC of shop.example not in place') })
  // A DNS that did not answer says nothing.
  noteChecked(folder, 'shop.example', { at: now, failed: [], unknown: ['SPF', 'DKIM', 'DMARC'] })
  expect(await after('a@shop.example')).toMatchObject({ kind: 'held' })
  expect(await after('x@../../secret')).toMatchObject({ kind: 'held' })
  // Neither the rate nor what is told of the way knows of them.
  expect([way.messages, holds.length, channel.standing().mayGo, channel.standing().ways[0]?.lastError]).toEqual([[], 4, 1, undefined])
  noteChecked(folder, 'shop.example', { at: now, failed: ['MX', 'PTR'] })
  expect(await after('a@shop.example')).toEqual({ kind: 'sent' })
  expect(await after('a@other.example')).toMatchObject({ kind: 'held', domain: 'other.example' })
  await channel.close()
  expect(way.isClosed).toBe(true)
})

test('whoever reads a check while another is written sees the one before, whole; what is not whole is no check, and stops nothing', () => {
  const folder = temporaryFolder()
  noteChecked(folder, 'shop.example', { at: 1, failed: [] })
  const reading = openSync(join(folder, 'shop.example.checked'), 'r')
  noteChecked(folder, 'shop.example', { at: 2, failed: ['DKIM'] })
  expect(JSON.parse(readFileSync(reading, 'utf8'))).toEqual({ at: 1, failed: [] })
  closeSync(reading)
  expect(requireChecked(folder, () => 0)('shop.example')).toMatch(/^DKIM of shop\.example not in place/)
  // As a killed process of an older version left it.
  writeFileSync(join(folder, 'shop.example.checked'), '')
  expect(requireChecked(folder, () => 0)('shop.example')).toMatch(/^shop\.example was never checked/)
  expect(uncheckedDomains(folder, ['shop.example'])).toHaveLength(1)
})
