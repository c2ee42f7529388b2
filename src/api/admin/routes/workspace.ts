// The door that says which workspace this is and whether its messages reach people: what stands in the head of every page of the console.

import { z } from 'zod'
import manifest from '../../../../package.json' with { type: 'json' }
import { readPublished } from '../../../runtime/published.ts'
import { AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'

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
      hasMailbox: z.boolean().describe('There is a mailbox at /mailbox'),
      hasDemo: z.boolean().describe('There is a shop to try it on at /demo'),
      zone: z.string().nullable().describe('The time zone of people of whom none is known; null for UTC'),
      now: z.int().describe('What time it is there, UTC milliseconds: the clock of a demo can be wound forward'),
      version: z.string().describe('Of the server'),
    }),
    problems: ['not-found'],
    async handle({ now }, { store, offers = { mailbox: false, demo: false } }) {
      const published = await readPublished(store)
      if (published === undefined) throw new AdminProblem('not-found', 'Nothing has been published yet.')
      const { workspace, zone = null } = published.workspace
      return {
        workspace,
        environment: offers.mailbox ? ('demo' as const) : ('live' as const),
        hasMailbox: offers.mailbox,
        hasDemo: offers.demo,
        zone,
        now,
        version: manifest.version,
      }
    },
  }),
]
