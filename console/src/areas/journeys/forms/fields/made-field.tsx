// A topic, list or template of a step: chosen, or made right there. What is made is a draft that is published together with the journey.

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../../kit/button.tsx'
import { Combobox, type Suggestion } from '../../../../kit/combobox.tsx'
import { Field } from '../../../../kit/field.tsx'
import { toast } from '../../../../kit/toast.tsx'
import { ListChoice } from '../../../../shell/list-choice.tsx'
import { MakeTemplate } from '../../../../shell/make-template.tsx'
import { useMay } from '../../../../shell/session.ts'
import { TopicChoice } from '../../../../shell/topic-choice.tsx'
import { useWords } from '../../../../words/words.ts'
import type { FieldProps } from './field-props.ts'
import { MailOfTemplate } from './mail-of-template.tsx'
import { useTyped } from './use-typed.ts'

export interface MadeFieldProps extends FieldProps {
  readonly what: 'topics' | 'lists' | 'templates'
  readonly suggestions: readonly Suggestion[]
  /** The subject that the step gives the mail of a template. */
  readonly subject?: string | undefined
  /** What it means that nothing is chosen where something may be. */
  readonly none?: string
}

/** The field. */
export function MadeField({ label, hint, isOptional, value, onChange, isLocked, what, suggestions, subject, none }: MadeFieldProps) {
  const say = useWords('journey-forms')
  const why = useMay('editor')
  const [isMaking, setMaking] = useState(false)
  const written = typeof value === 'string' ? value : ''
  const put = (next: string): void => {
    const plain = next.trim()
    if (plain !== written) onChange(plain === '' ? undefined : plain)
  }
  const typed = useTyped(written, put)
  const choice = { value: typed.now, onChange: typed.change, disabled: isLocked, onMade: put }
  return (
    <Field label={label} hint={hint} optional={isOptional}>
      {(parts) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: what was typed counts when the field inside is left
        <div className="flex flex-col gap-2" onBlur={typed.done}>
          {what === 'topics' && <TopicChoice {...parts} {...choice} {...(isOptional ? { none: none ?? say('none') } : {})} />}
          {what === 'lists' && <ListChoice {...parts} {...choice} />}
          {what === 'templates' && (
            <div className="flex gap-2">
              <Combobox {...parts} value={typed.now} onChange={typed.change} disabled={isLocked} className="min-w-0 flex-1" suggestions={suggestions} isFree />
              <Button icon={<Plus />} why={why} disabled={isLocked} onClick={() => setMaking(true)}>
                {say('new-template')}
              </Button>
            </div>
          )}
          {what === 'templates' && written !== '' && <MailOfTemplate template={written} subject={subject} />}
          {isMaking && (
            <MakeTemplate
              onMade={(name) => {
                put(name)
                void toast(say('template-made', { name }))
              }}
              onClose={() => setMaking(false)}
            />
          )}
        </div>
      )}
    </Field>
  )
}
