// The doors of the workspace as a whole: which one it is and whether its messages reach people, and what its page of preferences would be like.

import { z } from 'zod'
import manifest from '../../../../package.json' with { type: 'json' }
import { workspaceSchema } from '../../../model/definitions.ts'
import { localeSchema } from '../../../model/locale.ts'
import { mistake } from '../../../model/mistake.ts'
import { readerPages, wordsOfPages } from '../../../model/page-words.ts'
import { ours } from '../../../model/reader-words.ts'
import { readPublished } from '../../../runtime/publishing/published.ts'
import { readClockMark } from '../../../runtime/time/workspace-clock.ts'
import { writeSamplePage } from '../../sample-page.ts'
import { AdminProblem, type AdminRoute, adminRoute, anyObject } from '../admin-route.ts'

export const workspaceRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/workspace',
    name: 'getWorkspace',
    group: 'Workspace',
    summary: 'The workspace, and whether its messages reach people',
    answer: z.strictObject({
      workspace: z.string(),
      environment: z.enum(['demo', 'live']).describe('demo: messages stay in the built-in mailbox · live: they go out to people'),
      of: z.enum(['demo', 'staging']).nullable().describe('What the workspace is there for; null where people live in it'),
      hasMailbox: z.boolean().describe('There is a mailbox at /mailbox'),
      hasDemo: z.boolean().describe('There is a shop to try it on at /demo'),
      zone: z.string().nullable().describe('The time zone of people of whom none is known; null for UTC'),
      now: z.int().describe('What time it is there, UTC milliseconds: the clock of a demo can be wound forward'),
      version: z.string().describe('Of the server'),
    }),
    problems: ['not-found'],
    async handle({ now }, { store, offers = { mailbox: false, demo: false } }) {
      const published = await readPublished(store)
      if (published === undefined) throw new AdminProblem('not-found', mistake('nothing-published'))
      const { workspace, zone = null } = published.workspace
      return {
        workspace,
        environment: offers.mailbox ? ('demo' as const) : ('live' as const),
        of: (await readClockMark(store))?.of ?? null,
        hasMailbox: offers.mailbox,
        hasDemo: offers.demo,
        zone,
        now,
        version: manifest.version,
      }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/workspace/preferences-page',
    name: 'previewPreferencesPage',
    group: 'Workspace',
    summary: 'The page of preferences, or another one that readers see, as somebody who said nothing yet would see it',
    description: 'Of the workspace in force, or of one that is not published yet. Nothing is kept but the page, for a quarter of an hour.',
    isReading: true,
    body: z
      .strictObject({
        language: localeSchema
          .default('en')
          .describe("The reader's: the page itself speaks en, de, ru and what `pages` says, topics whatever they are written in"),
        of: z
          .enum(readerPages as [(typeof readerPages)[number]])
          .default('preferences')
          .describe(
            'unsubscribe: it asks · unsubscribed: it is done · confirm-mail: the mail that asks whether an address may be written to · confirm: the page that its button opens · faults: of a link that does not work',
          ),
        workspace: anyObject.optional().describe('What workspace.yaml is to say; what is in force when it is missing'),
      })
      .default({ language: 'en', of: 'preferences' }),
    answer: z.strictObject({ page: z.string().describe('Where a frame can fetch it; it runs nothing and sends nothing') }),
    problems: ['bad-request', 'not-found', 'conflict'],
    async handle({ body: { language, of, workspace }, now }, { store, previews }) {
      if (previews === undefined) throw new AdminProblem('conflict', 'Previews are made by a running server only.')
      const parsed = workspace === undefined ? undefined : workspaceSchema.safeParse(workspace)
      if (parsed?.success === false) {
        const errors = parsed.error.issues.map(({ path, message }) => ({ place: path.join('.'), detail: message }))
        throw new AdminProblem('bad-request', 'This is no workspace yet.', { errors })
      }
      const shown = parsed?.data ?? (await readPublished(store))?.workspace
      if (shown === undefined) throw new AdminProblem('not-found', mistake('nothing-published'))
      return { page: previews.keep(writeSamplePage({ of, language, workspace: shown, now }), now) }
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/workspace/page-words',
    name: 'listPageWords',
    group: 'Workspace',
    summary: 'What the pages say by themselves that readers see',
    description: '`pages` of workspace.yaml says each of them in another language or in other words. What stands in braces is filled in.',
    answer: z.strictObject({
      words: z
        .array(
          z.strictObject({
            word: z.string().describe('Its name in `pages`'),
            of: z.enum(readerPages as [(typeof readerPages)[number]]).describe('The page on which it stands'),
            texts: z.record(z.string(), z.string()).describe('In each language that the pages speak by themselves'),
          }),
        )
        .describe('In the order in which they stand there'),
    }),
    handle: async () => ({ words: allWords }),
  }),
]

const allWords = readerPages.flatMap((of) =>
  wordsOfPages[of].map((word) => ({ word, of, texts: Object.fromEntries(Object.entries(ours).map(([language, texts]) => [language, texts[word]])) })),
)
