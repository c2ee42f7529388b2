// Which sending domains were checked, and with what result: one small file a domain beside the keys. Says of which it is not known that receivers will
// take their mail; checks nothing itself.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDomainName } from './domain-keys.ts'

export interface CheckedDomain {
  /** UTC milliseconds. */
  readonly at: number
  /** Names of the checks that failed, such as DKIM; none when receivers will take its mail. */
  readonly failed: readonly string[]
}

/** Keeps the result of a check. */
export function noteChecked(folder: string, domain: string, checked: CheckedDomain): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(fileOf(folder, domain), `${JSON.stringify(checked)}\n`, { mode: 0o600 })
}

/** The domains that were never checked, or of which a check failed, with what to do about each. */
export function uncheckedDomains(folder: string, domains: readonly string[]): readonly { readonly domain: string; readonly what: string }[] {
  return domains.filter(isDomainName).flatMap((domain) => {
    const todo = `run \`oncue domain check ${domain}\`, which names the exact records to set`
    const file = fileOf(folder, domain)
    if (!existsSync(file)) return [{ domain, what: `mails come from ${domain}, and it was never checked whether receivers take them; ${todo}` }]
    const { failed } = JSON.parse(readFileSync(file, 'utf8')) as CheckedDomain
    return failed.length === 0 ? [] : [{ domain, what: `mails come from ${domain}, of which a check failed (${failed.join(', ')}); ${todo}` }]
  })
}

/** The last check; undefined when there was none. */
export function readChecked(folder: string, domain: string): CheckedDomain | undefined {
  const file = fileOf(folder, domain)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as CheckedDomain) : undefined
}

function fileOf(folder: string, domain: string): string {
  return join(folder, `${domain}.checked`)
}
