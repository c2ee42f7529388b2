// A mail to many, once: its name, who gets it, which mail, and when. Beside it stands what would become of it as things stand. Nothing is sent before it is
// published, and then it is a journey like others.

import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { asProblem, type Problem as Refusal } from '../../../client/problem.ts'
import { answers, refresh, useAsk } from '../../../client/use-ask.ts'
import { Button } from '../../../kit/button.tsx'
import { Card } from '../../../kit/card.tsx'
import { Combobox } from '../../../kit/combobox.tsx'
import { Field } from '../../../kit/field.tsx'
import { Input } from '../../../kit/input.tsx'
import { PageHeader } from '../../../kit/page-header.tsx'
import { Problem } from '../../../kit/problem.tsx'
import { useFirstMistake } from '../../../kit/use-first-mistake.ts'
import { LinkAbove } from '../../../shell/link-above.tsx'
import { PublishDialog } from '../../../shell/publish/publish-dialog.tsx'
import { useMay } from '../../../shell/session.ts'
import { useWords } from '../../../words/words.ts'
import { ConditionBuilder } from '../../conditions/condition-builder.tsx'
import { useNeededDrafts } from '../use-needed-drafts.ts'
import { Choices } from './choices.tsx'
import { MailFields } from './mail-fields.tsx'
import { MailsShown } from './mails-shown.tsx'
import { ReachTable } from './reach-table.tsx'
import { Summary } from './summary.tsx'
import { TryFields } from './try-fields.tsx'
import { type MailingForm, type Missing, useMailing, whoms } from './use-mailing.ts'
import { useReach } from './use-reach.ts'
import { meantBy } from './variants.ts'
import { WhenFields } from './when-fields.tsx'

/** The page. */
export function MailingPage() {
  const say = useWords('mailing')
  const mayNot = useMay('editor')
  const locked = useAsk('GET /definitions', {}).data?.locked ?? undefined
  const form = useMailing()
  const [tries, setTries] = useState(0)
  const isTried = tries > 0
  const fields = useFirstMistake<HTMLDivElement>(tries)
  const [isReviewed, setReviewed] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Refusal>()
  const { said, change, missing, condition, topic } = form
  const reached = useReach(condition, topic)
  const errorOf = (...kinds: readonly Missing[]): string | undefined => {
    const found = kinds.find((kind) => missing.has(kind))
    return found !== undefined && (isTried || found === 'name-taken') ? say(`missing.${found}`) : undefined
  }
  const review = async (): Promise<void> => {
    setTries(tries + 1)
    if (missing.size > 0) return
    setBusy(true)
    setProblem(undefined)
    try {
      await form.keep()
      await refresh(answers, ['/definitions', '/drafts'])
      setReviewed(true)
    } catch (error) {
      setProblem(asProblem(error))
    }
    setBusy(false)
  }
  return (
    <>
      <PageHeader title={say('title')} about={say('about')} above={<LinkAbove to="/journeys">{say('journeys')}</LinkAbove>} />
      {form.isFromBefore && (
        <p className="mb-4 flex flex-wrap items-center justify-between gap-3 rounded-md bg-tint px-3 py-2 text-base text-on-tint">
          {say('from-before')}
          <Button size="small" onClick={() => void form.beginAnew().then(() => refresh(answers, ['/definitions', '/drafts']))}>
            {say('begin-anew')}
          </Button>
        </p>
      )}
      <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] items-start gap-4 max-xl:grid-cols-1">
        <div ref={fields} className="flex min-w-0 flex-col gap-4">
          <Card>
            <Field label={say('name')} hint={say('name-hint')} error={errorOf('name', 'name-taken')}>
              {(parts) => <Input {...parts} value={said.name} maxLength={100} autoComplete="off" onChange={({ target }) => change({ name: target.value })} />}
            </Field>
          </Card>
          <Card title={say('who')}>
            <Who form={form} error={errorOf('segment', 'described')} />
          </Card>
          <Card title={say('what')}>
            <MailFields form={form} errorOf={errorOf} />
          </Card>
          <Card title={say('try.title')}>
            <TryFields form={form} reached={reached} errorOf={errorOf} />
          </Card>
          <Card title={say('when.title')}>
            <div className="flex flex-col gap-4">
              <Choices
                legend={say('when.title')}
                value={said.when.kind}
                onChange={(kind) => change({ when: { ...said.when, kind } })}
                choices={(['at', 'now'] as const).map((value) => ({ value, label: say(`when.kind.${value}`), about: say(`when.kind-about.${value}`) }))}
              />
              {said.when.kind === 'at' && <WhenFields when={said.when} onChange={(when) => change({ when })} workspace={form.zone} isTried={isTried} />}
            </div>
          </Card>
          {problem !== undefined && <Problem problem={problem} />}
          {isTried && missing.size > 0 && (
            <p role="alert" className="rounded-md bg-warn-tint p-3 text-base text-warn">
              {say('missing.some')}
            </p>
          )}
          <div>
            <Button kind="primary" why={mayNot ?? locked} isBusy={isBusy} onClick={() => void review()}>
              {say('review')}
            </Button>
          </div>
        </div>
        <div className="flex min-w-0 flex-col gap-4 xl:sticky xl:top-4">
          <Card title={say('reach.title')}>
            <ReachTable reached={reached} isAsked={condition !== undefined} />
          </Card>
          {!missing.has('template') && (
            <Card title={say('mail.title')}>
              <MailsShown said={said} people={reached.count?.sample ?? []} />
            </Card>
          )}
        </div>
      </div>
      {isReviewed && <Review form={form} reached={reached} onClose={() => setReviewed(false)} />}
    </>
  )
}

