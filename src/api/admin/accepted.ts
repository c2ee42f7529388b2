// What a door of definitions answered, or its refusal as a problem: the reason, and each mistake by its place, both as data too.

import { AdminProblem } from './admin-route.ts'
import { isRefused, type Refused } from './definitions-door.ts'
import { toldProblems } from './said.ts'

/** The answer; a refusal is thrown as `not-found`, `conflict` or `bad-request`, with `errors` where files have mistakes. */
export function accepted<Answer extends object>(answer: Answer | Refused): Answer {
  if (!isRefused(answer)) return answer
  const { refused, because, problems = [] } = answer
  const code = refused === 'missing' ? 'not-found' : refused === 'conflict' ? 'conflict' : 'bad-request'
  const errors = toldProblems(problems).map(({ file, line, column, message, fix, said }) => ({
    place: `${file}:${line}:${column}`,
    detail: fix === undefined ? message : `${message}; ${fix}`,
    said,
  }))
  throw new AdminProblem(code, because, errors.length === 0 ? {} : { errors })
}
