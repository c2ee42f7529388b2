// Whose opens and clicks a condition counts: one class, or several.

import type { Comparison } from '../../model/comparison.ts'
import type { EngagementClass } from '../../model/condition.ts'

export type EngagementBy = EngagementClass | readonly EngagementClass[]

/** The comparison of the property `by`. The same classes in whatever order make the same memory. */
export function engagementWhere(by: EngagementBy): Comparison {
  const classes = classesOf(by)
  const [only] = classes
  return classes.length === 1 && only !== undefined ? { eq: only } : { in: classes }
}

/** As in "by a human or proxy". */
export function engagementWords(by: EngagementBy): string {
  return classesOf(by).join(' or ')
}

function classesOf(by: EngagementBy): EngagementClass[] {
  return [...new Set(typeof by === 'string' ? [by] : by)].sort()
}
