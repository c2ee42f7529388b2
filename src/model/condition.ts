// The condition language: yes/no questions about one subscriber at one instant. This file is its published
// grammar; what each condition means to the millisecond is said in docs/reference/conditions.md.

import { z } from 'zod'
import {
  type Comparison,
  type ComparisonObject,
  type CountComparison,
  comparisonShape,
  countSchema,
  hasOperator,
  type NumberComparison,
  numberComparisonSchema,
  numberComparisonShape,
  type Where,
  whereSchema,
} from './comparison.ts'
import { type ConsentChannel, consentChannels } from './consent.ts'
import { durationSchema } from './duration.ts'
import { limits } from './limits.ts'
import { timeOfDaySchema, type Weekday, weekdaysSchema, zoneSchema } from './local-time.ts'
import { mistake } from './mistake.ts'

const name = z.string().min(1).max(256)
const path = z.string().min(1)
const says = (description: string) => ({ description })
const event = name.meta(says('The name of an event.'))

/** A window: a duration, or the current session. */
export const windowSchema = z.union([z.literal('session'), durationSchema]).meta({ description: 'A duration such as 24h, or "session".' })

/** The instant after which occurrences count: when the enrollment began, or its current step. */
export const sinceSchema = z.enum(['enrollment', 'step'])

const happened = {
  count: countSchema.optional().meta(says('How often, such as { gte: 3 }; at least once by default.')),
  within: windowSchema.optional().meta(says('In the last stretch of time: a duration such as 24h, or session.')),
  since: sinceSchema.optional().meta(says('In a journey: only since the enrollment began, or since the step was entered.')),
}

export interface AllCondition {
  readonly all: readonly Condition[]
}
export interface AnyCondition {
  readonly any: readonly Condition[]
}
export interface NotCondition {
  readonly not: Condition
}
export interface EventCondition {
  readonly event: string
  readonly where?: Where
  readonly count?: CountComparison
  readonly within?: string
  readonly since?: 'enrollment' | 'step'
  readonly by?: string
}
type Aggregate = { readonly of: string; readonly where?: Where; readonly within?: string } & NumberComparison
export type SumCondition = { readonly sum: string } & Aggregate
export type AvgCondition = { readonly avg: string } & Aggregate
export type MinCondition = { readonly min: string } & Aggregate
export type MaxCondition = { readonly max: string } & Aggregate
export type DistinctCondition = { readonly distinct: string; readonly of: string; readonly where?: Where; readonly within?: string } & CountComparison
export interface SinceCondition {
  readonly since: string | readonly string[]
  readonly gte: string
  readonly never?: boolean
}
export interface InOrderCondition {
  readonly 'in-order': readonly { readonly event: string; readonly where?: Where }[]
  readonly within?: string
}
export interface LatestCondition {
  readonly latest: string
  readonly where: Where
}
export type AttributeCondition = { readonly attribute: string; readonly for?: string } & Partial<ComparisonObject>
export interface ListCondition {
  readonly list: string
}
export interface TopicCondition {
  readonly topic: string
  readonly channel?: ConsentChannel
}
export interface SegmentCondition {
  readonly segment: string
}
export interface MessageCondition {
  readonly message: string
  readonly did: (typeof messageOutcomes)[number]
  readonly count?: CountComparison
  readonly within?: string
  readonly since?: 'enrollment' | 'step'
  readonly by?: EngagementClass | readonly EngagementClass[]
}
export type RateCondition = {
  readonly rate: 'opened' | 'clicked'
  readonly over: 'sent' | 'delivered'
  readonly last?: number
  readonly within?: string
  readonly by?: EngagementClass | readonly EngagementClass[]
} & NumberComparison
export interface JourneyCondition {
  readonly journey: string
  readonly is: 'active' | 'completed' | 'exited'
  readonly at?: string
  readonly within?: string
}
export interface CartCondition {
  readonly cart: { readonly items?: NumberComparison; readonly value?: NumberComparison }
}
export interface TimeCondition {
  readonly time: { readonly between?: readonly [string, string]; readonly days?: readonly Weekday[]; readonly zone?: string }
}
export type TriggerCondition = { readonly trigger: string } & Partial<ComparisonObject>

