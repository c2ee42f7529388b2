// Whom a mail on a topic would reach among those for whom a condition holds: asked anew when either changed, first about and then exactly.

import { useEffect, useMemo, useState } from 'react'
import { type AnswerOf, ask } from '../../../client/ask.ts'
import { asProblem, type Problem } from '../../../client/problem.ts'
import { after } from '../../../kit/clock.ts'
import type { ConditionJson } from '../../conditions/condition-builder.tsx'

export type ReachCount = AnswerOf<'POST /conditions/count'>

export interface Reached {
  /** Undefined until the first answer, and while nobody is asked about. */
  readonly count: ReachCount | undefined
  readonly problem: Problem | undefined
}

const restMs = 350
const nothing: Reached = { count: undefined, problem: undefined }

/** Nothing is asked while the condition is missing or unfinished. */
export function useReach(condition: ConditionJson | undefined, topic: string): Reached {
  const [reached, setReached] = useState(nothing)
  const text = useMemo(() => JSON.stringify(condition), [condition])
  useEffect(() => {
    setReached(nothing)
    if (text === undefined) return
    const gone = new AbortController()
    const { signal } = gone
    const follow = async (): Promise<void> => {
      const body = { condition: JSON.parse(text), topic }
      const { problems } = await ask('POST /conditions/check', { body: { condition: body.condition }, signal })
      if (problems.some(({ severity }) => severity === 'error')) return
      let count = await ask('POST /conditions/count', { body, signal })
      setReached({ count, problem: undefined })
      while (count.state === 'counting' && !signal.aborted) {
        count = await ask('GET /conditions/count/{id}', { params: { id: count.id }, query: { wait: 2 }, signal })
        if (!signal.aborted) setReached({ count, problem: undefined })
      }
    }
    const forget = after(restMs, () => {
      follow().catch((error: unknown) => !signal.aborted && setReached({ count: undefined, problem: asProblem(error) }))
    })
    return () => {
      forget()
      gone.abort()
    }
  }, [text, topic])
  return reached
}
