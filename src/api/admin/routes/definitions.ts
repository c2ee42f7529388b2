// The doors of definitions and drafts: the files of the server's folder, what somebody wants them to say, whether that holds, and its publication.

import { z } from 'zod'
import type { JsonObject } from '../../../model/json.ts'
import { limits } from '../../../model/limits.ts'
import { saidText } from '../../../model/said.ts'
import { accepted } from '../accepted.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'
import type { DefinitionsDoor, FileProblem } from '../definitions-door.ts'
import { named } from '../named.ts'
import { said, toldProblems } from '../said.ts'
import { peopleFields, problem, answerOf as publicationOf, publisherOf, statusAnswer } from './publish.ts'

const group = 'Definitions'
const path = z.string().min(1).max(limits.definitionPathCharacters).describe('The file, from the definitions folder, such as journeys/welcome.yaml')
const paths = z.array(path).max(limits.drafts)
const draft = named('Draft', {
  does: z.enum(['create', 'change', 'delete']),
  revision: z.int().describe('1, 2, 3, ... with each change of the draft'),
  by: z.string().describe('Who changed it last'),
  at: z.int().describe('When, UTC milliseconds'),
  isConflict: z.boolean().describe('The file was changed since the draft was made'),
})
const held = named('HeldDefinition', {
  kind: z.string().describe('workspace, journey, segment, template, collection or codes'),
  name: z.string(),
  line: z.int(),
  version: z.int().nullable().describe('Of a journey: the version in force'),
})
const file = named('DefinitionFile', {
  path,
  format: z.string().describe('yaml, json, typescript, mjml, html, text or liquid'),
  hash: z.string().nullable().describe('Of the file on disk; null where there is only a draft'),
  bytes: z.int(),
  locked: z.string().nullable().describe('Why it cannot be changed here'),
  holds: z.array(held).describe('The definitions in it, with its draft'),
  draft: draft.nullable(),
})
const oneFile = named('OpenedFile', {
  ...file.shape,
  text: z.string().nullable().describe('What the file on disk says; null where there is only a draft'),
  drafted: z
    .strictObject({
      text: z.string().nullable().describe('Null: the file is to be taken away'),
      base: z.string().nullable().describe('Hash of the file it was made from'),
    })
    .nullable(),
  documents: z
    .array(z.strictObject({ kind: z.string().nullable(), name: z.string().nullable(), line: z.int(), value: z.unknown() }))
    .describe('What is written in it, with its draft, as plain values'),
  problems: z.array(problem).describe('Those of this file'),
})
const problems = ['not-found', 'conflict', 'bad-request'] as const

