// What the steps of a journey are called in words, for pages of other areas: the area that knows how they are said is found in the registry, and
// fetched with its words when a page first names a step.

import { useEffect, useState } from 'react'
import { useAsk } from '../client/use-ask.ts'
import { useLanguage } from '../words/words.ts'
import type { StepCalled } from './area.ts'
import { areas } from './areas.ts'

const none: ReadonlyMap<string, StepCalled> = new Map()

/** By their ids, of all versions; empty until they are there, for '' and for what comes with Oncue and was written by nobody. */
export function useStepNames(journey: string): ReadonlyMap<string, StepCalled> {
  const versions = useAsk('GET /journeys/{journey}/versions', { params: { journey } }, { when: journey !== '' }).data?.versions
  const language = useLanguage()
  const [said, setSaid] = useState({ journey, names: none })
  // biome-ignore lint/correctness/useExhaustiveDependencies: in another language they are called otherwise.
  useEffect(() => {
    let isWanted = true
    const speak = areas.find(({ stepsInWords }) => stepsInWords !== undefined)?.stepsInWords
    if (versions !== undefined && speak !== undefined) void speak().then((namesOf) => isWanted && setSaid({ journey, names: namesOf(versions) }))
    return () => {
      isWanted = false
    }
  }, [journey, versions, language])
  return said.journey === journey ? said.names : none
}