function Who({ form: { said, change }, error }: { readonly form: MailingForm; readonly error: string | undefined }) {
  const say = useWords('mailing')
  const segments = useAsk('GET /schema/names', {}).data?.segments ?? []
  return (
    <div className="flex flex-col gap-4">
      <Choices
        legend={say('who')}
        value={said.whom}
        onChange={(whom) => change({ whom })}
        choices={whoms.map((value) => ({ value, label: say(`whom.${value}`), about: say(`whom-about.${value}`) }))}
      />
      {said.whom === 'segment' && (
        <Field label={say('segment')} hint={say(segments.length === 0 ? 'segment-none' : 'segment-hint')} error={error}>
          {(parts) => (
            <Combobox {...parts} value={said.segment} suggestions={segments.map(({ name }) => ({ value: name }))} onChange={(segment) => change({ segment })} />
          )}
        </Field>
      )}
      {said.whom === 'described' && (
        <>
          {error !== undefined && (
            <p role="alert" className="text-sm text-bad">
              {error}
            </p>
          )}
          <ConditionBuilder value={said.described} onChange={(described) => change({ described })} place="segment" label={say('who')} />
        </>
      )}
    </div>
  )
}

/** The one window before anything is in force, with what it means on top. */
function Review({ form, reached, onClose }: { readonly form: MailingForm; readonly reached: ReturnType<typeof useReach>; readonly onClose: () => void }) {
  const say = useWords('mailing')
  const navigate = useNavigate()
  const { said, path, condition } = form
  const needed = useNeededDrafts({
    send: said.template,
    topic: form.topic,
    condition,
    others: said.tries === undefined ? undefined : meantBy(said.tries).map(({ template }) => template),
  })
  if (needed === undefined) return null
  const name = said.name.trim()
  return (
    <PublishDialog
      paths={[path, ...needed]}
      name={name}
      button={say(said.when.kind === 'now' ? 'send' : 'schedule')}
      summary={<Summary form={form} reached={reached} />}
      // What goes out at once begins a moment after it is published, however long somebody read.
      beforePublishing={said.when.kind === 'now' ? form.keep : undefined}
      title={say('review-title', { name })}
      onPublished={() => {
        form.forget()
        void navigate({ to: '/journeys/$journey', params: { journey: name } as never })
      }}
      onClose={onClose}
    />
  )
}
