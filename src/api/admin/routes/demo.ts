// The doors of workspaces that are there to be tried, a demo or a copy for staging: what time it is there, and winding its clock forward.

import { z } from 'zod'
import { durationMs, durationSchema } from '../../../model/duration.ts'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import { readClockMark } from '../../../runtime/time/workspace-clock.ts'
import { nextDue, nextDueOf } from '../../../runtime/writing/next-due.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'
import { named } from '../named.ts'
import { numberOf } from '../number-of.ts'

const instant = z.int().describe('UTC milliseconds')
const clockAnswer = named('Clock', {
  of: z.enum(['demo', 'staging']).nullable().describe('What the workspace is there for; null where people live in it, and its clock cannot be wound'),
  now: instant.describe('What time it is in the workspace, UTC milliseconds'),
  leadMs: z.int().describe('How far its clock was wound ahead of the world’s'),
  next: instant.nullable().describe('When something is due next, UTC milliseconds'),
})

const group = 'Demo and staging'

export const demoRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/demo/clock',
    name: 'readClock',
    group,
    summary: 'What time it is in the workspace, and whether its clock can be wound',
    answer: clockAnswer,
    handle: (_request, parts) => clockOf(parts),
  }),
  adminRoute({
    method: 'POST',
    path: '/demo/clock',
    name: 'windClock',
    needs: 'sender',
    group,
    summary: 'Winds the clock of a demo or a staging copy forward',
    description:
      'As a live server would have lived through it: the clock stops wherever something is due, and the answer comes when all of that is decided and handed over, into the mailbox. It never goes back, and a restart goes on where it stands.',
    body: z.union(
      [
        z.strictObject({ forward: durationSchema.describe('By so much: 30m, 1d') }),
        z.strictObject({ to: instant.describe('To this instant, UTC milliseconds') }),
        z.strictObject({ toNext: z.literal(true).describe('To the next instant at which anything is due') }),
        z.strictObject({ toNextOf: z.string().min(1).max(300).describe('To the next instant at which something is due for this person') }),
      ],
      { error: 'Say {"forward": "30m"}, {"to": INSTANT}, {"toNext": true} or {"toNextOf": PERSON}' },
    ),
    answer: clockAnswer,
    problems: ['not-found', 'conflict'],
    audited: ({ body }, { leadMs }) => ({ details: { ...('forward' in body ? { forward: body.forward } : {}), leadMs } }),
    async handle({ body, now }, parts) {
      if ((await readClockMark(parts.store)) === undefined)
        throw new AdminProblem('conflict', 'People live in this workspace, so its clock cannot be wound. Only that of a demo or a staging copy can.')
      if (parts.publishing === undefined)
        throw new AdminProblem('conflict', 'No server runs, so what falls due could not be handed over. Start one with `oncue start`.')
      const to = await targetOf(body, now, parts)
      if (to > now + limits.windMs) throw new AdminProblem('bad-request', mistake('wound-too-far', { count: limits.windMs / 86_400_000 }))
      await parts.runtime.wind(to)
      return clockOf(parts)
    },
  }),
]

type Wish = { readonly forward: string } | { readonly to: number } | { readonly toNext: true } | { readonly toNextOf: string }

async function targetOf(wish: Wish, now: number, { store }: AdminParts): Promise<number> {
  if ('forward' in wish) return now + durationMs(wish.forward)
  if ('to' in wish) return wish.to
  const next = 'toNextOf' in wish ? await nextDueOf(store, await numberOf(wish.toNextOf, store), now) : await nextDue(store, now)
  if (next === undefined) throw new AdminProblem('conflict', mistake('nothing-is-due'))
  return next
}

async function clockOf({ store, clock }: AdminParts): Promise<z.output<typeof clockAnswer>> {
  const mark = await readClockMark(store)
  const now = clock.now()
  return { of: mark?.of ?? null, now, leadMs: mark?.leadMs ?? 0, next: (await nextDue(store, now)) ?? null }
}
