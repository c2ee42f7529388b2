// SPF as receivers evaluate it: who may send, and how many questions it takes.

import { expect, test } from 'vitest'
import { readSpf } from '../../src/deliverability/spf.ts'
import { knownRecords } from './known-records.ts'

const resolver = knownRecords({
  txt: {
    'plain.example': ['google-site-verification=x', 'v=spf1 ip4:192.0.2.0/24 -all'],
    'six.example': ['v=spf1 ip6:2001:db8::/32 ~all'],
    'service.example': ['v=spf1 include:amazonses.com ~all'],
    'amazonses.com': ['v=spf1 ip4:199.255.192.0/22 ip4:54.240.0.0/18 -all'],
    'hosts.example': ['v=spf1 a mx a:mail.example.net/28 -all'],
    'moved.example': ['v=spf1 redirect=plain.example'],
    'open.example': ['v=spf1 +all'],
    'endless.example': ['v=spf1 ip4:192.0.2.1'],
    'two.example': ['v=spf1 -all', 'v=spf1 ~all'],
    'dead.example': ['v=spf1 include:nothing.example -all'],
    'typo.example': ['v=spf1 ipv4:192.0.2.1 -all'],
    'not.example': ['v=spf1 -ip4:192.0.2.7 ip4:192.0.2.0/24 -all'],
    'loop.example': ['v=spf1 include:loop.example -all'],
    'many.example': [`v=spf1 ${Array.from({ length: 11 }, (_, index) => `include:s${index}.example`).join(' ')} -all`],
    'ten.example': [`v=spf1 ${Array.from({ length: 10 }, (_, index) => `include:s${index}.example`).join(' ')} -all`],
    ...Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`s${index}.example`, ['v=spf1 ip4:203.0.113.1 -all']])),
  },
  mx: { 'hosts.example': ['mx.hosts.example'] },
  addresses: { 'hosts.example': ['198.51.100.1'], 'mx.hosts.example': ['198.51.100.2'], 'mail.example.net': ['198.51.100.17'] },
})

test.each([
  ['plain.example', '192.0.2.200', true, 0],
  ['plain.example', '192.0.3.1', false, 0],
  ['plain.example', '2001:db8::1', false, 0],
  ['six.example', '2001:db8::25', true, 0],
  ['service.example', '54.240.8.1', true, 1],
  ['service.example', '192.0.2.1', false, 1],
  ['hosts.example', '198.51.100.1', true, 3],
  ['hosts.example', '198.51.100.2', true, 3],
  ['hosts.example', '198.51.100.30', true, 3],
  ['hosts.example', '198.51.100.40', false, 3],
  ['moved.example', '192.0.2.1', true, 1],
  ['not.example', '192.0.2.7', false, 0],
  ['not.example', '192.0.2.8', true, 0],
  ['ten.example', '203.0.113.1', true, 10],
])('%s: may %s send? %s, after %i questions', async (domain, ip, allows, lookups) => {
  expect(await readSpf(resolver, domain, ip)).toMatchObject({ allows, lookups, error: undefined })
})

test.each([
  ['two.example', 'more than one'],
  ['dead.example', 'nothing.example has no SPF record'],
  ['typo.example', '"ipv4:192.0.2.1" in the SPF record of typo.example is not known'],
  ['many.example', 'more than 10 questions'],
  ['loop.example', 'more than 10 questions'],
  ['nobody.example', 'no SPF record'],
])('%s cannot be evaluated: %s', async (domain, error) => {
  expect(await readSpf(resolver, domain, '192.0.2.1')).toMatchObject({ allows: undefined, error: expect.stringContaining(error) })
})

test('what is said about everybody else is read, also where a redirect says it', async () => {
  const all = async (domain: string): Promise<string | undefined> => (await readSpf(resolver, domain)).all
  expect([await all('open.example'), await all('endless.example'), await all('moved.example'), await all('service.example')]).toEqual([
    '+',
    undefined,
    '-',
    '~',
  ])
})
