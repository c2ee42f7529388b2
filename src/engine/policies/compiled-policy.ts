// The workspace's policy as the rules look at it. compile-policy.ts makes it.

import type { Guard } from '../../model/guard.ts'
import type { TrackingMode } from '../../model/policy.ts'
import type { Sender } from '../../model/sender.ts'
import type { CompiledCondition, MemorySlot } from '../answer.ts'

export interface CompiledPolicy {
  /** Topics of mail that people must get. */
  readonly transactional: ReadonlySet<string>
  /** Whether a topic needs a yes. */
  readonly asksYes: (topic: string) => boolean
  readonly tracking: TrackingMode
  readonly optIn: CompiledOptIn
  /** Whether a channel as a whole needs a yes. */
  readonly channelAsksYes: (channel: string) => boolean
  readonly holdoutPercent: number
  readonly quietHours: CompiledQuietHours | undefined
  readonly caps: readonly CompiledCap[]
  /** The domain of the workspace's sender. */
  readonly domain: string | undefined
  /** Domains about which something is declared. */
  readonly domains: ReadonlyMap<string, CompiledDomain>
  /** What the workspace says about the guard over journeys. */
  readonly guard: Guard | undefined
  /** When mails were opened or clicked by a human, for who goes first; empty where nobody ever waits for that. */
  readonly engaged: readonly MemorySlot[]
}

export interface CompiledDomain {
  readonly warmUp: CompiledWarmUp | undefined
  /** Undefined: nothing watches it. */
  readonly watch: CompiledWatch | undefined
}

export interface CompiledWarmUp {
  /** The day as it was declared. */
  readonly from: string
  /** The same, as days since 1970-01-01. */
  readonly firstDay: number
  /** Whose days they are. */
  readonly zone: string
  readonly volumes: readonly number[]
  readonly beyond: Sender | undefined
}

export interface CompiledWatch {
  readonly withinMs: number
  readonly withinText: string
  readonly atLeast: number
  /** Percent. */
  readonly complaints: { readonly slow: number; readonly stop: number }
  readonly bounces: { readonly slow: number; readonly stop: number }
  readonly slowBy: number
  readonly lifts: 'by hand' | 'when clean'
}

/** How a double opt-in is asked for. */
export interface CompiledOptIn {
  /** The workspace's own template; undefined: the one that comes with Oncue. */
  readonly template: string | undefined
  readonly expiresMs: number
  /** The same is asked again after this long at the earliest. */
  readonly againMs: number
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
  readonly words: (zone: string) => string
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
