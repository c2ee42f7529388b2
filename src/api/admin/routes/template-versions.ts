// The doors of what a template said before: its versions, what one of them says, and a version brought back as drafts of its files.

import { z } from 'zod'
import type { JsonObject } from '../../../model/json.ts'
import { mistake } from '../../../model/mistake.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'
import { type DefinitionsDoor, isRefused } from '../definitions-door.ts'
import type { TemplateDoor } from '../template-door.ts'

const group = 'Templates'
const template = z.string().min(1).max(256)
const version = z.int().describe('1, 2, 3, ... of this template')

export const templateVersionRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/templates/{template}/versions',
    name: 'listTemplateVersions',
    group,
    summary: 'The versions of a template, newest first: who published each and when, and what it changed',
    description: 'Each publication that changed what its author wrote made the next version. One that was taken away and came back goes on counting.',
    params: z.strictObject({ template }),
    answer: z.strictObject({
      versions: z.array(
        z.strictObject({
          version,
          publication: z.int().describe('The publication that made it'),
          at: z.int(),
          by: z.string().nullable(),
          endedAt: z.int().nullable().describe('When another took its place, or it was taken away'),
          isInForce: z.boolean(),
          sameAs: z.int().nullable().describe('The first older version that said the same: this one was brought back'),
          subject: z.string(),
          changed: z
            .array(z.strictObject({ part: z.string().describe('Such as subject, mjml or topic'), locale: z.string().nullable() }))
            .describe('What it changed of the version before'),
        }),
      ),
    }),
    problems: ['conflict', 'not-found'],
    async handle({ params }, parts) {
      const door = doorOf(parts)
      const versions = await door.versions(params.template)
      if (versions.length === 0 && (await door.read(params.template)) === undefined) throw unknownTemplate(params.template)
      return { versions: versions.map((one) => ({ ...one, changed: [...one.changed] })) }
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/templates/{template}/versions/{version}',
    name: 'getTemplateVersion',
    group,
    summary: 'What a version of a template says: its settings, and its parts with shared parts in their place',
    params: z.strictObject({
      template,
      version: z.union([z.literal('folder'), z.coerce.number().int().min(1)]).describe('Its number, or folder: as it is written now'),
    }),
    answer: z.strictObject({
      settings: z.string().describe('As YAML, without the parts'),
      parts: z.array(z.strictObject({ part: z.enum(['html', 'mjml', 'text']), locale: z.string().nullable(), text: z.string() })),
    }),
    problems: ['conflict', 'not-found'],
    async handle({ params }, parts) {
      const source = await doorOf(parts).source(params.template, params.version)
      if (source === undefined && params.version === 'folder')
        throw new AdminProblem('not-found', mistake('template-unreadable', { name: shown(params.template) }))
      if (source === undefined) throw noVersion(params)
      return { settings: source.settings, parts: [...source.parts] }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/templates/{template}/versions/{version}/restore',
    name: 'restoreTemplateVersion',
    group,
    summary: 'Brings a version back as drafts of the files of the template; nothing is in force before they are published',
    description: [
      'Only what differs is written. A part goes into the file it stands in today. A shared part that says today what it said then is included again; one that was changed since',
      'stands in the page as it was then, so that the mail is the one of that version and no other template changes.',
    ].join(' '),
    params: z.strictObject({ template, version: z.coerce.number().int().min(1) }),
    body: z
      .strictObject({ replaceDrafts: z.boolean().default(false).describe('Write over drafts of these files; they are refused otherwise') })
      .default({ replaceDrafts: false }),
    answer: z.strictObject({ restored: z.array(z.string()).describe('Files whose draft says it now; none where the folder says it already') }),
    problems: ['conflict', 'not-found', 'bad-request'],
    audited: ({ params }, { restored }) => ({ details: { ...params, restored } as JsonObject }),
    async handle({ params, body, admin }, parts) {
      const texts = await doorOf(parts).restored(params.template, params.version)
      if (texts === undefined) throw noVersion(params)
      if (typeof texts === 'string') throw new AdminProblem('conflict', `Version ${params.version} was not brought back: ${texts}.`)
      const wishes = [...texts.files].map(([path, text]) => ({ path, text, by: admin.name, ...(texts.added.has(path) && { base: null }) }))
      const kept = wishes.length === 0 ? [] : await definitionsOf(parts).keepTogether(wishes, body.replaceDrafts ? 'drafts' : 'nothing')
      if (isRefused(kept)) throw new AdminProblem(kept.refused === 'conflict' ? 'conflict' : 'bad-request', kept.because)
      return { restored: [...kept] }
    },
  }),
]

function doorOf({ templates }: AdminParts): TemplateDoor {
  if (templates === undefined) throw new AdminProblem('conflict', 'Templates are read by a running server only.')
  return templates
}

function definitionsOf({ definitions }: AdminParts): DefinitionsDoor {
  if (definitions === undefined) throw new AdminProblem('conflict', 'This server has no definitions folder.')
  return definitions
}

function noVersion({ template: name, version: number }: { readonly template: string; readonly version: number | string }): AdminProblem {
  return new AdminProblem('not-found', mistake('no-version-of-template', { number, name: shown(name) }))
}

function unknownTemplate(name: string): AdminProblem {
  return new AdminProblem('not-found', mistake('never-a-template', { name: shown(name) }))
}

function shown(name: string): string {
  return name.slice(0, 100)
}
