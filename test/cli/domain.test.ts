// oncue domain: a key, the records to set, and what is still missing. The DNS is one that knows its records by heart.

import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { signingKeys } from '../../src/deliverability/domain-keys.ts'
import type { DomainRecord } from '../../src/deliverability/domain-records.ts'
import { type KnownRecords, knownRecords } from '../deliverability/known-records.ts'
import { newFolder, oncue } from './command-line.ts'

const environment = { ONCUE_MAIL_URL: 'ses://KEY:SECRET@email.eu-central-1.amazonaws.com', ONCUE_BOUNCE_ADDRESS: '' }
const amazon = { 'amazonses.com': ['v=spf1 ip4:54.240.0.0/18 -all'] }

interface Finding {
  readonly check: string
  readonly result: string
  readonly found: string
  readonly todo?: string
}

async function added(data: string, more: readonly string[] = [], env: Record<string, string> = environment): Promise<readonly DomainRecord[]> {
  const { out, code, err } = await oncue(['domain', 'add', 'shop.example', '--data', data, '--json', ...more], { environment: env })
  expect([code, err]).toEqual([0, ''])
  return (JSON.parse(out) as { records: DomainRecord[] }).records
}

async function findings(data: string, records: KnownRecords, more: readonly string[] = [], env: Record<string, string> = environment) {
  const { out, code } = await oncue(['domain', 'check', 'shop.example', '--data', data, '--json', ...more], {
    environment: env,
    resolver: knownRecords(records),
  })
  const list = (JSON.parse(out) as { findings: Finding[] }).findings
  return { code, list, of: (check: string) => list.find((one) => one.check === check) }
}

const txtOf = (records: readonly DomainRecord[]): Record<string, string[]> =>
  Object.fromEntries(records.filter(({ type }) => type === 'TXT').map(({ name, value }) => [name, [value]]))

test('a domain whose records were set as they were shown passes everything, and its mails are signed from then on', async () => {
  const data = await newFolder()
  const records = await added(data)
  expect(records.map(({ what, name, type }) => `${what} ${type} ${name}`)).toEqual([
    'DKIM TXT oncue._domainkey.shop.example',
    'SPF TXT shop.example',
    'DMARC TXT _dmarc.shop.example',
  ])
  const keyOf = signingKeys(join(data, 'dkim'))
  expect(keyOf('shop.example')).toBeUndefined()
  const { code, list } = await findings(data, { txt: { ...amazon, ...txtOf(records) }, mx: { 'shop.example': ['mx.shop.example'] } })
  expect(list.filter(({ result }) => result !== 'pass')).toEqual([])
  expect(code).toBe(0)
  expect(keyOf('shop.example')).toMatchObject({ domain: 'shop.example', selector: 'oncue' })
  expect(keyOf('other.example')).toBeUndefined()
  expect(keyOf('../secrets')).toBeUndefined()
})

test('the private key is readable by its owner only, and adding the domain again makes no other', async () => {
  const data = await newFolder()
  const first = await added(data)
  expect(statSync(join(data, 'dkim', 'shop.example.json')).mode & 0o777).toBe(0o600)
  expect(statSync(join(data, 'dkim')).mode & 0o777).toBe(0o700)
  expect(await added(data)).toEqual(first)
  const { out } = await oncue(['domain', 'list', '--data', data])
  expect(out).toMatch(/shop\.example\s+oncue\s+.*not yet: run oncue domain check/)
  expect(JSON.stringify(first)).not.toContain('PRIVATE KEY')
})

test('a domain of which nothing is set fails, and each finding says what to set', async () => {
  const data = await newFolder()
  const records = await added(data)
  const { code, of } = await findings(data, {})
  expect(code).toBe(1)
  for (const what of ['DKIM', 'DMARC']) {
    const value = records.find((record) => record.what === what)?.value
    expect(of(what)).toMatchObject({ result: 'fail', todo: expect.stringContaining(value ?? 'nothing') })
  }
  expect(of('MX')).toMatchObject({ result: 'warn' })
})