export const definitionRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/definitions',
    name: 'listDefinitions',
    group,
    summary: 'The files of the definitions folder, what each holds, their drafts, and all problems',
    answer: z.strictObject({
      locked: z.string().nullable().describe('Why nothing can be written into the folder'),
      publish: z.enum(['on-save', 'by-command']).describe('Whether a file that is saved is in force at once'),
      files: z.array(file).describe('Files and drafts of files, in order of path'),
      problems: z.array(problem).describe('Of all files with all drafts'),
    }),
    handle: async (_request, parts) => told(await doorOf(parts).list()),
  }),
  adminRoute({
    method: 'GET',
    path: '/definitions/file',
    name: 'getDefinitionFile',
    group,
    summary: 'One file: its text, its draft, what it holds as plain values, and its problems',
    description: 'By its `path`, or the one that holds the journey of a name, with its draft. Exactly one of the two.',
    query: z.strictObject({ path: path.optional(), journey: z.string().min(1).max(limits.idCharacters).optional().describe('The name of a journey in it') }),
    answer: oneFile,
    problems,
    handle: async ({ query: { path: at, journey } }, parts) => {
      if ((at === undefined) === (journey === undefined))
        throw new AdminProblem('bad-request', 'Name the path of the file, or a journey that it holds: one of the two.')
      const door = doorOf(parts)
      return told(accepted(await (at === undefined ? door.readJourney(journey ?? '') : door.read(at))))
    },
  }),
  adminRoute({
    method: 'PUT',
    path: '/drafts',
    name: 'keepDraft',
    group,
    summary: 'Keeps what a file is to say, beside the file, until it is published',
    description: [
      'For a new file, a change, or, with `text: null`, to take a file away. `revision` is that of the draft the text was made from (0 for none): when',
      'somebody else was faster, the answer is 409 and nothing is overwritten. `base` is the hash of the file that the text was made from; give that of the',
      'file as it is now to keep a draft on top of a file that was changed meanwhile. A draft that says the same as the file is no draft any more.',
    ].join(' '),
    bodyBytes: limits.definitionBytes * 2,
    body: z.strictObject({
      path,
      text: z.string().nullable(),
      revision: z.int().min(0).optional(),
      base: z.string().max(100).nullable().optional(),
    }),
    answer: oneFile,
    problems,
    // One line for the first change and one whenever somebody else goes on, not one for each letter.
    audited: ({ body }, { draft: now }) => (now !== null && now.revision > 1 ? 'nothing' : { details: { path: body.path, does: now?.does ?? 'as the file' } }),
    handle: async ({ body, admin }, parts) => told(accepted(await doorOf(parts).keep({ ...body, by: admin.name }))),
  }),
  adminRoute({
    method: 'POST',
    path: '/drafts/rename',
    name: 'renameDefinitionFile',
    group,
    summary: 'Drafts a file under another path: the new one is written and the old one taken away when both are published',
    body: z.strictObject({ from: path, to: path }),
    answer: oneFile,
    problems,
    audited: ({ body }) => ({ details: body }),
    handle: async ({ body, admin }, parts) => told(accepted(await doorOf(parts).rename({ ...body, by: admin.name }))),
  }),
  adminRoute({
    method: 'POST',
    path: '/drafts/discard',
    name: 'discardDrafts',
    group,
    summary: 'Throws drafts away; the files stay as they are',
    body: z.strictObject({ paths: paths.min(1) }),
    answer: z.strictObject({ discarded: z.array(path) }),
    problems,
    audited: ({ body }) => ({ details: body as JsonObject }),
    handle: async ({ body }, parts) => ({ discarded: [...accepted(await doorOf(parts).discard(body.paths))] }),
  }),
  adminRoute({
    method: 'POST',
    path: '/drafts/check',
    name: 'checkDrafts',
    group,
    summary: 'Checks the folder as it would be with all drafts, or some; with `tests` also runs its tests',
    isReading: true,
    body: z
      .strictObject({
        paths: paths.optional().describe('All drafts when it is missing; none, for the folder alone, when it is empty'),
        tests: z.boolean().default(false),
        history: z
          .number()
          .min(0)
          .max(60)
          .optional()
          .describe('Seconds to wait for what history says: fields that people lack, and more messages than may leave; not asked when it is missing'),
      })
      .default({ tests: false }),
    answer: z.strictObject({
      isGood: z.boolean().describe('Whether it could be published'),
      problems: z.array(problem),
      history: z
        .enum(['looked at', 'reading', 'failed', 'none'])
        .describe('Whether the problems say what history has against it; reading: ask again; none: it was not asked, or there is an error'),
      tests: z
        .strictObject({
          passed: z.int(),
          failed: z.array(z.strictObject({ name: z.string(), file: z.string(), line: z.int(), message: z.string(), said })),
        })
        .nullable()
        .describe('Null unless asked for, and where the definitions cannot be tested'),
    }),
    problems,
    async handle({ body }, parts) {
      const historyMs = body.history === undefined ? undefined : body.history * 1000
      const { tests, ...check } = told(accepted(await doorOf(parts).check({ paths: body.paths, withTests: body.tests, historyMs })))
      const failed = tests?.failed.map((one) => ({ ...one, message: saidText(one.said) })) ?? []
      return { ...check, tests: tests && { ...tests, failed } }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/drafts/publish',
    name: 'publishDrafts',
    group,
    summary: 'Writes drafts into the folder and begins to put it in force, or says what that would mean',
    description: [
      'Nothing is written where a file was changed since its draft was made (409), where something is wrong (400, with each place in `errors`), or while',
      'something has to be said about the people inside (409). `GET /publish` says how it goes on.',
    ].join(' '),
    status: 202,
    body: z.strictObject({
      paths: paths.min(1).optional().describe('All drafts when it is missing'),
      ...peopleFields,
      dryRun: z.boolean().default(false).describe('Only say what it would mean'),
    }),
    answer: statusAnswer,
    problems,
    audited: ({ body }) => ({ details: body as JsonObject }),
    async handle({ body, admin }, parts) {
      const { paths: chosen, dryRun, journey, by, ...rest } = body
      const choices = { ...rest, by: publisherOf(admin, by), ...(journey !== undefined && { journey }) }
      const begun = accepted(await doorOf(parts).publish({ paths: chosen, choices, mode: dryRun ? 'dry run' : 'publish' }))
      return publicationOf(begun, parts)
    },
  }),
]

function doorOf({ definitions }: AdminParts): DefinitionsDoor {
  if (definitions === undefined) throw new AdminProblem('conflict', 'This server has no definitions folder.')
  return definitions
}

/** The same with what its problems say as data. */
function told<Answer extends { readonly problems: readonly FileProblem[] }>(answer: Answer) {
  return { ...plain(answer), problems: toldProblems(answer.problems) }
}

/** The same with lists that may be changed, as schemas describe them. */
function plain<Answer>(answer: Answer): Mutable<Answer> {
  return answer as Mutable<Answer>
}

type Mutable<Value> = Value extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : Value extends object
    ? { -readonly [Key in keyof Value]: Mutable<Value[Key]> }
    : Value
