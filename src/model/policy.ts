// What may hold a message back, as authors write it: consent, holdout, quiet hours and frequency caps, once for the whole workspace.
// What each of them means stands in docs/reference/policy.md; they are asked in src/engine/policies.

import { z } from 'zod'
import { channelNames } from './channel-names.ts'
import { durationSchema } from './duration.ts'
import { limits } from './limits.ts'
import { timeOfDaySchema, weekdaysSchema, zoneSchema } from './local-time.ts'

const name = z.string().min(1).max(256)
const says = (description: string) => ({ description })

/** Whose silence is a yes. */
export const consentSchema = z
  .enum(['opt-in', 'opt-out'])
  .meta(says('opt-out: mail on a topic goes out unless the person said no. opt-in: only to people who said yes.'))
export type ConsentMode = z.infer<typeof consentSchema>

/** Whose opens and clicks may be followed. */
export const trackingSchema = z
  .enum(['opt-in', 'opt-out', 'off'])
  .meta(says('Whose opens and clicks are followed. opt-in: of people who said yes to that. opt-out: of all who did not say no. off: of nobody.'))
export type TrackingMode = z.infer<typeof trackingSchema>

/** A share of people. */
export const percentSchema = z.number().min(0).max(100)

/** A whole number; the higher goes first. */
export const prioritySchema = z.int().min(-1000).max(1000)

export const quietHoursSchema = z
  .strictObject({
    from: timeOfDaySchema.meta(says('When quiet begins, by the local clock: 21:00.')),
    to: timeOfDaySchema.meta(says('When it ends; earlier than `from` means the next day, the same time a whole day.')),
    zone: zoneSchema.optional().meta(says("An IANA time zone, or `subscriber` (the default): the subscriber's own, else the workspace's.")),
    days: weekdaysSchema.optional().meta(says('Only what begins on these weekdays: mon, tue, wed, thu, fri, sat, sun.')),
    topics: z.array(name).min(1).optional().meta(says('Only for mails on these topics; for all by default.')),
  })
  .meta(says('When no mail goes out; it waits until they are over.'))
export type QuietHours = z.infer<typeof quietHoursSchema>

export const capSchema = z
  .strictObject({
    max: z.int().min(1).max(limits.countThreshold).meta(says('How many messages at most.')),
    within: durationSchema.meta(says('In how long: any stretch of this length. A duration such as 7d.')),
    channel: z.enum(channelNames).optional().meta(says('What is counted and held back: email by default.')),
    topic: name.optional().meta(says('Only messages on this topic; all by default.')),
    segment: name.optional().meta(says('Only for people in this segment; for everybody by default.')),
    then: z.enum(['defer', 'skip']).meta(says('What becomes of one more: defer, it waits for the instant at which there is room; skip, it is not sent.')),
  })
  .meta(says('At most so many messages in so long.'))
export type Cap = z.infer<typeof capSchema>

export const policySchema = z
  .strictObject({
    channels: z
      .strictObject({
        email: consentSchema.optional().meta(says('opt-in: only to people who said yes to `email`; opt-out by default.')),
        sms: consentSchema.optional().meta(says('opt-out: text messages also to people who never said yes to `sms`; opt-in by default.')),
        popup: consentSchema.optional().meta(says('opt-in: only to people who said yes to `popup`; opt-out by default.')),
      })
      .optional()
      .meta(says('Whether a channel as a whole needs a yes, beside the topic.')),
    consent: consentSchema.optional().meta(says('opt-in or opt-out, for topics that do not say it themselves; opt-in by default.')),
    tracking: trackingSchema
      .optional()
      .meta(says('Whose opens and clicks are followed: opt-in (the default), opt-out or off. Apart from the consent to mail.')),
    evidence: z
      .enum(['shortened', 'hashed', 'none'])
      .optional()
      .meta(says('What is kept of the network address that a yes or no came from: its network (the default), a keyed hash, or nothing.')),
    holdout: percentSchema
      .optional()
      .meta(says('Percent of people who get no mail at all, always the same ones, to measure what mail brings; none by default.')),
    quietHours: quietHoursSchema.optional(),
    caps: z.array(capSchema).min(1).max(20).optional().meta(says('Frequency caps, each at most so many in so long; all of them hold.')),
  })
  .meta(says('What may hold messages back.'))
export type Policy = z.infer<typeof policySchema>
