// What may be declared about a domain that mails come from: how it is warmed up, and when complaints and bounces slow or stop what advertises
// from it. What each of them means stands in docs/reference/policy.md; they are decided in src/engine/policies.

import { z } from 'zod'
import { durationSchema } from './duration.ts'
import { senderSchema } from './sender.ts'

const says = (description: string) => ({ description })

/** Mails a day of a new domain, day by day, unless others are declared; after the last there is no bound. */
export const usualVolumes: readonly number[] = [
  50, 100, 200, 400, 600, 800, 1000, 1500, 2000, 3000, 4000, 5000, 7500, 10_000, 15_000, 20_000, 30_000, 40_000, 50_000, 75_000, 100_000,
]

const rate = z.number().gt(0).max(100)

const limitsSchema = (slow: number, stop: number) =>
  z
    .strictObject({
      slow: rate.optional().meta(says(`Percent from which advertising mail is slowed; ${slow} by default.`)),
      stop: rate.optional().meta(says(`Percent from which it is stopped; ${stop} by default.`)),
    })
    .optional()

export const watchSchema = z
  .strictObject({
    within: durationSchema.optional().meta(says('Over which stretch of time mails, bounces and complaints are counted; 1d by default, 30d at most.')),
    atLeast: z.int().min(20).max(1_000_000).optional().meta(says('Nothing is judged before so many mails in that time; 100 by default.')),
    complaints: limitsSchema(0.1, 0.3).meta(says('Complaints, in percent of mails: { slow: 0.1, stop: 0.3 } by default.')),
    bounces: limitsSchema(2, 5).meta(says('Hard bounces, in percent of mails: { slow: 2, stop: 5 } by default.')),
    slowBy: z.number().gt(1).max(100).optional().meta(says('What the rate is divided by while it is slowed; 4 by default.')),
    resume: z
      .enum(['by-hand', 'when-clean'])
      .optional()
      .meta(says('How a stop ends: by `oncue resume` (the default), or also by itself as soon as the window is clean.')),
  })
  .meta(says('When complaints and bounces slow or stop what advertises from the domain.'))
export type DomainWatch = z.infer<typeof watchSchema>

export const warmUpSchema = z
  .strictObject({
    from: z.iso.date().meta(says('The first day, in the zone of the workspace: 2026-12-01.')),
    volumes: z
      .array(z.int().min(1).max(100_000_000))
      .min(1)
      .max(100)
      .optional()
      .meta(says('Mails a day, day by day; a usual table of 21 days by default. A day counts once half its number was sent.')),
    beyond: senderSchema
      .optional()
      .meta(says('Whom mails beyond the number of the day come from, at another domain; they wait for the next day when it is not written.')),
  })
  .meta(says('How a new domain is made known to receivers: few mails at first, more every day.'))
export type WarmUp = z.infer<typeof warmUpSchema>

export const sendingDomainSchema = z
  .strictObject({
    domain: z
      .string()
      .max(253)
      .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/)
      .meta(says('The domain, in small letters: what stands behind the @ of the sender.')),
    warmUp: warmUpSchema.optional(),
    watch: z
      .union([watchSchema, z.literal(false)])
      .optional()
      .meta(says('When complaints and bounces slow or stop what advertises from it; false: never. Every domain is watched with the defaults otherwise.')),
  })
  .meta({ id: 'SendingDomain' })
export type SendingDomain = z.infer<typeof sendingDomainSchema>
