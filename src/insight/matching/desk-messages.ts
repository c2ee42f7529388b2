// What the main thread and the thread of the reading desk say to each other.

import type { CrossingError, WriterThread } from '../../runtime/thread-messages.ts'
import type { PeopleCount } from './count-people.ts'
import type { ConditionQuestion, DeskQuestion, DeskQuestions } from './reading-desk.ts'

export interface ToDeskThread {
  readonly thread: WriterThread
}

export type ToDesk =
  | { readonly kind: 'count'; readonly id: number; readonly question: ConditionQuestion & { readonly now: number } }
  | { readonly kind: 'stop'; readonly id: number }
  | { readonly kind: 'ask'; readonly id: number; readonly what: DeskQuestion; readonly question: DeskQuestions[DeskQuestion]['question'] }
  | { readonly kind: 'end' }

export type FromDesk =
  | { readonly kind: 'estimate'; readonly id: number; readonly count: PeopleCount }
  | { readonly kind: 'asked'; readonly id: number; readonly people: number; readonly share: number }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly error: CrossingError }
  | { readonly kind: 'failed start'; readonly error: CrossingError }
