// The one window before drafts are in force, whatever they are of: <PublishDialog paths={[path]} name="welcome" onClose={…} />. Fetched, with its words, when
// it is first opened.

import { Suspense } from 'react'
import { lazy } from '../../kit/lazy.ts'
import { loadWords, registerWords } from '../../words/words.ts'
import type { PublishProps } from './publish-props.ts'

const Window = lazy(async () => {
  registerWords('publish', import.meta.glob('./words/*.json'))
  const [parts] = await Promise.all([import('./publish-window.tsx'), loadWords('publish')])
  return { default: parts.PublishWindow }
})

/** Open as long as it stands in the page. */
export function PublishDialog(props: PublishProps) {
  return (
    <Suspense fallback={null}>
      <Window {...props} />
    </Suspense>
  )
}
