// Says that the server does not answer, and knocks until it does: what is on the page stays, and goes on by itself.

import { useEffect } from 'react'
import { knock } from '../client/connection.ts'
import { useIsAway } from '../client/use-is-away.ts'
import { every } from '../kit/clock.ts'
import { useWords } from '../words/words.ts'
import { FrameNote } from './frame-note.tsx'

const knockMs = 2000

/** Nothing as long as the server answers. */
export function AwayBar() {
  const say = useWords('kit')
  const isAway = useIsAway()
  useEffect(() => (isAway ? every(knockMs, () => void knock()) : undefined), [isAway])
  if (!isAway) return null
  return <FrameNote title={say('unreachable')}>{say('unreachable-bar')}</FrameNote>
}
