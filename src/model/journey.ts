// The authored flow: what lets a subscriber in, the steps, and what ends the passage. This file is its published grammar.

import { z } from 'zod'
import { lookupsSchema } from './catalogue.ts'
import { refSchema, scalarSchema, type Where, whereSchema } from './comparison.ts'
import { type Condition, conditionSchema } from './condition.ts'
import { consentChannels } from './consent.ts'
import { cronSchema } from './cron.ts'
import { durationSchema, offsetSchema } from './duration.ts'
import { guardSchema } from './guard.ts'
import { timeOfDaySchema, type Weekday, weekdaysSchema, zoneSchema } from './local-time.ts'
import { mistake } from './mistake.ts'
import { scheduleOrInstantSchema } from './one-instant.ts'
import { ownHeadFields } from './own-head.ts'
import { resumeModeSchema } from './pause.ts'
import { percentSchema, prioritySchema } from './policy.ts'
import { type Trial, trialSchema } from './trial.ts'
import { ownUtmSchema } from './utm.ts'

const name = z.string().min(1).max(256)
const says = (description: string) => ({ description })
const stepId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, mistake('write-name'))
  .meta(says('The name of a step within its journey: letters, digits, - and _. Statistics and new versions hold on to it.'))
const oneOrMoreNames = z.union([name, z.array(name).min(1)]).meta(says('A name, or a list of names.'))
const eventName = name.meta(says('The name of an event.'))
const triggerIf = conditionSchema.optional().meta(says('Only when this holds at that moment.'))
const zone = zoneSchema.optional().meta(says("An IANA time zone, or `subscriber` (the default): the subscriber's own, else the workspace's."))
const days = weekdaysSchema.optional().meta(says('Only on these weekdays: mon, tue, wed, thu, fri, sat, sun.'))

const onTrigger = z
  .strictObject({ on: oneOrMoreNames.meta(says('The event, or any of several.')), where: whereSchema.optional(), if: triggerIf })
  .meta(says('An event happens.'))
const quietTrigger = z
  .strictObject({
    quiet: durationSchema.meta(says('For how long nothing more happens; each of the `on` events starts it anew. A duration such as 30m.')),
    on: oneOrMoreNames.meta(says('The events after which silence counts.')),
    unless: oneOrMoreNames.optional().meta(says('Events that call it off.')),
    where: whereSchema.optional(),
    if: triggerIf,
  })
  .meta(says('Something happened and then nothing of the kind for a while.'))
const becomesTrigger = z
  .strictObject({ becomes: conditionSchema })
  .meta(says('A condition turns true, by an event or by time alone. What holds already when the journey goes live lets nobody in.'))
const segmentOrList = z.union([z.strictObject({ segment: name }), z.strictObject({ list: name })]).meta(says('{ segment: NAME } or { list: NAME }.'))
const joinsTrigger = z.strictObject({ joins: segmentOrList, if: triggerIf }).meta(says('Joins a segment or a list.'))
const leavesTrigger = z.strictObject({ leaves: segmentOrList, if: triggerIf }).meta(says('Leaves a segment or a list.'))

const atTrigger = z
  .strictObject({
    at: scheduleOrInstantSchema,
    zone,
    for: conditionSchema.optional().meta(says('Only those for whom this holds at that instant; everybody by default.')),
  })
  .meta(says('On a schedule, such as every night at 03:00, or once, such as on 2026-12-01 10:00: whoever the condition holds for at that instant.'))

/** One schema per kind of trigger, by the key that names the kind. */
export const triggerSchemas = {
  quiet: quietTrigger,
  on: onTrigger,
  becomes: becomesTrigger,
  joins: joinsTrigger,
  leaves: leavesTrigger,
  at: atTrigger,
} as const
export const triggerSchema = z.union([quietTrigger, onTrigger, becomesTrigger, joinsTrigger, leavesTrigger, atTrigger]).meta({ id: 'Trigger' })
export type Trigger = z.infer<typeof triggerSchema>

