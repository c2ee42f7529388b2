// Says that Oncue was updated while this tab was open, and loads it anew when the reader wants it: what is typed on the page may have to be saved before.

import { Button } from '../kit/button.tsx'
import { useIsOutdated } from '../kit/outdated.ts'
import { useWords } from '../words/words.ts'
import { FrameNote } from './frame-note.tsx'

/** Nothing as long as everything could be fetched. */
export function OutdatedBar() {
  const say = useWords('kit')
  if (!useIsOutdated()) return null
  const again = (
    <Button size="small" onClick={() => location.reload()}>
      {say('load-again')}
    </Button>
  )
  return (
    <FrameNote title={say('updated')} action={again}>
      {say('updated-bar')}
    </FrameNote>
  )
}
