// The condition tried on one person: asked when somebody wants it, and dropped as soon as the condition is another.

import { useCallback, useEffect, useMemo, useState } from 'react'
import { type AnswerOf, ask } from '../../client/ask.ts'
import { asProblem, type Problem } from '../../client/problem.ts'
import { type ConditionPlace, pathKey, type TriedPart } from './builder-context.tsx'
import type { ConditionJson } from './condition-json.ts'

type Tried = AnswerOf<'POST /conditions/try'>

export interface PersonTrial {
  readonly start: (person: string) => void
  readonly stop: () => void
  readonly answer: Tried | undefined
  readonly problem: Problem | undefined
  readonly isBusy: boolean
  /** What each part said, by path. */
  readonly parts: ReadonlyMap<string, TriedPart>
}

/** `trigger`: the event of which the person's newest stands in for the one that starts a passage. */
export function usePersonTrial(condition: ConditionJson | undefined, place: ConditionPlace, trigger: string | undefined): PersonTrial {
  const [answer, setAnswer] = useState<Tried>()
  const [problem, setProblem] = useState<Problem>()
  const [isBusy, setBusy] = useState(false)
  const text = JSON.stringify(condition)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was said is about the condition as it was
  useEffect(() => setAnswer(undefined), [text])
  const start = useCallback(
    (person: string) => {
      if (condition === undefined) return
      setBusy(true)
      setProblem(undefined)
      const body = { condition: condition as never, place, subscriber: person.trim(), ...(trigger === undefined || trigger === '' ? {} : { trigger }) }
      ask('POST /conditions/try', { body })
        .then(setAnswer, (error: unknown) => {
          setAnswer(undefined)
          setProblem(asProblem(error))
        })
        .finally(() => setBusy(false))
    },
    [condition, place, trigger],
  )
  const parts = useMemo(() => new Map(answer === undefined ? [] : allParts(answer.reason as unknown as TriedPart)), [answer])
  return { start, stop: () => setAnswer(undefined), answer, problem, isBusy, parts }
}

function allParts(part: TriedPart): (readonly [string, TriedPart])[] {
  const own = part.path === null ? [] : [[pathKey(part.path), part] as const]
  return [...own, ...part.parts.flatMap(allParts)]
}
