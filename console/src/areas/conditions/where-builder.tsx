// Rows of properties as other areas show them: <WhereBuilder value={where} onChange={setWhere} events={['Order Completed']} />. Fetched, with its words, when
// the first is shown.

import { Suspense } from 'react'
import { lazy } from '../../kit/lazy.ts'
import { Skeleton } from '../../kit/skeleton.tsx'
import { loadWords } from '../../words/words.ts'
import type { WhereBuilderProps } from './where-props.ts'

const Fields = lazy(async () => {
  await loadWords('conditions')
  return { default: (await import('./where-fields.tsx')).WhereFields }
})

/** The rows; a place of their size while they are on their way. */
export function WhereBuilder(props: WhereBuilderProps) {
  return (
    <Suspense fallback={<Skeleton className="h-8" />}>
      <Fields {...props} />
    </Suspense>
  )
}
