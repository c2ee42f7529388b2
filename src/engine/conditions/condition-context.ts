// What the compiler of one kind of condition is given: the program's memories, the names that are known, a place to report
// problems, and the way to compile the parts of a condition that is made of others.

import type { Condition } from '../../model/condition.ts'
import type { CompiledCondition } from '../answer.ts'
import type { MemoryRegistry } from '../memories/memory-registry.ts'

export type Path = readonly (string | number)[]

/** Reports something wrong: `path` leads from the condition to the place, `fix` says what to do about it. */
export type ReportProblem = (code: string, message: string, fix: string | undefined, path: Path) => void

export interface ConditionContext {
  readonly memories: MemoryRegistry
  /** The condition of a segment; undefined when there is no such segment. */
  readonly segment: (name: string) => Condition | undefined
  readonly problem: ReportProblem
  /** Whether there is a triggering event to speak of: inside a journey, not in a segment. */
  readonly hasPassage: boolean
  readonly sessionGapMs: number
  /** Counts up to this number are remembered even where a condition asks for fewer; 0 in production, where nobody measures. */
  readonly countsTo?: number | undefined
  /** Names that exist. Names of a kind that is left out are not checked. */
  readonly lists?: ReadonlySet<string> | undefined
  readonly topics?: ReadonlySet<string> | undefined
  readonly templates?: ReadonlySet<string> | undefined
  /** Journeys with the ids of their steps. */
  readonly journeys?: ReadonlyMap<string, ReadonlySet<string>> | undefined
  readonly segments?: ReadonlySet<string> | undefined
}

/** The context while one condition is compiled; problems are reported from that condition on. */
export interface Compiling extends ConditionContext {
  /** Compiles a part. */
  readonly part: (condition: Condition, ...path: Path) => CompiledCondition
  /** The condition of a segment, compiled; undefined (and reported) when there is none or it leads back to itself. */
  readonly segmentCondition: (name: string) => CompiledCondition | undefined
}

export type CompileKind<T extends Condition> = (condition: T, compiling: Compiling) => CompiledCondition
