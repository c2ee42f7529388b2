// The compiled definitions: everything that `transition` looks up, indexed by what an input can touch, so that the cost of an
// event depends on what it touches and not on how many journeys there are. And the turn: the program at work on one input.

import type { Collection, Lookups } from '../model/catalogue.ts'
import type { CodePool } from '../model/code-pool.ts'
import type { CompiledWhere } from '../model/comparison.ts'
import type { Decision } from '../model/decision.ts'
import type { Segment, Template, Workspace } from '../model/definitions.ts'
import type { DomainStanding } from '../model/domain-standing.ts'
import type { Effect } from '../model/effect.ts'
import type { Again, Journey } from '../model/journey.ts'
import type { Pause, PauseChange } from '../model/pause.ts'
import type { PeopleChoice } from '../model/publication.ts'
import type { Stop, StopsOfTime } from '../model/stop.ts'
import type { WinnerChange } from '../model/trial.ts'
import type { CompiledCondition, MemorySlot, Occurrence } from './answer.ts'
import type { Intake } from './memories/intake.ts'
import type { Coming } from './one-instant.ts'
import type { CompiledPolicy } from './policies/compiled-policy.ts'
import type { Enrollment, SubscriberState, TriggerMemory } from './state.ts'

/** What a program is compiled from. Versions of a journey that are not live only serve the people inside them. */
export interface ProgramSource {
  readonly workspace: Workspace
  readonly journeys: readonly JourneyVersion[]
  readonly segments: readonly Segment[]
  readonly templates: readonly Template[]
  readonly collections?: readonly Collection[]
  readonly pools?: readonly CodePool[]
  /** What becomes of people inside older versions, and of those for whom an entrance holds already. Each state goes through a plan once. */
  readonly plans?: readonly PeoplePlan[]
  /** Journeys that went back to an older definition, with what their file said then, as canonical JSON. No part of the program. */
  readonly rollbacks?: readonly { readonly definition: Journey; readonly instead: string }[]
  /** Stop switches that are on. They are no part of the program's id: they come and go without anybody taking over anything. */
  readonly stops?: readonly Stop[]
  readonly stopChanges?: readonly StopsOfTime[]
  /** Counts up to this number are remembered even where nothing asks for as many, to measure how far people are from a condition; never in force. */
  readonly countsTo?: number
  /** Every pause and its end so far. No part of the program's id either. */
  readonly pauses?: readonly PauseChange[]
}

export interface JourneyVersion {
  readonly definition: Journey
  readonly version: number
  readonly live: boolean
  /** When it let nobody in any more; its goals stay open for a while after that. */
  readonly retiredAt?: number
}

/** What a publication means for the people of one journey. */
export interface PeoplePlan {
  readonly journey: string
  /** The version that they come to. */
  readonly to: number
  readonly people: PeopleChoice
  /** For `move`: steps that are called otherwise, or are gone, with the step to go on at; ":end" completes, ":stay" leaves people where they are. */
  readonly map: Readonly<Record<string, string>>
  /** Whether those are let in for whom the condition of an entrance holds already. */
  readonly existing: boolean
  /** Ids of the programs whose states have been through it. */
  readonly doneIn: readonly number[]
}

export interface Program {
  /** Changes whenever memories, watched conditions or journeys change. */
  readonly id: number
  readonly zone: string
  readonly sessionGapMs: number
  readonly memories: ReadonlyMap<number, MemorySlot>
  readonly memoriesByAttribute: ReadonlyMap<string, readonly MemorySlot[]>
  readonly watches: readonly Watch[]
  /** The watches that are segments. */
  readonly segments: readonly Watch[]
  /** The watches that are schedules. */
  readonly schedules: readonly (Watch & { readonly schedule: ScheduleTrigger })[]
  readonly watchesBy: WatchIndex
  /** Whether a waiting enrollment may have a question about the current session. */
  readonly enrollmentsAskSession: boolean
  /** Whether it may have one about the cart. */
  readonly enrollmentsAskCart: boolean
  /** Journeys about which a waiting enrollment may have a question. */
  readonly enrollmentsAskJourneys: ReadonlySet<string>
  /** Whether anything asks about sessions, or about when somebody was first seen: then no event is nothing to it. */
  readonly readsEveryEvent: boolean
  /** What an event of this name sets off; absent when it touches nothing. */
  readonly reactions: ReadonlyMap<string, Reactions>
  /** Live version of each journey by name. */
  readonly live: ReadonlyMap<string, CompiledJourney>
  /** Every version by `journeyKey`. */
  readonly journeys: ReadonlyMap<string, CompiledJourney>
  /** The same by name, in no order. */
  readonly versions: ReadonlyMap<string, readonly CompiledJourney[]>
  /** By their ids as signed numbers, for `triggerOf`: a map finds a small integer much faster than a number beyond 31 bits, and each timer looks for its trigger often. */
  readonly quiets: ReadonlyMap<number, QuietTrigger>
  readonly templates: ReadonlyMap<string, CompiledTemplateUse>
  readonly collections: ReadonlyMap<string, Collection>
  readonly pools: ReadonlyMap<string, CodePool>
  readonly policy: CompiledPolicy
  readonly stops: readonly Stop[]
  /** Which were on when: for replays. */
  readonly stopChanges: readonly StopsOfTime[]
  readonly plans: readonly PeoplePlan[]
  readonly pauses: Pauses
}

