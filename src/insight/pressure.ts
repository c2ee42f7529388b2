// How much somebody was written to lately, held against each cap: what was sent within its window, and from when on there is room. It reads; the rule that
// decides is src/engine/policies/frequency-caps.ts.

import type { Program } from '../engine/program.ts'
import type { SubscriberState } from '../engine/state.ts'
import { zoneOf } from '../engine/turn.ts'

export interface Pressure {
  readonly words: string
  readonly channel: string
  readonly topic: string | null
  /** False where the cap is for other people than this one. */
  readonly applies: boolean
  readonly max: number
  readonly withinMs: number
  /** When those that count were sent, oldest first. */
  readonly sentAt: readonly number[]
  /** From when on one more may go; null where it may now. */
  readonly roomFrom: number | null
  /** Whether one too many is not sent at all, instead of waiting. */
  readonly skips: boolean
}

export function pressureOn(program: Program | undefined, state: SubscriberState, now: number): readonly Pressure[] {
  return (program?.policy.caps ?? []).map(({ words, channel, topic, segment, max, withinMs, memory, skips }) => {
    const sentAt = ((state.memories.get(memory.id) ?? []) as readonly number[]).filter((at) => now - at < withinMs).toSorted((one, other) => one - other)
    const frees = sentAt[sentAt.length - max]
    return {
      words,
      channel,
      topic: topic ?? null,
      applies:
        segment === undefined || segment.evaluate({ state, now: Math.max(now, state.now), zone: zoneOf(program as Program, state), passage: undefined }).value,
      max,
      withinMs,
      sentAt,
      roomFrom: frees === undefined ? null : frees + withinMs,
      skips,
    }
  })
}
