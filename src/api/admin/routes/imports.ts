// The doors of imports: people and events of a table. A file comes in pieces, is looked at, tried, and then worked off by the server while its
// progress can be read. People also come without a file, a batch at a time.

import { z } from 'zod'
import { eventMappingSchema } from '../../../imports/event-mapping.ts'
import { valueTypes } from '../../../imports/field-values.ts'
import { personMappingSchema } from '../../../imports/person-mapping.ts'
import { importedPersonSchema } from '../../../model/imported-person.ts'
import type { Json, JsonObject } from '../../../model/json.ts'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import { readRefusal } from '../../../model/read-sentence.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute, anyObject, StreamedAnswer } from '../admin-route.ts'
import { csvCell } from '../csv-cell.ts'
import { type ImportDoor, type ImportJob, importKinds, importStates, type RefusedRow } from '../import-door.ts'
import { named } from '../named.ts'
import { said, saidMistake } from '../said.ts'
import { foreseePeople, takePeople } from '../take-people.ts'

const group = 'Imports'
const ofImport = z.strictObject({
  id: z.string().regex(/^[\w-]{12}$/, 'that is not the id of an import, which is twelve letters, digits, - and _; GET /imports lists them'),
})
const saidProblem = said.describe('The same as data, for other languages')
const anyJson = z.unknown() as unknown as z.ZodType<Json>
const job = named('Import', {
  id: z.string(),
  kind: z.enum(importKinds),
  name: z.string(),
  state: z.enum(importStates).describe('uploading: pieces are missing · ready: say what the columns mean, and start it · waiting: another import is under way'),
  bytes: z.int(),
  received: z.int().describe('Bytes that have arrived: the next piece begins there'),
  createdAt: z.int(),
  createdBy: z.string(),
  startedAt: z.int().nullable(),
  endedAt: z.int().nullable(),
  mapping: anyObject.nullable(),
  mayTrigger: z.boolean(),
  line: z.int().describe('The last line that is done'),
  progress: z.number().describe('How much of the file is done, from 0 to 1'),
  counts: z.strictObject({
    taken: z.int().describe('Rows that were taken in'),
    fresh: z.int().describe('Of those, people who were not known, or events that were new'),
    refused: z.int().describe('Rows that were refused; the report has each with its reason'),
    partly: z.int().describe('Of those taken in, rows without an attribute that could not be read; the report has each with its reason'),
  }),
  problem: z.string().nullable().describe('Why it failed'),
  said: saidMistake.nullable(),
})
const wish = z.strictObject({
  mapping: anyObject.describe(
    'What the columns mean: for subscribers and for events as the schemas of `subscribers` and `events` in `GET /imports/mappings` say',
  ),
  mayTrigger: z.boolean().default(false).describe('Whether what changes may let people into journeys; by default it is history'),
})
const looked = named('ImportLook', {
  form: z.enum(['csv', 'ndjson']),
  columns: z.array(
    z.strictObject({
      column: z.string(),
      type: z.enum(valueTypes),
      filled: z.int().describe('Of the rows looked at, those that have a value'),
      samples: z.array(z.string()),
      likely: z.string().nullable().describe('What it is likely to be; `consent` is for a person to decide, and never for the file'),
    }),
  ),
  rows: z.array(z.strictObject({ line: z.int(), row: anyObject })),
  problems: z.array(z.strictObject({ line: z.int(), problem: z.string(), said: saidProblem })),
})
const setsOff = z.strictObject({
  events: z.int(),
  people: z.int(),
  isWhole: z.boolean(),
  journeys: z.array(z.strictObject({ journey: z.string(), entered: z.int(), messages: z.int() })),
})
const tried = named('ImportTrial', {
  rows: z.int(),
  isWhole: z.boolean().describe(`false when there are more than ${limits.importTriedRows} rows: then it speaks of the first ones`),
  good: z.int(),
  problems: z
    .array(
      z.strictObject({
        line: z.int().describe('The first line that has it'),
        reason: z.string(),
        said: saidProblem,
        rows: z.int().describe('How many rows have it'),
      }),
    )
    .describe('Each reason once, the first hundred'),
  refused: z.int(),
  partly: z.int().describe('Good rows that would be taken in without an attribute that cannot be read'),
  repeated: z.int().describe('Rows with the mail address of an earlier one; 0 for events'),
  repeats: z
    .array(
      z.strictObject({
        line: z.int(),
        of: z.int().describe('The earlier line'),
        isOne: z.boolean().describe('One person, of whom the later line says what holds; false: their ids make two people of them, and both may be written to'),
      }),
    )
    .describe('The first of them'),
  fresh: z.int().nullable().describe('People whom nobody knows yet; null for events'),
  shared: z.int().describe('Of those, people with an id of their own whose mail address somebody has who is known: two people, and both may be written to'),
  shares: z.array(z.strictObject({ line: z.int(), subscriber: z.int().describe('Whose address it is') })).describe('The first of them'),
  first: z.array(z.strictObject({ line: z.int(), becomes: anyJson })),
  setsOff: setsOff.nullable().describe('What would be set off at once or within a day; null where nothing may be'),
})