test.each<[string, string, (txt: Record<string, string[]>) => KnownRecords, string, string]>([
  ['another key', 'DKIM', (txt) => ({ txt: { ...txt, 'oncue._domainkey.shop.example': ['v=DKIM1; p=MIIBIjAN'] } }), 'fail', 'another key'],
  ['a key that was withdrawn', 'DKIM', (txt) => ({ txt: { ...txt, 'oncue._domainkey.shop.example': ['v=DKIM1; p='] } }), 'fail', 'withdrawn'],
  ['a policy that rejects', 'DMARC', () => ({ txt: { '_dmarc.shop.example': ['v=DMARC1; p=reject; rua=mailto:a@shop.example'] } }), 'pass', 'p=reject'],
  ['two policies', 'DMARC', () => ({ txt: { '_dmarc.shop.example': ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] } }), 'fail', '2 policies'],
  ['a policy nobody reads the reports of', 'DMARC', () => ({ txt: { '_dmarc.shop.example': ['v=DMARC1; p=none'] } }), 'warn', 'nobody gets the reports'],
  ['an SPF record that lets everybody send', 'SPF', () => ({ txt: { 'shop.example': ['v=spf1 +all'] } }), 'fail', 'everybody'],
  ['an SPF record without the service', 'SPF', () => ({ txt: { 'shop.example': ['v=spf1 ip4:192.0.2.1 -all'] } }), 'fail', 'does not name ses'],
  ['a DNS that does not answer', 'DMARC', () => ({ silent: ['_dmarc.shop.example'] }), 'unknown', 'did not answer'],
])('%s', async (_, check, recordsFrom, result, found) => {
  const data = await newFolder()
  const set = txtOf(await added(data))
  const { of } = await findings(data, recordsFrom({ ...amazon, ...set }))
  expect(of(check)).toMatchObject({ result, found: expect.stringContaining(found) })
})

test('with a mail server of one’s own, its address, its name and the way of bounces are checked', async () => {
  const env = {
    ONCUE_SMTP_URL: 'smtp://mail.shop.example:25',
    ONCUE_BOUNCE_ADDRESS: 'bounces@bounce.shop.example',
    ONCUE_PUBLIC_URL: 'https://events.shop.example',
  }
  const data = await newFolder()
  const ip = ['--ip', '203.0.113.7']
  const records = await added(data, ip, env)
  expect(records.filter(({ what }) => what === 'SPF' || what === 'bounces').map(({ name, value }) => `${name} ${value}`)).toEqual([
    'bounce.shop.example v=spf1 ip4:203.0.113.7 ~all',
    'bounce.shop.example 10 events.shop.example',
  ])
  const known = {
    txt: txtOf(records),
    mx: { 'shop.example': ['mx.shop.example'], 'bounce.shop.example': ['events.shop.example'] },
    names: { '203.0.113.7': ['mail.shop.example'] },
    addresses: { 'mail.shop.example': ['203.0.113.7'] },
  }
  const good = await findings(data, known, ip, env)
  expect(good.list.filter(({ result }) => result !== 'pass').map(({ check }) => check)).toEqual(['TLS'])
  const nameless = await findings(data, { ...known, names: {} }, ip, env)
  expect(nameless.of('PTR')).toMatchObject({ result: 'fail', todo: expect.stringContaining('PTR') })
  const astray = await findings(data, { ...known, addresses: {} }, ip, env)
  expect(astray.of('PTR')).toMatchObject({ result: 'fail', found: expect.stringContaining('does not lead back') })
  const other = await findings(data, known, ['--ip', '203.0.113.8'], env)
  expect(other.of('SPF')).toMatchObject({ result: 'fail', todo: 'put ip4:203.0.113.8 into it' })
})

test('what is no domain, no selector and no address is refused', async () => {
  for (const words of [['../../etc'], ['shop'], ['shop.example', '--selector', 'a.b'], ['shop.example', '--ip', 'here']]) {
    expect((await oncue(['domain', 'add', ...words, '--data', await newFolder()])).code).toBe(2)
  }
})
