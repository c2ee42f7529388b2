// SPF (RFC 7208) of one domain: whether there is one policy, whether receivers can evaluate it within ten questions, and whether it lets an
// address send. Follows includes and redirects as a receiver would.

import { BlockList, isIP } from 'node:net'
import { mistake } from '../model/mistake.ts'
import type { DomainResolver } from './resolver.ts'

export interface SpfReading {
  readonly records: readonly string[]
  /** Terms that make a receiver ask the DNS; more than ten are an error. */
  readonly lookups: number
  /** What happens to everybody who is not named: + - ~ ?; undefined when it is not said. */
  readonly all: '+' | '-' | '~' | '?' | undefined
  /** Every domain whose policy was read, this one included. */
  readonly domains: readonly string[]
  /** Whether the address may send; undefined when none was asked about, or the policy cannot be evaluated. */
  readonly allows: boolean | undefined
  /** Why receivers cannot evaluate it. */
  readonly error: string | undefined
}

export const mostLookups = 10

interface Walk {
  readonly resolver: DomainResolver
  readonly ip: string | undefined
  readonly domains: string[]
  lookups: number
  error: string | undefined
}

/** Reads the policy of a domain as a receiver would. Rejects when the DNS does not answer. */
export async function readSpf(resolver: DomainResolver, domain: string, ip?: string): Promise<SpfReading> {
  const walk: Walk = { resolver, ip, domains: [], lookups: 0, error: undefined }
  const records = await policiesOf(resolver, domain)
  const { all, verdict } = await evaluate(walk, domain)
  const isOver = walk.lookups > mostLookups
  const error = walk.error ?? (isOver ? mistake('spf-lookups', { count: mostLookups }) : undefined)
  return { records, lookups: walk.lookups, all, domains: walk.domains, error, allows: ip === undefined || error !== undefined ? undefined : verdict === '+' }
}

async function policiesOf(resolver: DomainResolver, domain: string): Promise<readonly string[]> {
  return (await resolver.txt(domain)).filter((text) => /^v=spf1(\s|$)/i.test(text))
}

type Qualifier = '+' | '-' | '~' | '?'
interface Evaluated {
  readonly all: Qualifier | undefined
  /** What the first term that fits says. */
  readonly verdict: Qualifier | undefined
}

/** Reads all terms, also behind one that fits: the number of questions must hold for every sender. */
async function evaluate(walk: Walk, domain: string): Promise<Evaluated> {
  walk.domains.push(domain)
  const [policy, another] = await policiesOf(walk.resolver, domain)
  if (policy === undefined) return giveUp(walk, mistake('spf-none', { domain }))
  if (another !== undefined) return giveUp(walk, mistake('spf-several', { domain }))
  let verdict: Qualifier | undefined
  let all: Qualifier | undefined
  let redirect: string | undefined
  for (const term of policy.trim().split(/\s+/).slice(1)) {
    const modifier = /^([a-z][\w.-]*)=(.*)$/i.exec(term)
    if (modifier !== null) {
      if (modifier[1]?.toLowerCase() === 'redirect') redirect = modifier[2]
      continue
    }
    const [, sign = '', name = '', value = ''] = /^([+~?-]?)([a-z0-9]+)(.*)$/i.exec(term) ?? []
    const qualifier = (sign === '' ? '+' : sign) as Qualifier
    const kind = name.toLowerCase()
    if (kind === 'all') {
      all = qualifier
      verdict ??= qualifier
      break
    }
    const fits = await termFits(walk, { kind, value, domain, term })
    if (walk.lookups > mostLookups || walk.error !== undefined) return { all, verdict: undefined }
    if (fits) verdict ??= qualifier
  }
  if (all === undefined && redirect !== undefined) {
    walk.lookups += 1
    // Two that lead to each other would be asked for ever.
    if (walk.lookups > mostLookups) return { all, verdict: undefined }
    const next = await evaluate(walk, redirect)
    return { all: next.all, verdict: verdict ?? next.verdict }
  }
  return { all, verdict }
}

function giveUp(walk: Walk, error: string): Evaluated {
  walk.error ??= error
  return { all: undefined, verdict: undefined }
}

async function termFits(walk: Walk, { kind, value, domain, term }: { kind: string; value: string; domain: string; term: string }): Promise<boolean> {
  const { resolver, ip } = walk
  if (kind === 'ip4' || kind === 'ip6') return ip !== undefined && isWithin(ip, value.slice(1))
  const [, named = '', prefix = ''] = /^(?::([^/]+))?(\/.*)?$/.exec(value) ?? []
  const target = named === '' ? domain : named
  if (!['include', 'a', 'mx', 'ptr', 'exists'].includes(kind)) {
    walk.error ??= mistake('spf-term', { term, domain })
    return false
  }
  walk.lookups += 1
  if (walk.lookups > mostLookups) return false
  // Macros stand for the sender at hand; what they lead to cannot be read in advance.
  if (target.includes('%') || kind === 'ptr' || kind === 'exists') return false
  if (kind === 'include') return (await evaluate(walk, target)).verdict === '+'
  const hosts = kind === 'a' ? [target] : await resolver.mx(target)
  for (const host of hosts) {
    for (const address of await resolver.addresses(host))
      if (ip !== undefined && isWithin(ip, `${address}${isIP(address) === 4 ? prefix.split('//')[0] : ''}`)) return true
  }
  return false
}

function isWithin(ip: string, range: string): boolean {
  const [address = '', length] = range.split('/')
  const family = isIP(address)
  if (family === 0 || family !== isIP(ip)) return false
  const type = family === 4 ? 'ipv4' : 'ipv6'
  const list = new BlockList()
  const bits = length === undefined || length === '' ? (family === 4 ? 32 : 128) : Number(length)
  if (!Number.isInteger(bits) || bits < 0 || bits > (family === 4 ? 32 : 128)) return false
  list.addSubnet(address, bits, type)
  return list.check(ip, type)
}
