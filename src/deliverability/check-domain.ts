// Whether a domain is ready to send: its DNS records, and what Gmail, Yahoo and Microsoft demand of who sends in bulk. Every finding says what
// was found and what to do. A question that the DNS did not answer is no failure of the domain, and no pass either.

import { mistake } from '../model/mistake.ts'
import { type DomainKey, publicHalf } from './domain-keys.ts'
import type { DomainResolver } from './resolver.ts'
import type { SendingWay } from './sending-way.ts'
import { mostLookups, readSpf } from './spf.ts'

export interface DomainFinding {
  readonly check: 'DKIM' | 'SPF' | 'DMARC' | 'alignment' | 'MX' | 'PTR' | 'TLS' | 'one-click unsubscribe' | 'own domain'
  /** unknown: it could not be found out. */
  readonly result: 'pass' | 'warn' | 'fail' | 'unknown'
  readonly found: string
  /** What to do; missing where nothing is. */
  readonly todo?: string
  /** Who demands it of bulk senders. */
  readonly demandedBy: readonly ('Gmail' | 'Yahoo' | 'Microsoft')[]
}

export interface DomainToCheck {
  readonly domain: string
  readonly key: DomainKey | undefined
  readonly way: SendingWay | undefined
  readonly bounceDomain: string | undefined
  readonly ip: string | undefined
}

type Found = Omit<DomainFinding, 'check' | 'demandedBy'>
type Check = (resolver: DomainResolver, about: DomainToCheck) => Promise<Found> | Found

const everybody = ['Gmail', 'Yahoo', 'Microsoft'] as const

const checks: readonly (Pick<DomainFinding, 'check' | 'demandedBy'> & { readonly run: Check })[] = [
  { check: 'own domain', demandedBy: ['Gmail', 'Yahoo'], run: (_, about) => ownDomain(about) },
  { check: 'DKIM', demandedBy: everybody, run: dkim },
  { check: 'SPF', demandedBy: everybody, run: spf },
  { check: 'DMARC', demandedBy: everybody, run: dmarc },
  { check: 'alignment', demandedBy: everybody, run: (_, about) => alignment(about) },
  { check: 'MX', demandedBy: ['Microsoft'], run: mx },
  { check: 'PTR', demandedBy: ['Gmail', 'Yahoo'], run: ptr },
  { check: 'TLS', demandedBy: ['Gmail'], run: (_, about) => tls(about) },
  { check: 'one-click unsubscribe', demandedBy: ['Gmail', 'Yahoo'], run: () => oneClick },
]

/** All checks, in a fixed order. */
export async function checkDomain(resolver: DomainResolver, about: DomainToCheck): Promise<readonly DomainFinding[]> {
  return Promise.all(checks.map(async ({ check, demandedBy, run }) => ({ check, demandedBy, ...(await answered(() => run(resolver, about))) })))
}

async function answered(ask: () => Promise<Found> | Found): Promise<Found> {
  try {
    return await ask()
  } catch (error) {
    return { result: 'unknown', found: mistake('dns-silent', { words: error instanceof Error ? error.message : String(error) }), todo: mistake('dns-again') }
  }
}

const freemail: ReadonlySet<string> = new Set([
  'gmail.com',
  'googlemail.com',
  'yahoo.com',
  'outlook.com',
  'hotmail.com',
  'live.com',
  'icloud.com',
  'aol.com',
  'gmx.de',
  'web.de',
])

function ownDomain({ domain }: DomainToCheck): Found {
  if (!freemail.has(domain)) return { result: 'pass', found: mistake('domain-own', { domain }) }
  return { result: 'fail', found: mistake('domain-freemail', { domain }), todo: mistake('domain-take-own') }
}

