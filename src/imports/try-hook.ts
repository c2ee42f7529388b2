// What a call of another system would become, and where its hook looks for what is not there. It asks for no signature and takes nothing in.

import type { InboundHook } from '../model/inbound-hook.ts'
import { type HookCall, type MappedCall, mapHook, missingIn } from './map-hook.ts'

export interface TriedCall {
  /** From 0; null when no rule fits. */
  readonly rule: number | null
  readonly messages: MappedCall['messages']
  /** The address that alone says who it is; null otherwise. */
  readonly byAddress: string | null
  /** Paths of the rule at which nothing stands. */
  readonly missing: readonly string[]
}

/** Tries a call. */
export function tryHook(hook: InboundHook, call: HookCall): TriedCall {
  const { rule, messages, email } = mapHook(hook, call)
  const used = rule === undefined ? undefined : hook.take[rule]
  return { rule: rule ?? null, messages, byAddress: email ?? null, missing: used === undefined ? [] : missingIn(used, call) }
}
