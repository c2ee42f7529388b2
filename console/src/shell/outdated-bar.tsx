// Says that Oncue was updated while this tab was open, and loads it anew when the reader wants it: what is typed on the page may have to be saved before.

import { RefreshCw } from 'lucide-react'
import { Button } from '../kit/button.tsx'
import { useIsOutdated } from '../kit/outdated.ts'
import { useWords } from '../words/words.ts'

/** Nothing as long as everything could be fetched. */
export function OutdatedBar() {
  const say = useWords('kit')
  if (!useIsOutdated()) return null
  return (
    <div role="alert" className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-warn-tint px-4 py-2 text-base">
      <RefreshCw aria-hidden className="size-4.5 shrink-0 text-warn" />
      <p className="min-w-0 flex-1 break-words phone:basis-[calc(100%-2.5rem)]">
        <strong className="font-semibold">{say('updated')}</strong> {say('updated-bar')}
      </p>
      <Button size="small" onClick={() => location.reload()}>
        {say('load-again')}
      </Button>
    </div>
  )
}