export type Condition =
  | AllCondition
  | AnyCondition
  | NotCondition
  | EventCondition
  | SumCondition
  | AvgCondition
  | MinCondition
  | MaxCondition
  | DistinctCondition
  | SinceCondition
  | InOrderCondition
  | LatestCondition
  | AttributeCondition
  | ListCondition
  | TopicCondition
  | SegmentCondition
  | MessageCondition
  | RateCondition
  | JourneyCondition
  | CartCondition
  | TimeCondition
  | TriggerCondition

export const messageOutcomes = ['sent', 'delivered', 'opened', 'clicked', 'bounced'] as const
export const engagementClasses = ['human', 'proxy', 'machine'] as const
export type EngagementClass = (typeof engagementClasses)[number]
const engagement = z.union([z.enum(engagementClasses), z.array(z.enum(engagementClasses)).min(1).max(engagementClasses.length)])

const aggregate = { of: event, where: whereSchema.optional(), within: windowSchema.optional(), ...numberComparisonShape }
const needsOperator = mistake('name-comparison', { example: 'gte' })

/** One schema per kind of condition, by the key that names the kind. The order is the order of the published schema. */
export const conditionSchemas = {
  all: z.strictObject({ all: z.lazy(() => z.array(conditionSchema).min(1)).meta(says('All of these hold.')) }),
  any: z.strictObject({ any: z.lazy(() => z.array(conditionSchema).min(1)).meta(says('At least one of these holds.')) }),
  not: z.strictObject({ not: z.lazy(() => conditionSchema).meta(says('This does not hold.')) }),
  event: z.strictObject({
    event: name.meta(says('An event happened: its name.')),
    where: whereSchema.optional(),
    ...happened,
    by: path.optional().meta(says('So often for one and the same value of this property.')),
  }),
  sum: z.strictObject({ sum: path.meta(says('The sum of this property over events.')), ...aggregate }).refine(hasOperator, needsOperator),
  avg: z.strictObject({ avg: path.meta(says('The average of this property over events.')), ...aggregate }).refine(hasOperator, needsOperator),
  // `min` and `max` are conditions of their own, not bounds.
  min: z.strictObject({ min: path.meta(says('The smallest value of this property over events.')), ...aggregate }).refine(hasOperator, needsOperator),
  max: z.strictObject({ max: path.meta(says('The largest value of this property over events.')), ...aggregate }).refine(hasOperator, needsOperator),
  distinct: z
    .strictObject({
      distinct: path.meta(says('How many different values of this property.')),
      of: event,
      where: whereSchema.optional(),
      within: windowSchema.optional(),
      ...countSchema.shape,
    })
    .refine(hasOperator, needsOperator),
  'in-order': z.strictObject({
    'in-order': z
      .array(z.strictObject({ event, where: whereSchema.optional() }))
      .min(2)
      .max(10)
      .meta(says('These events happened one after the other: a list of 2 to 10.')),
    within: windowSchema.optional(),
  }),
  latest: z.strictObject({ latest: name.meta(says('The newest event of this name looks like `where`.')), where: whereSchema }),
  attribute: z
    .strictObject({
      attribute: path.meta(says('An attribute of the subscriber compares like this.')),
      ...comparisonShape,
      for: durationSchema.optional().meta(says('Without a break for so long. A duration such as 30d.')),
    })
    .refine(hasOperator, mistake('name-comparison', { example: 'eq' })),
  list: z.strictObject({ list: name.meta(says('Is on this list.')) }),
  topic: z.strictObject({
    topic: name.meta(says('Said yes to this topic.')),
    channel: z.enum(consentChannels).optional().meta(says('By which way: email (the default), sms or popup.')),
  }),
  segment: z.strictObject({ segment: name.meta(says('The condition of this segment holds.')) }),
  message: z.strictObject({
    message: name.meta(says('A mail of this template, or `any`, was sent, opened and so on.')),
    did: z.enum(messageOutcomes).meta(says('sent, delivered, opened, clicked or bounced.')),
    ...happened,
    by: engagement.optional().meta(says('Which opens and clicks count: human (the default), proxy or machine, or a list of them.')),
  }),
  rate: z
    .strictObject({
      rate: z.enum(['opened', 'clicked']).meta(says('The share of messages, from 0 to 1, that was opened or clicked.')),
      over: z.enum(['sent', 'delivered']).meta(says('The share of what: of the messages sent, or of those reported as delivered.')),
      last: z.int().min(1).max(limits.memoryKeys).optional().meta(says('Of the last so many messages, 1 to 100.')),
      within: durationSchema.optional().meta(says('Of the messages in the last stretch of time. A duration such as 30d.')),
      by: engagement.optional().meta(says('Whose opens and clicks count: human (the default), proxy or machine, or a list of them.')),
      ...numberComparisonShape,
    })
    .refine((rate) => (rate.last === undefined) !== (rate.within === undefined), mistake('name-last-or-within'))
    .refine(hasOperator, needsOperator),
  // After `event` and `message`, which may say `since: step`.
  since: z.strictObject({
    since: z.union([name, z.array(name).min(1)]).meta(says('None of these events for so long: a name, or a list of names.')),
    gte: durationSchema.meta(says('For how long. A duration such as 60d.')),
    never: z.boolean().optional().meta(says('false: whoever never did it does not count.')),
  }),
  journey: z.strictObject({
    journey: name.meta(says('The passage through this journey.')),
    is: z.enum(['active', 'completed', 'exited']).meta(says('active, completed or exited.')),
    at: name.optional().meta(says('active: at the step with this id.')),
    within: durationSchema.optional().meta(says('completed, exited: in the last stretch of time.')),
  }),
  cart: z.strictObject({
    cart: z
      .strictObject({ items: numberComparisonSchema.optional(), value: numberComparisonSchema.optional() })
      .refine((cart) => cart.items !== undefined || cart.value !== undefined, mistake('name-items-or-value'))
      .meta(says('What is in the cart: { items: { gte: 1 } }, { value: { gte: 50 } }.')),
  }),
  time: z.strictObject({
    time: z
      .strictObject({ between: z.tuple([timeOfDaySchema, timeOfDaySchema]).optional(), days: weekdaysSchema.optional(), zone: zoneSchema.optional() })
      .refine((time) => time.between !== undefined || time.days !== undefined, mistake('name-between-or-days'))
      .meta(says("The local time: { between: ['09:00', '17:00'], days: [mon, tue] }.")),
  }),
  trigger: z
    .strictObject({ trigger: path.meta(says('A property of the event that started the enrollment compares like this.')), ...comparisonShape })
    .refine(hasOperator, mistake('name-comparison', { example: 'eq' })),
} as const

export type ConditionKind = keyof typeof conditionSchemas
export const conditionKinds = Object.keys(conditionSchemas) as readonly ConditionKind[]

/** Any condition. */
export const conditionSchema: z.ZodType<Condition> = z
  .union(Object.values(conditionSchemas) as unknown as [z.ZodType<Condition>, z.ZodType<Condition>])
  .meta({ id: 'Condition' })

/**
 * The kind of a condition: the first naming key it has. `event` and `message` may also say `since`, so the keys are
 * asked in the order of `conditionSchemas`. Undefined when the object names no kind.
 */
export function conditionKind(condition: object): ConditionKind | undefined {
  return conditionKinds.find((kind) => Object.hasOwn(condition, kind))
}

export type { Comparison }
