// Home: the first page after signing in.

import { PageHeader } from '../../kit/page-header.tsx'
import { useWords } from '../../words/words.ts'

/** The page. */
export function HomePage() {
  const say = useWords('home')
  return <PageHeader title={say('title')} about={say('about')} />
}
