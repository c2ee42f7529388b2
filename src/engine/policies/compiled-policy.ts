// The workspace's policy as the rules look at it. compile-policy.ts makes it.

import type { TrackingMode } from '../../model/policy.ts'
import type { CompiledCondition, MemorySlot } from '../answer.ts'

export interface CompiledPolicy {
  /** Topics of mail that people must get. */
  readonly transactional: ReadonlySet<string>
  /** Whether a topic needs a yes. */
  readonly asksYes: (topic: string) => boolean
  readonly tracking: TrackingMode
  /** Whether a channel as a whole needs a yes. */
  readonly channelAsksYes: (channel: string) => boolean
  readonly holdoutPercent: number
  readonly quietHours: CompiledQuietHours | undefined
  readonly caps: readonly CompiledCap[]
}

export interface CompiledQuietHours {
  /** Minutes after local midnight. */
  readonly fromMinutes: number
  readonly toMinutes: number
  /** 0 is monday. */
  readonly weekdays: ReadonlySet<number>
  /** Undefined: the subscriber's. */
  readonly zone: string | undefined
  /** Undefined: all. */
  readonly topics: ReadonlySet<string> | undefined
  readonly words: string
}

export interface CompiledCap {
  readonly max: number
  readonly withinMs: number
  readonly channel: string
  readonly topic: string | undefined
  /** Only people for whom it holds. */
  readonly segment: CompiledCondition | undefined
  readonly skips: boolean
  /** When messages that count were sent. */
  readonly memory: MemorySlot
  readonly words: string
}
