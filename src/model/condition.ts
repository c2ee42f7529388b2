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
import { durationSchema } from './duration.ts'
import { timeOfDaySchema, type Weekday, weekdaysSchema, zoneSchema } from './local-time.ts'

const name = z.string().min(1).max(256)
const path = z.string().min(1)

/** A window: a duration, or the current session. */
export const windowSchema = z.union([z.literal('session'), durationSchema]).meta({ description: 'A duration such as 24h, or "session".' })

/** The instant after which occurrences count: when the enrollment began, or its current step. */
export const sinceSchema = z.enum(['enrollment', 'step'])

const happened = { count: countSchema.optional(), within: windowSchema.optional(), since: sinceSchema.optional() }

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
  readonly by?: (typeof engagementClasses)[number]
}
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
  | JourneyCondition
  | CartCondition
  | TimeCondition
  | TriggerCondition

export const messageOutcomes = ['sent', 'delivered', 'opened', 'clicked', 'bounced'] as const
export const engagementClasses = ['human', 'proxy', 'machine'] as const

const aggregate = { of: name, where: whereSchema.optional(), within: windowSchema.optional(), ...numberComparisonShape }
const needsOperator = 'name at least one comparison, such as gte'

/** One schema per kind of condition, by the key that names the kind. The order is the order of the published schema. */
export const conditionSchemas = {
  all: z.strictObject({ all: z.lazy(() => z.array(conditionSchema).min(1)) }),
  any: z.strictObject({ any: z.lazy(() => z.array(conditionSchema).min(1)) }),
  not: z.strictObject({ not: z.lazy(() => conditionSchema) }),
  event: z.strictObject({ event: name, where: whereSchema.optional(), ...happened, by: path.optional() }),
  sum: z.strictObject({ sum: path, ...aggregate }).refine(hasOperator, needsOperator),
  avg: z.strictObject({ avg: path, ...aggregate }).refine(hasOperator, needsOperator),
  // `min` and `max` are conditions of their own, not bounds.
  min: z.strictObject({ min: path, ...aggregate }).refine(hasOperator, needsOperator),
  max: z.strictObject({ max: path, ...aggregate }).refine(hasOperator, needsOperator),
  distinct: z
    .strictObject({ distinct: path, of: name, where: whereSchema.optional(), within: windowSchema.optional(), ...countSchema.shape })
    .refine(hasOperator, needsOperator),
  'in-order': z.strictObject({
    'in-order': z
      .array(z.strictObject({ event: name, where: whereSchema.optional() }))
      .min(2)
      .max(10),
    within: durationSchema.optional(),
  }),
  latest: z.strictObject({ latest: name, where: whereSchema }),
  attribute: z
    .strictObject({ attribute: path, ...comparisonShape, for: durationSchema.optional() })
    .refine(hasOperator, 'name at least one comparison, such as eq'),
  list: z.strictObject({ list: name }),
  topic: z.strictObject({ topic: name }),
  segment: z.strictObject({ segment: name }),
  message: z.strictObject({ message: name, did: z.enum(messageOutcomes), ...happened, by: z.enum(engagementClasses).optional() }),
  // After `event` and `message`, which may say `since: step`.
  since: z.strictObject({ since: z.union([name, z.array(name).min(1)]), gte: durationSchema, never: z.boolean().optional() }),
  journey: z.strictObject({ journey: name, is: z.enum(['active', 'completed', 'exited']), at: name.optional(), within: durationSchema.optional() }),
  cart: z.strictObject({
    cart: z
      .strictObject({ items: numberComparisonSchema.optional(), value: numberComparisonSchema.optional() })
      .refine((cart) => cart.items !== undefined || cart.value !== undefined, 'name items or value'),
  }),
  time: z.strictObject({
    time: z
      .strictObject({ between: z.tuple([timeOfDaySchema, timeOfDaySchema]).optional(), days: weekdaysSchema.optional(), zone: zoneSchema.optional() })
      .refine((time) => time.between !== undefined || time.days !== undefined, 'name between or days'),
  }),
  trigger: z.strictObject({ trigger: path, ...comparisonShape }).refine(hasOperator, 'name at least one comparison, such as eq'),
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
