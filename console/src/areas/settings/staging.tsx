// Copies for staging: what they are for, making one beside the running server, how each is started, taking over what was changed in one, and throwing one away. None is started from here.

import { type FormEvent, useState } from 'react'
import type { AnswerOf } from '../../client/ask.ts'
import { useAsk, useTell } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
import { CopyButton } from '../../kit/copy-button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Input, Select } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { RelativeTime } from '../../kit/relative-time.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { toast } from '../../kit/toast.tsx'
import { useMay } from '../../shell/session.ts'
import { useWorkspace } from '../../shell/workspace.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { TakeOver } from './take-over.tsx'

type Copy = AnswerOf<'GET /staging'>['copies'][number]

/** The section. */
export function Staging() {
  const say = useWords('settings')
  const formats = useFormats()
  const why = useMay('owner')
  const mayNotLook = useMay('editor')
  const isInside = useWorkspace().data?.of === 'staging'
  const [isOpen, setOpen] = useState(false)
  const [leaving, setLeaving] = useState<Copy | undefined>(undefined)
  const [taking, setTaking] = useState<Copy | undefined>(undefined)
  const asked = useAsk('GET /staging', {}, { everyMs: 2000, keepsPrevious: true, when: mayNotLook === undefined })
  const stop = useTell('POST /staging/stop', { refreshes: ['/staging'] })
  const { copies = [], making = null } = asked.data ?? {}
  const isUnderWay = making !== null && making.state !== 'failed'
  return (
    <Card
      title={say('section.staging')}
      aside={
        <Button kind="primary" why={why ?? (isInside ? say('staging.inside') : isUnderWay ? say('staging.busy') : undefined)} onClick={() => setOpen(true)}>
          {say('staging.make')}
        </Button>
      }
    >
      <p className="max-w-prose text-base text-soft">{say('staging.about')}</p>
      {mayNotLook !== undefined && <p className="mt-3 text-base">{mayNotLook}</p>}
      {asked.error && mayNotLook === undefined && <Problem problem={asked.error} className="mt-3" />}
      {asked.isPending && mayNotLook === undefined && <Skeleton lines={3} className="mt-3" />}
      {making !== null && (
        <div role="status" className="mt-4 flex flex-col gap-2 rounded-md bg-tint p-4 text-on-tint">
          <p className="font-medium">{say(`staging.state.${making.state}`, { name: making.name })}</p>
          {isUnderWay && (
            <progress
              className="h-2 w-full"
              value={making.of === 0 ? 0 : making.done / making.of}
              aria-label={say('staging.state.making', { name: making.name })}
            />
          )}
          {making.problem !== null && <p className="text-bad">{making.problem}</p>}
          <div className="flex flex-wrap items-center justify-between gap-2 text-sm">
            <span>{say('staging.so-far', { events: formats.number(making.events), mails: formats.number(making.mails) })}</span>
            <Button size="small" why={why} isBusy={stop.isPending || making.state === 'stopping'} onClick={() => stop.mutate({})}>
              {say(isUnderWay ? 'staging.give-up' : 'staging.forget')}
            </Button>
          </div>
        </div>
      )}
      {asked.data !== undefined && copies.length === 0 && !isUnderWay && (
        <p className="mt-4 rounded-md bg-sunken p-4 text-base">{say(isInside ? 'staging.inside' : 'staging.none')}</p>
      )}
      <ul className="mt-2 divide-y divide-line">
        {copies.map((copy) => (
          <Line key={copy.name} copy={copy} onLeave={() => setLeaving(copy)} onTake={() => setTaking(copy)} />
        ))}
      </ul>
      {isOpen && <MakeCopy onDone={() => setOpen(false)} />}
      {taking !== undefined && <TakeOver name={taking.name} onDone={() => setTaking(undefined)} />}
      {leaving !== undefined && <ThrowAway name={leaving.name} onDone={() => setLeaving(undefined)} />}
    </Card>
  )
}

