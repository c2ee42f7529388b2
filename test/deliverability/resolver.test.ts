// The checks of a domain against a name server that really answers, or does not.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkDomain, type DomainFinding } from '../../src/deliverability/check-domain.ts'
import { ensureDomainKey, publicHalf } from '../../src/deliverability/domain-keys.ts'
import { type DomainResolver, dnsResolver } from '../../src/deliverability/resolver.ts'
import { readSpf } from '../../src/deliverability/spf.ts'
import { type NameServer, openNameServer } from './name-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'oncue-dns-'))
const key = ensureDomainKey(folder, { domain: 'good.example', selector: 'oncue', now: 0 })
const published = `v=DKIM1; k=rsa; p=${publicHalf(key)}`
const includes = (count: number): string => Array.from({ length: count }, (_, index) => `include:s${index}.example`).join(' ')

let server: NameServer
let resolver: DomainResolver
beforeAll(async () => {
  server = await openNameServer({
    'good.example': { TXT: [['some-site=verification'], ['v=spf1 include:_spf.', 'provider.example ~all']], MX: ['20 b.good.example', '10 a.good.example'] },
    // A record of DKIM is longer than the 255 characters of one string.
    'oncue._domainkey.good.example': { TXT: [[published.slice(0, 200), published.slice(200, 400), published.slice(400)]] },
    '_dmarc.good.example': { TXT: [['v=DMARC1; p=reject; rua=mailto:d@good.example']] },
    '_spf.provider.example': { TXT: [['v=spf1 ip4:192.0.2.0/24 -all']] },
    // The key as sending services have it set: by an alias.
    'oncue._domainkey.alias.example': { CNAME: 'oncue._domainkey.good.example' },
    '_dmarc.twice.example': { TXT: [['v=DMARC1; p=none'], ['v=DMARC1; p=reject']] },
    'many.example': { TXT: [[`v=spf1 ${includes(11)} -all`]] },
    ...Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`s${index}.example`, { TXT: [['v=spf1 ip4:192.0.2.1 -all']] }] as const)),
    'ten.example': { TXT: [[`v=spf1 ${includes(10)} ip4:192.0.2.9 -all`]] },
    'hollow.example': { TXT: [['v=spf1 include:nothing.example -all']] },
    'round.example': { TXT: [['v=spf1 redirect=about.example']] },
    'about.example': { TXT: [['v=spf1 redirect=round.example']] },
    'self.example': { TXT: [['v=spf1 include:self.example -all']] },
    'half.example': { TXT: [['v=spf1 include:failing.example -all']] },
    'failing.example': 'SERVFAIL',
    'refusing.example': 'REFUSED',
    'silent.example': 'silent',
    'nomail.example': { MX: ['0 '] },
    'plain.example': { A: ['192.0.2.7'] },
  })
  resolver = dnsResolver(server.address, { timeoutMs: 100, tries: 1 })
})
afterAll(() => {
  server?.close()
  rmSync(folder, { recursive: true })
})

const check = async (domain: string, name: DomainFinding['check'], more: object = {}): Promise<Pick<DomainFinding, 'result' | 'found'> | undefined> =>
  (await checkDomain(resolver, { domain, key, way: undefined, bounceDomain: undefined, ip: '192.0.2.9', ...more })).find((one) => one.check === name)

test('pieces of a text are one record, an alias is followed, and other texts of the domain are nothing', async () => {
  expect(await resolver.txt('good.example')).toEqual(['some-site=verification', 'v=spf1 include:_spf.provider.example ~all'])
  expect(await resolver.mx('good.example')).toEqual(['a.good.example', 'b.good.example'])
  expect(await check('good.example', 'DKIM')).toMatchObject({ result: 'pass' })
  expect(await check('alias.example', 'DKIM')).toMatchObject({ result: 'pass' })
  expect(await check('good.example', 'SPF')).toMatchObject({ result: 'pass' })
  expect(await check('good.example', 'DMARC')).toMatchObject({ result: 'pass' })
})

test('a name without records, and a domain that says it takes no mail, are answers', async () => {
  expect(await resolver.txt('nobody.example')).toEqual([])
  expect(await resolver.txt('plain.example')).toEqual([])
  expect(await resolver.addresses('plain.example')).toEqual(['192.0.2.7'])
  expect(await resolver.mx('nomail.example')).toEqual([])
  for (const name of ['SPF', 'DKIM', 'DMARC'] as const) expect(await check('nobody.example', name), name).toMatchObject({ result: 'fail' })
})

test('two records of DMARC are none, and an eleventh question of SPF ends it', async () => {
  expect(await check('twice.example', 'DMARC')).toMatchObject({ result: 'fail', found: expect.stringContaining('2') })
  expect(await readSpf(resolver, 'ten.example', '192.0.2.9')).toMatchObject({ lookups: 10, allows: true, error: undefined })
  expect(await readSpf(resolver, 'many.example', '192.0.2.1')).toMatchObject({ allows: undefined, error: expect.stringContaining('10') })
  expect(await readSpf(resolver, 'hollow.example', '192.0.2.1')).toMatchObject({ error: expect.stringContaining('nothing.example') })
})

test('policies that lead in a circle end at the eleventh question', async () => {
  for (const domain of ['round.example', 'self.example'])
    expect(await readSpf(resolver, domain, '192.0.2.1'), domain).toMatchObject({ lookups: 11, allows: undefined, error: expect.stringContaining('10') })
})

test.each(['half.example', 'failing.example', 'refusing.example', 'silent.example'])(
  'a name server that does not answer is neither a pass nor a failure: %s',
  async (domain) => {
    expect(await check(domain, 'SPF')).toMatchObject({ result: 'unknown', found: expect.stringContaining('DNS') })
  },
)