/** How often one subscriber may enter, counted per key. */
export const againSchema = z
  .union([
    z.enum(['never', 'always']).meta(says('Only once; or every time.')),
    z.strictObject({ after: durationSchema }).meta(says('Again, when the last entry is so long ago.')),
    z
      .strictObject({ max: z.int().min(1).max(500).meta(says('At most this many times, 1 to 500.')), within: durationSchema })
      .meta(says('At most so many times within so long.')),
  ])
  .meta(says('never, always, { after: 7d } or { max: 3, within: 30d }.'))
export type Again = z.infer<typeof againSchema>

/** What ends the enrollment at once: an event that happens from the trigger on, or a condition that holds. */
export const exitSchema = z.union([
  z.strictObject({ event: eventName, where: whereSchema.optional() }).meta(says('The event happens, from the triggering one on.')),
  z.strictObject({ when: conditionSchema }).meta(says('The condition holds.')),
])
export type Exit = z.infer<typeof exitSchema>

export const goalSchema = z
  .strictObject({
    event: eventName,
    where: whereSchema.optional(),
    within: durationSchema.meta(says('Until how long after entering it counts. A duration such as 3d.')),
    value: z
      .string()
      .min(1)
      .optional()
      .meta({ description: 'What it is worth: properties.NAME of the event, a number such as properties.total. Summed up as revenue.' }),
    currency: z
      .string()
      .min(1)
      .optional()
      .meta({ description: 'In which currency: a code such as EUR, or properties.NAME of the event; properties.currency by default.' }),
    credit: durationSchema
      .optional()
      .meta(says('A message counts as its cause when it was sent no longer than so long before; as long as `within` by default. Of several, the last.')),
  })
  .meta(says('The event that counts as success, and until when: { event: Order Completed, within: 3d }.'))
export type Goal = z.infer<typeof goalSchema>

const topicOfMessage = name.optional().meta(says('The topic whose consent is asked; none by default, and then only that of the channel.'))
const topicChannel = z.enum(consentChannels).optional().meta(says('Which way it is about: email (the default), sms or popup.'))
const codeOfMessage = name.optional().meta(says('The pool from which its reader gets a discount code: {{ code }}, and {{ code_expires }} where it ends.'))
const priorityOfMessage = prioritySchema.optional().meta(says('Which message goes first when there is not room for all: the higher number; 0 by default.'))

/** What a popup says and how it behaves. Texts and addresses may hold Liquid placeholders. */
export const popupSchema = z
  .strictObject({
    title: z.string().min(1).max(200).meta(says('The heading, with Liquid placeholders.')),
    text: z.string().max(2000).optional().meta(says('What it says, plain text with Liquid placeholders.')),
    image: z.string().max(2000).optional().meta(says('The address of a picture, https only.')),
    button: z
      .strictObject({
        text: z.string().min(1).max(60).meta(says('What the button says.')),
        url: z.string().min(1).max(2000).meta(says('Where it leads: an https address, or a path on the same site such as /cart.')),
      })
      .optional()
      .meta(says('A button: { text: To the cart, url: /cart }.')),
    placement: z
      .enum(['center', 'top', 'bottom', 'bottom-right', 'bottom-left'])
      .optional()
      .meta(says('Where it stands on the page; bottom-right by default.')),
    times: z.int().min(1).max(100).optional().meta(says('How often it is shown until it is closed or clicked; once by default.')),
    every: durationSchema.optional().meta(says('How long after being shown it is shown again, at the earliest; 1h by default.')),
    close: z.boolean().optional().meta(says('false: it has no close button, and only its own button ends it; true by default.')),
  })
  .meta(says('What the popup says and how it behaves.'))
export type Popup = z.infer<typeof popupSchema>

const valueSchema = z.union([scalarSchema, refSchema, z.array(scalarSchema)])
const common = {
  id: stepId.optional(),
  if: conditionSchema.optional().meta(says('The step is passed over when this does not hold.')),
  note: z.string().optional().meta(says('A remark for the people who read the journey.')),
}

