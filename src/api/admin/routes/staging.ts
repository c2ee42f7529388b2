// The doors of copies for staging: which there are, making one, giving that up, taking over what was changed in one, and throwing one away.

import { z } from 'zod'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import { readClockMark } from '../../../runtime/time/workspace-clock.ts'
import { accepted } from '../accepted.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'
import { named } from '../named.ts'
import type { StagingDoor } from '../staging-door.ts'

const group = 'Demo and staging'
const count = z.int()
const making = named('CopyBeingMade', {
  name: z.string(),
  state: z.enum(['making', 'stopping', 'failed']),
  done: count.describe('Lines of the history that were read'),
  of: count.describe('Of how many'),
  people: count.describe('People who come along'),
  events: count.describe('Events that were played'),
  mails: count.describe('Messages that the copy decided to send'),
  problem: z.string().nullable(),
}).describe('A copy that is being made')
const answer = named('StagingCopies', {
  copies: z
    .array(
      z.strictObject({
        name: z.string(),
        folder: z.string().describe('Where it stands on the machine of the server'),
        runsAt: z.string().nullable().describe('Where its server listens on that machine, while it runs'),
        at: count.describe('When it was made, UTC milliseconds'),
        people: count,
        events: count,
        mails: count,
        missing: z.array(z.string()).describe('What its definitions import and do not find there, with the way out'),
      }),
    )
    .describe('Newest first'),
  making: making.nullable(),
})

const change = named('CopyChange', {
  path: z.string().describe('The file, from the definitions folder'),
  does: z.enum(['create', 'change', 'delete']).describe('What taking it over would do to the file of the workspace'),
  isChangedHere: z.boolean().describe('The file of the workspace was changed since the copy was made as well'),
  draftBy: z.string().nullable().describe('Who has a draft of it in the workspace, which taking it over replaces'),
  locked: z.string().nullable().describe('Why it cannot be changed in the workspace'),
})

const conflicts = {
  busy: mistake('copy-being-made'),
  taken: mistake('copy-name-taken'),
  full: mistake('copies-full', { count: limits.stagingCopies }),
} as const

export const stagingRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/staging',
    name: 'listStagingCopies',
    group,
    summary: 'Copies for staging, and how far the one is that is being made',
    needs: 'editor',
    answer,
    problems: ['conflict'],
    handle: async (_request, parts) => answerOf(doorOf(parts)),
  }),
  adminRoute({
    method: 'POST',
    path: '/staging',
    name: 'makeStagingCopy',
    needs: 'owner',
    group,
    summary: 'Makes a copy of the workspace with people who are nobody',
    description:
      'Beside the running server, in a folder `staging/NAME` of its data folder. People are pseudonymized, the clock of the copy can be wound, and every message stays in its mailbox. `GET /staging` says how far it is; `oncue staging start FOLDER` runs it.',
    status: 202,
    body: z.strictObject({
      name: z
        .string()
        .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'small letters, digits and -, at most 40')
        .describe('What it is called: spring-sale'),
      people: z
        .union([z.int().min(1).max(10_000_000), z.literal('all')])
        .default(1000)
        .describe('How many people come along, drawn by chance'),
      keep: z.array(z.string().min(1).max(256)).max(100).default([]).describe('Fields that hold nobody’s own and stay as they are'),
    }),
    answer,
    problems: ['conflict'],
    audited: ({ body }) => ({ details: { copy: body.name, people: body.people } }),
    async handle({ body }, parts) {
      const door = doorOf(parts)
      if ((await readClockMark(parts.store))?.of === 'staging')
        throw new AdminProblem('conflict', 'This is a copy already. Make another one of the workspace itself.')
      const begun = door.make(body)
      if (typeof begun === 'string') throw new AdminProblem('conflict', conflicts[begun])
      return answerOf(door)
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/staging/stop',
    name: 'giveUpStagingCopy',
    needs: 'owner',
    group,
    summary: 'Gives up the copy that is being made; nothing is left of it',
    answer,
    problems: ['conflict'],
    async handle(_request, parts) {
      const door = doorOf(parts)
      door.stop()
      return answerOf(door)
    },
  }),
  adminRoute({
    method: 'DELETE',
    path: '/staging/{name}',
    name: 'removeStagingCopy',
    needs: 'owner',
    group,
    summary: 'Throws a copy away, with all that was done in it',
    description: 'Not while it runs. It cannot be taken back; the workspace stays as it is.',
    params: z.strictObject({ name: z.string().min(1).max(256) }),
    answer,
    problems: ['not-found', 'conflict'],
    audited: ({ params }) => ({ details: { copy: params.name } }),
    async handle({ params: { name } }, parts) {
      const door = doorOf(parts)
      const became = await door.remove(name)
      if (became === 'unknown') throw none(name)
      if (became === 'running') throw new AdminProblem('conflict', mistake('copy-runs', { name }))
      return answerOf(door)
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/staging/{name}/changes',
    name: 'changesOfStagingCopy',
    group,
    needs: 'editor',
    summary: 'What was changed in a copy since it was made, and is not so in the workspace',
    description: 'Of the files as they are published there, file by file. What is a draft in the copy is named and does not count.',
    params: z.strictObject({ name: z.string().min(1).max(256) }),
    answer: z.strictObject({
      changes: z.array(change).describe('In order of path'),
      unpublished: z.array(z.string()).describe('Files of which the copy has a draft that is not published there'),
    }),
    problems: ['not-found', 'conflict'],
    async handle({ params: { name } }, parts) {
      const found = await doorOf(parts).changes(name)
      if (found === undefined) throw none(name)
      return { changes: [...found.changes], unpublished: [...found.unpublished] }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/staging/{name}/take-over',
    name: 'takeOverFromStagingCopy',
    group,
    needs: 'editor',
    summary: 'Keeps what a copy says of these files as drafts of the workspace',
    description:
      'In place of other drafts of the same files. Nothing is in force by it and nothing is merged: `POST /drafts/publish` puts the drafts in place of the files, after showing what that means.',
    params: z.strictObject({ name: z.string().min(1).max(256) }),
    body: z.strictObject({ paths: z.array(z.string().min(1).max(1024)).min(1).max(limits.drafts) }),
    answer: z.strictObject({ drafts: z.array(z.string()).describe('The files of which there is a draft now') }),
    problems: ['bad-request', 'not-found', 'conflict'],
    audited: ({ params, body }) => ({ details: { copy: params.name, paths: body.paths } }),
    async handle({ params: { name }, body: { paths }, admin }, parts) {
      const taken = await doorOf(parts).takeOver({ name, paths, by: admin.name })
      if (taken === 'unknown') throw none(name)
      if (taken === 'other') throw new AdminProblem('conflict', mistake('copy-says-the-same', { name }))
      return { drafts: [...accepted(taken)] }
    },
  }),
]

function none(name: string): AdminProblem {
  return new AdminProblem('not-found', mistake('no-copy', { name }))
}

function doorOf({ staging }: AdminParts): StagingDoor {
  if (staging === undefined)
    throw new AdminProblem('conflict', 'No server runs. Start it first; without one, a copy is made with `oncue staging create FOLDER`.')
  return staging
}

function answerOf(door: StagingDoor): z.input<typeof answer> {
  return { copies: door.copies().map((copy) => ({ ...copy, runsAt: copy.runsAt ?? null, missing: [...copy.missing] })), making: door.making() ?? null }
}
