// What a backtest is asked, as plain data that may cross to the threads that run it.

import type { ProgramSource } from '../../engine/program.ts'
import type { PauseChange } from '../../model/pause.ts'
import type { StopsOfTime } from '../../model/stop.ts'
import type { PastResponses } from './past-responses.ts'

/** What is known of answers to messages that were never sent is nothing; what is assumed is said with every result. */
export type Responses =
  /** What people did with the mails that they really got counts for those that took their place; other messages have no answer. */
  | { readonly kind: 'recorded' }
  /** No message of the period is answered. */
  | { readonly kind: 'none' }
  /** Each mail is answered like one of the past, drawn by the seed. */
  | { readonly kind: 'past'; readonly seed: string; readonly past: PastResponses }

/** Template -> paths into the attributes, such as first_name. */
export type NeededFields = Readonly<Record<string, readonly string[]>>

/** Definitions under test, with the name they go by in the result. */
export interface Arm {
  readonly name: string
  readonly source: ProgramSource
  /** Versions that ever ran: people who reached their goal may owe it to a message. Those of all others got none. Keys of `versionKey`. */
  readonly ran: readonly string[]
}

/** What was in force before the period, as it was kept. */
export interface PastSource {
  readonly at: number
  readonly position: number
  readonly dueFrom?: number
  readonly pauses?: number
  readonly source: ProgramSource
}

export interface BacktestSpec {
  /** At least one; each of the others is compared with the first. */
  readonly arms: readonly Arm[]
  /** What was in force before `from`; what people were in then goes on. */
  readonly before: readonly PastSource[]
  /** Pauses of the past: they held people up then, and do so again. */
  readonly pauses: readonly PauseChange[]
  /** Which stop switches were on when: what they held back took no place from others. */
  readonly stopChanges?: readonly StopsOfTime[]
  /** As if published at this instant; minus Infinity for the beginning of everything. */
  readonly from: number
  readonly to: number
  /** The period ends with the last thing that is known, and not with an instant that somebody chose or that is now. */
  readonly end?: 'the last event'
  readonly responses: Responses
  /** `as it happened`: events of historical imports count as if they had come in when they happened. `as received`: when they came, letting nobody in. */
  readonly imports: 'as it happened' | 'as received'
  /** How many lines of the log are of imports; all of them may be where it is left out. */
  readonly importedLines?: number
  /** Whether it is measured how far people were from each condition of an entrance. */
  readonly thresholds: boolean
  /** Fields of a person that templates print without a default, by template: of whom each was missing when a mail left is counted. */
  readonly needed?: NeededFields
  /** People who are named as examples, for each journey and for each difference. */
  readonly examples: number
}