export const waitSchema = z.union([
  durationSchema,
  z.strictObject({ until: timeOfDaySchema, days, zone }).meta(says('Until the local clock shows this time, on one of these days.')),
  z
    .strictObject({ for: conditionSchema, 'at most': durationSchema.meta(says('How long at the longest. A duration such as 3d.')) })
    .meta(says('Until a condition holds, and no longer than so long.')),
  z
    .strictObject({
      date: z.string().min(1).meta({ description: 'attributes.NAME or trigger.NAME: an ISO date or instant.' }),
      offset: offsetSchema.optional().meta(says('So much before (-3d) or after it. From a date, whole days are counted on the calendar.')),
      at: timeOfDaySchema.optional(),
      zone,
    })
    .meta(says('Until a date that the subscriber or the triggering event carries.')),
])
export type Wait = z.infer<typeof waitSchema>

/** Steps that hold no steps of their own. */
const actionSchemas = {
  send: z.strictObject({
    ...common,
    send: name.meta({ description: 'The template to send.' }),
    ...ownHeadFields,
    topic: name.optional().meta({ description: "The topic whose consent is asked; the template's own by default." }),
    expires: durationSchema.optional().meta({ description: 'How late is too late: not handed over more than this after it was decided.' }),
    priority: prioritySchema
      .optional()
      .meta(says("Which message goes first when there is not room for all: the higher number; the template's own by default.")),
    utm: ownUtmSchema.optional(),
  }),
  sms: z.strictObject({
    ...common,
    sms: z.string().min(1).max(1600).meta(says('The text to send to the phone number in the attribute `phone`, with Liquid placeholders.')),
    topic: topicOfMessage,
    expires: durationSchema.optional().meta(says('How late is too late: not handed over more than this after it was decided.')),
    priority: priorityOfMessage,
    code: codeOfMessage,
  }),
  popup: z.strictObject({
    ...common,
    popup: popupSchema,
    topic: topicOfMessage,
    expires: durationSchema.optional().meta(says('How long it waits for a visit; 7d by default.')),
    priority: priorityOfMessage,
    code: codeOfMessage,
  }),
  webhook: z.strictObject({
    ...common,
    webhook: z
      .strictObject({
        url: z.string().min(1).meta({ description: 'The address to call; may hold Liquid placeholders.' }),
        method: z.enum(['POST', 'PUT', 'PATCH', 'GET', 'DELETE']).optional().meta(says('POST by default.')),
        headers: z.record(z.string(), z.string()).optional().meta(says('Headers beside the signature.')),
        body: z
          .union([z.string(), z.record(z.string(), z.json())])
          .optional()
          .meta({ description: 'The body, text or JSON, with Liquid placeholders; by default the event as a Standard Webhooks payload.' }),
        timeout: durationSchema.optional().meta(says('How long an answer may take, 1s to 60s; 20s by default.')),
        retries: z.int().min(0).max(9).optional().meta(says('How often it is tried again when the receiver does not answer, is busy or fails; 9 by default.')),
      })
      .meta(says('The call to make.')),
    catalogue: lookupsSchema
      .optional()
      .meta(says('What it carries of the catalogue, recommendations included: {{ catalogue.NAME }} in its body. Looked up when it is called, as for mails.')),
    expires: durationSchema.optional().meta(says('How late is too late: not called more than this after it was decided.')),
    code: codeOfMessage,
  }),
  update: z.strictObject({
    ...common,
    update: z
      .strictObject({
        set: z.record(z.string().min(1), valueSchema).optional().meta(says('Attributes with their new values.')),
        unset: z.array(z.string().min(1)).optional().meta(says('Attributes to remove.')),
        increment: z.record(z.string().min(1), z.number()).optional().meta(says('Numbers to add.')),
        append: z
          .record(z.string().min(1), z.union([scalarSchema, refSchema]))
          .optional()
          .meta(says('Values to put at the end of lists.')),
      })
      .refine((update) => Object.keys(update).length > 0, mistake('name-change'))
      .meta(says('What to change.')),
  }),
  list: z.strictObject({
    ...common,
    list: z.union([z.strictObject({ add: name }), z.strictObject({ remove: name })]).meta(says('{ add: LIST } or { remove: LIST }.')),
  }),
  topic: z.strictObject({
    ...common,
    topic: z
      .union([z.strictObject({ subscribe: name, channel: topicChannel }), z.strictObject({ unsubscribe: name, channel: topicChannel })])
      .meta(says('{ subscribe: TOPIC } or { unsubscribe: TOPIC }, with channel: sms or popup where it is not about mail.')),
  }),
  start: z.strictObject({ ...common, start: name.meta(says('The journey to start beside this one.')) }),
  stop: z.strictObject({ ...common, stop: name.meta({ description: 'A journey, "this" or "all".' }) }),
  jump: z.strictObject({ ...common, jump: name.meta(says('The journey to go on with; this passage ends.')) }),
  goto: z.strictObject({ ...common, goto: stepId.meta(says('The id of the step to go on with.')) }),
  nothing: z.strictObject({ ...common, nothing: z.literal(true).meta(says('Does nothing: a place to hold on to.')) }),
  end: z.strictObject({ ...common, end: z.literal(true).meta(says('Ends the passage as completed.')) }),
} as const

