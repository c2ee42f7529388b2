// What is wrong with drafts, and whether the tests hold.

import { useMemo } from 'react'
import { Badge } from '../../kit/badge.tsx'
import { useInWords } from '../../kit/mistakes/use-in-words.ts'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useWords } from '../../words/words.ts'
import type { Check } from './use-look.ts'

const none: Check['problems'] = []
type Failed = NonNullable<Check['tests']>['failed'][number]
const noneFailed: readonly Failed[] = []

/** The verdict; a place of its size while it is on its way. */
export function Verdict({ check }: { readonly check: Check | undefined }) {
  const say = useWords('publish')
  const problems = useInWords(check?.problems ?? none)
  const [failures, known] = [check?.tests?.failed ?? noneFailed, check?.problems ?? none]
  // Where tests are required, each that fails is a mistake like any other.
  const told = useMemo(() => {
    const own = failures.filter(({ message }) => !known.some((problem) => problem.message === message))
    return own.map((one) => ({ ...one, said: { message: one.said, fix: null } }))
  }, [failures, known])
  const failed = useInWords(told)
  if (check === undefined) return <Skeleton lines={2} className="h-5" />
  const errors = problems.filter(({ severity }) => severity === 'error')
  const warnings = problems.length - errors.length
  return (
    <section className="flex flex-col gap-2">
      <p className="flex flex-wrap gap-2">
        <Badge kind={check.isGood ? 'good' : 'bad'}>{check.isGood ? say('good') : say('mistakes', { count: errors.length })}</Badge>
        {warnings > 0 && <Badge kind="warn">{say('warnings', { count: warnings })}</Badge>}
        {check.tests !== null && check.tests.passed + check.tests.failed.length > 0 && (
          <Badge kind={check.tests.failed.length === 0 ? 'good' : 'warn'}>
            {say('tests', { passed: check.tests.passed, failed: check.tests.failed.length })}
          </Badge>
        )}
      </p>
      {problems.length > 0 && (
        <ul className="m-0 flex flex-col gap-1 ps-5 text-base">
          {problems.slice(0, 10).map((one) => (
            <li key={`${one.file} ${one.line} ${one.message}`}>
              <span className="font-medium">
                {one.file}:{one.line}
              </span>{' '}
              {one.message}
              {one.fix !== undefined && <span className="text-soft"> · {one.fix}</span>}
            </li>
          ))}
        </ul>
      )}
      {failed.map((one) => (
        <p key={one.name} className="rounded-md bg-warn-tint p-2.5 text-base">
          <span className="font-medium">
            {one.file}:{one.line}
          </span>{' '}
          {one.message}
        </p>
      ))}
    </section>
  )
}
