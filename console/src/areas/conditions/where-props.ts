// What rows of properties are told.

import type { ConditionJson } from './condition-json.ts'

export interface WhereBuilderProps {
  /** As its file says it; undefined while nothing is asked of the properties. */
  readonly value: ConditionJson | undefined
  readonly onChange: (value: ConditionJson | undefined) => void
  /** Whose properties they are. */
  readonly events: readonly string[]
  /** Events that let people in, which may be compared with. */
  readonly triggers: readonly string[]
  readonly isReadOnly: boolean
}
