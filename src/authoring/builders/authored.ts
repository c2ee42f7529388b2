// What the builders take: the model's own shapes, in which a condition that is still being chained may stand wherever a
// finished one may; and how that becomes plain data.

import type { Condition } from '../../model/condition.ts'

/** A condition under construction. It is data as soon as it is put into a definition (or asked for its JSON). */
export interface ConditionChain {
  toJSON(): Condition
}

/** A model type in which chained conditions are as good as plain ones, at any depth. */
export type Authored<T> = T extends string | number | boolean | null | undefined
  ? T
  : T | (T extends Condition ? ConditionChain : never) | { readonly [K in keyof T]: Authored<T[K]> }

/** A condition, plain or chained. */
export type AuthoredCondition = Authored<Condition>

/** The plain data that an authored value stands for; keys without a value are left out. */
export function plain<T>(authored: object): T {
  return JSON.parse(JSON.stringify(authored)) as T
}
