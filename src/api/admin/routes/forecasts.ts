// The doors of what is expected: what definitions would do, before they are in force, and how a journey runs against what was expected of it.

import { z } from 'zod'
import { volumeWarningKinds } from '../../../insight/forecast.ts'
import { journeyVolume } from '../../../insight/journey-volume.ts'
import { mistake } from '../../../model/mistake.ts'
import { accepted } from '../accepted.ts'
import { AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'
import { pace } from '../counted.ts'
import { named } from '../named.ts'
import { allowanceAnswer } from './guard.ts'

const group = 'Forecasts'
const bound = named('Bound', {
  limit: z.int().describe('From so many on the guard pauses the journey'),
  most: z.number().nullable().describe('The most that was expected or seen; null where nothing is known, and stated limits hold'),
  allowed: z.int().describe('Allowed on top: people whom a publication lets in, and what waited when a pause ended'),
})
const bounds = named('Bounds', { entriesPerHour: bound, entriesPerDay: bound, messagesPerHour: bound, messagesPerDay: bound })
  .nullable()
  .describe('From where on its guard pauses it; null where nothing watches it')
const allowance = allowanceAnswer.nullable().describe('That more than usual is right now; `bounds` say it already')
const once = z
  .boolean()
  .describe('It lets people in at an instant of its own and never again: the most of its hour is how many that would be if it had come an hour ago')
const forecastFields = {
  version: z.int().describe('The version that it has, or would get'),
  at: z.int().describe('When it was made, UTC milliseconds'),
  days: z.int().describe('Days of history that it rests on'),
  entries: pace,
  messages: pace,
  unknown: z.string().nullable().describe('Why nothing can be expected; null where the numbers hold'),
}
const jam = z.strictObject({ since: z.int(), messages: z.int(), minutes: z.number() }).nullable()
const forecast = named('Forecast', {
  days: z.int().describe('Days of history that it rests on'),
  at: z.int(),
  journeys: z.array(z.strictObject({ journey: z.string(), ...forecastFields, bounds, allowance, once })),
  channels: z.array(
    z.strictObject({
      channel: z.string(),
      messages: z.int(),
      peakDay: z.strictObject({ day: z.string(), messages: z.int() }),
      peakMinute: z.strictObject({ at: z.int(), messages: z.int() }),
      limitPerMinute: z.number().nullable(),
      peakTakesMinutes: z.number().nullable(),
      jam: jam.describe('The worst wait for that limit: since when, how many, and how long the last of them waits'),
    }),
  ),
  warnings: z.array(
    z.strictObject({
      kind: z
        .enum(volumeWarningKinds)
        .describe(
          'rate: more is ready at once than may leave · warm-up · held-up: by a rule · many-mails: to one person · missing-field: people lack what a template prints · unknown',
        ),
      about: z.string().describe('The channel, domain or journey'),
      messages: z.number().nullable(),
      limit: z.number().nullable(),
      waitMinutes: z.number().nullable(),
      at: z.number().nullable(),
      missing: z
        .strictObject({
          template: z.string(),
          field: z.string().describe('A path into the attributes, such as first_name'),
          people: z.int().describe('How many lack it'),
          of: z.int(),
          among: z.enum(['recipients', 'sample']).describe('recipients: whom the journey would have sent it · sample: people who were looked at'),
        })
        .nullable(),
      words: z.string(),
    }),
  ),
})
const body = z.strictObject({
  of: z.enum(['folder', 'in force']).default('folder').describe("folder: what the server's definitions folder says · in force: what is published"),
  drafts: z.boolean().default(false).describe('Drafts stand in the place of their files'),
  paths: z.array(z.string().min(1).max(500)).max(500).optional().describe('Only the drafts of these files'),
  wait: z.number().min(0).max(60).default(0).describe('Seconds to wait for it'),
})
const seen = z.strictObject({ entries: z.int(), messages: z.int() })

export const forecastRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'POST',
    path: '/forecast',
    name: 'forecast',
    group,
    needs: 'editor',
    isReading: true,
    summary: 'What definitions would do: entries and messages by the hour and the day, and where more would be ready than may leave',
    description: [
      'From a backtest over the last five weeks, in a thread beside the server. Asked again with the same body it says how far it is. The same definitions are',
      'read once an hour at most. Where history is shorter than a week, or longer than 50 million lines, nothing is predicted, and it says so.',
    ].join(' '),
    body: body.default({ of: 'folder', drafts: false, wait: 0 }),
    answer: z.strictObject({
      state: z.enum(['reading', 'ready', 'failed']),
      done: z.int().describe('Lines of the log that were read'),
      of: z.int(),
      problem: z.string().nullable(),
      forecast: forecast.nullable(),
    }),
    problems: ['conflict'],
    async handle({ body: { of, drafts, paths, wait } }, { forecasts }) {
      if (forecasts === undefined) throw new AdminProblem('conflict', 'Forecasts are made by a running server only: start it.')
      const status = accepted(await forecasts.ask(of === 'in force' ? { of } : { of, drafts, paths }, wait * 1000))
      const found = status.forecast
      return {
        ...status,
        forecast: found && { ...found, journeys: [...found.journeys], channels: [...found.channels], warnings: [...found.warnings] },
      }
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/journeys/{journey}/volume',
    name: 'getJourneyVolume',
    group,
    summary: 'How a journey runs against what was expected of it, and from where on its guard pauses it',
    params: z.strictObject({ journey: z.string().min(1).max(256).describe('The name of the journey') }),
    query: z.strictObject({ days: z.coerce.number().int().min(1).max(92).default(14).describe('How many days, today among them') }),
    answer: z.strictObject({
      journey: z.string(),
      forecast: z.strictObject(forecastFields).nullable().describe('Null as long as nothing was predicted'),
      bounds,
      countedSince: z
        .int()
        .nullable()
        .describe('From when on `hour` and `day` are counted, where that is later: its guard paused it, somebody let it go on, or an allowance ended'),
      hour: seen.describe('In the hour that runs; up to ten seconds old'),
      day: seen.describe('The same in the last 24 hours'),
      days: z.array(z.strictObject({ day: z.string().describe('UTC, such as 2026-12-24'), entries: z.int(), messages: z.int() })),
      paused: z.strictObject({ since: z.int(), because: z.string(), by: z.string() }).nullable(),
      allowance,
    }),
    problems: ['not-found'],
    async handle({ params: { journey }, query: { days }, now }, { store }) {
      const volume = await journeyVolume(store, { journey, days, now })
      if (volume === undefined) throw new AdminProblem('not-found', mistake('no-journey-in-force', { name: journey }))
      return { ...volume, days: [...volume.days] }
    },
  }),
]
