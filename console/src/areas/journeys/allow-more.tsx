// That more than usual is right for a journey for a while: shown while it holds, with a button that ends it, and the dialog that asks how much, until when
// and why.

import { useState } from 'react'
import type { AnswerOf } from '../../client/ask.ts'
import { useTell } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { now } from '../../kit/clock.ts'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Input } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { toast } from '../../kit/toast.tsx'
import { useMay } from '../../shell/session.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'

type Allowance = NonNullable<AnswerOf<'GET /journeys/{journey}/volume'>['allowance']>

const refreshes = ['/journeys', '/allowances', '/overview']
const dayMs = 86_400_000

/** <AllowedNote allowance={volume.allowance} onChange={open} /> */
export function AllowedNote({ allowance, onChange }: { readonly allowance: Allowance; readonly onChange: () => void }) {
  const say = useWords('journeys')
  const formats = useFormats()
  const why = useMay('sender')
  const end = useTell('DELETE /journeys/{journey}/allowance', { refreshes })
  const { journey, times, until, because, by } = allowance
  return (
    <div className="mx-4 mb-3 rounded-md bg-tint px-3 py-2 text-on-tint">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <p className="min-w-60 flex-1 text-base break-words">{say('allow.holds', { count: times, until: formats.dateTime(until), because, by })}</p>
        <Button size="small" why={why} onClick={onChange}>
          {say('allow.change')}
        </Button>
        <Button
          size="small"
          why={why}
          isBusy={end.isPending}
          onClick={() => end.mutate({ params: { journey } }, { onSuccess: () => toast(say('allow.ended')) })}
        >
          {say('allow.end')}
        </Button>
      </div>
      {end.error && <Problem className="mt-2" problem={end.error} />}
    </div>
  )
}

interface AllowDialogProps {
  readonly journey: string
  /** What holds, where something does. */
  readonly allowance: Allowance | null
  readonly isPaused: boolean
  readonly onClose: () => void
}

/** How much, until when and why. */
export function AllowDialog({ journey, allowance, isPaused, onClose }: AllowDialogProps) {
  const say = useWords('journeys')
  const allow = useTell('POST /journeys/{journey}/allowance', { refreshes })
  const [times, setTimes] = useState(String(allowance?.times ?? 5))
  const [until, setUntil] = useState(() => (allowance === null ? `${clockText(now() + 3 * dayMs).slice(0, 10)}T23:59` : clockText(allowance.until)))
  const [because, setBecause] = useState(allowance?.because ?? '')
  const isTimes = /^\d{1,4}$/.test(times) && Number(times) >= 2 && Number(times) <= 1000
  const at = Date.parse(until)
  const untilProblem = Number.isNaN(at) ? say('allow.until-needed') : at <= now() ? say('allow.until-over') : undefined
  const isReady = isTimes && untilProblem === undefined && because.trim() !== ''
  const send = (): void => {
    const body = { times: Number(times), until: at, because: because.trim() }
    allow.mutate(
      { params: { journey }, body },
      {
        onSuccess: () => {
          toast(say('allow.done'))
          onClose()
        },
      },
    )
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={say('allow.title', { journey })}
      description={say('allow.about')}
      action={say('allow.button')}
      kind="primary"
      isReady={isReady}
      isBusy={allow.isPending}
      problem={allow.error}
      onConfirm={send}
    >
      <div className="flex flex-col gap-4">
        {isPaused && <p className="rounded-md bg-warn-tint p-3 text-base">{say('allow.paused')}</p>}
        <div className="grid grid-cols-[2fr_3fr] gap-4 phone:grid-cols-1">
          <Field label={say('allow.times')} hint={say('allow.times-hint')} error={isTimes ? undefined : say('allow.times-wrong')}>
            {(parts) => <Input {...parts} inputMode="numeric" value={times} onChange={({ target }) => setTimes(target.value)} />}
          </Field>
          <Field label={say('allow.until')} hint={say('allow.until-hint')} error={untilProblem}>
            {(parts) => <Input {...parts} type="datetime-local" value={until} onChange={({ target }) => setUntil(target.value)} />}
          </Field>
        </div>
        <Field label={say('because')} hint={say('allow.because-hint')}>
          {(parts) => <Input {...parts} value={because} maxLength={500} onChange={({ target }) => setBecause(target.value)} />}
        </Field>
      </div>
    </ConfirmDialog>
  )
}

/** An instant as the field of the browser wants it, on the clock of this machine. */
function clockText(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
