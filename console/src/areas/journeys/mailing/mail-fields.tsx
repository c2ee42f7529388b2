// Which mail many people get: a template that there is, or a new one from a ready design; on which topic; and what counts as success.

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useAsk } from '../../../client/use-ask.ts'
import { Button } from '../../../kit/button.tsx'
import { Combobox } from '../../../kit/combobox.tsx'
import { Field } from '../../../kit/field.tsx'
import { MakeTemplate } from '../../../shell/make-template.tsx'
import { useMay } from '../../../shell/session.ts'
import { TopicChoice } from '../../../shell/topic-choice.tsx'
import { useWords } from '../../../words/words.ts'
import type { MailingForm, Missing } from './use-mailing.ts'

export interface MailFieldsProps {
  readonly form: MailingForm
  readonly errorOf: (...kinds: readonly Missing[]) => string | undefined
}

/** The fields. */
export function MailFields({ form: { said, change, topic }, errorOf }: MailFieldsProps) {
  const say = useWords('mailing')
  const why = useMay('editor')
  const templates = useAsk('GET /templates', { query: {} }).data?.templates ?? []
  const events = useAsk('GET /schema', { query: {} }).data?.events ?? []
  const [isMaking, setMaking] = useState(false)
  const chosen = templates.find(({ template }) => template === said.template)
  return (
    <div className="flex flex-col gap-4">
      <Field label={say('template')} hint={say(chosen?.state === 'changed' ? 'template-changed' : 'template-hint')} error={errorOf('template')}>
        {(parts) => (
          <div className="flex gap-2">
            <Combobox
              {...parts}
              className="min-w-0 flex-1"
              value={said.template}
              suggestions={templates.map(({ template, subject }) => ({ value: template, detail: subject }))}
              onChange={(template) => change({ template, topic: undefined })}
            />
            <Button icon={<Plus />} why={why} onClick={() => setMaking(true)}>
              {say('template-new')}
            </Button>
          </div>
        )}
      </Field>
      <Field label={say('topic')} hint={say('topic-hint')} error={errorOf('topic')}>
        {(parts) => <TopicChoice {...parts} value={topic} onChange={(next) => change({ topic: next })} />}
      </Field>
      <Field label={say('goal')} hint={say('goal-hint')} optional>
        {(parts) => (
          <Combobox {...parts} value={said.goal} suggestions={events.map(({ name }) => ({ value: name }))} onChange={(goal) => change({ goal })} isFree />
        )}
      </Field>
      {isMaking && <MakeTemplate onMade={(template) => change({ template, topic: undefined })} onClose={() => setMaking(false)} />}
    </div>
  )
}
