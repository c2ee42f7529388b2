// A test of triggers and journeys as a file: a story of one person in virtual time, and what must and must not follow from it.
// This file is its published grammar.

import { z } from 'zod'
import { conditionSchema } from './condition.ts'
import { consentChannels } from './consent.ts'
import { durationSchema } from './duration.ts'
import { mistake } from './mistake.ts'
import { resumeModeSchema } from './pause.ts'

const name = z.string().min(1).max(256)
const says = (description: string) => ({ description })
const instant = z.iso.datetime({ offset: true })
const fields = z.record(z.string().min(1).max(256), z.json())

/** When a story begins that does not say so: a Monday morning. */
export const defaultStart = '2026-01-05T09:00:00.000Z'

const words = z.string().min(1).max(1000)
const journeyPart = { journey: name.optional().meta(says('Of which journey.')) }
const sentSchema = z
  .union([
    name,
    z.strictObject({
      template: name.optional().meta(says('The template of a mail.')),
      channel: name.optional().meta(says('email, sms, popup or webhook.')),
      step: name.optional().meta(says('The id of the step that it comes from.')),
      ...journeyPart,
      at: instant.optional().meta(says('The very instant at which it leaves.')),
    }),
  ])
  .meta(says('The template of a mail, or { template, channel, step, journey, at }; what is left out is not compared.'))
const passageSchema = z
  .union([name, z.strictObject({ journey: name, key: words.optional(), because: words.optional() })])
  .meta(says('A journey, or { journey, key, because }; `because` is a part of the reason in words.'))
const skipSchema = z
  .union([name, z.strictObject({ step: name.optional(), ...journeyPart, reason: name.optional(), because: words.optional() })])
  .meta(says('The id of a step, or { step, journey, reason, because }: `reason` is one of the closed list of reasons, `because` a part of the words.'))
const heldConditionSchema = z
  .union([conditionSchema, z.strictObject({ of: name, at: words })])
  .meta(says('A condition, or { of: JOURNEY, at: PLACE } for one that stands in a journey, such as `enter.0.if`, `steps.offer.if` or `exit.0.when`.'))

/** What must be so at this point of the story. A list says exactly these, in this order; an empty one, that there were none. */
export const expectationSchema = z
  .strictObject({
    sends: z
      .array(sentSchema)
      .optional()
      .meta(says('What left since the last look: the template of a mail, or { template, channel, step, journey, at }; what is left out is not compared.')),
    enters: z
      .array(passageSchema)
      .optional()
      .meta(says('Journeys entered since the last look: the name, or { journey, key, because }; `because` is a part of the reason in words.')),
    'not-entered': z
      .array(z.union([name, z.strictObject({ journey: name, reason: name.optional(), because: words.optional() })]))
      .optional()
      .meta(says('Journeys that a trigger fitted and that were not entered, since the last look: the name, or { journey, reason, because }.')),
    exits: z.array(passageSchema).optional().meta(says('Journeys left early since the last look, by an exit or a stop; in the form of `enters`.')),
    completes: z.array(passageSchema).optional().meta(says('Journeys gone through to their end since the last look; in the form of `enters`.')),
    converts: z.array(passageSchema).optional().meta(says('Journeys whose goal was reached since the last look; in the form of `enters`.')),
    skips: z
      .array(skipSchema)
      .optional()
      .meta(says('Steps passed over and messages refused since the last look: the id of the step, or { step, journey, reason, because }.')),
    inside: z
      .record(name, z.union([z.boolean(), name, z.array(name)]))
      .optional()
      .meta(says('Where the person is now: a journey with the id of the step, several for several passages, true for anywhere, false for not inside.')),
    attributes: fields.optional().meta(says('Attributes as they are now; null for one that is not set.')),
    segments: z.record(name, z.boolean()).optional().meta(says('Segments: true for inside, false for outside.')),
    lists: z.record(name, z.boolean()).optional().meta(says('Lists: true for on it.')),
    topics: z.record(name, z.boolean()).optional().meta(says('Topics of mail: true where consent stands as a yes that was said.')),
    holds: z
      .array(heldConditionSchema)
      .optional()
      .meta(says('Conditions that hold now, each tested alone: a condition, or { of: JOURNEY, at: PLACE } for one of a journey, such as `steps.offer.if`.')),
    fails: z.array(heldConditionSchema).optional().meta(says('Conditions that do not hold now, in the same form.')),
    trace: z.string().optional().meta(says('Every input and decision since the last look, line by line, as `oncue trace` prints them.')),
  })
  .meta({ id: 'Expectation' })
