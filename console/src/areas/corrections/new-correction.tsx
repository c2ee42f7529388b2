// Says what was wrong, with which mail it is corrected and why; shows whom that would be for; and sends it once that was seen.

import { useState } from 'react'
import type { AnswerOf, InputOf } from '../../client/ask.ts'
import { useAsk, useTell } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Checkbox } from '../../kit/check.tsx'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Input, Select } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { toast } from '../../kit/toast.tsx'
import { useMay } from '../../shell/session.ts'
import { useUrlState } from '../../shell/url-state.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'

type Order = InputOf<'POST /corrections'>['body']
type Seen = Pick<AnswerOf<'POST /corrections'>, 'affected' | 'reach'>

/** As the server has it. */
const idForm = /^[a-z0-9][a-z0-9-]{0,40}$/
const fates = ['sent', 'unknown', 'onItsWay', 'held', 'notSent'] as const

/** The form. */
export function NewCorrection() {
  const say = useWords('corrections')
  const mayNot = useMay('sender')
  const { order, fields, forget } = useOrder()
  const [seen, setSeen] = useState<{ readonly of: string; readonly found: Seen }>()
  const [isAsked, setAsked] = useState(false)
  const look = useTell('POST /corrections', {})
  const send = useTell('POST /corrections', { refreshes: ['/corrections', '/messages'] })
  // What was seen holds only for what stands in the form.
  const key = order === undefined ? '' : JSON.stringify(order)
  const found = seen !== undefined && seen.of === key ? seen.found : undefined
  const affected = found?.affected
  const preview = (): void => {
    if (order !== undefined) look.mutate({ body: { ...order, dryRun: true } }, { onSuccess: (answer) => setSeen({ of: key, found: answer }) })
  }
  const done = (people: number): void => {
    setAsked(false)
    setSeen(undefined)
    forget()
    toast(say('new.on-its-way', { count: people }))
  }
  const confirm = (): void => {
    if (order !== undefined) send.mutate({ body: order }, { onSuccess: (answer) => done(answer.affected.people) })
  }
  return (
    <div className="flex flex-col gap-4">
      {fields}
      {look.error && <Problem problem={look.error} />}
      {found && <Found {...found} isInDoubt={order?.inDoubt === true} />}
      <div className="flex flex-wrap gap-2">
        <Button
          kind={affected === undefined ? 'primary' : 'plain'}
          why={mayNot ?? (order === undefined ? say('new.missing') : undefined)}
          isBusy={look.isPending}
          onClick={preview}
        >
          {say('new.look')}
        </Button>
        {affected !== undefined && affected.people > 0 && (
          <Button kind="primary" why={mayNot} onClick={() => setAsked(true)}>
            {say('new.send', { count: affected.people })}
          </Button>
        )}
      </div>
      <ConfirmDialog
        open={isAsked && affected !== undefined}
        onOpenChange={setAsked}
        kind="primary"
        title={say('new.sure')}
        description={say('new.sure-about', { count: affected?.people ?? 0, template: order?.template })}
        action={say('new.send', { count: affected?.people ?? 0 })}
        isBusy={send.isPending}
        problem={send.error}
        onConfirm={confirm}
      />
    </div>
  )
}

/** What became of everything that was wrong, and how many people that makes. */
function Found({ affected, reach, isInDoubt }: Seen & { readonly isInDoubt: boolean }) {
  const say = useWords('corrections')
  const formats = useFormats()
  return (
    <section aria-live="polite" aria-label={say('found.title')} className="rounded-md border border-line px-4 py-3">
      <h3 className="font-medium">{say('found.people', { count: affected.people })}</h3>
      <dl className="mt-2 grid grid-cols-5 gap-3 max-lg:grid-cols-2">
        {fates.map((fate) => (
          <div key={fate}>
            <dt className="text-sm text-soft">{say(`found.${fate}`)}</dt>
            <dd className="m-0 text-lg">{formats.number(affected[fate])}</dd>
          </div>
        ))}
      </dl>
      {reach !== null && affected.people > 0 && <Reached {...reach} />}
      {!isInDoubt && affected.unknown + affected.onItsWay > 0 && <p className="mt-2 text-sm text-soft">{say('found.doubt-left-out')}</p>}
    </section>
  )
}

