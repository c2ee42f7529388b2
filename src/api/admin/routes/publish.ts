// The doors of publications: begins one, or says what one would mean, and how far the newest is. What there is to publish is the server's own
// folder; nobody uploads definitions here.

import { z } from 'zod'
import type { JsonObject } from '../../../model/json.ts'
import { limits } from '../../../model/limits.ts'
import { peopleChoices } from '../../../model/publication.ts'
import { accepted } from '../accepted.ts'
import type { Admin } from '../admin-keys.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute, anyObject } from '../admin-route.ts'
import type { ToldStatus } from '../definitions-door.ts'
import { named } from '../named.ts'
import { saidProblem, toldProblems } from '../said.ts'

const states = ['none', 'comparing', 'reading history', 'counting people', 'ready', 'in force', 'refused'] as const
export const problem = named('DefinitionProblem', {
  file: z.string(),
  line: z.int(),
  column: z.int(),
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  message: z.string().describe('What is wrong'),
  fix: z.string().optional().describe('What to do about it'),
  said: saidProblem,
})
export const statusAnswer = named('Publication', {
  state: z.enum(states).describe('ready: the end of a dry run'),
  isDryRun: z.boolean(),
  done: z.int().describe('Of the log while it is read, of the people while they are counted or brought up'),
  of: z.int(),
  preview: anyObject.nullable().describe('What it means: for each journey its changes, and for each step how many are there and where they go'),
  publication: anyObject.nullable().describe('Number, instant and who, once it is in force'),
  problem: z.string().nullable().describe('Why it was refused'),
  warnings: z
    .array(problem)
    .describe('What to look at in what is published, with the fields that people lack and the volume over a limit as far as history was read'),
  drafts: z.int().describe('Drafts of files: `POST /publish` puts files in force and no draft, `POST /drafts/publish` both'),
  history: z.enum(['looked at', 'reading', 'failed', 'none']).describe('Whether the warnings say what history has against it; reading: ask again'),
})
const step = z.string().min(1).max(100)
export const peopleFields = {
  people: z
    .enum(peopleChoices)
    .default('stay')
    .describe('stay: finish on their version; move: go on at the same step of the new one; restart: begin anew on it'),
  map: z.record(step, step).default({}).describe('For move: old step -> new step, ":end" (completes) or ":stay"'),
  existing: z.boolean().default(false).describe('Let those in for whom an entrance holds already'),
  journey: z.string().min(1).max(256).optional().describe('Only the people of this journey, also when it has not changed'),
  by: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .describe('Who publishes, told by a key that acts for somebody; the name of the key by default. Whoever signed in publishes under their own name'),
}
const choices = z.strictObject({
  ...peopleFields,
  rollbackTo: z.int().min(1).optional().describe('Go back to this version of the journey instead of reading the folder'),
  dryRun: z.boolean().default(false).describe('Only say what it would mean'),
})

const group = 'Publications'

export const publishRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/publish',
    name: 'getPublication',
    group,
    summary: 'How far the newest publication is',
    query: z.strictObject({ wait: z.coerce.number().min(0).max(60).default(0).describe('Seconds to wait for its end') }),
    answer: statusAnswer,
    problems: ['conflict'],
    handle: async ({ query }, parts) => answerOf(await doorOf(parts).status(query.wait * 1000), parts),
  }),
  adminRoute({
    method: 'POST',
    path: '/publish',
    name: 'publish',
    group,
    summary: "Begins to put the server's definitions folder in force, or to say what that would mean",
    description:
      'Files alone: drafts stay drafts, and `drafts` says how many there are. Answered as soon as the folder has been read; `GET /publish` says how it goes on. Publications follow each other.',
    status: 202,
    body: choices.default({ people: 'stay', map: {}, existing: false, dryRun: false }),
    answer: statusAnswer,
    problems: ['conflict'],
    audited: ({ body }) => ({ details: body as JsonObject }),
    async handle({ body, admin }, parts) {
      const { dryRun, journey, rollbackTo, by, ...rest } = body
      if (rollbackTo !== undefined && journey === undefined) throw new AdminProblem('bad-request', 'Name the "journey" to roll back.')
      const named = { ...rest, by: publisherOf(admin, by), ...(journey !== undefined && { journey }), ...(rollbackTo !== undefined && { rollbackTo }) }
      const begun = accepted(await doorOf(parts).publish({ choices: named, mode: dryRun ? 'dry run' : 'publish' }))
      return answerOf(begun, parts)
    },
  }),
]

function doorOf({ publishing }: AdminParts): NonNullable<AdminParts['publishing']> {
  if (publishing === undefined) throw new AdminProblem('conflict', 'No server runs, so nothing is in force: start it, and it reads its folder.')
  return publishing
}

/** A key may act for somebody, as a command does for whoever types it; people act for themselves. */
export function publisherOf({ name, session }: Admin, by: string | undefined): string {
  return session === undefined ? (by ?? name) : name
}

/** How a publication stands, as it is answered. */
export async function answerOf({ warnings, ...status }: ToldStatus, { definitions }: Pick<AdminParts, 'definitions'>) {
  const plain = { preview: status.preview as unknown as JsonObject | null, publication: status.publication as JsonObject | null }
  return { ...status, ...plain, drafts: (await definitions?.countDrafts()) ?? 0, warnings: toldProblems(warnings.slice(0, limits.adminPage)) }
}
