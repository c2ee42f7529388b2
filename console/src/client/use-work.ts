// Work of several steps at the server that one press begins, as dialogs have it.

import { useState } from 'react'
import { asProblem, type Problem } from './problem.ts'

export interface Work {
  readonly isBusy: boolean
  /** Why the last work did not come to its end. */
  readonly problem: Problem | undefined
  /** Does the steps; whatever they throw becomes the problem. */
  work(steps: () => Promise<void>): Promise<void>
}

/** const { isBusy, problem, work } = useWork() */
export function useWork(): Work {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  return {
    isBusy,
    problem,
    async work(steps) {
      setBusy(true)
      setProblem(undefined)
      await steps().catch((error: unknown) => setProblem(asProblem(error)))
      setBusy(false)
    },
  }
}
