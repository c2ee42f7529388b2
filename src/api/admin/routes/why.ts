// The door that says why somebody is, was, or never was in a journey.

import { z } from 'zod'
import { limits } from '../../../model/limits.ts'
import { AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'
import { deskOf } from '../condition-desk.ts'
import { numberOf } from '../number-of.ts'
import { whyAnswer } from './why-answer.ts'

const instant = z.coerce.number().int()

export const whyRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/subscribers/{subscriber}/why/{journey}',
    name: 'why',
    group: 'People',
    summary: 'Why a person is, was, or never was in a journey, from the log alone',
    description:
      'Each way in with who stood there and when, each condition with its value and numbers, the very events that decided it, what each rule said about its messages and would say now, what is to come, and everything that was decided. Also for people who never entered.',
    params: z.strictObject({
      subscriber: z.string().max(300).describe('A userId, an anonymousId, or # and the number (`%23` in an address)'),
      journey: z.string().min(1).max(256),
    }),
    query: z.strictObject({
      at: instant.optional().describe('As it was at this instant, UTC milliseconds; now by default'),
      from: instant.optional().describe('Who stood at the door from this instant on; ever by default'),
    }),
    answer: whyAnswer,
    problems: ['not-found'],
    async handle({ params: { subscriber, journey }, query: { at, from }, now }, parts) {
      const { store, firstSteps } = parts
      firstSteps?.note('why')
      // Time that has not come would be lived through here, while everybody else waits.
      if (at !== undefined && at > now) throw new AdminProblem('bad-request', 'The query: at lies in the future. Ask for an instant that has come.')
      return (await deskOf(parts).ask('why', {
        number: await numberOf(subscriber, store),
        journey,
        at: at ?? now,
        now,
        from: from ?? Number.NEGATIVE_INFINITY,
        lines: limits.whyLinesAtDoor,
      })) as never
    },
  }),
]
