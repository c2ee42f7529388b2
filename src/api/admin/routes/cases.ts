// The door that makes a test of what really happened to somebody.

import { z } from 'zod'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import { AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'
import { numberOf } from '../number-of.ts'

export const caseRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/subscribers/{subscriber}/test/{journey}',
    name: 'recordCase',
    group: 'People',
    summary: 'What happened to a person as a test of a journey, with every name made up',
    description: [
      'The file of a test (docs/reference/tests.md): what the person did as its story, and what was decided as what is expected. Names, addresses, ids and texts that',
      `the definitions do not name are made-up ones, the same everywhere. Of a life of more than ${limits.recordedLinesAtDoor.toLocaleString('en')} lines the newest; \`oncue subscriber record\` takes more.`,
    ].join(' '),
    params: z.strictObject({
      subscriber: z.string().max(300).describe('A userId, an anonymousId, or # and the number (`%23` in an address)'),
      journey: z.string().min(1).max(256),
    }),
    answer: z.strictObject({
      yaml: z.string().describe('To be kept as `tests/NAME.test.yaml` in the definitions folder'),
      expected: z
        .enum(['each time', 'at the end', 'otherwise'])
        .describe(
          'each time: what was decided is expected where it was decided · at the end: all of it there, because a server did some of it late · otherwise: there too, and the definitions in force decide something else',
        ),
      leftOut: z.array(z.strictObject({ what: z.string(), times: z.int() })).describe('What a story cannot say, such as a merge of two people'),
      isCut: z.boolean().describe('Whether the beginning of a long life was left out'),
    }),
    problems: ['not-found', 'conflict'],
    async handle({ params: { subscriber, journey } }, { store, cases }) {
      if (cases === undefined) throw new AdminProblem('conflict', 'No server runs: `oncue subscriber record` makes the test without one.')
      const found = await cases.record(await numberOf(subscriber, store), journey)
      if (found === 'no such journey') throw new AdminProblem('not-found', mistake('no-journey-in-force', { name: journey }))
      if (found === 'nothing left') throw new AdminProblem('not-found', mistake('nothing-left-of-life'))
      return { ...found, leftOut: [...found.leftOut] }
    },
  }),
]
