// What somebody is in, in the form in which the store's index has it: lists, segments, journeys, and the words of the name.

import type { Program } from '../../engine/program.ts'
import type { SubscriberState } from '../../engine/state.ts'
import type { Decision } from '../../model/decision.ts'
import { limits } from '../../model/limits.ts'
import { searchWords } from '../../model/search-words.ts'
import type { Grouping } from '../people-reader.ts'

/** Attributes that say what somebody is called. */
const nameAttributes: ReadonlySet<string> = new Set(['name', 'first_name', 'last_name', 'firstName', 'lastName', 'full_name', 'fullName', 'company'])

/** Whether the index may be another after this decision. */
export function movesBetweenGroupings(decision: Decision): boolean {
  switch (decision.kind) {
    case 'list':
    case 'segment':
    case 'entered':
    case 'completed':
    case 'exited':
    case 'changed version':
    case 'merged':
    case 'taken apart':
    case 'adopted':
      return true
    case 'changed':
      return nameAttributes.has(decision.attribute)
    default:
      return false
  }
}

/** Everything that the subscriber is in. */
export function groupingsOf(program: Program, state: SubscriberState): readonly Grouping[] {
  const found: Grouping[] = Object.keys(state.lists).map((name) => ({ kind: 'list', name }))
  for (const { segment, id } of program.watches) {
    if (segment !== undefined && state.watches.holds(id)) found.push({ kind: 'segment', name: segment })
  }
  const journeys = new Set(state.enrollments.flatMap(({ journey, status }) => (status === 'active' ? [journey] : [])))
  for (const name of journeys) found.push({ kind: 'journey', name })
  for (const name of nameWords(state)) found.push({ kind: 'name', name })
  return found
}

function nameWords({ attributes }: SubscriberState): readonly string[] {
  const names = [...nameAttributes].flatMap((name) => (typeof attributes[name] === 'string' ? [attributes[name]] : []))
  return names.length === 0 ? [] : searchWords(names.join(' ')).slice(0, limits.nameWords)
}
