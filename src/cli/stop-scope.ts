// What `oncue stop` and `oncue resume` are about: everything, a journey or one of its versions, a template, or a sending domain.

import type { StopScope } from '../model/stop.ts'
import { usageFailure } from './command-failure.ts'
import { wholeNumber } from './with-views.ts'

/** What of the messages is named by where they come from in the definitions. */
export const sourceFlags = {
  all: { type: 'boolean', description: 'Everything' },
  journey: { type: 'string', description: 'A journey', valueHint: 'name' },
  version: { type: 'string', description: 'Only this version of the journey', valueHint: 'n' },
  template: { type: 'string', description: 'A template', valueHint: 'name' },
} as const

export const scopeFlags = {
  ...sourceFlags,
  domain: { type: 'string', description: 'Mails that come from a domain', valueHint: 'name' },
  advertising: { type: 'boolean', description: 'Only those of the domain that advertise; receipts and the like go on' },
} as const

export interface ScopeArgs {
  readonly all?: boolean | undefined
  readonly journey?: string | undefined
  readonly version?: string | undefined
  readonly template?: string | undefined
  readonly domain?: string | undefined
  readonly advertising?: boolean | undefined
}

/** The scope that exactly one of the flags names. */
export function scopeOf({ all, journey, version, template, domain, advertising }: ScopeArgs): StopScope {
  const named = [all === true, journey !== undefined, template !== undefined, domain !== undefined].filter(Boolean).length
  if (named !== 1) throw usageFailure('name exactly one of --all, --journey, --template and --domain')
  if (version !== undefined && journey === undefined) throw usageFailure('--version needs --journey')
  if (advertising === true && domain === undefined) throw usageFailure('--advertising needs --domain')
  if (domain !== undefined) return { domain: domain.toLowerCase(), ...(advertising === true && { purpose: 'advertising' }) }
  if (journey !== undefined) return version === undefined ? { journey } : { journey, version: wholeNumber(version, '--version') }
  return template === undefined ? { all: true } : { template }
}
