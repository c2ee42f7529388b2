// What went wrong: its kind in the reader's language, and in the server's words what, where, why and what to do. Shown where it belongs, never as a passing note alone.

import { CircleAlert } from 'lucide-react'
import { type ReactNode, Suspense } from 'react'
import { asProblem } from '../client/problem.ts'
import { useWords } from '../words/words.ts'
import { classes } from './classes.ts'
import { lazy } from './lazy.ts'

const ProblemTitle = lazy(() => import('./problem-words/problem-title.tsx').then((it) => it.loadProblemTitle()))

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
  const { code, title, detail, errors, instance, status } = asProblem(problem)
  const heading = code === 'unreachable' ? say('unreachable') : title || say('went-wrong')
  const text = code === 'unreachable' ? say('unreachable-way-out') : detail
  return (
    <div role="alert" className={classes('flex gap-2.5 rounded-md bg-bad-tint p-3 text-base', className)}>
      <CircleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0 text-bad" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          <Suspense fallback={heading}>{status === 0 ? heading : <ProblemTitle code={code} title={heading} />}</Suspense>
        </p>
        {errors.length > 0 ? (
          <ul className="mt-0.5 list-disc ps-4">
            {errors.map((one) => (
              <li key={`${one.place} ${one.detail}`} className="break-words">
                <span className="font-medium">{one.place}</span>: {one.detail}
              </li>
            ))}
          </ul>
        ) : (
          text !== '' && text !== heading && <p className="mt-0.5 break-words">{text}</p>
        )}
        {code === 'internal' && instance !== undefined && <p className="mt-0.5 font-mono text-sm break-all text-soft">{instance}</p>}
        {action !== undefined && <div className="mt-2 flex gap-2">{action}</div>}
      </div>
    </div>
  )
}
