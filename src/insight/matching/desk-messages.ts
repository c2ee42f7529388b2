// What the main thread and the thread of the reading desk say to each other.

import type { CrossingError, WriterThread } from '../../runtime/writing/thread-messages.ts'
import type { PeopleCount } from './count-people.ts'
import type { CountQuestion, DeskQuestion, DeskQuestions } from './reading-desk.ts'

export interface ToDeskThread {
  readonly thread: WriterThread
}

export type DeskThreadQuestion =
  | { readonly kind: 'count'; readonly question: CountQuestion }
  | { readonly kind: 'ask'; readonly what: DeskQuestion; readonly question: DeskQuestions[DeskQuestion]['question'] }

export type ToDesk =
  | (DeskThreadQuestion & { readonly id: number })
  | { readonly kind: 'stop'; readonly id: number }
  /** Not answered: with time on its hands it makes itself quick, until somebody asks why. */
  | { readonly kind: 'rehearse'; readonly now: number }
  /** Answered at once, however much there is to do; who does not answer is given up. */
  | { readonly kind: 'awake?' }
  | { readonly kind: 'end' }

export type FromDesk =
  | { readonly kind: 'awake' }
  | { readonly kind: 'estimate'; readonly id: number; readonly count: PeopleCount }
  | { readonly kind: 'asked'; readonly id: number; readonly people: number; readonly share: number }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly error: CrossingError }
  | { readonly kind: 'failed start'; readonly error: CrossingError }
