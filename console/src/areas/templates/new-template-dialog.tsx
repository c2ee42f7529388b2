// A new template: its name, and what it begins as. It is a draft of two files until it is published.

import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../../client/ask.ts'
import { type Problem as AnyProblem, asProblem } from '../../client/problem.ts'
import { answers, refresh, useAsk } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Input, Select } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { useWords } from '../../words/words.ts'

export interface NewTemplateDialogProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly taken: readonly string[]
}

const form = /^[a-z0-9][a-z0-9-]{0,63}$/

/** The dialog. */
export function NewTemplateDialog({ open, onOpenChange, taken }: NewTemplateDialogProps) {
  const say = useWords('templates')
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [like, setLike] = useState('')
  const [subject, setSubject] = useState('')
  const [problem, setProblem] = useState<AnyProblem | undefined>()
  const [isBusy, setBusy] = useState(false)
  const copied = useAsk('GET /templates/{template}', { params: { template: like } }, { when: like !== '' })
  const wrong = name === '' ? undefined : taken.includes(name) ? say('new.taken') : form.test(name) ? undefined : say('new.form')
  const create = async (): Promise<void> => {
    setBusy(true)
    setProblem(undefined)
    const page = copied.data?.parts.find(({ part, locale }) => part === 'mjml' && locale === null)?.text ?? firstPage
    const topic = copied.data?.topic ?? null
    const definition = [
      `template: ${name}`,
      `subject: ${JSON.stringify(subject)}`,
      `mjml: { file: ./${name}.mjml }`,
      ...(topic === null ? [] : [`topic: ${topic}`]),
      '',
    ].join('\n')
    try {
      await ask('PUT /drafts', { body: { path: `templates/${name}.mjml`, text: page, revision: 0 } })
      await ask('PUT /drafts', { body: { path: `templates/${name}.yaml`, text: definition, revision: 0 } })
      await refresh(answers, ['/templates', '/definitions'])
      await navigate({ to: `/templates/${name}` })
    } catch (error) {
      setProblem(asProblem(error))
    }
    setBusy(false)
  }
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={say('new.title')} description={say('new.about')}>
      <form
        className="flex flex-col gap-4 pb-3"
        onSubmit={(event) => {
          event.preventDefault()
          void create()
        }}
      >
        <Field label={say('new.name')} hint={say('new.name-hint')} error={wrong}>
          {(parts) => <Input {...parts} required value={name} onChange={({ target: { value } }) => setName(value)} />}
        </Field>
        <Field label={say('subject')} hint={say('subject-hint')}>
          {(parts) => <Input {...parts} required value={subject} onChange={({ target: { value } }) => setSubject(value)} />}
        </Field>
        <Field label={say('new.like')} hint={say('new.like-hint')}>
          {(parts) => (
            <Select {...parts} value={like} onChange={({ target: { value } }) => setLike(value)}>
              <option value="">{say('new.simple')}</option>
              {taken.map((one) => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {problem !== undefined && <Problem problem={problem} />}
        <div className="flex justify-end gap-2">
          <Button onClick={() => onOpenChange(false)}>{say('cancel')}</Button>
          <Button
            type="submit"
            kind="primary"
            isBusy={isBusy || (like !== '' && copied.isPending)}
            disabled={name === '' || subject === '' || wrong !== undefined}
          >
            {say('new.create')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

const firstPage = `<mjml>
  <mj-body background-color="{{ brand.colors.ground }}">
    <mj-section background-color="{{ brand.colors.card }}" padding="32px 24px">
      <mj-column>
        <mj-text font-family="{{ brand.fonts.heading }}" font-size="24px" font-weight="600" color="{{ brand.colors.ink }}">Hello {{ subscriber.first_name | default: 'there' }}</mj-text>
        <mj-text font-family="{{ brand.fonts.body }}" font-size="16px" line-height="24px" color="{{ brand.colors.ink }}">Write here what there is to say.</mj-text>
        <mj-button background-color="{{ brand.colors.accent }}" color="{{ brand.colors.onAccent }}" href="https://example.com/">See more</mj-button>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
`