export const importRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'POST',
    path: '/subscribers/import',
    name: 'importPeople',
    group,
    summary: `Takes in up to ${limits.importedPeople} people of a table: what is known, lists, and what they said with how it came about`,
    description:
      'Nobody is taken to have said yes: a yes needs `source`. A suppression, an erasure, and a no of the person that is later or of which it is not known stand. Rows are recognized by `import` and `line`, so the same request may come again.',
    body: z.strictObject({
      import: z.string().min(1).max(64).describe('Tells this import from others; the same for all of its requests'),
      source: z.string().trim().min(3).max(200).optional().describe('Where the yeses and noes come from, in words'),
      mayTrigger: z.boolean().default(false),
      dryRun: z.boolean().default(false).describe('Only say what it would come to; nothing is taken in'),
      people: z.array(importedPersonSchema).min(1).max(limits.importedPeople),
    }),
    answer: z.strictObject({
      taken: z.int(),
      fresh: z.int().describe('People who were not known'),
      refused: z.array(z.strictObject({ index: z.int(), reason: z.string() })),
      shared: z
        .array(z.strictObject({ index: z.int(), subscriber: z.int().describe('Whose address it is') }))
        .describe('Of a dry run: people with an id of their own whose mail address somebody has who is known: they become a second person with it'),
    }),
    audited: ({ body }, answer) => (body.dryRun ? 'nothing' : { details: { import: body.import, source: body.source ?? null, taken: answer.taken } }),
    async handle({ body, now }, parts) {
      const { people } = parts
      if (people === undefined) throw noServer()
      const how = { id: body.import, source: body.source, mayTrigger: body.mayTrigger, now }
      const work = { ...people, inbox: parts.runtime.inbox, store: parts.store }
      const { fresh, refused, sharing } = body.dryRun
        ? await foreseePeople(body.people, how, work)
        : { ...(await takePeople(body.people, how, work)), sharing: [] }
      return { taken: body.people.length - refused.length, fresh, refused: [...refused], shared: [...sharing] }
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/imports',
    name: 'listImports',
    group,
    summary: 'Uploads and imports, newest first',
    answer: z.strictObject({ imports: z.array(job) }),
    handle: async (_request, { imports }) => ({ imports: [...(imports?.list() ?? [])] as never }),
  }),
  adminRoute({
    method: 'GET',
    path: '/imports/mappings',
    name: 'importMappings',
    group,
    summary: 'The schemas of what columns may mean',
    answer: z.strictObject({ subscribers: anyObject, events: anyObject }),
    handle: async () => ({ subscribers: schemaOf(personMappingSchema), events: schemaOf(eventMappingSchema) }),
  }),
  adminRoute({
    method: 'POST',
    path: '/imports',
    name: 'createImport',
    group,
    summary: 'Begins an upload',
    body: z.strictObject({
      kind: z.enum(importKinds),
      name: z
        .string()
        .min(1)
        .max(200)
        .regex(/^[^/\\\p{Cc}]+$/u, 'the name of a file, without its folder')
        .describe('What the file is called: .csv, .tsv, .ndjson or .jsonl, each also .gz'),
      bytes: z.int().min(1).max(limits.importBytes),
    }),
    answer: job,
    status: 201,
    problems: ['conflict'],
    audited: ({ body }, { id }) => ({ details: { ...body, id } }),
    handle: async ({ body, admin }, parts) => settled(doorOf(parts).create({ ...body, by: admin.name })),
  }),
  adminRoute({
    method: 'PUT',
    path: '/imports/{id}/content',
    name: 'uploadImport',
    group,
    summary: `Takes a piece of the file of at most ${limits.importPieceBytes / 1024 / 1024} MiB, as application/octet-stream`,
    description: 'A piece that did not come through is sent again; `received` says where to go on.',
    params: ofImport,
    query: z.strictObject({ from: z.coerce.number().int().min(0).describe('The byte of the file with which the piece begins') }),
    takesBytes: true,
    bodyBytes: limits.importPieceBytes,
    answer: job,
    problems: ['not-found', 'conflict', 'too-large'],
    // The upload as a whole stands there already.
    audited: () => 'nothing',
    async handle({ params, query, body }, parts) {
      known(params.id, parts)
      return settled(doorOf(parts).take(params.id, { from: query.from, bytes: body as unknown as Buffer }))
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/imports/{id}',
    name: 'getImport',
    group,
    summary: 'How an import stands',
    params: ofImport,
    answer: job,
    problems: ['not-found'],
    handle: async ({ params }, parts) => known(params.id, parts) as never,
  }),
  adminRoute({
    method: 'GET',
    path: '/imports/{id}/look',
    name: 'lookAtImport',
    needs: 'editor',
    group,
    summary: 'What stands in the file: columns with their types, first rows, and what each column is likely to be',
    params: ofImport,
    answer: looked,
    problems: ['not-found', 'conflict'],
    audited: ({ params }) => ({ details: params }),
    async handle({ params }, parts) {
      known(params.id, parts)
      const found = settled(await doorOf(parts).look(params.id))
      const problems = found.problems.map((one) => ({ ...one, said: readRefusal(one.problem) }))
      return { ...found, problems, columns: found.columns.map((one) => ({ ...one, likely: one.likely ?? null })) } as never
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/imports/{id}/try',
    name: 'tryImport',
    isReading: true,
    needs: 'editor',
    group,
    summary: 'A dry run: what the first rows become, problems by line, and what would be set off; nothing is taken in',
    params: ofImport,
    body: wish,
    answer: tried,
    problems: ['not-found', 'conflict'],
    async handle({ params, body }, parts) {
      known(params.id, parts)
      const tried = settled(await doorOf(parts).try(params.id, body))
      return { ...tried, problems: tried.problems.map((one) => ({ ...one, said: readRefusal(one.reason) })) } as never
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/imports/{id}/start',
    name: 'startImport',
    group,
    summary: 'Starts it; one import is worked off at a time',
    params: ofImport,
    body: wish,
    answer: job,
    status: 202,
    problems: ['not-found', 'conflict'],
    audited: ({ params, body }) => ({ details: { ...params, mayTrigger: body.mayTrigger, mapping: body.mapping } }),
    async handle({ params, body }, parts) {
      known(params.id, parts)
      return settled(doorOf(parts).start(params.id, body))
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/imports/{id}/cancel',
    name: 'cancelImport',
    group,
    summary: 'Ends it where it is; what was taken in stays',
    params: ofImport,
    answer: job,
    problems: ['not-found'],
    audited: ({ params }) => ({ details: params }),
    async handle({ params }, parts) {
      known(params.id, parts)
      return (await doorOf(parts).cancel(params.id)) as never
    },
  }),
  adminRoute({
    method: 'DELETE',
    path: '/imports/{id}',
    name: 'removeImport',
    group,
    summary: 'Removes the file and the report; what was taken in stays',
    params: ofImport,
    answer: z.undefined(),
    status: 204,
    problems: ['not-found', 'conflict'],
    audited: ({ params }) => ({ details: params }),
    async handle({ params }, parts) {
      known(params.id, parts)
      const refused = doorOf(parts).remove(params.id)
      if (refused !== undefined) throw new AdminProblem('conflict', refused.problem)
      return undefined
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/imports/{id}/report',
    name: 'importReport',
    needs: 'editor',
    group,
    summary: 'The rows that were refused or taken in without an attribute, with line and reason; in CSV nothing is a formula',
    params: ofImport,
    query: z.strictObject({ as: z.enum(['csv', 'ndjson']).default('csv') }),
    answer: z.string(),
    streams: ['text/csv', 'application/x-ndjson'],
    problems: ['not-found'],
    async handle({ params, query: { as } }, parts) {
      known(params.id, parts)
      const rows = doorOf(parts).report(params.id)
      const contentType = as === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson'
      return new StreamedAnswer(reported(rows, as), { fileName: `refused-${params.id}.${as}`, contentType, note: { details: { ...params, as } } })
    },
  }),
]

async function* reported(rows: AsyncIterable<RefusedRow>, as: 'csv' | 'ndjson'): AsyncIterable<string> {
  if (as === 'csv') yield 'line,reason,row\r\n'
  for await (const row of rows) yield as === 'csv' ? `${[String(row.line), row.reason, row.raw].map(csvCell).join(',')}\r\n` : `${JSON.stringify(row)}\n`
}

function doorOf({ imports }: AdminParts): ImportDoor {
  if (imports === undefined) throw noServer()
  return imports
}

function known(id: string, parts: AdminParts): ImportJob {
  const found = doorOf(parts).find(id)
  if (found === undefined) throw new AdminProblem('not-found', mistake('no-such-import'))
  return found
}

function settled<Result extends object>(answer: Result | { readonly problem: string }): Result {
  if ('problem' in answer && typeof answer.problem === 'string' && !('id' in answer)) throw new AdminProblem('conflict', answer.problem)
  return answer as Result
}

function noServer(): AdminProblem {
  return new AdminProblem('conflict', 'This needs a running server. Start it with `oncue start`.')
}

function schemaOf(schema: z.ZodType): JsonObject {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonObject
}
