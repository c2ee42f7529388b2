// The red bar on every page while all sending is stopped: since when, by whom, why, how much waits, and the way on.

import { OctagonX } from 'lucide-react'
import { useState } from 'react'
import { useTell } from '../client/use-ask.ts'
import { Button } from '../kit/button.tsx'
import { ConfirmDialog } from '../kit/confirm-dialog.tsx'
import { RelativeTime } from '../kit/relative-time.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.ts'
import { useMay } from './session.ts'
import { useStops } from './use-stops.ts'

/** The server counts so far. */
const mostCounted = 1000

/** Nothing while sending goes on. */
export function StoppedBar() {
  const say = useWords('shell')
  const formats = useFormats()
  const why = useMay('sender')
  const { everything, held } = useStops()
  const [isOpen, setOpen] = useState(false)
  const resume = useTell('POST /stops/resume', { refreshes: ['/stops', '/overview', '/audit'] })
  if (everything === undefined) return null
  return (
    <div role="alert" className="flex flex-wrap items-center gap-x-3 gap-y-1 bg-bad px-4 py-2 text-base text-on-bad">
      <OctagonX aria-hidden className="size-5 shrink-0" />
      <p className="min-w-0 flex-1 break-words">
        <strong className="font-semibold">{say('stop.is-stopped')}</strong> <RelativeTime at={everything.since} />
        {everything.who !== undefined && ` ${say('stop.by', { who: everything.who })}`} · {say('stop.reason', { because: everything.because })}
        {held > 0 && ` · ${say(held < mostCounted ? 'stop.held' : 'stop.held-more', { count: held })}`}
      </p>
      <Button size="small" why={why} onClick={() => setOpen(true)}>
        {say('stop.resume')}
      </Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setOpen}
        kind="primary"
        title={say('stop.resume-title')}
        description={say('stop.resume-means', { since: formats.dateTime(everything.since) })}
        action={say('stop.resume')}
        isBusy={resume.isPending}
        problem={resume.error}
        onConfirm={() => resume.mutate({ body: { all: true } }, { onSuccess: () => setOpen(false) })}
      />
    </div>
  )
}
