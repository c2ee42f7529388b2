// What the server refused, in the language of the reader where it gave the sentence as data too.

import { useMemo } from 'react'
import { asProblem, Problem } from '../../client/problem.ts'
import type { SaidMistake, Told } from './told.ts'
import { useInWords } from './use-in-words.ts'

const none: readonly Told[] = []

/** The same problem; <Problem problem={useProblemInWords(send.error)} />. Null where there is none. */
export function useProblemInWords(error: unknown): Problem | null {
  const problem = error === null || error === undefined ? null : asProblem(error)
  const message = problem?.body['said'] as SaidMistake | undefined
  const detail = problem?.detail ?? ''
  const asTold = useMemo(() => (message === undefined ? none : [{ message: detail, said: { message, fix: null } }]), [message, detail])
  const [told] = useInWords(asTold)
  if (problem === null || message === undefined || told === undefined) return problem
  // The title is English, and says less.
  return new Problem(problem.status, { ...problem.body, title: undefined, detail: told.message })
}
