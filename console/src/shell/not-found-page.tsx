// What an address shows that leads nowhere.

import { Link } from '@tanstack/react-router'
import { buttonClasses } from '../kit/button.tsx'
import { EmptyState } from '../kit/empty-state.tsx'
import { useWords } from '../words/words.ts'

/** Says so, and leads home. */
export function NotFoundPage() {
  const say = useWords('shell')
  return (
    <EmptyState
      isPage
      title={say('not-found.title')}
      actions={
        <Link to="/" className={buttonClasses({ kind: 'primary' })}>
          {say('rail.home')}
        </Link>
      }
    >
      {say('not-found.text')}
    </EmptyState>
  )
}