async function dkim(resolver: DomainResolver, { domain, key, way }: DomainToCheck): Promise<Found> {
  if (way?.takesSource === false) {
    return { result: 'unknown', found: mistake('dkim-by-service', { service: way.kind }), todo: mistake('dkim-of-service', { service: way.kind, domain }) }
  }
  if (key === undefined) return { result: 'fail', found: mistake('dkim-no-key'), todo: mistake('dkim-make-key', { domain }) }
  const record = `${key.selector}._domainkey.${domain}`
  const setIt = mistake('set-txt', { record, text: `v=DKIM1; k=rsa; p=${publicHalf(key)}` })
  const records = (await resolver.txt(record)).filter((text) => /(^|;)\s*p=/.test(text))
  const [text] = records
  if (text === undefined) return { result: 'fail', found: mistake('dkim-none', { record }), todo: setIt }
  if (records.length > 1) return { result: 'fail', found: mistake('dkim-several', { record, count: records.length }), todo: mistake('dkim-leave-one') }
  const published = /(?:^|;)\s*p=([^;]*)/.exec(text)?.[1]?.replace(/\s/g, '')
  if (published === publicHalf(key)) {
    const isTest = /(?:^|;)\s*t=[^;]*\by\b/.test(text)
    return isTest
      ? { result: 'warn', found: mistake('dkim-test', { record }), todo: mistake('dkim-no-test') }
      : { result: 'pass', found: mistake('dkim-right', { record }) }
  }
  const found = published === '' ? mistake('dkim-withdrawn', { record }) : mistake('dkim-another', { record })
  return { result: 'fail', found, todo: setIt }
}

async function spf(resolver: DomainResolver, { domain, way, bounceDomain, ip }: DomainToCheck): Promise<Found> {
  const returnDomain = bounceDomain ?? domain
  const read = await readSpf(resolver, returnDomain, ip)
  const sender = way?.spf ?? (ip === undefined ? undefined : `${ip.includes(':') ? 'ip6' : 'ip4'}:${ip}`)
  if (read.records.length === 0) {
    if (way?.hasOwnReturnPath === true) {
      return {
        result: 'warn',
        found: mistake('spf-own-return', { domain: returnDomain, service: way.kind }),
        todo: mistake('spf-return-path', { service: way.kind }),
      }
    }
    const todo =
      sender === undefined ? mistake('spf-ask-provider', { domain: returnDomain }) : mistake('set-txt', { record: returnDomain, text: `v=spf1 ${sender} ~all` })
    return { result: 'fail', found: mistake('spf-none', { domain: returnDomain }), todo }
  }
  if (read.error !== undefined)
    return {
      result: 'fail',
      found: mistake('spf-broken', { mistake: read.error }),
      todo: mistake('spf-limits'),
    }
  if (read.all === '+' || read.all === '?' || read.all === undefined) {
    return {
      result: 'fail',
      found: read.all === '+' ? mistake('spf-open', { domain: returnDomain }) : mistake('spf-open-others', { domain: returnDomain }),
      todo: mistake('spf-close'),
    }
  }
  const named = way?.spf?.replace('include:', '')
  if (read.allows === false || (read.allows === undefined && named !== undefined && !read.domains.includes(named))) {
    const name = (read.allows === false ? ip : way?.kind) ?? ''
    return { result: 'fail', found: mistake('spf-unnamed', { name }), todo: mistake('spf-add', { text: sender ?? '' }) }
  }
  const questions = { count: read.lookups, max: mostLookups }
  if (read.allows === undefined && named === undefined)
    return {
      result: 'warn',
      found: mistake('spf-unsure', questions),
      todo: mistake('spf-say-address', { domain }),
    }
  return { result: 'pass', found: mistake('spf-right', questions) }
}

