// What the reading commands ask for, in the shapes that `--json` prints (docs/reference/cli.md). Instants are UTC
// milliseconds; what does not exist is null, so that every key is always there.

import type { Decision } from '../model/decision.ts'
import type { JsonObject } from '../model/json.ts'

export interface SubscriberView {
  readonly subscriber: number
  readonly userIds: readonly string[]
  readonly anonymousIds: readonly string[]
  readonly firstSeenAt: number
  readonly addressKnownAt: number | null
  readonly attributes: JsonObject
  readonly lists: readonly { readonly list: string; readonly joinedAt: number }[]
  readonly topics: readonly { readonly topic: string; readonly subscribed: boolean; readonly at: number }[]
  readonly segments: readonly string[]
  readonly carts: readonly JsonObject[]
  /** What is remembered for conditions, in words. */
  readonly memories: readonly { readonly remembers: string; readonly content: string }[]
  readonly enrollments: readonly EnrollmentView[]
  /** When something changes by itself. */
  readonly nextChangeAt: number | null
  readonly timeline: readonly TraceLine[]
}

export interface EnrollmentView {
  readonly journey: string
  readonly version: number
  readonly enrollment: number
  readonly key: string | null
  readonly status: 'active' | 'completed' | 'exited'
  readonly step: string
  readonly enteredAt: number
  readonly stepEnteredAt: number
  /** When it moves by itself. */
  readonly wakesAt: number | null
}

/** One line of what happened and what was decided. `decision` is there for decisions. */
export interface TraceLine {
  readonly at: number
  readonly kind: 'input' | 'decision'
  /** The line as people read it, with its instant. */
  readonly text: string
  readonly name: string
  readonly decision: Decision | null
}

export interface JourneyView {
  readonly journey: string
  readonly versions: readonly JourneyVersionView[]
}

export interface JourneyVersionView {
  readonly version: number
  readonly live: boolean
  readonly entered: number
  readonly inside: number
  readonly completed: number
  readonly exited: number
  readonly converted: number
  readonly steps: readonly StepView[]
}

export interface StepView {
  readonly step: string
  readonly hereNow: number
  readonly reached: number
  readonly sent: number
  readonly failed: number
  readonly refused: number
  readonly skipped: number
  readonly unknown: number
}

export interface MessageView {
  readonly key: string
  readonly subscriber: number
  readonly userId: string | null
  readonly channel: 'email' | 'webhook'
  readonly journey: string
  readonly step: string
  readonly template: string | null
  readonly status: 'waiting' | 'handing over' | 'sent' | 'failed' | 'refused' | 'unknown'
  readonly decidedAt: number
  readonly finishedAt: number | null
  readonly attempts: number
  readonly reason: string | null
}

export interface MessageFilter {
  readonly subscriber?: number
  readonly journey?: string
  readonly template?: string
  readonly status?: MessageView['status']
}

export interface Views {
  /** The number of the subscriber with this userId, anonymousId or `#number`; undefined when nobody has it. */
  find(id: string): Promise<number | undefined>
  subscriber(number: number, timelineLimit: number): Promise<SubscriberView>
  /** What happened to a subscriber and what was decided, oldest first; the newest `limit` lines. */
  trace(number: number, limit: number): Promise<readonly TraceLine[]>
  journey(name: string): Promise<JourneyView | undefined>
  journeyNames(): Promise<readonly string[]>
  /** Newest first. */
  messages(filter: MessageFilter): AsyncIterable<MessageView>
  backup(path: string): Promise<void>
  close(): Promise<void>
}
