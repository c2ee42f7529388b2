// What the parts of a segment's page hand to each other.

import type { ConditionJson } from '../conditions/condition-builder.tsx'

/** What somebody typed and nobody kept yet. */
export interface SegmentEdit {
  readonly condition: ConditionJson | undefined
  readonly description: string
}
