// The door through which somebody chooses what those get who wait in a trial of a mail to many.

import { z } from 'zod'
import { choiceOf, trialReport } from '../../../insight/trial-report.ts'
import { mistake } from '../../../model/mistake.ts'
import { trialMeasures, winnerReasons } from '../../../model/trial.ts'
import { readInForce } from '../../../runtime/stopping/pauses.ts'
import { AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'
import { named } from '../named.ts'

const instant = (words: string) => z.int().describe(`${words}, UTC milliseconds`)
const arm = z.strictObject({
  variant: z.string(),
  passages: z.int(),
  converted: z.int(),
  sent: z.int(),
  opened: z.int().describe('Mails that people opened; without proxies and machines'),
  clicked: z.int(),
})

/** How a trial stands. */
export const trialAnswer = named('Trial', {
  step: z.string(),
  share: z.number().describe('How many percent go ahead'),
  by: z.enum(trialMeasures).describe('By what the winner is chosen'),
  otherwise: z.string().describe('What the others get when nothing tells the variants apart'),
  beginsAt: instant('When the first go ahead'),
  dueAt: instant('When the winner is chosen unless somebody chose before'),
  waiting: z.int().describe('People who wait for the winner now'),
  chosen: z
    .strictObject({
      variant: z.string(),
      at: instant('Since when'),
      because: z
        .enum(winnerReasons)
        .describe(
          '`shown`: it did best, beyond chance; `not-shown`: it did best, which may be chance; `tie`, `too-few`, `nobody-chose`: `otherwise`; `by-hand`',
        ),
      arms: z.array(arm).describe('What was counted by then of those who went ahead'),
    })
    .nullable(),
  went: z.record(z.string(), z.int()).describe('How many of those who waited went on with which variant'),
})

export const winnerRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'POST',
    path: '/journeys/{journey}/winner',
    name: 'chooseWinner',
    needs: 'sender',
    group: 'Journeys',
    summary: 'Chooses what those get who wait in the trial of a mail to many, now',
    description: 'Whoever waits goes on at once. It may be chosen again, for whoever still waits then.',
    params: z.strictObject({ journey: z.string().min(1).max(256).describe('The name of the journey') }),
    body: z.strictObject({ variant: z.string().min(1).max(256).describe('One of the variants of its trial') }),
    answer: z.strictObject({ trial: trialAnswer }),
    problems: ['not-found', 'conflict'],
    audited: ({ params: { journey }, body }) => ({ details: { journey, ...body } }),
    async handle({ params: { journey }, body: { variant }, now }, { runtime, store }) {
      const source = await readInForce(store)
      const versions = source?.journeys.filter(({ definition }) => definition.journey === journey) ?? []
      if (source === undefined || !versions.some(({ live }) => live)) throw new AdminProblem('not-found', mistake('no-such-journey', { name: journey }))
      const counts = await store.counts(journey)
      // Whoever waits has the variants of the version that they are in, also when another was published since.
      const choice = choiceOf(versions, source, counts)
      if (choice === undefined) throw new AdminProblem('conflict', mistake('no-trial', { name: journey }))
      const { definition, place, arms, counted } = choice
      const known = arms.map((one) => one.variant)
      if (!known.includes(variant)) throw new AdminProblem('conflict', mistake('trial-without-variant', { variant, known: known.join(', ') }))
      if (now < place.beginsAt) throw new AdminProblem('conflict', mistake('trial-to-come', { name: journey }))
      await runtime.changePause({ journey, do: 'choose', step: place.step, variant, because: 'by-hand', arms })
      const after = trialReport(definition, (await readInForce(store)) ?? source, counted)
      if (after === undefined) throw new AdminProblem('conflict', mistake('no-trial', { name: journey }))
      return { trial: answerOf(after) }
    },
  }),
]

/** As JSON is written. */
export function answerOf(trial: NonNullable<ReturnType<typeof trialReport>>): z.input<typeof trialAnswer> {
  const { chosen } = trial
  return { ...trial, went: { ...trial.went }, chosen: chosen === null ? null : { ...chosen, arms: chosen.arms.map((one) => ({ ...one })) } }
}