export type Expectation = z.infer<typeof expectationSchema>

const onTopic = z.union([name, z.strictObject({ topic: name, channel: z.enum(consentChannels) })])

/** The things that can happen, by the key that names them. One of them in a line. */
export const happeningSchemas = {
  event: name.meta(says('An event happens, with `properties`; `occurred` says when it did if it only comes in now.')),
  identify: fields.meta(says('Attributes become known.')),
  set: fields.meta(says('Somebody of the staff changes attributes; null removes one.')),
  subscribe: onTopic.meta(says('The person says yes to a topic: its name, or { topic, channel }.')),
  unsubscribe: onTopic.meta(says('The person says no to a topic.')),
  join: name.meta(says('Is put on a list.')),
  leave: name.meta(says('Is taken off a list.')),
  suppress: words.meta(says('The address is not written to any more; the reason in words.')),
  pause: name.meta(says('The journey is paused.')),
  resume: z
    .union([name, z.strictObject({ journey: name, mode: resumeModeSchema })])
    .meta(says('The journey goes on: its name (clocks shifted), or { journey, mode }.')),
  delivery: z.enum(['sent', 'failed', 'unknown']).meta(says('What becomes of messages from now on; sent at the beginning.')),
  messages: z.enum(['hold', 'deliver']).meta(says('hold: messages wait from now on. deliver: each is asked once more whether it may leave.')),
} as const
export type HappeningKind = keyof typeof happeningSchemas
export const happeningKinds = Object.keys(happeningSchemas) as readonly HappeningKind[]

const happenings = Object.fromEntries(Object.entries(happeningSchemas).map(([kind, schema]) => [kind, schema.optional()])) as {
  [Kind in HappeningKind]: z.ZodOptional<(typeof happeningSchemas)[Kind]>
}

/** One line of a story: time passes, something happens, and it is looked at what follows. */
export const storyLineSchema = z
  .strictObject({
    after: durationSchema.optional().meta(says('So long passes first, and all that is due on the way is decided at its own instant. A duration such as 30m.')),
    at: instant.optional().meta(says('Time passes until this instant first.')),
    ...happenings,
    properties: fields.optional().meta(says('The properties of the event.')),
    traits: fields.optional().meta(says('Attributes that come with the event.')),
    occurred: instant.optional().meta(says('When the event happened, if it comes in late.')),
    silent: z.literal(true).optional().meta(says('A historical import: it is remembered, and sets nothing off.')),
    expect: expectationSchema.optional().meta(says('What must be so then.')),
  })
  .refine((line) => Object.keys(line).length > 0, mistake('test-line-empty'))
  .refine((line) => line.after === undefined || line.at === undefined, mistake('test-after-or-at'))
  .refine((line) => happeningKinds.filter((kind) => line[kind] !== undefined).length <= 1, mistake('test-one-a-line'))
  .refine(
    (line) => line.event !== undefined || [line.properties, line.traits, line.occurred, line.silent].every((part) => part === undefined),
    '`properties`, `traits`, `occurred` and `silent` belong to an `event`',
  )
  .meta({ id: 'StoryLine' })
export type StoryLine = z.infer<typeof storyLineSchema>

export const triggerTestSchema = z
  .strictObject({
    test: words.meta(says('What is tested, in words.')),
    description: z.string().optional().meta(says('What is worth knowing about it.')),
    journey: name.optional().meta(says('The journey that it is about: what was sent, entered, left, skipped is then looked at in this one alone.')),
    start: instant.optional().meta(says(`When the story begins; ${defaultStart} by default, a Monday.`)),
    subscriber: words.optional().meta(says('The number that chance is drawn for: another one may go another way of a split. 1 by default.')),
    story: z.array(storyLineSchema).min(1).max(10_001).meta(says('What happens, line by line; 10,001 lines at most.')),
  })
  .meta({ id: 'TriggerTest' })
export type TriggerTest = z.infer<typeof triggerTestSchema>
