// The doors of journeys as a whole: all of them with how they stand, and the versions of one with what each changed.

import { z } from 'zod'
import { journeyList } from '../../../insight/journey-list.ts'
import { changesOfVersions, journeyVersions } from '../../../insight/journey-versions.ts'
import { dayOfInstant } from '../../../insight/message-statistics.ts'
import type { JsonObject } from '../../../model/json.ts'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import { pausers } from '../../../model/pause.ts'
import { readPublications, readPublished } from '../../../runtime/publishing/published.ts'
import { readPaused } from '../../../runtime/stopping/pauses.ts'
import { readStops } from '../../../runtime/stopping/stop-switches.ts'
import { AdminProblem, type AdminRoute, adminRoute, anyObject } from '../admin-route.ts'
import { named } from '../named.ts'
import { said } from '../said.ts'

const whole = z.int()
const line = z.strictObject({
  journey: z.string(),
  description: z.string().nullable(),
  status: z.enum(['live', 'paused', 'ended']).describe('ended: no file has it any more; people may still be inside'),
  nextInstant: whole
    .nullable()
    .describe(
      'Where nobody enters but at instants that were chosen, the next of them, UTC milliseconds; null for every other journey, and when they have passed',
    ),
  version: whole.describe('The newest'),
  paused: z.strictObject({ since: whole, because: z.string(), by: z.enum(pausers), said }).nullable(),
  stopped: z.string().nullable().describe('Why its messages are held back'),
  inside: whole.describe('Now, over all versions'),
  lastSentAt: whole.nullable().describe('When the newest message that was sent was decided, UTC milliseconds'),
  entered: whole,
  completed: whole,
  exited: whole,
  hasGoal: z.boolean().describe('Whether its newest version says what counts as success; without a goal nobody converts'),
  hasTrial: z.boolean().describe('Whether a version of it, newest or not, is tried on some people first'),
  converted: whole,
  sent: whole,
  days: z.array(z.strictObject({ day: z.string(), entered: whole, converted: whole, sent: whole })).describe('One for each day, oldest first'),
})
const change = z.strictObject({
  kind: z.enum(['added', 'removed', 'changed', 'moved']),
  step: z.string().nullable(),
  words: z.string().describe('In English'),
  said: z
    .looseObject({ code: z.enum(['new', 'gone', 'other', 'step', 'kind', 'place']) })
    .describe('The same as data: a field, what it was and is; a step; or where it stands'),
})
const version = named('JourneyVersion', {
  version: whole,
  status: z.enum(['live', 'finishing', 'open goal', 'past']).describe('finishing: people are still inside; open goal: the goal may still be reached'),
  publishedAt: whole.nullable(),
  by: z.string().nullable(),
  publication: whole.nullable(),
  entered: whole,
  inside: whole,
  definition: anyObject,
  changes: z.array(change).describe('What it changed of the version before'),
})
const group = 'Journeys'

export const journeyRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/journeys',
    name: 'listJourneys',
    group,
    summary: 'All journeys: how they stand now, and what happened in them over the last days',
    query: z.strictObject({ days: z.coerce.number().int().min(1).max(limits.statisticsDays).default(30).describe('How many days, today included') }),
    answer: z.strictObject({ journeys: z.array(line) }),
    async handle({ query: { days }, now }, { store }) {
      const to = dayOfInstant(now)
      const from = to - days + 1
      const [published, paused, { stops }, counts] = await Promise.all([readPublished(store), readPaused(store), readStops(store), store.counts()])
      const daysOf = (journey: string) => store.journeyDays({ journey, from, to })
      const journeys = await journeyList({ published, paused, stops, counts, now, from, to, daysOf, store })
      return { journeys: journeys as never }
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/journeys/{journey}/versions',
    name: 'journeyVersions',
    group,
    summary: 'The versions of a journey, newest first: who published each and when, what it changed, and who is still inside',
    params: z.strictObject({ journey: z.string().min(1).max(256) }),
    answer: z.strictObject({ versions: z.array(version) }),
    problems: ['not-found'],
    async handle({ params: { journey } }, { store }) {
      const [published, publications, counts] = await Promise.all([readPublished(store), readPublications(store), store.counts(journey)])
      const versions = journeyVersions({ published, publications, counts }).filter((one) => one.journey === journey)
      if (versions.length === 0) throw new AdminProblem('not-found', mistake('never-a-journey', { name: journey }))
      const changes = changesOfVersions(versions)
      return {
        versions: versions.map(({ journey: _, definition, ...rest }, index) => ({
          ...rest,
          definition: definition as unknown as JsonObject,
          changes: [...(changes[index] ?? [])],
        })),
      }
    },
  }),
]
