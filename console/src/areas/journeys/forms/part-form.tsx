// The form of one part of a journey: a choice of what it is where there are several, and its fields.

import { Field } from '../../../kit/field.tsx'
import { Select } from '../../../kit/input.tsx'
import { useWords } from '../../../words/words.ts'
import type { Edit } from '../journey-text.ts'
import type { Path, Value } from '../step-tree.ts'
import { editsToForm } from './edits-to-form.ts'
import { FieldControl } from './field-control.tsx'
import { type Form, formOf } from './forms.ts'
import { useKnown } from './use-known.ts'

export interface PartFormProps {
  /** Of the part, from the journey. */
  readonly path: Path
  readonly value: Value
  readonly forms: readonly Form[]
  readonly edit: (edits: readonly Edit[]) => void
  readonly isLocked: boolean
  /** Ids of steps of this journey, for those who name one. */
  readonly steps: readonly string[]
  /** Events that let people in. */
  readonly triggers: readonly string[]
}

/** The form. */
export function PartForm({ path, value, forms, edit, isLocked, steps, triggers }: PartFormProps) {
  const say = useWords('journey-forms')
  const form = formOf(forms, value)
  // Once for all fields: each would ask for the same and go through it anew.
  const known = useKnown({ steps, triggers, part: value })
  const change = (name: string): void => {
    const next = forms.find((one) => one.name === name)
    if (next !== undefined) edit(editsToForm({ path, value, from: form, to: next }))
  }
  return (
    <div className="flex flex-col gap-4">
      {forms.length > 1 && (
        <Field label={say('form-label')}>
          {(parts) => (
            <Select {...parts} disabled={isLocked} value={form.name} onChange={(event) => change(event.target.value)}>
              {forms.map((one) => (
                <option key={one.name} value={one.name}>
                  {say(`form.${one.name}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {form.fields.map((field) => (
        <FieldControl
          key={`${path.join('.')} ${field.name}`}
          form={field}
          part={value}
          onChange={(next) =>
            edit([next === undefined ? { do: 'remove', path: [...path, ...field.path] } : { do: 'set', path: [...path, ...field.path], value: next }])
          }
          isLocked={isLocked}
          known={known}
          triggers={triggers}
        />
      ))}
    </div>
  )
}
