// What a step may ask of the compiler.

import type { CompiledWhere, Where } from '../../model/comparison.ts'
import type { Condition } from '../../model/condition.ts'
import type { AttributeType } from '../../model/definitions.ts'
import type { Journey, Step } from '../../model/journey.ts'
import type { CompiledCondition } from '../answer.ts'
import type { AskOfSegment } from '../contradictions.ts'
import type { CompiledStep, CompiledTemplateUse } from '../program.ts'

export type Path = readonly (string | number)[]

export interface StepContext {
  readonly journey: Journey
  readonly version: number
  /** The step's id: its own, or made from its place. */
  readonly id: string
  /** Where the step stands in the journey. */
  readonly path: Path
  /** Where to go on when it is done; undefined is the journey's end. */
  readonly next: string | undefined
  /** Compiles inner steps; returns the id of the first, or where to go on when there are none. They lead on to this step's `next`. */
  readonly inner: (steps: readonly Step[], path: Path) => string | undefined
  readonly condition: (condition: Condition, path: Path) => CompiledCondition
  /** `event`: the one whose properties it is about. */
  readonly where: (where: Where | undefined, event?: string) => CompiledWhere
  /** Remembers that the journey reads this path of the triggering event. */
  readonly needsTrigger: (ref: string) => void
  readonly problem: (problem: {
    readonly severity?: 'error' | 'warning'
    readonly code: string
    readonly message: string
    readonly fix?: string
    readonly path: Path
  }) => void
  readonly names: {
    readonly templates: ReadonlyMap<string, Pick<CompiledTemplateUse, 'topic' | 'conditions'>>
    readonly journeys: ReadonlySet<string>
    /** Pools of discount codes. */
    readonly pools: ReadonlySet<string>
    readonly lists: ReadonlySet<string> | undefined
    readonly topics: ReadonlySet<string> | undefined
    /** Attributes whose type is declared. */
    readonly attributeTypes: ReadonlyMap<string, AttributeType>
    readonly ofSegment: AskOfSegment
  }
}

/** The parts that are the same for steps that act and go on at once. */
export function plainStep(context: StepContext, kind: string, condition: CompiledCondition | undefined, run: CompiledStep['run']): CompiledStep {
  return {
    id: context.id,
    kind,
    next: context.next,
    condition,
    run,
    hear: undefined,
    hears: [],
    conditions: [],
    branches: [],
    takesTime: false,
  }
}
