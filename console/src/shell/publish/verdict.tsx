// What is wrong with drafts, and whether the tests hold: each with its place, which leads there.

import { type ReactNode, Suspense } from 'react'
import { Badge } from '../../kit/badge.tsx'
import { useInWords } from '../../kit/mistakes/use-in-words.ts'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useWords } from '../../words/words.ts'
import { PlaceLink } from './place-link.tsx'
import { Saying } from './saying.ts'
import type { Check } from './use-look.ts'

export interface VerdictProps {
  readonly check: Check | undefined
  /** Called when somebody goes to the place of a problem. */
  readonly onLeave: () => void
}

const none: Check['problems'] = []
const mostShown = 10

/** The verdict; a place of its size while it is on its way. */
export function Verdict({ check, onLeave }: VerdictProps) {
  const say = useWords('publish')
  const problems = useInWords(check?.problems ?? none)
  if (check === undefined) return <Skeleton lines={2} className="h-5" />
  const { isGood, tests } = check
  const failed = tests?.failed ?? []
  const errors = problems.filter(({ severity }) => severity === 'error')
  const warnings = problems.length - errors.length
  // Where tests are required, each that fails is a mistake like any other.
  const asMistakes = new Set(check.problems.map(({ message }) => message))
  const why = (index: number): ReactNode => {
    const said = failed.find(({ message }) => message === check.problems[index]?.message)?.said
    return said === undefined ? (
      problems[index]?.message
    ) : (
      <Suspense fallback="…">
        <Saying said={said} />
      </Suspense>
    )
  }
  return (
    <section className="flex flex-col gap-2">
      <p className="flex flex-wrap gap-2">
        <Badge kind={isGood ? 'good' : 'bad'}>{isGood ? say('good') : say('mistakes', { count: errors.length })}</Badge>
        {warnings > 0 && <Badge kind="warn">{say('warnings', { count: warnings })}</Badge>}
        {tests !== null && tests.passed + failed.length > 0 && (
          <Badge kind={failed.length === 0 ? 'good' : 'warn'}>{say('tests', { passed: tests.passed, failed: failed.length })}</Badge>
        )}
      </p>
      {problems.length > 0 && (
        <ul className="m-0 flex flex-col gap-1 ps-5 text-base">
          {problems.slice(0, mostShown).map((one, index) => (
            <li key={`${one.file} ${one.line} ${one.message}`} className="break-words">
              <PlaceLink file={one.file} line={one.line} onLeave={onLeave} /> {why(index)}
              {one.fix !== undefined && <span className="text-soft"> · {one.fix}</span>}
            </li>
          ))}
        </ul>
      )}
      {failed
        .filter(({ message }) => !asMistakes.has(message))
        .map((one) => (
          <p key={one.name} className="rounded-md bg-warn-tint p-2.5 text-base break-words">
            <PlaceLink file={one.file} line={one.line} onLeave={onLeave} />{' '}
            <Suspense fallback="…">
              <Saying said={one.said} />
            </Suspense>
          </p>
        ))}
    </section>
  )
}
