// Which sending domains were checked, and with what result: one small file a domain beside the keys. Says of which it is not known that receivers will
// take their mail; checks nothing itself.

import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { replaceFile } from '../settings/kept-file.ts'
import { isDomainName } from './domain-keys.ts'

export interface CheckedDomain {
  /** UTC milliseconds. */
  readonly at: number
  /** Names of the checks that failed, such as DKIM; none when receivers will take its mail. */
  readonly failed: readonly string[]
  /** Checks that could not be made, because the DNS did not answer. */
  readonly unknown?: readonly string[]
}

/** Keeps the result of a check. A server that asks before each mail sees the one before or this one. */
export function noteChecked(folder: string, domain: string, checked: CheckedDomain): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  replaceFile(fileOf(folder, domain), `${JSON.stringify(checked)}\n`)
}

/** The domains that were never checked, or of which a check failed, with what to do about each. */
export function uncheckedDomains(folder: string, domains: readonly string[]): readonly { readonly domain: string; readonly what: string }[] {
  return domains.filter(isDomainName).flatMap((domain) => {
    const todo = `run \`oncue domain check ${domain}\`, which names the exact records to set`
    const checked = readChecked(folder, domain)
    if (checked === undefined) return [{ domain, what: `mails come from ${domain}, and it was never checked whether receivers take them; ${todo}` }]
    const { failed } = checked
    return failed.length === 0 ? [] : [{ domain, what: `mails come from ${domain}, of which a check failed (${failed.join(', ')}); ${todo}` }]
  })
}

/** The records without which receivers take no mail. */
const needed: readonly string[] = ['SPF', 'DKIM', 'DMARC']
const believedMs = 1000

/**
 * Why no mail may come from a domain, asked before each; undefined when it was checked and the records are in place. The file of the last check is looked at every
 * second at most. `now`: UTC milliseconds.
 */
export function requireChecked(folder: string, now: () => number): (domain: string) => string | undefined {
  const known = new Map<string, { readonly at: number; readonly why: string | undefined }>()
  return (domain) => {
    const last = known.get(domain)
    if (last !== undefined && Math.abs(now() - last.at) < believedMs) return last.why
    const checked = isDomainName(domain) ? readChecked(folder, domain) : undefined
    const missing = [...(checked?.failed ?? []), ...(checked?.unknown ?? [])].filter((one) => needed.includes(one))
    const todo = `set its records, and run \`oncue domain check ${domain}\``
    const why =
      checked === undefined
        ? `${domain} was never checked, and uncheckedDomains is refuse; ${todo}`
        : missing.length > 0
          ? `${missing.join(', ')} of ${domain} not in place at the last check, and uncheckedDomains is refuse; ${todo}`
          : undefined
    known.set(domain, { at: now(), why })
    return why
  }
}

/** The last check; undefined when there was none, or its file is not whole: a check can be made again. */
export function readChecked(folder: string, domain: string): CheckedDomain | undefined {
  const file = fileOf(folder, domain)
  if (!existsSync(file)) return undefined
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as CheckedDomain
  } catch {
    return undefined
  }
}

function fileOf(folder: string, domain: string): string {
  return join(folder, `${domain}.checked`)
}