function Line({ copy, onLeave, onTake }: { readonly copy: Copy; readonly onLeave: () => void; readonly onTake: () => void }) {
  const say = useWords('settings')
  const formats = useFormats()
  const why = useMay('owner')
  return (
    <li className="flex flex-col gap-1.5 py-3">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="font-medium">{copy.name}</span>
        <span className="text-sm text-soft">
          <RelativeTime at={copy.at} />
        </span>
      </p>
      <p className="text-sm text-soft tabular-nums">
        {say('staging.holds', { count: copy.people, events: formats.number(copy.events), mails: formats.number(copy.mails) })}
      </p>
      {copy.missing.length > 0 && (
        <div className="rounded-md bg-warn-tint p-3 text-base">
          <p>{say('staging.missing')}</p>
          <ul className="mt-1 ms-4 list-disc text-sm break-words">
            {copy.missing.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </div>
      )}
      {copy.runsAt !== null && <p className="text-sm">{say('staging.running', { at: copy.runsAt })}</p>}
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="flex min-w-0 items-center gap-1">
          <code className="min-w-0 rounded-sm bg-sunken px-2 py-1 text-sm break-all">{commandOf(copy.folder)}</code>
          <CopyButton text={commandOf(copy.folder)} label={say('staging.copy-command')} />
        </p>
        <span className="flex flex-wrap gap-2">
          <Button size="small" onClick={onTake}>
            {say('take-over.button')}
          </Button>
          <Button size="small" why={why ?? (copy.runsAt === null ? undefined : say('staging.remove-why'))} onClick={onLeave}>
            {say('staging.remove')}
          </Button>
        </span>
      </div>
    </li>
  )
}

function ThrowAway({ name, onDone }: { readonly name: string; readonly onDone: () => void }) {
  const say = useWords('settings')
  const remove = useTell('DELETE /staging/{name}', { refreshes: ['/staging'] })
  const confirm = (): void =>
    remove.mutate(
      { params: { name } },
      {
        onSuccess: () => {
          toast(say('staging.removed', { name }))
          onDone()
        },
      },
    )
  return (
    <ConfirmDialog
      open
      onOpenChange={onDone}
      title={say('staging.remove-title', { name })}
      description={say('staging.remove-means')}
      action={say('staging.remove-it')}
      isBusy={remove.isPending}
      problem={remove.error}
      onConfirm={confirm}
    />
  )
}

function commandOf(folder: string): string {
  return `npm run oncue -- staging start ${/^[\w./-]+$/.test(folder) ? folder : JSON.stringify(folder)}`
}

/** What a copy may be called: its folder is called the same. */
const named = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/
const sizes = [1000, 5000, 20_000, 'all'] as const

function MakeCopy({ onDone }: { readonly onDone: () => void }) {
  const say = useWords('settings')
  const make = useTell('POST /staging', { refreshes: ['/staging'] })
  const [name, setName] = useState('')
  const [people, setPeople] = useState('1000')
  const [kept, setKept] = useState('')
  const [isWrong, setWrong] = useState(false)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!named.test(name.trim())) return setWrong(true)
    const keep = kept.split(/[\s,]+/).filter((one) => one !== '')
    make.mutate({ body: { name: name.trim(), people: people === 'all' ? 'all' : Number(people), keep } }, { onSuccess: onDone })
  }
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => isOpen || onDone()}
      title={say('staging.make')}
      description={say('staging.make-means')}
      actions={
        <>
          <Button onClick={onDone}>{say('staging.cancel')}</Button>
          <Button kind="primary" type="submit" form="make-copy" isBusy={make.isPending}>
            {say('staging.begin')}
          </Button>
        </>
      }
    >
      <form id="make-copy" onSubmit={submit} noValidate className="flex flex-col gap-4">
        <Field label={say('staging.name')} hint={say('staging.name-hint')} error={isWrong && !named.test(name.trim()) ? say('staging.name-wrong') : undefined}>
          {(parts) => <Input {...parts} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field label={say('staging.people')} hint={say('staging.people-hint')}>
          {(parts) => (
            <Select {...parts} value={people} onChange={(event) => setPeople(event.target.value)}>
              {sizes.map((size) => (
                <option key={size} value={size}>
                  {size === 'all' ? say('staging.everybody') : say('staging.so-many', { count: size })}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={say('staging.keep')} hint={say('staging.keep-hint')} optional>
          {(parts) => <Input {...parts} value={kept} onChange={(event) => setKept(event.target.value)} />}
        </Field>
        {make.error && <Problem problem={make.error} />}
      </form>
    </Dialog>
  )
}