const innerSteps: z.ZodType<readonly Step[]> = z.lazy(() => stepsSchema)
const pairSteps = { steps: innerSteps }
/** What an `on` step may wait for. */
export const pairSchema = z.union([
  z.strictObject({ event: eventName, where: whereSchema.optional(), if: triggerIf, ...pairSteps }).meta(says('The event happens.')),
  z.strictObject({ after: durationSchema, ...pairSteps }).meta(says('So long after the step was entered.')),
  z
    .strictObject({
      at: z.union([timeOfDaySchema, cronSchema]).meta(says('A time of day such as 09:00, or a schedule in the five fields of cron.')),
      days,
      zone,
      ...pairSteps,
    })
    .meta(says('The next time the local clock shows this, or the schedule names it.')),
  z.strictObject({ match: conditionSchema, ...pairSteps }).meta(says('The condition holds.')),
])

const elseSchema = z.strictObject({ else: innerSteps }).meta(says('When no other branch fits.'))
const branchSchema = z.strictObject({ if: conditionSchema, ...pairSteps }).meta(says('When the condition holds.'))

/** One schema per kind of step, by the key that names the kind. */
export const stepSchemas = {
  wait: z.strictObject({
    ...common,
    wait: waitSchema.meta(says('A duration such as 1d, { until: TIME }, { for: CONDITION, at most: DURATION } or { date: PATH }.')),
  }),
  on: z.strictObject({
    ...common,
    on: z.array(pairSchema).min(1).max(20).meta(says('Things to wait for, each with the steps that follow; the first to happen decides.')),
  }),
  choose: z.strictObject({
    ...common,
    choose: z
      .array(z.union([branchSchema, elseSchema]))
      .min(1)
      .max(20)
      .meta(says('Branches, asked from top to bottom at once; the first that fits is taken.')),
  }),
  split: z.strictObject({
    ...common,
    split: z
      .array(
        z.strictObject({
          variant: name.meta(says('What the way is called in statistics.')),
          weight: z.number().positive().optional().meta(says('Its share among the weights of all; 1 by default.')),
          ...pairSteps,
        }),
      )
      .min(2)
      .max(20)
      .meta(says('Ways that subscribers are shared out over by chance; each always takes the same.')),
    winner: name.optional().meta(says('The variant that everybody takes from now on. The step, its other variants and their results stay.')),
    trial: trialSchema.optional(),
  }),
  ...actionSchemas,
} as const
export type StepKind = keyof typeof stepSchemas
export const stepKinds = Object.keys(stepSchemas) as readonly StepKind[]

type Steps = readonly Step[]
type Common = { readonly id?: string | undefined; readonly if?: Condition | undefined; readonly note?: string | undefined }
export type Pair =
  | { readonly event: string; readonly where?: Where | undefined; readonly if?: Condition | undefined; readonly steps: Steps }
  | { readonly after: string; readonly steps: Steps }
  | { readonly at: string; readonly days?: readonly Weekday[] | undefined; readonly zone?: string | undefined; readonly steps: Steps }
  | { readonly match: Condition; readonly steps: Steps }
