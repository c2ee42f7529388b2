// Two texts and what changed between them, side by side or one below the other, fetched when the first is shown.

import { Suspense } from 'react'
import type { DiffViewProps } from './diff-view-props.ts'
import { lazy } from './lazy.ts'
import { Skeleton } from './skeleton.tsx'

const Merge = lazy(async () => ({ default: (await import('./merge-view.tsx')).Merge }))

/** <DiffView label="What publishing changes" before={live} after={draft} language="yaml" className="h-96" /> */
export function DiffView(props: DiffViewProps) {
  return (
    <Suspense fallback={<Skeleton className={props.className ?? 'h-64'} />}>
      <Merge {...props} />
    </Suspense>
  )
}
