// The authored flow: what lets a subscriber in, the steps, and what ends the passage. This file is its published grammar.

import { z } from 'zod'
import { refSchema, scalarSchema, type Where, whereSchema } from './comparison.ts'
import { type Condition, conditionSchema } from './condition.ts'
import { durationSchema, offsetSchema } from './duration.ts'
import { timeOfDaySchema, type Weekday, weekdaysSchema, zoneSchema } from './local-time.ts'

const name = z.string().min(1).max(256)
const stepId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, 'use letters, digits, - and _')
const oneOrMoreNames = z.union([name, z.array(name).min(1)])

const onTrigger = z.strictObject({ on: oneOrMoreNames, where: whereSchema.optional(), if: conditionSchema.optional() })
const quietTrigger = z.strictObject({
  quiet: durationSchema,
  on: oneOrMoreNames,
  unless: oneOrMoreNames.optional(),
  where: whereSchema.optional(),
  if: conditionSchema.optional(),
})
const becomesTrigger = z.strictObject({ becomes: conditionSchema })
const joinsTrigger = z.strictObject({ joins: z.union([z.strictObject({ segment: name }), z.strictObject({ list: name })]), if: conditionSchema.optional() })
const leavesTrigger = z.strictObject({ leaves: z.union([z.strictObject({ segment: name }), z.strictObject({ list: name })]), if: conditionSchema.optional() })

/** One schema per kind of trigger, by the key that names the kind. */
export const triggerSchemas = { quiet: quietTrigger, on: onTrigger, becomes: becomesTrigger, joins: joinsTrigger, leaves: leavesTrigger } as const
export const triggerSchema = z.union([quietTrigger, onTrigger, becomesTrigger, joinsTrigger, leavesTrigger]).meta({ id: 'Trigger' })
export type Trigger = z.infer<typeof triggerSchema>

/** How often one subscriber may enter, counted per key. */
export const againSchema = z.union([
  z.enum(['never', 'always']),
  z.strictObject({ after: durationSchema }),
  z.strictObject({ max: z.int().min(1).max(500), within: durationSchema }),
])
export type Again = z.infer<typeof againSchema>

/** What ends the enrollment at once: an event that happens from the trigger on, or a condition that holds. */
export const exitSchema = z.union([z.strictObject({ event: name, where: whereSchema.optional() }), z.strictObject({ when: conditionSchema })])
export type Exit = z.infer<typeof exitSchema>

export const goalSchema = z.strictObject({ event: name, where: whereSchema.optional(), within: durationSchema })
export type Goal = z.infer<typeof goalSchema>

const valueSchema = z.union([scalarSchema, refSchema, z.array(scalarSchema)])
const common = { id: stepId.optional(), if: conditionSchema.optional(), note: z.string().optional() }

export const waitSchema = z.union([
  durationSchema,
  z.strictObject({ until: timeOfDaySchema, days: weekdaysSchema.optional(), zone: zoneSchema.optional() }),
  z.strictObject({ for: conditionSchema, 'at most': durationSchema }),
  z.strictObject({
    date: z.string().min(1).meta({ description: 'attributes.NAME or trigger.NAME: an ISO date or instant.' }),
    offset: offsetSchema.optional(),
    at: timeOfDaySchema.optional(),
    zone: zoneSchema.optional(),
  }),
])
export type Wait = z.infer<typeof waitSchema>

