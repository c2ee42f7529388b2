// The door of the console's first page: how the workspace is doing, and what needs attention.

import { z } from 'zod'
import { dayOfInstant } from '../../../insight/message-statistics.ts'
import { attentionKinds } from '../../../insight/overview/attention.ts'
import { readOverview } from '../../../insight/overview/overview.ts'
import type { AdminRoute } from '../admin-route.ts'
import { adminRoute } from '../admin-route.ts'
import { messageDay, messageNumbers } from '../counted.ts'
import { said } from '../said.ts'
import { whatElseIsKnown } from '../what-else-is-known.ts'

const whole = z.int()
const percentiles = { p50: z.number().describe('Milliseconds'), p95: z.number(), p99: z.number() }
const instant = z.int().nullable().describe('UTC milliseconds')

export const overviewRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/overview',
    name: 'getOverview',
    group: 'Workspace',
    summary: 'How the workspace is doing, and what needs attention',
    description:
      'A message counts on the day (UTC) on which it was handed over. Latency is measured on a sample of each day. What arrives is read in the background, so that silence of a source is known a moment after a start.',
    query: z.strictObject({ days: z.coerce.number().int().min(1).max(92).default(30).describe('So many days up to today') }),
    answer: z.strictObject({
      at: z.int().describe('When it was looked, UTC milliseconds'),
      people: whole,
      numbers: messageNumbers,
      before: messageNumbers.describe('Of as many days before'),
      days: z.array(messageDay).describe('Days on which something was handed over'),
      latency: z
        .strictObject({
          ...percentiles,
          messages: whole.describe('How many were looked at'),
          days: z.array(z.strictObject({ day: z.string(), ...percentiles })),
        })
        .nullable()
        .describe('From the instant at which a message could leave to its handover; null also where the clock of a demo was wound'),
      brought: z
        .strictObject({
          journeys: whole,
          inside: whole,
          withGoal: whole.describe('How many of them have a goal; without one nobody converts'),
          converted: whole,
          revenue: z.record(z.string(), z.number()).describe('By currency; `none` for amounts that named no currency'),
          lift: z
            .strictObject({ journeys: whole, conversions: z.number(), low: z.number(), high: z.number() })
            .nullable()
            .describe('Conversions that there would not have been without the messages'),
        })
        .describe('Of the live versions of all journeys, since they are live'),
      attention: z
        .array(
          z.strictObject({
            kind: z.enum(attentionKinds),
            about: z.string().nullable().describe('The journey, event, template, channel or domain'),
            count: whole.nullable(),
            since: instant,
            because: z.string().nullable(),
            said: said.nullable().describe('The reason as data'),
          }),
        )
        .describe('The worst first'),
    }),
    async handle({ query: { days }, now }, parts) {
      const to = dayOfInstant(now)
      const overview = await readOverview(parts.store, { now, from: to - days + 1, to, ...(await whatElseIsKnown(parts)) })
      const { latency } = overview
      const shown = latency && {
        ...latency,
        days: latency.days.map(({ day, ...rest }) => ({ day: new Date(day * 86_400_000).toISOString().slice(0, 10), ...rest })),
      }
      return { at: now, ...overview, latency: shown } as never
    },
  }),
]
