// What the doors of conditions, segments and the schema have in common: conditions as they come in, problems and people as they are shown.

import { z } from 'zod'
import type { Problem } from '../../model/definitions.ts'
import type { Store, SubscriberNumber } from '../../runtime/store.ts'
import { type AdminParts, AdminProblem, anyObject } from './admin-route.ts'
import type { Desk } from './desk.ts'
import { named } from './named.ts'
import { saidProblem, toldProblems } from './said.ts'

/** A condition in a request: only its form as JSON is asked here, so that mistakes in it are answered by their places in it. */
export const conditionIn = anyObject.describe('The condition as its file would say it in JSON; docs/reference/conditions.md')

export const placeIn = z
  .enum(['segment', 'journey'])
  .default('segment')
  .describe('Where it stands: in a journey it may speak of the event that starts the passage')

export const pathOf = z.array(z.union([z.string(), z.int()])).describe('Keys and places that lead to it in the condition; empty for the condition itself')

export const problemOf = named('ConditionProblem', {
  path: pathOf,
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  message: z.string().describe('What is wrong'),
  fix: z.string().nullable().describe('What to do about it'),
  said: saidProblem,
})

export const peopleOf = named('PeopleCount', {
  count: z.int(),
  low: z.int().describe('With 19 of 20 samples it is at least so many; the number itself where everybody was asked'),
  high: z.int(),
})
  .nullable()
  .describe('Null where nobody can be asked: it speaks of the event that starts a passage')

export const personOf = named('PersonInBrief', {
  subscriber: z.int().describe('The number'),
  userIds: z.array(z.string()).describe('What the person is known by'),
  email: z.string().nullable().describe('Where mail reaches the person'),
})

/** The desk, or the problem that there is none. */
export function deskOf({ desk }: AdminParts): Desk {
  if (desk === undefined) throw new AdminProblem('conflict', 'No server runs: start it with `oncue start`.')
  return desk
}

/** Problems as answers say them. */
export function problemLines(problems: readonly Problem[]): z.input<typeof problemOf>[] {
  return toldProblems(problems.map(({ path, severity, code, message, fix }) => ({ path: [...path], severity, code, message, fix: fix ?? null })))
}

/** Refuses what is no condition, or one that cannot hold what it says. */
export function refuse(problems: readonly Problem[]): never {
  const lines = problems
    .filter(({ severity }) => severity === 'error')
    .map(({ path, message }) => `${path.length === 0 ? '' : `${path.join('.')}: `}${message}`)
  throw new AdminProblem('bad-request', `The condition is not right. ${lines.slice(0, 5).join('\n')}`)
}

/** People as lists show them, in the order asked. */
export function peopleShown(store: Pick<Store, 'identitiesOf' | 'reachOf'>, numbers: readonly SubscriberNumber[]): Promise<z.input<typeof personOf>[]> {
  return Promise.all(
    numbers.map(async (subscriber) => {
      const [identities, reached] = await Promise.all([store.identitiesOf(subscriber), store.reachOf(subscriber)])
      return {
        subscriber,
        userIds: identities.flatMap((identity) => (identity.startsWith('u:') ? [identity.slice(2)] : [])),
        email: reached.find(({ channel }) => channel === 'email')?.address ?? null,
      }
    }),
  )
}
