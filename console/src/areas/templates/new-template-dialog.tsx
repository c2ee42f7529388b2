// A new template: its name, and the design that it begins as. It is a draft of two files until it is published.

import { useNavigate } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { ask } from '../../client/ask.ts'
import { type Problem as AnyProblem, asProblem } from '../../client/problem.ts'
import { answers, refresh, useAsk } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Input, Select } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { pathOfNew } from '../../shell/path-of-new.ts'
import { TopicChoice } from '../../shell/topic-choice.tsx'
import { useTopics } from '../../shell/use-topics.ts'
import { useWords } from '../../words/words.ts'
import { DesignChoice } from './design-choice.tsx'
import { newTemplateText } from './new-template-file.ts'
import { type Design, designPage } from './ready-designs.ts'

export interface NewTemplateDialogProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly taken: readonly string[]
  /** Told its name; without it its page is opened. */
  readonly onMade?: (name: string) => void
}

/** The dialog. */
export function NewTemplateDialog({ open, onOpenChange, taken, onMade }: NewTemplateDialogProps) {
  const say = useWords('templates')
  const navigate = useNavigate()
  const form = useId()
  const [typed, setName] = useState('')
  const name = typed.trim()
  const [design, setDesign] = useState<Design | undefined>('letter')
  const [chosen, setLike] = useState('')
  const like = design === undefined ? chosen || (taken[0] ?? '') : ''
  const [subject, setSubject] = useState('')
  const { topics } = useTopics()
  const [chosenTopic, setTopic] = useState<string | undefined>()
  const [problem, setProblem] = useState<AnyProblem | undefined>()
  const [isBusy, setBusy] = useState(false)
  const copied = useAsk('GET /templates/{template}', { params: { template: like } }, { when: like !== '' })
  const topic = chosenTopic ?? copied.data?.topic ?? topics[0]?.topic ?? ''
  const files = useAsk('GET /definitions', {}).data?.files ?? []
  const collection = useAsk('GET /catalogue', {}).data?.collections[0]?.collection
  const page = pathOfNew('templates', name, 'mjml')
  const file = pathOfNew('templates', name)
  const wrong = name !== '' && (taken.includes(name) || files.some(({ path }) => path === page || path === file)) ? say('new.taken') : undefined
  const create = async (): Promise<void> => {
    setBusy(true)
    setProblem(undefined)
    const text =
      copied.data?.parts.find(({ part, locale }) => part === 'mjml' && locale === null)?.text ??
      designPage(design ?? 'letter', say, collection === undefined ? 'event' : 'catalogue')
    const definition = newTemplateText({ template: name, subject, page, topic, design, collection })
    try {
      await ask('PUT /drafts', { body: { path: page, text, revision: 0 } })
      await ask('PUT /drafts', { body: { path: file, text: definition, revision: 0 } })
      await refresh(answers, ['/templates', '/definitions'])
      if (onMade === undefined) await navigate({ to: `/templates/${encodeURIComponent(name)}` })
      else onMade(name)
    } catch (error) {
      setProblem(asProblem(error))
    }
    setBusy(false)
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={say('new.title')}
      description={say('new.about')}
      actions={
        <>
          <Button onClick={() => onOpenChange(false)}>{say('cancel')}</Button>
          <Button
            type="submit"
            form={form}
            kind="primary"
            isBusy={isBusy || (like !== '' && copied.isPending)}
            disabled={name === '' || subject === '' || wrong !== undefined}
          >
            {say('new.create')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-4 pb-3"
        onSubmit={(event) => {
          event.preventDefault()
          // A form inside a form: what is below in the page is not sent with it.
          event.stopPropagation()
          void create()
        }}
      >
        <Field label={say('new.name')} hint={say('new.name-hint')} error={wrong}>
          {(parts) => <Input {...parts} required maxLength={100} autoComplete="off" value={typed} onChange={({ target: { value } }) => setName(value)} />}
        </Field>
        <Field label={say('subject')} hint={say('subject-hint')}>
          {(parts) => <Input {...parts} required value={subject} onChange={({ target: { value } }) => setSubject(value)} />}
        </Field>
        <Field label={say('topic')} hint={say('topic-hint')}>
          {(parts) => <TopicChoice {...parts} value={topic} none={say('no-topic')} onChange={setTopic} />}
        </Field>
        <DesignChoice value={design} onChange={setDesign} hasOthers={taken.length > 0} />
        {design === undefined && (
          <Field label={say('design.like')} hint={say('new.like-hint')}>
            {(parts) => (
              <Select {...parts} value={like} onChange={({ target: { value } }) => setLike(value)}>
                {taken.map((one) => (
                  <option key={one} value={one}>
                    {one}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        {problem !== undefined && <Problem problem={problem} />}
      </form>
    </Dialog>
  )
}
