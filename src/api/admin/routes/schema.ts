// The door of what really arrives, and of the names that conditions may speak of.

import { z } from 'zod'
import { namesOf } from '../../../insight/schema/known-names.ts'
import { valueTypes } from '../../../insight/schema/seen-schema.ts'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import { readPublished } from '../../../runtime/publishing/published.ts'
import { AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'
import { deskOf } from '../condition-desk.ts'
import { named } from '../named.ts'

const group = 'Conditions and segments'
const instant = z.int().describe('UTC milliseconds')

const property = named('EventProperty', {
  path: z.string().describe('As a condition names it, such as product.category'),
  types: z.array(z.enum(valueTypes)).describe('The most frequent first'),
  share: z.number().describe('In which share of those that were looked at, from 0 to 1'),
  samples: z.array(z.union([z.string(), z.number(), z.boolean()])).describe('Values that came, the most frequent first'),
  least: z.number().nullable().describe('Of numbers, the smallest'),
  most: z.number().nullable().describe('Of numbers, the largest'),
  isWithheld: z.boolean().describe('Whether there were values that are not shown, because they may say something about a person'),
})

const described = z.strictObject({ name: z.string(), description: z.string().nullable() })

export const schemaRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/schema',
    name: 'getSchema',
    group,
    summary: 'What really arrives: events and attributes, with how often, since when, types and example values',
    description:
      `Read from the log when it is asked for, so that taking events in costs nothing; the first answer after a start may say less (\`read\` of \`of\`). At most ${limits.schemaEvents} events with ${limits.schemaProperties} properties each. ` +
      `Example values that look like addresses, phone numbers or free text are left out, and so are those that fewer than ${limits.schemaSamplePeople} people had, unless they are codes such as a product's id.`,
    query: z.strictObject({ wait: z.enum(['true', 'false']).default('false').describe('Whether to answer only when everything was read') }),
    answer: z.strictObject({
      events: z
        .array(z.strictObject({ name: z.string(), count: z.int(), firstAt: instant, lastAt: instant, properties: z.array(property) }))
        .describe('The most frequent first'),
      ownEvents: z.array(z.strictObject({ name: z.string(), properties: z.array(z.string()) })).describe('Events that Oncue makes itself'),
      attributes: z.array(property),
      read: z.int().describe('Lines of the log that were gone through'),
      of: z.int().describe('Lines there are'),
      isCut: z.boolean().describe('Whether there were more names than are kept'),
    }),
    problems: ['conflict'],
    async handle({ query: { wait } }, parts) {
      const seen = await deskOf(parts).ask('schema', { upTo: wait === 'true' ? 'the end' : 'what is known' })
      return seen as never
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/schema/names',
    name: 'getNames',
    group,
    summary: 'The names in force that a condition may speak of: segments, lists, topics, templates, journeys with their steps',
    answer: z.strictObject({
      segments: z.array(described),
      lists: z.array(z.string()),
      topics: z.array(described),
      templates: z.array(described),
      journeys: z.array(z.strictObject({ name: z.string(), description: z.string().nullable(), steps: z.array(z.string()) })),
      attributes: z.record(z.string(), z.string()).describe('Attributes whose type was declared'),
      zone: z.string().describe('The zone of everyone whose own is not known'),
    }),
    problems: ['not-found'],
    async handle(_request, { store }) {
      const published = await readPublished(store)
      if (published === undefined) throw new AdminProblem('not-found', mistake('nothing-in-force'))
      return namesOf(published)
    },
  }),
]
