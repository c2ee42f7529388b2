// The button that stops all sending at once, on every page. A reason and a typed word are asked for; nothing that waits is lost.

import { OctagonX } from 'lucide-react'
import { useState } from 'react'
import { useTell } from '../client/use-ask.ts'
import { Button } from '../kit/button.tsx'
import { ConfirmDialog } from '../kit/confirm-dialog.tsx'
import { Field } from '../kit/field.tsx'
import { Input } from '../kit/input.tsx'
import { useWords } from '../words/words.ts'
import { useMay } from './session.ts'
import { useStops } from './use-stops.ts'

/** The button and its dialog; nothing while everything is stopped already. */
export function StopAll() {
  const say = useWords('shell')
  const why = useMay('sender')
  const { everything } = useStops()
  const [isOpen, setOpen] = useState(false)
  const [because, setBecause] = useState('')
  const stop = useTell('POST /stops', { refreshes: ['/stops', '/overview', '/audit'] })
  const confirm = (): void => stop.mutate({ body: { all: true, because: because.trim() } }, { onSuccess: () => setOpen(false) })
  if (everything !== undefined) return null
  return (
    <>
      <Button kind="danger-plain" why={why} icon={<OctagonX aria-hidden />} onClick={() => setOpen(true)} className="phone:px-2.5">
        {/* What is seen on a phone stands in the name as well, so that whoever speaks to the machine can say it. */}
        <span className="hidden max-lg:inline">{say('stop.short')}</span>
        <span className="max-lg:sr-only">
          <span className="hidden max-lg:inline">: </span>
          {say('stop.button')}
        </span>
      </Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setOpen}
        title={say('stop.title')}
        description={say('stop.means')}
        action={say('stop.button')}
        typed={say('stop.word')}
        isReady={because.trim() !== ''}
        isBusy={stop.isPending}
        problem={stop.error}
        onConfirm={confirm}
      >
        <Field label={say('stop.because')} hint={say('stop.because-hint')}>
          {(parts) => <Input {...parts} maxLength={500} value={because} onChange={(event) => setBecause(event.target.value)} />}
        </Field>
      </ConfirmDialog>
    </>
  )
}
