// A condition as a field: the sentence that it says, and a window with the builder to change it.

import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../kit/button.tsx'
import { Dialog } from '../../../kit/dialog.tsx'
import { OptionalMark } from '../../../kit/field.tsx'
import { useWords } from '../../../words/words.ts'
import { ConditionBuilder, type ConditionJson } from '../../conditions/condition-builder.tsx'
import { inWords } from '../../conditions/in-words.ts'
import { useConditionWords } from '../../conditions/use-condition-words.ts'
import { notSaidYet } from '../begins.ts'
import type { FieldProps } from './fields/field-props.ts'

export interface ConditionFieldProps extends FieldProps {
  readonly value: ConditionJson | undefined
  readonly triggers: readonly string[]
}

/** The sentence, and its builder. */
export function ConditionField({ label, hint, isOptional, value, onChange, isLocked, triggers }: ConditionFieldProps) {
  const say = useWords('journey-forms')
  const sentence = useSentence(value)
  const [isOpen, setOpen] = useState(false)
  const [tried, setTried] = useState(value)
  const isSaid = value !== undefined && JSON.stringify(value) !== JSON.stringify(notSaidYet)
  const open = (): void => {
    setTried(isSaid ? value : undefined)
    setOpen(true)
  }
  const close = (): void => {
    setOpen(false)
    if (JSON.stringify(tried) !== JSON.stringify(value) && (tried !== undefined || isOptional)) onChange(tried)
  }
  return (
    <fieldset className="m-0 flex flex-col gap-1 border-0 p-0">
      <legend className="mb-1 p-0 text-sm font-medium">
        {label}
        {isOptional && <OptionalMark />}
      </legend>
      {isSaid && <p className="rounded-md bg-sunken px-2.5 py-2 text-base break-words">{sentence}</p>}
      <div>
        <Button size="small" icon={<Pencil aria-hidden />} onClick={open}>
          {say(isLocked ? 'condition.show' : !isSaid ? 'condition.add' : 'condition.change')}
        </Button>
      </div>
      <p className="text-sm text-soft">{hint}</p>
      <Dialog
        open={isOpen}
        onOpenChange={(next) => (next ? open() : close())}
        title={label}
        description={hint}
        size="wide"
        actions={
          <Button kind="primary" onClick={close}>
            {say('done')}
          </Button>
        }
      >
        <ConditionBuilder value={tried} onChange={setTried} place="journey" triggers={triggers} isReadOnly={isLocked} aside="below" label={label} />
      </Dialog>
    </fieldset>
  )
}

function useSentence(value: ConditionJson | undefined): string {
  const say = useConditionWords()
  if (value === undefined || say === undefined) return ''
  try {
    return inWords(value, say)
  } catch {
    return JSON.stringify(value)
  }
}
