// A step by what it does, with the id beside it by which files and statistics know it: "Wait for 3 days · think".

import { useStepNames } from './use-step-names.ts'

interface StepInWordsProps {
  /** '' for one that nobody wrote. */
  readonly journey: string
  readonly step: string
}

/** The id alone until its words are there. */
export function StepInWords({ journey, step }: StepInWordsProps) {
  const words = useStepNames(journey).get(step)?.words ?? ''
  if (words === '') return step
  return (
    <>
      {words} <span className="font-mono text-sm font-normal text-soft">{step}</span>
    </>
  )
}
