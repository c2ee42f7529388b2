// What `oncue stop` and `oncue resume` are about: everything, a journey or one of its versions, or a template.

import type { StopScope } from '../model/stop.ts'
import { usageFailure } from './command-failure.ts'
import { wholeNumber } from './with-views.ts'

export const scopeFlags = {
  all: { type: 'boolean', description: 'Everything' },
  journey: { type: 'string', description: 'A journey', valueHint: 'name' },
  version: { type: 'string', description: 'Only this version of the journey', valueHint: 'n' },
  template: { type: 'string', description: 'A template', valueHint: 'name' },
} as const

export interface ScopeArgs {
  readonly all?: boolean | undefined
  readonly journey?: string | undefined
  readonly version?: string | undefined
  readonly template?: string | undefined
}

/** The scope that exactly one of the flags names. */
export function scopeOf({ all, journey, version, template }: ScopeArgs): StopScope {
  const named = [all === true, journey !== undefined, template !== undefined].filter(Boolean).length
  if (named !== 1) throw usageFailure('name exactly one of --all, --journey and --template')
  if (version !== undefined && journey === undefined) throw usageFailure('--version needs --journey')
  if (journey !== undefined) return version === undefined ? { journey } : { journey, version: wholeNumber(version, '--version') }
  return template === undefined ? { all: true } : { template }
}
