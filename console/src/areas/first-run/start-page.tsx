// The page of the first steps, for whoever looks for them again.

import { PageHeader } from '../../kit/page-header.tsx'
import { useWords } from '../../words/words.ts'
import { FirstSteps } from './first-steps.tsx'

/** The page. */
export function StartPage() {
  const say = useWords('first-run')
  return (
    <>
      <PageHeader title={say('title')} about={say('about')} />
      <FirstSteps />
    </>
  )
}
