// The pool of discount codes from which the reader of a message gets one: a pool that is declared.

import { mistake } from '../../model/mistake.ts'
import type { StepContext } from './step-context.ts'

/** What an effect says of it. Reports a pool that is not there. */
export function poolOf(code: string | undefined, context: StepContext): { readonly code?: string } {
  if (code === undefined) return {}
  if (!context.names.pools.has(code)) {
    const fix = mistake('declare-codes', { name: code })
    context.problem({ code: 'send.pool', message: mistake('no-pool', { name: code }), fix, path: [...context.path, 'code'] })
  }
  return { code }
}
