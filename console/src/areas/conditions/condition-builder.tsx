// The condition builder as pages show it: <ConditionBuilder value={condition} onChange={setCondition} place="segment" />. It edits a condition as its file
// says it, in JSON. Fetched, with its words, when it is first shown.

import { Suspense } from 'react'
import { lazy } from '../../kit/lazy.ts'
import { Skeleton } from '../../kit/skeleton.tsx'
import { loadWords } from '../../words/words.ts'
import type { ConditionBuilderProps } from './builder-props.ts'

export type { ConditionPlace, ConditionProblem } from './builder-context.tsx'
export type { ConditionBuilderProps } from './builder-props.ts'
export type { ConditionJson } from './condition-json.ts'

const Builder = lazy(async () => {
  await loadWords('conditions')
  return { default: (await import('./builder.tsx')).Builder }
})

/** The builder; a place of its size while it is on its way. */
export function ConditionBuilder(props: ConditionBuilderProps) {
  return (
    <Suspense fallback={<Skeleton className="h-40" />}>
      <Builder {...props} />
    </Suspense>
  )
}
