// What went wrong: its kind, what, where, why and what to do, in the reader's language where the server told it as data. Shown where it belongs, never as a passing note alone.

import { CircleAlert } from 'lucide-react'
import { type ReactNode, Suspense } from 'react'
import { asProblem } from '../client/problem.ts'
import { useWords } from '../words/words.ts'
import { classes } from './classes.ts'
import { lazy } from './lazy.ts'

const ProblemText = lazy(() => import('./problem-words/problem-text.tsx').then((it) => it.loadProblemText()))

export interface ProblemProps {
  /** A Problem of the client, or any error. */
  readonly problem: unknown
  /** A way out: a button or a link. */
  readonly action?: ReactNode
  readonly className?: string
}

/** {messages.error && <Problem problem={messages.error} action={<Button onClick={…}>Try again</Button>} />} */
export function Problem({ problem, action, className }: ProblemProps) {
  const say = useWords('kit')
  const known = asProblem(problem)
  const { code, instance } = known
  const isUnreachable = code === 'unreachable'
  const title = isUnreachable ? say('unreachable') : known.title || say('went-wrong')
  return (
    <div role="alert" className={classes('flex gap-2.5 rounded-md bg-bad-tint p-3 text-base', className)}>
      <CircleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0 text-bad" />
      <div className="min-w-0 flex-1">
        {known.status === 0 ? (
          <>
            <p className="font-medium">{title}</p>
            <p className="mt-0.5 break-words">{isUnreachable ? say('unreachable-way-out') : known.detail}</p>
          </>
        ) : (
          <Suspense fallback={<p className="font-medium">{title}</p>}>
            <ProblemText problem={known} title={title} />
          </Suspense>
        )}
        {code === 'internal' && instance !== undefined && <p className="mt-0.5 font-mono text-sm break-all text-soft">{instance}</p>}
        {action !== undefined && <div className="mt-2 flex gap-2">{action}</div>}
      </div>
    </div>
  )
}
