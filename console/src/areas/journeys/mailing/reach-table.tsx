// How many of those who are meant would get the mail, and what keeps it from the others, in numbers.

import { Problem } from '../../../kit/problem.tsx'
import { Skeleton } from '../../../kit/skeleton.tsx'
import { useFormats } from '../../../words/formats.ts'
import { useWords } from '../../../words/words.ts'
import type { Reached } from './use-reach.ts'

const reasons = ['noConsent', 'unsubscribed', 'noAddress', 'suppressed', 'mailPaused', 'holdout'] as const

/** The numbers; a place of their size while they are on their way. */
export function ReachTable({ reached: { count, problem }, isAsked }: { readonly reached: Reached; readonly isAsked: boolean }) {
  const say = useWords('mailing')
  const formats = useFormats()
  if (problem !== undefined) return <Problem problem={problem} />
  if (!isAsked) return <p className="text-base text-soft">{say('reach.choose')}</p>
  const reach = count?.reach
  if (count === undefined || reach == null || count.of === null) return <Skeleton lines={3} className="h-6" />
  const kept = reasons.filter((reason) => reach[reason] > 0)
  return (
    <div className="flex flex-col gap-2" aria-live="polite">
      <p className="text-base">
        <span className="text-2xl font-semibold tabular-nums">
          {count.exact ? '' : '≈ '}
          {formats.number(reach.sent)}
        </span>{' '}
        {say('reach.sent', { count: reach.sent })}
      </p>
      {reach.sent === 0 && <p className="rounded-md bg-warn-tint px-3 py-2 text-base text-warn">{say('reach.nobody')}</p>}
      {kept.length > 0 && (
        <dl className="grid max-w-md grid-cols-[1fr_auto] gap-x-4 gap-y-1 text-base">
          {kept.map((reason) => (
            <div key={reason} className="contents">
              <dt className="text-soft">{say(`reach.${reason}`)}</dt>
              <dd className="m-0 text-end tabular-nums">{formats.number(reach[reason])}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className="text-sm text-soft">{say(count.exact ? 'reach.exact' : 'reach.estimate')}</p>
    </div>
  )
}
