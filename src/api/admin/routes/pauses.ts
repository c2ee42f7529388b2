// The doors of pauses: pause a journey, see what going on would mean, let it go on.

import { z } from 'zod'
import type { JsonObject } from '../../../model/json.ts'
import { mistake } from '../../../model/mistake.ts'
import { type Pause, pausers, resumeModeSchema } from '../../../model/pause.ts'
import { readPublished } from '../../../runtime/publishing/published.ts'
import { readPaused } from '../../../runtime/stopping/pauses.ts'
import { previewResumes } from '../../../runtime/stopping/resume-preview.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'
import { named } from '../named.ts'

const group = 'Pauses'
const params = z.strictObject({ journey: z.string().min(1).max(256).describe('The name of the journey') })
const because = z.string().trim().min(1).max(500).describe('Why, for those who wonder later')
const since = z.int().describe('Since when, UTC milliseconds')
const pausesAnswer = named('Pauses', {
  pauses: z
    .array(z.strictObject({ journey: z.string(), since, because, by: z.enum(pausers).describe('Who paused it: an admin, its file, or the guard') }))
    .describe('The journeys that are paused'),
})
const count = (words: string) => z.int().describe(words)
const previewShape = named('ResumePreview', {
  journey: z.string(),
  mode: resumeModeSchema,
  pausedSince: since,
  because: z.string(),
  people: count('People in the journey'),
  moving: count('How many move on at once'),
  leaving: count('How many leave, because they are stale or an exit holds'),
  messages: count('Messages that are ready at once; consent, quiet hours and caps still hold'),
  dropped: count('Messages that waited and are not sent any more: stale, expired, called off by an exit, or their own condition no longer holds'),
  oldest: z.int().nullable().describe('Since when the one who has waited longest of them stands at their step, UTC milliseconds'),
  missed: z
    .int()
    .nullable()
    .describe('Of a mail to many: when it was to go out, and did not because it was paused then, UTC milliseconds; nobody gets it any more. Else null'),
  steps: z.array(z.strictObject({ step: z.string(), people: z.int(), moving: z.int(), leaving: z.int(), messages: z.int() })),
})
const previewAnswer = z.strictObject({
  preview: previewShape,
  resumed: z.boolean().describe('Whether the journey goes on from now on'),
})

export const pauseRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/pauses',
    name: 'listPauses',
    group,
    summary: 'The journeys that are paused',
    answer: pausesAnswer,
    handle: async (_request, { store }) => answerOf(await readPaused(store)),
  }),
  adminRoute({
    method: 'POST',
    path: '/journeys/{journey}/pause',
    name: 'pauseJourney',
    needs: 'sender',
    group,
    summary: 'Pauses a journey: nobody enters, nobody moves, nothing is sent',
    description: 'From the answer on nothing of the journey is authorized any more; what is being handed over finishes. Exits still act.',
    params,
    body: z.strictObject({ because }),
    answer: pausesAnswer,
    problems: ['not-found', 'conflict'],
    audited: ({ params: { journey }, body }) => ({ details: { journey, ...body } }),
    async handle({ params: { journey }, body }, { runtime, store }) {
      await askKnown(journey, store)
      const pause = (await readPaused(store)).get(journey)
      if (pause !== undefined) throw new AdminProblem('conflict', mistake('paused-already', { name: journey, because: pause.because }))
      return answerOf(await runtime.changePause({ journey, do: 'pause', because: body.because, by: 'admin' }))
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/journeys/{journey}/resume',
    name: 'resumeJourney',
    needs: 'sender',
    group,
    summary: 'Lets a paused journey go on, and says what that means; with `preview` only says it',
    description: [
      '`shift`: what was left of each wait goes on. `catch-up`: as if there had been no pause; what is due goes out now. `drop-stale`: whoever should',
      'have moved meanwhile leaves. The preview asks the engine about everybody in the journey; on a large workspace it takes a while.',
    ].join(' '),
    params,
    body: z.strictObject({ mode: resumeModeSchema, preview: z.boolean().optional().describe('Only say what it would mean') }),
    answer: previewAnswer,
    problems: ['not-found', 'conflict'],
    audited: ({ params: { journey }, body }) => ({ details: { journey, ...body } as JsonObject }),
    async handle({ params: { journey }, body: { mode, preview: isPreview = false }, now }, { runtime, store }) {
      await askKnown(journey, store)
      const [preview] = await previewsOf(store, { journey, modes: [mode], now })
      if (preview === undefined) throw new AdminProblem('conflict', mistake('not-paused', { name: journey }))
      const byFile = (await readPaused(store)).get(journey)?.by === 'file'
      if (byFile && !isPreview) {
        throw new AdminProblem('conflict', `The journey ${journey} is paused by its file: take out \`status: paused\`, and say \`resume: ${mode}\` there.`)
      }
      if (!isPreview) await runtime.changePause({ journey, do: 'resume', mode })
      return { preview, resumed: !isPreview }
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/journeys/{journey}/resume',
    name: 'previewResume',
    group,
    summary: 'What each way to let a paused journey go on would mean',
    description: 'Everybody is gone through once for all of them; on a large workspace it takes a while.',
    params,
    answer: z.strictObject({ previews: z.array(previewShape).describe('`shift`, `catch-up` and `drop-stale`, in this order') }),
    problems: ['not-found', 'conflict'],
    async handle({ params: { journey }, now }, { store }) {
      await askKnown(journey, store)
      return { previews: await previewsOf(store, { journey, modes: resumeModeSchema.options, now }) }
    },
  }),
]

async function previewsOf(store: AdminParts['store'], wish: Parameters<typeof previewResumes>[1]): Promise<z.input<typeof previewShape>[]> {
  const previews = await previewResumes(store, wish)
  if (previews === undefined) throw new AdminProblem('conflict', mistake('not-paused', { name: wish.journey }))
  return previews.map((one) => ({ ...one, oldest: one.oldest ?? null, missed: one.missed ?? null, steps: [...one.steps] }))
}

function answerOf(paused: ReadonlyMap<string, Pause>) {
  return { pauses: Array.from(paused, ([journey, pause]) => ({ journey, ...pause })) }
}

async function askKnown(journey: string, store: AdminParts['store']): Promise<void> {
  const journeys = [...new Set((await readPublished(store))?.journeys.map(({ definition }) => definition.journey) ?? [])]
  if (!journeys.includes(journey))
    throw new AdminProblem('not-found', mistake('no-such-journey-there', { name: journey, known: journeys.join(', ') || 'none' }))
}