/** What deciding about a template's mails needs to know of it. */
export interface CompiledTemplateUse {
  readonly topic: string | undefined
  readonly priority: number | undefined
  /** What it shows of the catalogue. */
  readonly catalogue?: Lookups | undefined
  /** The pool of its discount code. */
  readonly code?: string | undefined
  /** What its blocks ask, by name. */
  readonly conditions?: readonly (readonly [name: string, condition: CompiledCondition])[] | undefined
  /** Of its own sender; undefined when it has none. */
  readonly domain: string | undefined
}

/** All changes, and which journeys were paused after the first none, one, two, ... of them. */
export interface Pauses {
  readonly changes: readonly PauseChange[]
  readonly after: readonly ReadonlyMap<string, Pause>[]
  /** In the same way: what was chosen for those who wait in a trial, by `trialKey`. */
  readonly winners: readonly ReadonlyMap<string, Winner>[]
}

/** A winner with its instant. */
export type Winner = WinnerChange & { readonly at: number }

/** Key of `Program.journeys`. */
export function journeyKey(name: string, version: number): string {
  return `${name}\n${version}`
}

export type CartRole = 'added' | 'removed' | 'cleared' | 'ordered'

export interface Reactions {
  readonly memories: Intake
  readonly watches: readonly Watch[]
  /** For each of these watches, what spares it the question. */
  readonly spared: readonly Spared[]
  /** Whether it may move, end or convert somebody in a journey, or is asked about there. */
  readonly isHeard: boolean
  readonly cart: CartRole | undefined
  readonly triggers: readonly EventTrigger[]
  readonly arms: readonly QuietTrigger[]
  readonly disarms: readonly QuietTrigger[]
}

/** What spares a watch the question after an event. */
export interface Spared {
  /** The value that it keeps for sure when it has it; undefined when there is none. */
  readonly keeps: boolean | undefined
  readonly beside: Beside | undefined
}

/** The parts of a condition that the event does not concern: as long as they have the value, all of it has it. */
export interface Beside {
  readonly value: boolean
  readonly evaluate: CompiledCondition['evaluate']
}

/** A condition whose changes matter when nobody asks: a segment's, or that of a `becomes` trigger. */
export interface Watch {
  readonly id: number
  readonly condition: CompiledCondition
  /** Set for a segment. */
  readonly segment: string | undefined
  /** Journeys that a change from false to true lets in. */
  readonly becomes: readonly CompiledJourney[]
  /** Set for a schedule: then the condition only says when to look. */
  readonly schedule?: ScheduleTrigger | undefined
}

/** An `at` trigger. */
export interface ScheduleTrigger {
  readonly journey: CompiledJourney
  readonly schedule: Coming
  /** Undefined: the subscriber's own. */
  readonly zone: string | undefined
  readonly condition: CompiledCondition | undefined
  readonly words: string
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
  readonly goal: CompiledGoal | undefined
  /** Event names that may move, end or convert an enrollment. */
  readonly hears: ReadonlySet<string>
  /** Event names after which conditions of this journey are asked again. */
  readonly asks: ReadonlySet<string>
  /** Whether those conditions read the current session. */
  readonly asksSession: boolean
  /** Whether they read the cart. */
  readonly asksCart: boolean
  /** Journeys that those conditions ask about. */
  readonly asksJourneys: readonly string[]
}

export interface CompiledGoal {
  readonly event: string
  readonly where: CompiledWhere
  readonly withinMs: number
  /** How long after a message a conversion is credited to it. */
  readonly creditMs: number
  /** Path of what it is worth in the event's properties. */
  readonly value: readonly string[] | undefined
  /** The one currency; undefined when each event says its own, at `currencyPath`. */
  readonly currency: string | undefined
  readonly currencyPath: readonly string[]
}

