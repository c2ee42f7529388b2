// Whether a domain is ready to send: its DNS records, and what Gmail, Yahoo and Microsoft demand of who sends in bulk. Every finding says what
// was found and what to do. A question that the DNS did not answer is no failure of the domain, and no pass either.

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
    return { result: 'unknown', found: `the DNS did not answer: ${error instanceof Error ? error.message : String(error)}`, todo: 'try again' }
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
  if (!freemail.has(domain)) return { result: 'pass', found: `${domain} is no domain of a mailbox provider` }
  return { result: 'fail', found: `${domain} belongs to a mailbox provider, which lets nobody else send for it`, todo: 'send from a domain of your own' }
}

async function dkim(resolver: DomainResolver, { domain, key, way }: DomainToCheck): Promise<Found> {
  if (way?.takesSource === false) {
    return { result: 'unknown', found: `${way.kind} lays mails out and signs them itself`, todo: `set the DKIM records that ${way.kind} shows for ${domain}` }
  }
  if (key === undefined) return { result: 'fail', found: 'there is no key', todo: `run oncue domain add ${domain}` }
  const name = `${key.selector}._domainkey.${domain}`
  const value = `v=DKIM1; k=rsa; p=${publicHalf(key)}`
  const records = (await resolver.txt(name)).filter((text) => /(^|;)\s*p=/.test(text))
  const [record] = records
  if (record === undefined) return { result: 'fail', found: `${name} has no key`, todo: `set TXT ${name} to: ${value}` }
  if (records.length > 1) return { result: 'fail', found: `${name} has ${records.length} keys`, todo: 'leave only the one of oncue domain add' }
  const published = /(?:^|;)\s*p=([^;]*)/.exec(record)?.[1]?.replace(/\s/g, '')
  if (published === publicHalf(key)) {
    const isTest = /(?:^|;)\s*t=[^;]*\by\b/.test(record)
    return isTest
      ? { result: 'warn', found: `${name} is marked as a test (t=y)`, todo: 'take t=y out' }
      : { result: 'pass', found: `${name} holds the key that signs` }
  }
  const found = published === '' ? `${name} says that its key was withdrawn` : `${name} holds another key than the one that signs`
  return { result: 'fail', found, todo: `set TXT ${name} to: ${value}` }
}

async function spf(resolver: DomainResolver, { domain, way, bounceDomain, ip }: DomainToCheck): Promise<Found> {
  const returnDomain = bounceDomain ?? domain
  const read = await readSpf(resolver, returnDomain, ip)
  const fix = way?.spf ?? (ip === undefined ? 'what your mail provider names' : `${ip.includes(':') ? 'ip6' : 'ip4'}:${ip}`)
  if (read.records.length === 0) {
    if (way?.hasOwnReturnPath === true) {
      return {
        result: 'warn',
        found: `${returnDomain} has no SPF record; ${way.kind} sends with a return path of its own`,
        todo: `set up a return path of your own at ${way.kind}`,
      }
    }
    return { result: 'fail', found: `${returnDomain} has no SPF record`, todo: `set TXT ${returnDomain} to: v=spf1 ${fix} ~all` }
  }
  if (read.error !== undefined)
    return {
      result: 'fail',
      found: `receivers cannot evaluate it: ${read.error}`,
      todo: 'one record, at most ten include, a, mx and exists in all, each leading to a record',
    }
  if (read.all === '+' || read.all === '?' || read.all === undefined) {
    return {
      result: 'fail',
      found: `it lets ${read.all === '+' ? 'everybody' : 'anybody whom it does not name'} send for ${returnDomain}`,
      todo: 'end it with ~all or -all',
    }
  }
  const named = way?.spf?.replace('include:', '')
  if (read.allows === false || (read.allows === undefined && named !== undefined && !read.domains.includes(named))) {
    return { result: 'fail', found: `it does not name ${read.allows === false ? ip : way?.kind} as a sender`, todo: `put ${fix} into it` }
  }
  const lookups = `${read.lookups} of ${mostLookups} questions`
  if (read.allows === undefined && named === undefined)
    return {
      result: 'warn',
      found: `it can be evaluated (${lookups}); whether it names your mail server is not known`,
      todo: 'say from which address mails leave: --ip',
    }
  return { result: 'pass', found: `it names who sends, with ${lookups}` }
}

