// What compiling the policy needs of the rest of the definitions.

import type { Condition } from '../../model/condition.ts'
import type { Problem, Template } from '../../model/definitions.ts'
import type { CompiledCondition } from '../answer.ts'
import type { MemoryRegistry } from '../memories/memory-registry.ts'

export type Path = readonly (string | number)[]

export interface PolicyContext {
  readonly memories: MemoryRegistry
  readonly templates: readonly Pick<Template, 'template' | 'from'>[]
  readonly condition: (condition: Condition, path: Path) => CompiledCondition
  readonly problem: (problem: Omit<Problem, 'definition' | 'severity'>) => void
}