/** The nearest policy above the name (RFC 9989: up the tree, not by a list of suffixes). */
async function dmarc(resolver: DomainResolver, { domain }: DomainToCheck): Promise<Found> {
  const todo = mistake('set-txt', { record: `_dmarc.${domain}`, text: `v=DMARC1; p=none; rua=mailto:postmaster@${domain}` })
  const labels = domain.split('.')
  for (let from = 0; labels.length - from >= 2; from += 1) {
    const record = `_dmarc.${labels.slice(from).join('.')}`
    const records = (await resolver.txt(record)).filter((text) => /^v=DMARC1\s*(;|$)/.test(text))
    if (records.length > 1) return { result: 'fail', found: mistake('dmarc-several', { record, count: records.length }), todo: mistake('dmarc-leave-one') }
    const [text] = records
    if (text === undefined) continue
    const policy = /;\s*p=\s*(\w+)/i.exec(text)?.[1]?.toLowerCase()
    if (policy === undefined || !['none', 'quarantine', 'reject'].includes(policy))
      return { result: 'fail', found: mistake('dmarc-no-policy', { record }), todo }
    if (!/;\s*rua=/i.test(text))
      return { result: 'warn', found: mistake('dmarc-no-reports', { record, policy }), todo: mistake('dmarc-add-reports', { domain }) }
    return { result: 'pass', found: mistake('dmarc-right', { record, policy }) }
  }
  return { result: 'fail', found: mistake('dmarc-none', { domain }), todo }
}

function alignment({ domain, key, way, bounceDomain }: DomainToCheck): Found {
  const byDkim = key !== undefined && way?.takesSource !== false
  const bySpf = way?.hasOwnReturnPath !== true && isAligned(domain, bounceDomain ?? domain)
  if (byDkim && bySpf) return { result: 'pass', found: mistake('aligned-both', { domain }) }
  if (byDkim || bySpf) return { result: 'pass', found: mistake('aligned-one', { name: byDkim ? 'DKIM' : 'SPF', domain }) }
  if (way?.hasOwnReturnPath === true) {
    const service = way.kind
    return { result: 'unknown', found: mistake('aligned-by-service', { service }), todo: mistake('aligned-have-sign', { service, domain }) }
  }
  return {
    result: 'fail',
    found: mistake('aligned-not', { name: bounceDomain ?? domain, domain }),
    todo: mistake('aligned-make', { domain }),
  }
}

/** Relaxed: one is the other, or lies below it. */
function isAligned(one: string, other: string): boolean {
  return one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`)
}

async function mx(resolver: DomainResolver, { domain, bounceDomain, way }: DomainToCheck): Promise<Found> {
  if ((await resolver.mx(domain)).length === 0) {
    return { result: 'warn', found: mistake('mx-none', { domain }), todo: mistake('mx-set', { domain }) }
  }
  if (bounceDomain !== undefined && way?.hasOwnReturnPath !== true && (await resolver.mx(bounceDomain)).length === 0) {
    return {
      result: 'fail',
      found: mistake('mx-no-bounces', { domain: bounceDomain }),
      todo: mistake('mx-set-here', { domain: bounceDomain }),
    }
  }
  return { result: 'pass', found: mistake('mx-right') }
}

async function ptr(resolver: DomainResolver, { domain, ip, way }: DomainToCheck): Promise<Found> {
  if (ip === undefined) {
    if (way !== undefined && way.kind !== 'smtp') return { result: 'pass', found: mistake('ptr-of-service', { service: way.kind }) }
    return {
      result: 'unknown',
      found: mistake('ptr-unknown'),
      todo: mistake('ptr-say-address', { domain }),
    }
  }
  const names = await resolver.names(ip)
  const [first] = names
  if (first === undefined) return { result: 'fail', found: mistake('ptr-none', { address: ip }), todo: mistake('ptr-set', { address: ip }) }
  for (const name of names) if ((await resolver.addresses(name)).includes(ip)) return { result: 'pass', found: mistake('ptr-right', { address: ip, name }) }
  const found = mistake('ptr-wrong', { address: ip, names: names.join(', ') })
  return { result: 'fail', found, todo: mistake('ptr-set-address', { name: first, address: ip }) }
}

function tls({ way }: DomainToCheck): Found {
  if (way === undefined) return { result: 'unknown', found: mistake('tls-nobody'), todo: mistake('tls-set-way') }
  if (way.isEncrypted) return { result: 'pass', found: mistake('tls-right') }
  return {
    result: 'warn',
    found: mistake('tls-where-offered'),
    todo: mistake('tls-take-smtps'),
  }
}

const oneClick: Found = { result: 'pass', found: mistake('one-click-right') }
