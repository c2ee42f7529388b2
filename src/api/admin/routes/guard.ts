// The doors of what the guard over journeys is told: that more than usual is right for a while, and that it is not any more.

import { z } from 'zod'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import { readPublished } from '../../../runtime/publishing/published.ts'
import { readPaused } from '../../../runtime/stopping/pauses.ts'
import { allowancesAt, readAllowances, untilOf } from '../../../runtime/watching/allowances.ts'
import { AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'
import { named } from '../named.ts'

const group = 'Guard'
const dayMs = 86_400_000
const params = z.strictObject({ journey: z.string().min(1).max(256).describe('The name of the journey') })

/** One of them, as doors answer it. */
export const allowanceAnswer = named('Allowance', {
  journey: z.string(),
  times: z.int().describe('So many times what the guard would let pass otherwise'),
  since: z.int().describe('UTC milliseconds'),
  until: z.int().describe('From then on it does not hold any more, UTC milliseconds'),
  because: z.string(),
  by: z.string().describe('Who of the team said so'),
})
const body = z.strictObject({
  times: z.int().min(2).max(1000).describe('So many times what the guard would let pass otherwise, of people who enter and of messages'),
  until: z
    .union([z.int(), z.string().max(40)])
    .describe(
      `When it ends by itself, ${limits.allowanceDays} days ahead at most: UTC milliseconds, an instant with its zone, or a time on the workspace's clock such as 2026-11-27T23:59`,
    ),
  because: z.string().trim().min(1).max(500).describe('Why, for those who wonder later'),
})

export const guardRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/allowances',
    name: 'listAllowances',
    group,
    summary: 'The journeys of which more than usual is right for a while',
    answer: z.strictObject({ allowances: z.array(allowanceAnswer) }),
    handle: async ({ now }, { store }) => ({ allowances: [...allowancesAt(await readAllowances(store), now)] }),
  }),
  adminRoute({
    method: 'POST',
    path: '/journeys/{journey}/allowance',
    name: 'allowMore',
    needs: 'sender',
    group,
    summary: 'Tells the guard that more than usual is right for a while: a sale, a campaign',
    description: [
      'So many times as many people may enter, and as many messages may be handed over, as the guard would let pass otherwise. Complaints, bounces and the rest',
      'stay as they are. What comes meanwhile says nothing about what is usual. Another one takes the place of the one that holds. A journey that is paused stays',
      'so: let it go on with `resumeJourney`.',
    ].join(' '),
    params,
    body,
    answer: z.strictObject({ allowance: allowanceAnswer, paused: z.boolean().describe('Whether the journey is paused; somebody has to let it go on') }),
    problems: ['not-found', 'bad-request', 'conflict'],
    audited: ({ params: { journey }, body }) => ({ details: { journey, ...body } }),
    async handle({ params: { journey }, body: { times, until: said, because }, now, admin }, { runtime, store }) {
      const published = await readPublished(store)
      const live = published?.journeys.filter((one) => one.live).map(({ definition }) => definition) ?? []
      const names = live.map((one) => one.journey)
      const own = live.find((one) => one.journey === journey)
      if (own === undefined) throw new AdminProblem('not-found', mistake('no-journey-in-force-there', { name: journey, known: names.join(', ') || 'none' }))
      if (own.guard === 'off' || (own.guard === undefined && published?.workspace.guard === 'off'))
        throw new AdminProblem('conflict', mistake('guard-is-off', { name: journey }))
      const until = typeof said === 'number' ? said : untilOf(said, published?.workspace.zone ?? 'UTC')
      if (until === undefined)
        throw new AdminProblem('bad-request', `"${said}" is no instant: write 2026-11-27T23:59, or with its zone 2026-11-27T23:59+01:00.`)
      if (until <= now) throw new AdminProblem('bad-request', mistake('instant-is-over', { at: new Date(until).toISOString() }))
      if (until > now + limits.allowanceDays * dayMs)
        throw new AdminProblem(
          'bad-request',
          `That is more than ${limits.allowanceDays} days ahead. What is right for good belongs into the journey's file: guard: { times: … }.`,
        )
      const { holding } = await runtime.changeAllowance({ allow: { journey, times, until, because, by: admin.name } })
      const allowance = holding[journey]
      if (allowance === undefined) throw new AdminProblem('conflict', 'Somebody ended it at the same moment.')
      return { allowance, paused: (await readPaused(store)).has(journey) }
    },
  }),
  adminRoute({
    method: 'DELETE',
    path: '/journeys/{journey}/allowance',
    name: 'endAllowance',
    needs: 'sender',
    group,
    summary: 'Ends what the guard was told to allow: from now on what is usual holds again',
    params,
    answer: z.strictObject({ allowances: z.array(allowanceAnswer) }),
    problems: ['not-found'],
    audited: ({ params: { journey } }) => ({ details: { journey } }),
    async handle({ params: { journey }, now }, { runtime, store }) {
      if (!allowancesAt(await readAllowances(store), now).some((one) => one.journey === journey))
        throw new AdminProblem('not-found', mistake('nothing-allowed', { name: journey }))
      return { allowances: [...allowancesAt(await runtime.changeAllowance({ end: journey }), now)] }
    },
  }),
]
