// A new topic: what people can say yes or no to. It is asked for wherever a topic is chosen; who opens it says what becomes of the answer.

import { useState } from 'react'
import { useWork } from '../client/use-work.ts'
import { Button } from '../kit/button.tsx'
import { Checkbox } from '../kit/check.tsx'
import { Dialog } from '../kit/dialog.tsx'
import { Field } from '../kit/field.tsx'
import { Input } from '../kit/input.tsx'
import { Problem } from '../kit/problem.tsx'
import { useWords } from '../words/words.ts'

export interface NewTopic {
  readonly topic: string
  readonly description?: string
  readonly transactional?: true
}

export interface NewTopicDialogProps {
  readonly taken: readonly string[]
  /** Throws a Problem where it cannot be kept. */
  readonly onMake: (topic: NewTopic) => Promise<void>
  readonly onClose: () => void
}

const form = /^[\p{L}\p{N}][\p{L}\p{N} _.-]{0,63}$/u
/** Words that stand for more than a topic. */
const reserved = ['all', 'email', 'sms', 'popup']

/** Open as long as it stands in the page. */
export function NewTopicDialog({ taken, onMake, onClose }: NewTopicDialogProps) {
  const say = useWords('shell')
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [isTransactional, setTransactional] = useState(false)
  const { isBusy, problem, work } = useWork()
  const topic = name.trim()
  const wrong =
    topic === '' ? undefined : taken.includes(topic) ? say('topic.taken') : reserved.includes(topic) || !form.test(topic) ? say('topic.form') : undefined
  const make = (): Promise<void> =>
    work(async () => {
      const said = description.trim()
      await onMake({ topic, ...(said === '' ? {} : { description: said }), ...(isTransactional ? { transactional: true } : {}) })
      onClose()
    })
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={say('topic.new')} description={say('topic.about')}>
      <form
        className="flex flex-col gap-4 pb-3"
        onSubmit={(event) => {
          event.preventDefault()
          // A form inside a form: what is below in the page is not sent with it.
          event.stopPropagation()
          void make()
        }}
      >
        <Field label={say('topic.name')} hint={say('topic.name-hint')} error={wrong}>
          {(parts) => <Input {...parts} required maxLength={64} value={name} onChange={({ target: { value } }) => setName(value)} />}
        </Field>
        <Field label={say('topic.description')} hint={say('topic.description-hint')}>
          {(parts) => <Input {...parts} maxLength={200} value={description} onChange={({ target: { value } }) => setDescription(value)} />}
        </Field>
        <Checkbox label={say('topic.transactional')} hint={say('topic.transactional-hint')} checked={isTransactional} onChange={setTransactional} />
        {problem !== undefined && <Problem problem={problem} />}
        <div className="flex justify-end">
          <Button type="submit" kind="primary" isBusy={isBusy} disabled={topic === '' || wrong !== undefined}>
            {say('topic.make')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