/** Where an enrollment goes from a step. */
export type Move =
  /**
   * On to a step; undefined is the journey's end. `at`: since when it is so, where time decided and that may be long ago. `way`: of a step that has branches,
   * which was taken, counted from 0; their number where none was. `isLocalTime`: `at` is when a local clock showed what was waited for.
   */
  | { readonly to: string | undefined; readonly because: string; readonly at?: number; readonly way?: number; readonly isLocalTime?: boolean }
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
  /** For steps that decide: what each way is taken for, in the order of `Move.way`. */
  readonly ways?: readonly string[]
  /** Whether passing it takes at least a minute. */
  readonly takesTime: boolean
  /** Whether people may wait at it although it neither listens nor is a wait: a split with a trial. */
  readonly mayWait?: boolean
  /** For a send: which goes first when there is not room for all; the template's own when it says nothing. */
  readonly priority?: number | undefined
}

/** A change of a running count; `step` is "" for the journey as a whole. */
export interface CountDelta {
  readonly journey: string
  readonly version: number
  readonly step: string
  readonly measure: Measure
  readonly by: number
}
/** entered, completed, exited, converted: how many ever · inside, here now: how many at this moment · reached: arrivals at a step · the rest: outcomes of sends. */
export type Measure =
  | 'entered'
  | 'completed'
  | 'exited'
  | 'converted'
  | 'inside'
  | 'here now'
  | 'reached'
  /** Who left a step after some time there, and their milliseconds together, by how often that time doubles one (src/engine/stay.ts). */
  | `stayed${'' | ' ms'} ${number}`
  | 'queued'
  | 'sent'
  | 'failed'
  | 'unknown'
  | 'refused'
  | 'skipped'
  | ReportMeasure
  /** People whom a publication took from one version to another. */
  | 'moved in'
  | 'moved out'
  /** Those of them who had reached the goal already, and count where they did. */
  | 'moved in converted'
  | 'moved out converted'
  /** The same once more, by why; and how many took each variant of a split, in a trial first or when it was chosen for the others. */
  | `${'exited' | 'refused' | 'skipped' | 'variant' | 'variant chosen'}: ${string}`
  /** Among those who entered, converted, or took a variant: those who are held out. Of a split: by variant. */
  | 'held out'
  | `converted${'' | ' held out'}: ${string}`
  | 'converted held out'
  | `variant held out: ${string}`
  /** In ten-thousandths of a currency: "revenue EUR", "revenue EUR held out", "revenue EUR: short". */
  | `revenue ${string}`
  /** People who said no by the link of a message. */
  | 'unsubscribed'

/** How many messages were reported as delivered and so on, each message once; opened and clicked for each kind of visitor. */
export type ReportMeasure = 'delivered' | 'bounced' | 'complained' | 'closed' | `${'opened' | 'clicked'} by ${'human' | 'proxy' | 'machine'}`

/** One call of `transition` while it runs: what it works on and what it has collected. Nothing here outlives the call. */
export interface Turn {
  readonly program: Program
  readonly state: SubscriberState
  now: number
  /** How late the input's event came; 0 for everything that is not an event. */
  latenessMs: number
  /** A historical import: nothing may enter a journey because of it. */
  silent: boolean
  readonly effects: Effect[]
  readonly decisions: Decision[]
  readonly counts: CountDelta[]
  /** Events that the engine itself made, still to be taken in. */
  readonly queue: Occurrence[]
  /** Journeys that a step asked to start. */
  readonly starts: { readonly journey: string; readonly trigger: TriggerMemory; readonly because: string }[]
  /** Watches to be asked again before the turn ends, as the lists that the program's indexes hold: nothing is copied for them. */
  touched: (readonly Watch[])[]
  /** An event whose watches are to be asked after those: set as long as nothing is touched after it. */
  touchedBy: Reactions | undefined
  /** Watches that are not asked yet, while time passes up to the instant of a new program. */
  unasked: ReadonlySet<number> | undefined
  /** While a passage catches up after a pause: the instant that it has come to; undefined otherwise. */
  asOf: number | undefined
  /** How sending domains stand, when it is asked whether a message may go out. */
  sending: readonly DomainStanding[] | undefined
  /** The second domain that it went by, when that is history already. */
  via: string | undefined
  /** Messages of the subscriber that a switch or a domain held back, so that another one had their place: what was told of them, and what was found. */
  heldRivals: readonly string[]
  /** Data besides events changed, so that waiting conditions must be asked again. */
  dataChanged: boolean
  /** Whether passages and timers were looked at one by one, so that any of them may be another than before. */
  mayHaveMoved: boolean
  /** Steps and internal events left before the cascade is cut. */
  budget: number
}