/** Steps that hold no steps of their own. */
const actionSchemas = {
  send: z.strictObject({
    ...common,
    send: name.meta({ description: 'The template to send.' }),
    topic: name.optional().meta({ description: "The topic whose consent is asked; the template's own by default." }),
    expires: durationSchema.optional().meta({ description: 'How late is too late: not handed over more than this after it was decided.' }),
  }),
  webhook: z.strictObject({
    ...common,
    webhook: z.strictObject({
      url: z.string().min(1).meta({ description: 'The address to call; may hold Liquid placeholders.' }),
      method: z.enum(['POST', 'PUT', 'PATCH', 'GET', 'DELETE']).optional(),
      headers: z.record(z.string(), z.string()).optional(),
      body: z
        .union([z.string(), z.record(z.string(), z.json())])
        .optional()
        .meta({ description: 'The body, text or JSON, with Liquid placeholders; by default the event as a Standard Webhooks payload.' }),
    }),
    expires: durationSchema.optional(),
  }),
  update: z.strictObject({
    ...common,
    update: z
      .strictObject({
        set: z.record(z.string().min(1), valueSchema).optional(),
        unset: z.array(z.string().min(1)).optional(),
        increment: z.record(z.string().min(1), z.number()).optional(),
        append: z.record(z.string().min(1), z.union([scalarSchema, refSchema])).optional(),
      })
      .refine((update) => Object.keys(update).length > 0, 'name set, unset, increment or append'),
  }),
  list: z.strictObject({ ...common, list: z.union([z.strictObject({ add: name }), z.strictObject({ remove: name })]) }),
  topic: z.strictObject({ ...common, topic: z.union([z.strictObject({ subscribe: name }), z.strictObject({ unsubscribe: name })]) }),
  start: z.strictObject({ ...common, start: name }),
  stop: z.strictObject({ ...common, stop: name.meta({ description: 'A journey, "this" or "all".' }) }),
  jump: z.strictObject({ ...common, jump: name }),
  goto: z.strictObject({ ...common, goto: stepId }),
  nothing: z.strictObject({ ...common, nothing: z.literal(true) }),
  end: z.strictObject({ ...common, end: z.literal(true) }),
} as const

const innerSteps: z.ZodType<readonly Step[]> = z.lazy(() => stepsSchema)
const pairSteps = { steps: innerSteps }
const pairSchema = z.union([
  z.strictObject({ event: name, where: whereSchema.optional(), if: conditionSchema.optional(), ...pairSteps }),
  z.strictObject({ after: durationSchema, ...pairSteps }),
  z.strictObject({ at: timeOfDaySchema, days: weekdaysSchema.optional(), zone: zoneSchema.optional(), ...pairSteps }),
  z.strictObject({ match: conditionSchema, ...pairSteps }),
])

const elseSchema = z.strictObject({ else: innerSteps })
const branchSchema = z.strictObject({ if: conditionSchema, ...pairSteps })

/** One schema per kind of step, by the key that names the kind. */
export const stepSchemas = {
  wait: z.strictObject({ ...common, wait: waitSchema }),
  on: z.strictObject({ ...common, on: z.array(pairSchema).min(1).max(20) }),
  choose: z.strictObject({
    ...common,
    choose: z
      .array(z.union([branchSchema, elseSchema]))
      .min(1)
      .max(20),
  }),
  split: z.strictObject({
    ...common,
    split: z
      .array(z.strictObject({ variant: name, weight: z.number().positive().optional(), ...pairSteps }))
      .min(2)
      .max(20),
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
export type SplitStep = Common & { readonly split: readonly Variant[] }
export type SendStep = z.infer<typeof actionSchemas.send>
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
    journey: name,
    description: z.string().optional(),
    status: z.enum(['draft', 'active', 'archived']).optional().meta({ description: 'active by default.' }),
    enter: z.array(triggerSchema).min(1).max(50),
    key: z.string().min(1).optional().meta({ description: 'What makes two enrollments distinct: properties.NAME of the triggering event.' }),
    again: againSchema.optional().meta({ description: 'never (default), always, {after: 7d} or {max: 3, within: 30d}; counted per key.' }),
    maxAge: durationSchema.optional().meta({ description: 'How late an event may arrive and still let someone in; 1h by default.' }),
    exit: z.array(exitSchema).max(50).optional(),
    goal: goalSchema.optional(),
    steps: stepsSchema,
  })
  .meta({ id: 'Journey' })
export type Journey = z.infer<typeof journeySchema>
