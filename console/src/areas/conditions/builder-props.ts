// What the condition builder is told.

import type { ConditionPlace, ConditionProblem } from './builder-context.tsx'
import type { ConditionJson } from './condition-json.ts'

export interface ConditionBuilderProps {
  /** The condition as its file says it; undefined while there is none. */
  readonly value: ConditionJson | undefined
  /** Undefined when everything was taken out. */
  readonly onChange: (value: ConditionJson | undefined) => void
  /** In a journey it may speak of the event that starts the passage. Templates: segment. */
  readonly place: ConditionPlace
  /** In a journey: the events that let people in; trying it on a person takes the newest of the first one. */
  readonly triggers?: readonly string[]
  /** What is known to be wrong, such as from checking a draft, by paths within the condition; the builder adds what it finds itself. */
  readonly problems?: readonly ConditionProblem[]
  readonly isReadOnly?: boolean
  /** Where the count, people for whom it holds and trying it on somebody stand; none leaves them out. below by default. */
  readonly aside?: 'beside' | 'below' | 'none'
  /** What the condition is for, for those who hear the page. */
  readonly label?: string
}