/** What would become of the mail for these people: it is asked about as any other is. */
function Reached({ atOnce, later, held, refused }: NonNullable<Seen['reach']>) {
  const say = useWords('corrections')
  const sayDecision = useWords('decisions')
  const never = Object.entries(refused)
  return (
    <ul className="mt-3 flex list-disc flex-col gap-1 ps-5">
      <li>{say('found.at-once', { count: atOnce })}</li>
      {later > 0 && <li>{say('found.later', { count: later })}</li>}
      {held > 0 && <li className="text-warn">{say('found.behind-switch', { count: held })}</li>}
      {never.map(([why, count]) => (
        <li key={why} className="text-warn">
          {say('found.never', { count, why: sayDecision(`reason.${why}`) })}
        </li>
      ))}
    </ul>
  )
}

/** What stands in the form, as an order; undefined as long as something is missing. What was wrong stands in the address, so that other pages lead here. */
function useOrder() {
  const say = useWords('corrections')
  const journeys = useAsk('GET /journeys', {})
  const templates = useAsk('GET /templates', { query: {} })
  const [kind, setKind] = useUrlState('of', 'journey')
  const [journey, setJourney] = useUrlState('journey')
  const [wrong, setWrong] = useUrlState('wrong')
  const [template, setTemplate] = useState('')
  const [since, setSince] = useState('')
  const [because, setBecause] = useState('')
  const [inDoubt, setInDoubt] = useState(false)
  const [typedId, setId] = useState('')
  const mails = templates.data?.templates.map((one) => one.template) ?? []
  const names = journeys.data?.journeys.map((one) => one.journey) ?? []
  const of = kind === 'all' ? { all: true as const } : kind === 'template' ? wrong !== '' && { template: wrong } : journey !== '' && { journey }
  const from = since === '' ? undefined : Date.parse(since)
  const id = typedId.trim()
  const isNamed = id === '' || idForm.test(id)
  const order: Order | undefined =
    !isNamed || of === false || template === '' || because.trim() === '' || Number.isNaN(from)
      ? undefined
      : { of, template, because: because.trim(), inDoubt, ...(from !== undefined && { since: from }), ...(id !== '' && { id }) }
  const fields = (
    <>
      <div className="grid grid-cols-2 gap-4 phone:grid-cols-1">
        <Field label={say('new.what')} hint={say('new.what-hint')}>
          {(parts) => (
            <Select {...parts} value={kind} onChange={(event) => setKind(event.target.value)}>
              {(['journey', 'template', 'all'] as const).map((one) => (
                <option key={one} value={one}>
                  {say(`of.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {kind === 'journey' && <Choice label={say('which.journey')} names={names} value={journey} onChange={setJourney} />}
        {kind === 'template' && <Choice label={say('which.template')} names={mails} value={wrong} onChange={setWrong} />}
        <Field label={say('new.since')} optional hint={say('new.since-hint')}>
          {(parts) => <Input {...parts} type="datetime-local" value={since} onChange={(event) => setSince(event.target.value)} />}
        </Field>
        <Choice label={say('new.mail')} hint={say('new.mail-hint')} names={mails} value={template} onChange={setTemplate} />
        <Field label={say('new.because')} hint={say('new.because-hint')}>
          {(parts) => <Input {...parts} maxLength={500} value={because} onChange={(event) => setBecause(event.target.value)} />}
        </Field>
        <Field label={say('new.name')} optional hint={say('new.name-hint')} error={isNamed ? undefined : say('new.name-form')}>
          {(parts) => <Input {...parts} maxLength={41} placeholder="wrong-price" value={typedId} onChange={(event) => setId(event.target.value)} />}
        </Field>
      </div>
      <Checkbox label={say('new.in-doubt')} hint={say('new.in-doubt-hint')} checked={inDoubt} onChange={setInDoubt} />
    </>
  )
  return {
    order,
    fields,
    forget: () => {
      setBecause('')
      setId('')
    },
  }
}

interface ChoiceProps {
  readonly label: string
  readonly hint?: string | undefined
  readonly names: readonly string[]
  readonly value: string
  readonly onChange: (value: string) => void
}

function Choice({ label, hint, names, value, onChange }: ChoiceProps) {
  const say = useWords('corrections')
  return (
    <Field label={label} {...(hint !== undefined && { hint })}>
      {(parts) => (
        <Select {...parts} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">{say('new.choose')}</option>
          {names.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </Select>
      )}
    </Field>
  )
}