/** The nearest policy above the name (RFC 9989: up the tree, not by a list of suffixes). */
async function dmarc(resolver: DomainResolver, { domain }: DomainToCheck): Promise<Found> {
  const todo = `set TXT _dmarc.${domain} to: v=DMARC1; p=none; rua=mailto:postmaster@${domain}`
  const labels = domain.split('.')
  for (let from = 0; labels.length - from >= 2; from += 1) {
    const name = `_dmarc.${labels.slice(from).join('.')}`
    const records = (await resolver.txt(name)).filter((text) => /^v=DMARC1\s*(;|$)/.test(text))
    if (records.length > 1) return { result: 'fail', found: `${name} has ${records.length} policies, so none counts`, todo: 'leave one' }
    const [record] = records
    if (record === undefined) continue
    const policy = /;\s*p=\s*(\w+)/i.exec(record)?.[1]?.toLowerCase()
    if (policy === undefined || !['none', 'quarantine', 'reject'].includes(policy)) return { result: 'fail', found: `${name} names no policy`, todo }
    if (!/;\s*rua=/i.test(record))
      return { result: 'warn', found: `${name} says p=${policy}, and nobody gets the reports`, todo: `add rua=mailto:postmaster@${domain}` }
    return { result: 'pass', found: `${name} says p=${policy}` }
  }
  return { result: 'fail', found: `neither _dmarc.${domain} nor a domain above has a policy`, todo }
}

function alignment({ domain, key, way, bounceDomain }: DomainToCheck): Found {
  const byDkim = key !== undefined && way?.takesSource !== false
  const bySpf = way?.hasOwnReturnPath !== true && isAligned(domain, bounceDomain ?? domain)
  const ways = [...(byDkim ? ['DKIM'] : []), ...(bySpf ? ['SPF'] : [])]
  if (ways.length > 0) return { result: 'pass', found: `${ways.join(' and ')} ${ways.length === 1 ? 'speaks' : 'speak'} for ${domain} itself` }
  if (way?.hasOwnReturnPath === true) return { result: 'unknown', found: `${way.kind} signs`, todo: `have ${way.kind} sign for ${domain}` }
  return {
    result: 'fail',
    found: `neither a signature nor the return path (${bounceDomain}) is of ${domain}`,
    todo: `run oncue domain add ${domain}, or let bounces go to a domain below it`,
  }
}

/** Relaxed: one is the other, or lies below it. */
function isAligned(one: string, other: string): boolean {
  return one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`)
}

async function mx(resolver: DomainResolver, { domain, bounceDomain, way }: DomainToCheck): Promise<Found> {
  if ((await resolver.mx(domain)).length === 0) {
    return { result: 'warn', found: `nobody takes mail for ${domain}: answers do not arrive`, todo: `set MX ${domain} to your mail provider` }
  }
  if (bounceDomain !== undefined && way?.hasOwnReturnPath !== true && (await resolver.mx(bounceDomain)).length === 0) {
    return {
      result: 'fail',
      found: `nobody takes mail for ${bounceDomain}: bounces do not come back`,
      todo: `set MX ${bounceDomain} to 10 and the name of this server`,
    }
  }
  return { result: 'pass', found: 'answers and bounces arrive' }
}

async function ptr(resolver: DomainResolver, { ip, way }: DomainToCheck): Promise<Found> {
  if (ip === undefined) {
    if (way !== undefined && way.kind !== 'smtp') return { result: 'pass', found: `${way.kind} answers for its addresses` }
    return {
      result: 'unknown',
      found: 'it is not known from which address mails leave',
      todo: 'say it with --ip; for a provider that sends for you it is theirs',
    }
  }
  const names = await resolver.names(ip)
  if (names.length === 0)
    return { result: 'fail', found: `${ip} has no name`, todo: `have whoever gave you ${ip} set its PTR record to the name of your mail server` }
  for (const name of names) if ((await resolver.addresses(name)).includes(ip)) return { result: 'pass', found: `${ip} is ${name}, and ${name} is ${ip}` }
  return { result: 'fail', found: `${ip} is called ${names.join(', ')}, which does not lead back to it`, todo: `set A ${names[0]} to ${ip}` }
}

function tls({ way }: DomainToCheck): Found {
  if (way === undefined) return { result: 'unknown', found: 'nobody sends yet', todo: 'set mailUrl (ONCUE_MAIL_URL)' }
  if (way.isEncrypted) return { result: 'pass', found: 'mails leave this machine under TLS' }
  return {
    result: 'warn',
    found: 'mails leave this machine under TLS only where the mail server offers it',
    todo: 'use smtps://, unless the mail server is on this machine',
  }
}

const oneClick: Found = { result: 'pass', found: 'every mail that advertises has List-Unsubscribe and List-Unsubscribe-Post (RFC 8058)' }
