// What the server says of a condition while it is written: what is wrong with it, and how many people it holds for, first about and then exactly.
// The last question counts: one that is on its way is given up.

import { useEffect, useMemo, useRef, useState } from 'react'
import { type AnswerOf, ask } from '../../client/ask.ts'
import { asProblem, type Problem } from '../../client/problem.ts'
import { after } from '../../kit/clock.ts'
import { useInWords } from '../../kit/mistakes/use-in-words.ts'
import type { ConditionPlace, ConditionProblem } from './builder-context.tsx'
import { type ConditionJson, type Json, partAt } from './condition-json.ts'

export type CountAnswer = AnswerOf<'POST /conditions/count'>

export interface LiveCount {
  readonly problems: readonly ConditionProblem[]
  /** There are fields that nobody has filled in yet. */
  readonly isUnfinished: boolean
  readonly count: CountAnswer | undefined
  /** The count on show is of the condition as it was. */
  readonly isStale: boolean
  /** The server could not be asked. */
  readonly failure: Problem | undefined
}

/** While somebody types nothing is asked. */
const restMs = 350
const nothing: LiveCount = { problems: [], isUnfinished: false, count: undefined, isStale: false, failure: undefined }

/** Asks whenever the condition has rested. */
export function useLiveCount(condition: ConditionJson | undefined, place: ConditionPlace, isWanted: boolean): LiveCount {
  const [live, setLive] = useState<LiveCount>(nothing)
  const running = useRef<number>(undefined)
  const text = useMemo(() => JSON.stringify(condition), [condition])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is the condition; an equal one asks nothing anew
  useEffect(() => {
    if (condition === undefined || !isWanted) return setLive(nothing)
    const giveUp = new AbortController()
    setLive((before) => ({ ...before, isStale: before.count !== undefined }))
    const forget = after(restMs, () => {
      follow(condition, place, { signal: giveUp.signal, running, tell: (next) => !giveUp.signal.aborted && setLive((before) => ({ ...before, ...next })) })
    })
    return () => {
      forget()
      giveUp.abort()
    }
  }, [text, place, isWanted])
  // Nobody looks at it any more: what goes on is stopped.
  useEffect(
    () => () => {
      if (running.current !== undefined) ask('DELETE /conditions/count/{id}', { params: { id: running.current } }).catch(() => undefined)
    },
    [],
  )
  const problems = useInWords(live.problems)
  return useMemo(() => ({ ...live, problems }), [live, problems])
}

interface Asking {
  readonly signal: AbortSignal
  readonly running: { current: number | undefined }
  readonly tell: (live: Partial<LiveCount>) => void
}

async function follow(condition: ConditionJson, place: ConditionPlace, { signal, running, tell }: Asking): Promise<void> {
  try {
    const body = { condition: condition as never, place }
    const { problems } = await ask('POST /conditions/check', { body, signal })
    const open = problems.filter((one) => isEmptyAt(condition, one.path))
    const wrong = problems.filter((one) => !open.includes(one))
    const isUnfinished = open.length > 0
    tell({ problems: wrong, isUnfinished, failure: undefined })
    if (isUnfinished || wrong.some(({ severity }) => severity === 'error')) return tell({ count: undefined, isStale: false })
    const instead = running.current === undefined ? {} : { instead: running.current }
    let count = await ask('POST /conditions/count', { body: { ...body, ...instead }, signal })
    running.current = count.state === 'counting' ? count.id : undefined
    tell({ count, isStale: false })
    while (count.state === 'counting' && !signal.aborted) {
      count = await ask('GET /conditions/count/{id}', { params: { id: count.id }, query: { wait: 2 }, signal })
      tell({ count })
    }
    running.current = undefined
  } catch (error) {
    if (!signal.aborted) tell({ failure: asProblem(error), count: undefined, isStale: false })
  }
}

/** Whether what is wrong is only that nothing stands there yet. */
function isEmptyAt(condition: ConditionJson, path: readonly (string | number)[]): boolean {
  const value = partAt(condition, path)
  return (
    value === '' || path.includes('') || isEmptyRef(value) || Array.from(path.keys()).some((length) => isEmptyRef(partAt(condition, path.slice(0, length))))
  )
}

function isEmptyRef(value: Json | undefined): boolean {
  return typeof value === 'object' && value !== null && 'ref' in value && String(value.ref).endsWith('.')
}
