// A question asked a moment after the last letter; the answer before stays in sight meanwhile.

import { useEffect, useState } from 'react'
import { asProblem, type Problem as Refusal } from '../../client/problem.ts'
import { after } from '../../kit/clock.ts'

const quietMs = 300

export interface AskedLater<Answer> {
  readonly answer: Answer | undefined
  /** Why the newest question had no answer. */
  readonly problem: Refusal | undefined
}

/** `asked` is the question as JSON: it is asked anew when that changes. `ask` must be the same function each time. */
export function useAskedLater<Answer>(asked: string, ask: (asked: string, signal: AbortSignal) => Promise<Answer>): AskedLater<Answer> {
  const [answer, setAnswer] = useState<Answer>()
  const [problem, setProblem] = useState<Refusal>()
  useEffect(() => {
    const gone = new AbortController()
    const stop = after(quietMs, () => {
      ask(asked, gone.signal).then(
        (made) => {
          setAnswer(made)
          setProblem(undefined)
        },
        (error: unknown) => {
          if (!gone.signal.aborted) setProblem(asProblem(error))
        },
      )
    })
    return () => {
      stop()
      gone.abort()
    }
  }, [asked, ask])
  return { answer, problem }
}
