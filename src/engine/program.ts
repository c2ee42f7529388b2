// The compiled definitions: everything that `transition` looks up, indexed by what an input can touch, so that the cost of an
// event depends on what it touches and not on how many journeys there are.

import type { CompiledWhere } from '../model/comparison.ts'
import type { Segment, Template, Workspace } from '../model/definitions.ts'
import type { Again, Journey } from '../model/journey.ts'
import type { CompiledCondition, MemorySlot, Occurrence } from './answer.ts'
import type { Enrollment } from './state.ts'
import type { Turn } from './turn.ts'

/** What a program is compiled from. Versions of a journey that are not live only serve the people inside them. */
export interface ProgramSource {
  readonly workspace: Workspace
  readonly journeys: readonly JourneyVersion[]
  readonly segments: readonly Segment[]
  readonly templates: readonly Template[]
}

export interface JourneyVersion {
  readonly definition: Journey
  readonly version: number
  readonly live: boolean
}

export interface Program {
  /** Changes whenever memories, watched conditions or journeys change. */
  readonly id: number
  readonly zone: string
  readonly sessionGapMs: number
  readonly memories: ReadonlyMap<number, MemorySlot>
  readonly memoriesByAttribute: ReadonlyMap<string, readonly MemorySlot[]>
  readonly watches: readonly Watch[]
  readonly watchesBy: WatchIndex
  /** What an event of this name sets off; absent when it touches nothing. */
  readonly reactions: ReadonlyMap<string, Reactions>
  /** Live version of each journey by name. */
  readonly live: ReadonlyMap<string, CompiledJourney>
  /** Every version by `journeyKey`. */
  readonly journeys: ReadonlyMap<string, CompiledJourney>
  readonly quiets: ReadonlyMap<number, QuietTrigger>
  readonly templates: ReadonlyMap<string, { readonly topic: string | undefined }>
}

/** Key of `Program.journeys`. */
export function journeyKey(name: string, version: number): string {
  return `${name}\n${version}`
}

export type CartRole = 'added' | 'removed' | 'cleared' | 'ordered'

export interface Reactions {
  readonly memories: readonly MemorySlot[]
  readonly watches: readonly Watch[]
  readonly cart: CartRole | undefined
  readonly triggers: readonly EventTrigger[]
  readonly arms: readonly QuietTrigger[]
  readonly disarms: readonly QuietTrigger[]
}

/** A condition whose changes matter when nobody asks: a segment's, or that of a `becomes` trigger. */
export interface Watch {
  readonly id: number
  readonly condition: CompiledCondition
  /** Set for a segment. */
  readonly segment: string | undefined
  /** Journeys that a change from false to true lets in. */
  readonly becomes: readonly CompiledJourney[]
}

export interface WatchIndex {
  readonly attribute: ReadonlyMap<string, readonly Watch[]>
  readonly list: ReadonlyMap<string, readonly Watch[]>
  readonly topic: ReadonlyMap<string, readonly Watch[]>
  readonly journey: ReadonlyMap<string, readonly Watch[]>
  readonly cart: readonly Watch[]
  readonly session: readonly Watch[]
}

export interface EventTrigger {
  readonly journey: CompiledJourney
  readonly where: CompiledWhere
  readonly condition: CompiledCondition | undefined
}

export interface QuietTrigger {
  readonly id: number
  readonly journey: CompiledJourney
  readonly quietMs: number
  readonly where: CompiledWhere
  readonly condition: CompiledCondition | undefined
  readonly words: string
}

export interface CompiledJourney {
  readonly name: string
  readonly version: number
  readonly live: boolean
  readonly definition: Journey
  /** Path of the key inside the triggering event's properties. */
  readonly keyPath: readonly string[] | undefined
  readonly again: Again
  readonly againMs: number
  readonly maxAgeMs: number
  /** Paths of the triggering event's properties to remember with an enrollment. */
  readonly triggerPaths: readonly (readonly string[])[]
  readonly first: string | undefined
  readonly steps: ReadonlyMap<string, CompiledStep>
  readonly exitEvents: readonly { readonly event: string; readonly where: CompiledWhere; readonly own: boolean; readonly words: string }[]
  readonly exitConditions: readonly CompiledCondition[]
  readonly goal: { readonly event: string; readonly where: CompiledWhere; readonly withinMs: number } | undefined
  /** Event names that may move, end or convert an enrollment. */
  readonly hears: ReadonlySet<string>
  /** Event names after which conditions of this journey are asked again. */
  readonly asks: ReadonlySet<string>
}

/** Where an enrollment goes from a step. */
export type Move =
  /** On to a step; undefined is the journey's end. */
  | { readonly to: string | undefined; readonly because: string }
  /** Stays; looked at again at `until` at the latest. */
  | { readonly wait: number; readonly because: string }
  /** Left the journey through this step. */
  | { readonly exit: string }

/** A step, ready to run. One file per kind in steps/. */
export interface CompiledStep {
  readonly id: string
  readonly kind: string
  /** Where to go on when it is done; undefined is the journey's end. */
  readonly next: string | undefined
  /** The step's own `if`. */
  readonly condition: CompiledCondition | undefined
  /** Done on arrival; also asked again, for steps that wait, when time passes or data changes. `arriving` is false then. */
  readonly run: (turn: Turn, enrollment: Enrollment, arrival: 'arriving' | 'waiting') => Move
  /** For steps that listen: what an event does. */
  readonly hear: ((turn: Turn, enrollment: Enrollment, occurrence: Occurrence) => Move | undefined) | undefined
  readonly hears: readonly string[]
  readonly conditions: readonly CompiledCondition[]
  /** Steps that it may lead to besides `next`, for the check of reachability and loops. */
  readonly branches: readonly (string | undefined)[]
  /** Whether passing it takes at least a minute. */
  readonly takesTime: boolean
}
