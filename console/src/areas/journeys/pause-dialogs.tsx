// Pausing a journey, letting it go on after seeing what that sends, and stopping its messages. Each says on its button what it does.

import { useEffect, useState } from 'react'
import { type AnswerOf, ask } from '../../client/ask.ts'
import { asProblem, type Problem as Refusal } from '../../client/problem.ts'
import { useTell } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Input, Select } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { toast } from '../../kit/toast.tsx'
import { useFormats } from '../../words/formats.ts'
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

type Mode = 'shift' | 'catch-up' | 'drop-stale'
type Preview = AnswerOf<'POST /journeys/{journey}/resume'>['preview']

/** Goes on, after showing what each way would send at once. */
export function ResumeDialog({ journey, onClose }: DialogProps) {
  const say = useWords('journeys')
  const formats = useFormats()
  const [mode, setMode] = useState<Mode>('shift')
  const [looked, setLooked] = useState<{ readonly mode: Mode; readonly preview?: Preview; readonly problem?: Refusal } | undefined>(undefined)
  const resume = useTell('POST /journeys/{journey}/resume', { refreshes })
  useEffect(() => {
    const stop = new AbortController()
    ask('POST /journeys/{journey}/resume', { params: { journey }, body: { mode, preview: true }, signal: stop.signal }).then(
      ({ preview }) => setLooked({ mode, preview }),
      (error: unknown) => {
        if (!stop.signal.aborted) setLooked({ mode, problem: asProblem(error) })
      },
    )
    return () => stop.abort()
  }, [journey, mode])
  const preview = looked?.mode === mode ? looked.preview : undefined
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={say('resume.title', { journey })}
      description={say('resume.about')}
      actions={
        <>
          <Button onClick={onClose}>{say('cancel')}</Button>
          <Button
            kind="primary"
            disabled={preview === undefined}
            isBusy={resume.isPending}
            onClick={() => resume.mutate({ params: { journey }, body: { mode } }, { onSuccess: () => done(say('resume.done'), onClose) })}
          >
            {preview === undefined || preview.messages === 0 ? say('resume.button') : say('resume.button-sends', { count: preview.messages })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={say('resume.how')} hint={say(`resume.hint.${mode}`)}>
          {(parts) => (
            <Select {...parts} value={mode} onChange={(event) => setMode(event.target.value as Mode)}>
              {(['shift', 'catch-up', 'drop-stale'] as const).map((one) => (
                <option key={one} value={one}>
                  {say(`resume.mode.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {looked?.problem !== undefined && <Problem problem={looked.problem} />}
        {resume.error !== null && <Problem problem={resume.error} />}
        {preview === undefined && looked?.problem === undefined && <Skeleton lines={4} className="h-5" />}
        {preview?.missed != null && (
          <p className="rounded-md bg-warn-tint p-2.5 text-base">{say('resume.missed', { when: formats.dateTime(preview.missed) })}</p>
        )}
        {preview !== undefined && (
          <dl className="grid grid-cols-2 gap-3 rounded-md bg-sunken p-3">
            {(['people', 'moving', 'leaving', 'messages', 'dropped'] as const).map((one) => (
              <div key={one}>
                <dt className="text-sm text-soft">{say(`resume.count.${one}`)}</dt>
                <dd className="m-0 text-lg font-semibold">{formats.number(preview[one])}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </Dialog>
  )
}
