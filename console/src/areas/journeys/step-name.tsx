// A step in the words that its card says, with the id by which statistics and files know it; for lists that are not drawn from the draft, as the newest version
// says it that has it.

import { useMemo } from 'react'
import { useAsk } from '../../client/use-ask.ts'
import { useWords } from '../../words/words.ts'
import { ranSteps, stepInWords } from './step-names.ts'
import type { StepNode } from './step-tree.ts'

/** "Wait for 3 days · wait". */
export function StepName({ id, step }: { readonly id: string; readonly step: StepNode | undefined }) {
  const say = useWords('journeys')
  const words = step === undefined ? '' : stepInWords(step, say)
  if (words === '') return <span className="font-mono text-sm">{id}</span>
  return (
    <>
      {words} <span className="font-mono text-sm font-normal text-soft">{id}</span>
    </>
  )
}

/** The steps of all versions of a journey that was in force, by their ids. */
export function useRanSteps(journey: string, isLive: boolean): ReadonlyMap<string, StepNode> {
  const versions = useAsk('GET /journeys/{journey}/versions', { params: { journey } }, { when: isLive }).data?.versions
  return useMemo(() => ranSteps(versions ?? []), [versions])
}
