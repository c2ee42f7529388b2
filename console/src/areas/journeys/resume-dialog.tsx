// Letting a paused journey go on: what each way to do so would mean, one below the other in the same columns, before one is chosen. The button says how many
// messages that sends.

import { useId, useState } from 'react'
import type { AnswerOf } from '../../client/ask.ts'
import { useAsk, useTell } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { toast } from '../../kit/toast.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'

const modes = ['shift', 'catch-up', 'drop-stale'] as const
type Mode = (typeof modes)[number]
type Preview = AnswerOf<'POST /journeys/{journey}/resume'>['preview']
const counts = ['moving', 'leaving', 'messages', 'dropped'] as const

/** The window. */
export function ResumeDialog({ journey, onClose }: { readonly journey: string; readonly onClose: () => void }) {
  const say = useWords('journeys')
  const formats = useFormats()
  const [mode, setMode] = useState<Mode>('shift')
  const asked = useAsk('GET /journeys/{journey}/resume', { params: { journey } }, { freshMs: 0 })
  const previews = new Map(asked.data?.previews.map((one) => [one.mode, one]))
  const resume = useTell('POST /journeys/{journey}/resume', { refreshes: ['/journeys', '/pauses', '/stops'] })
  const preview = previews.get(mode)
  const known = previews.get('shift')
  const done = (): void => {
    toast(say('resume.done'))
    onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={say('resume.title', { journey })}
      description={known === undefined ? say('resume.about') : `${say('resume.about')} ${say('resume.people', { count: known.people })}`}
      actions={
        <>
          <Button onClick={onClose}>{say('cancel')}</Button>
          <Button
            kind="primary"
            disabled={preview === undefined}
            isBusy={resume.isPending}
            onClick={() => resume.mutate({ params: { journey }, body: { mode } }, { onSuccess: done })}
          >
            {preview === undefined || preview.messages === 0 ? say('resume.button') : say('resume.button-sends', { count: preview.messages })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {known?.missed != null && <p className="rounded-md bg-warn-tint p-2.5 text-base">{say('resume.missed', { when: formats.dateTime(known.missed) })}</p>}
        <fieldset className="m-0 flex min-w-0 flex-col gap-2 border-0 p-0">
          <legend className="sr-only">{say('resume.how')}</legend>
          {modes.map((one) => (
            <Way key={one} mode={one} preview={previews.get(one)} isChosen={one === mode} onChoose={() => setMode(one)} />
          ))}
        </fieldset>
        {asked.error !== null && <Problem problem={asked.error} />}
        {resume.error !== null && <Problem problem={resume.error} />}
      </div>
    </Dialog>
  )
}

interface WayProps {
  readonly mode: Mode
  /** Undefined while it is being counted. */
  readonly preview: Preview | undefined
  readonly isChosen: boolean
  readonly onChoose: () => void
}

/** One way to go on, with its numbers. */
function Way({ mode, preview, isChosen, onChoose }: WayProps) {
  const say = useWords('journeys')
  const formats = useFormats()
  const id = useId()
  return (
    <div className="rounded-md border border-line has-checked:border-accent has-checked:bg-tint has-focus-visible:outline-2 has-focus-visible:outline-accent">
      <label className="flex cursor-pointer gap-2 p-2.5 pb-1">
        <input
          type="radio"
          name="resume-mode"
          checked={isChosen}
          onChange={onChoose}
          aria-labelledby={`${id}-name`}
          aria-describedby={`${id}-about ${id}-numbers`}
          className="mt-1 self-start"
        />
        <span>
          <span id={`${id}-name`} className="block text-base font-medium">
            {say(`resume.mode.${mode}`)}
          </span>
          <span id={`${id}-about`} className="block text-sm text-soft">
            {say(`resume.hint.${mode}`)}
          </span>
        </span>
      </label>
      {preview === undefined ? (
        <Skeleton className="m-2.5 mt-0 h-10" />
      ) : (
        <dl id={`${id}-numbers`} className="m-0 grid grid-cols-4 gap-x-3 gap-y-1 p-2.5 pt-1 ps-8 phone:grid-cols-2">
          {counts.map((one) => (
            <div key={one} className="flex min-w-0 flex-col justify-between">
              <dt className="text-sm break-words text-soft">{say(`resume.count.${one}`)}</dt>
              <dd className={`m-0 text-lg tabular-nums ${preview[one] === 0 ? 'text-soft' : 'font-semibold'}`}>{formats.number(preview[one])}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}