export type Branch = { readonly if: Condition; readonly steps: Steps } | { readonly else: Steps }
export type Variant = { readonly variant: string; readonly weight?: number | undefined; readonly steps: Steps }
export type WaitStep = Common & { readonly wait: Wait }
export type OnStep = Common & { readonly on: readonly Pair[] }
export type ChooseStep = Common & { readonly choose: readonly Branch[] }
export type SplitStep = Common & { readonly split: readonly Variant[]; readonly winner?: string | undefined; readonly trial?: Trial | undefined }
export type SendStep = z.infer<typeof actionSchemas.send>
export type SmsStep = z.infer<typeof actionSchemas.sms>
export type PopupStep = z.infer<typeof actionSchemas.popup>
export type WebhookStep = z.infer<typeof actionSchemas.webhook>
export type UpdateStep = z.infer<typeof actionSchemas.update>
export type ListStep = z.infer<typeof actionSchemas.list>
export type TopicStep = z.infer<typeof actionSchemas.topic>
export type StartStep = z.infer<typeof actionSchemas.start>
export type StopStep = z.infer<typeof actionSchemas.stop>
export type JumpStep = z.infer<typeof actionSchemas.jump>
export type GotoStep = z.infer<typeof actionSchemas.goto>
export type NothingStep = z.infer<typeof actionSchemas.nothing>
export type EndStep = z.infer<typeof actionSchemas.end>
export type Step =
  | WaitStep
  | OnStep
  | ChooseStep
  | SplitStep
  | SendStep
  | SmsStep
  | PopupStep
  | WebhookStep
  | UpdateStep
  | ListStep
  | TopicStep
  | StartStep
  | StopStep
  | JumpStep
  | GotoStep
  | NothingStep
  | EndStep

export const stepSchema: z.ZodType<Step> = z.union(Object.values(stepSchemas) as unknown as [z.ZodType<Step>, z.ZodType<Step>]).meta({ id: 'Step' })
export const stepsSchema: z.ZodType<readonly Step[]> = z.array(stepSchema).max(200)

/** The kind of a step: the naming key it has; undefined when the object names none. */
export function stepKind(step: object): StepKind | undefined {
  return stepKinds.find((kind) => Object.hasOwn(step, kind))
}

export const journeySchema = z
  .strictObject({
    journey: name.meta(says('The name of the journey.')),
    description: z.string().optional().meta(says('What it is for.')),
    status: z
      .enum(['draft', 'active', 'paused', 'archived'])
      .optional()
      .meta({ description: 'draft, active, paused or archived; active by default. paused: nobody enters, nobody moves, nothing is sent.' }),
    resume: resumeModeSchema.optional().meta({ description: 'How it goes on once `status: paused` is taken out: shift (default), catch-up or drop-stale.' }),
    guard: guardSchema.optional(),
    enter: z.array(triggerSchema).min(1).max(50).meta(says('What lets a subscriber in: a list; any one is enough.')),
    key: z.string().min(1).optional().meta({ description: 'What makes two enrollments distinct: properties.NAME of the triggering event.' }),
    again: againSchema.optional().meta({ description: 'never (default), always, {after: 7d} or {max: 3, within: 30d}; counted per key.' }),
    maxAge: durationSchema.optional().meta({ description: 'How late an event may arrive and still let someone in; 1h by default.' }),
    exit: z.array(exitSchema).max(50).optional().meta(says('What ends the passage at once, at any step: a list.')),
    goal: goalSchema.optional(),
    holdout: percentSchema.optional().meta(says('Percent of people who go through without being sent a mail, always the same ones; none by default.')),
    utm: ownUtmSchema.optional(),
    steps: stepsSchema.meta(says('What happens, in order.')),
  })
  .meta({ id: 'Journey' })
export type Journey = z.infer<typeof journeySchema>
