// The part of a store that answers who is where: lists, segments and journeys, by what people are called, and how somebody's past is read
// a page at a time. An index beside the states, kept by the commit; it decides nothing.

import type { Decision } from '../model/decision.ts'

export const groupingKinds = ['list', 'segment', 'journey', 'name'] as const
/** `journey`: inside it now. `name`: a word of what somebody is called, in small letters. */
export type GroupingKind = (typeof groupingKinds)[number]

/** What several people have in common. */
export interface Grouping {
  readonly kind: GroupingKind
  readonly name: string
}

/** Everything that a subscriber is in, in place of what it was before. */
export interface MembershipChange {
  readonly subscriber: number
  readonly groupings: readonly Grouping[]
}

export const mailStates = ['can be mailed', 'not written to', 'no address'] as const
/** Whether there is a mail address, and whether it may be written to at all; consent is asked by topic. */
export type MailState = (typeof mailStates)[number]

export interface PeopleQuery {
  /** Everybody who is in all of these. */
  readonly groupings?: readonly Grouping[]
  readonly mail?: MailState | undefined
  /** Newest first; only numbers below it. */
  readonly before?: number | undefined
  readonly limit: number
}

export interface FoundPeople {
  readonly numbers: readonly number[]
  /** Where to go on; undefined when there are no more. However few were found: so far was looked. */
  readonly next: number | undefined
}

/** A place among somebody's decisions. */
export interface DecisionPlace {
  readonly row: number
  readonly index: number
}

export interface PeopleReader {
  /** The newest first. Looks through at most `limits.peopleLookedThrough` people at a time, so that no question takes long. */
  find(query: PeopleQuery): Promise<FoundPeople>
  /** People of whom an id or an address begins so, or of whose names each word does; in no order, at most `limit`. */
  search(text: string, limit: number): Promise<readonly number[]>
  /** How many people are in each list, segment or journey that anybody is in, in order of name. */
  groupings(kind: Exclude<GroupingKind, 'name'>): Promise<readonly { readonly name: string; readonly people: number }[]>
  /** Decisions about a subscriber, newest first, at most `limit`. */
  decisionsBefore(
    subscriber: number,
    place: DecisionPlace | undefined,
    limit: number,
  ): Promise<readonly { readonly decision: Decision; readonly place: DecisionPlace }[]>
}
