// Who is where, and somebody's decisions a page at a time, as a file answers it.

import type { PeopleReader } from '../../runtime/store.ts'
import type { Queries } from './prepare-queries.ts'

/** `ask`: how the store that it belongs to asks its file. */
export function createPeopleReader(ask: <Answer>(work: (queries: Queries) => Answer) => Answer): PeopleReader {
  return {
    find: async (query) => ask(({ findPeople }) => findPeople(query)),
    search: async (text, limit) => ask(({ searchPeople }) => searchPeople(text, limit)),
    groupings: async (kind) => ask(({ readGroupings }) => readGroupings(kind)),
    decisionsBefore: async (subscriber, place, limit) => ask(({ readDecisionsBefore }) => readDecisionsBefore(subscriber, place, limit)),
  }
}
