// What changes in the text of one file.

import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useAsk } from '../../client/use-ask.ts'
import { DiffView } from '../../kit/diff-view.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useWords } from '../../words/words.ts'

/** Its path, and below it the difference. */
export function FileDiff({ path, isOpen }: { readonly path: string; readonly isOpen: boolean }) {
  const [isShown, setShown] = useState(isOpen)
  return (
    <details open={isShown} onToggle={(event) => setShown(event.currentTarget.open)} className="group">
      <summary className="flex cursor-pointer list-none items-center gap-1 py-1 font-mono text-sm [&_svg]:size-4 [&_svg]:text-soft [&_svg]:group-open:rotate-90">
        <ChevronRight aria-hidden />
        {path}
      </summary>
      {isShown && <Difference path={path} />}
    </details>
  )
}

function Difference({ path }: { readonly path: string }) {
  const say = useWords('publish')
  const file = useAsk('GET /definitions/file', { query: { path } })
  if (file.error) return <Problem problem={file.error} />
  if (file.data === undefined) return <Skeleton className="h-40" />
  const { text, drafted, format } = file.data
  const after = drafted === null ? (text ?? '') : (drafted.text ?? '')
  return (
    <DiffView
      label={say('changes-of', { path })}
      before={text ?? ''}
      after={after}
      language={format === 'yaml' || format === 'json' ? format : 'text'}
      className="max-h-72"
    />
  )
}
