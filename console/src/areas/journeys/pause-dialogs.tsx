// Pausing a journey, and stopping its messages and letting them go again. Each says on its button what it does.

import { useState } from 'react'
import type { Problem as Refusal } from '../../client/problem.ts'
import { useTell } from '../../client/use-ask.ts'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Input } from '../../kit/input.tsx'
import { toast } from '../../kit/toast.tsx'
import { useWords } from '../../words/words.ts'
import { WhoGotIt } from './who-got-it.tsx'

interface DialogProps {
  readonly journey: string
  readonly onClose: () => void
}

const refreshes = ['/journeys', '/pauses', '/stops']

/** Nobody enters, nobody moves, nothing is sent. */
export function PauseDialog({ journey, onClose }: DialogProps) {
  const say = useWords('journeys')
  const pause = useTell('POST /journeys/{journey}/pause', { refreshes })
  return (
    <Because
      title={say('pause.title', { journey })}
      description={say('pause.about')}
      action={say('pause.button')}
      isBusy={pause.isPending}
      problem={pause.error}
      onClose={onClose}
      onConfirm={(because) => pause.mutate({ params: { journey }, body: { because } }, { onSuccess: () => done(say('pause.done'), onClose) })}
    />
  )
}

/** Messages of the journey are held; people go on. With who already got one, is in doubt, waits. */
export function StopDialog({ journey, onClose }: DialogProps) {
  const say = useWords('journeys')
  const stop = useTell('POST /stops', { refreshes })
  return (
    <Because
      title={say('stop.title', { journey })}
      description={say('stop.about')}
      action={say('stop.button')}
      isBusy={stop.isPending}
      problem={stop.error}
      onClose={onClose}
      onConfirm={(because) => stop.mutate({ body: { journey, because } }, { onSuccess: () => done(say('stop.done'), onClose) })}
    >
      <WhoGotIt journey={journey} />
    </Because>
  )
}

/** Lifts the stop; what waited goes on. With who waits. */
export function UnstopDialog({ journey, onClose }: DialogProps) {
  const say = useWords('journeys')
  const lift = useTell('POST /stops/resume', { refreshes })
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={say('unstop.title', { journey })}
      description={say('unstop.about')}
      action={say('unstop.button')}
      kind="primary"
      isBusy={lift.isPending}
      problem={lift.error}
      onConfirm={() => lift.mutate({ body: { journey } }, { onSuccess: () => done(say('unstop.done'), onClose) })}
    >
      <WhoGotIt journey={journey} first="held" />
    </ConfirmDialog>
  )
}

function done(words: string, close: () => void): void {
  toast(words)
  close()
}

interface BecauseProps {
  readonly title: string
  readonly description: string
  readonly action: string
  readonly isBusy: boolean
  readonly problem: Refusal | null
  readonly onClose: () => void
  readonly onConfirm: (because: string) => void
  readonly children?: React.ReactNode
}

function Because({ title, description, action, isBusy, problem, onClose, onConfirm, children }: BecauseProps) {
  const say = useWords('journeys')
  const [because, setBecause] = useState('')
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={title}
      description={description}
      action={action}
      isBusy={isBusy}
      problem={problem}
      isReady={because.trim() !== ''}
      onConfirm={() => onConfirm(because.trim())}
    >
      <Field label={say('because')} hint={say('because-hint')}>
        {(parts) => <Input {...parts} value={because} maxLength={500} onChange={(event) => setBecause(event.target.value)} />}
      </Field>
      {children}
    </ConfirmDialog>
  )
}
