// Adds one person by hand: an address, what is known, what they said yes to and how, and whether journeys may begin with it. It goes the way of an import
// of one row, so a suppression, an erasure and the person's own no stand.

import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { z } from 'zod'
import { useTell } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Checkbox } from '../../kit/check.tsx'
import { now } from '../../kit/clock.ts'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Input } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { toast } from '../../kit/toast.tsx'
import { useCheckedForm } from '../../kit/use-checked-form.ts'
import { useTopics } from '../../shell/use-topics.ts'
import { useWords } from '../../words/words.ts'

/** Open as long as it is there. */
export function AddPersonDialog({ onClose }: { readonly onClose: () => void }) {
  const say = useWords('people')
  const navigate = useNavigate()
  const known = useTopics()
  const topics = known.topics.filter(({ topic }) => known.draftOf(topic) === undefined)
  const [yeses, setYeses] = useState<readonly string[]>([])
  const [mayTrigger, setMayTrigger] = useState(true)
  const [startedAt] = useState(now)
  const schema = z
    .object({
      email: z.email(say('add.needs-email')),
      name: z.string().trim().max(100),
      userId: z.string().trim().max(200),
      source: z.string().trim().max(200),
    })
    .refine(({ source }) => yeses.length === 0 || source.length > 2, { path: ['source'], message: say('add.needs-source') })
  const form = useCheckedForm(schema, { email: '', name: '', userId: '', source: '' })
  const take = useTell('POST /subscribers/import', { refreshes: ['/subscribers', '/first-steps', '/overview'] })
  const [refused, setRefused] = useState<string>()
  const mistakes = form.formState.errors
  const submit = form.handleSubmit(({ email, name, userId, source }) => {
    setRefused(undefined)
    const person = {
      ...(userId === '' ? {} : { userId }),
      attributes: { email, ...(name === '' ? {} : { first_name: name }) },
      topics: yeses.map((topic) => ({ topic, given: true })),
      evidence: yeses.length === 0 ? {} : { at: now(), wording: source },
    }
    const body = { import: `console-${startedAt}-${email}`.slice(0, 64), mayTrigger, people: [person], ...(source === '' ? {} : { source }) }
    take.mutate(
      { body },
      {
        onSuccess(answer) {
          const why = answer.refused[0]?.reason
          if (why !== undefined) return setRefused(why)
          toast(say(answer.fresh > 0 ? 'add.added' : 'add.known', { email }))
          onClose()
          void navigate({ to: '/people' as string, search: { q: email } as never })
        },
      },
    )
  })
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={say('add.title')}
      description={say('add.about')}
      actions={
        <Button kind="primary" type="submit" form="add-person" isBusy={take.isPending}>
          {say('add.add')}
        </Button>
      }
    >
      <form id="add-person" className="flex flex-col gap-4" onSubmit={(event) => void submit(event)} noValidate>
        <Field label={say('add.email')} error={mistakes.email?.message}>
          {(parts) => <Input {...parts} {...form.register('email')} type="email" autoComplete="off" />}
        </Field>
        <Field label={say('add.name')} optional error={mistakes.name?.message}>
          {(parts) => <Input {...parts} {...form.register('name')} autoComplete="off" />}
        </Field>
        <Field label={say('add.id')} hint={say('add.id-hint')} optional error={mistakes.userId?.message}>
          {(parts) => <Input {...parts} {...form.register('userId')} autoComplete="off" />}
        </Field>
        {topics.length > 0 && (
          <fieldset className="m-0 flex flex-col gap-1 border-0 p-0">
            <legend className="mb-1 p-0 text-sm font-medium">{say('add.topics')}</legend>
            {topics.map(({ topic, description }) => (
              <Checkbox
                key={topic}
                label={description === undefined ? topic : `${topic}: ${description}`}
                checked={yeses.includes(topic)}
                onChange={(isYes) => setYeses(isYes ? [...yeses, topic] : yeses.filter((one) => one !== topic))}
              />
            ))}
          </fieldset>
        )}
        {yeses.length > 0 && (
          <Field label={say('add.source')} hint={say('add.source-hint')} error={mistakes.source?.message}>
            {(parts) => <Input {...parts} {...form.register('source')} />}
          </Field>
        )}
        <Checkbox label={say('add.may-trigger')} hint={say('add.may-trigger-hint')} checked={mayTrigger} onChange={setMayTrigger} />
        {refused !== undefined && (
          <p role="alert" className="text-sm text-bad">
            {say('add.refused', { why: refused })}
          </p>
        )}
        {take.error && <Problem problem={take.error} />}
      </form>
    </Dialog>
  )
}
