// The form of one part of a journey: a choice of what it is where there are several, and its fields.

import { Field } from '../../../kit/field.tsx'
import { Select } from '../../../kit/input.tsx'
import { useWords } from '../../../words/words.ts'
import type { Edit, Path } from '../journey-text.ts'
import type { Value } from '../step-tree.ts'
import { FieldControl, type Surroundings } from './field-control.tsx'
import { type Form, formOf } from './forms.ts'

export interface PartFormProps extends Surroundings {
  /** Of the part, from the journey. */
  readonly path: Path
  readonly value: Value
  readonly forms: readonly Form[]
  readonly edit: (edits: readonly Edit[]) => void
  readonly isLocked: boolean
}

/** The form. */
export function PartForm({ path, value, forms, edit, isLocked, steps, triggers }: PartFormProps) {
  const say = useWords('journey-forms')
  const form = formOf(forms, value)
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
          steps={steps}
          triggers={triggers}
        />
      ))}
    </div>
  )
}

/** What turns a part into one of another form: its own keys go, what others share stays. */
export function editsToForm({
  path,
  value,
  from,
  to,
}: {
  readonly path: Path
  readonly value: Value
  readonly from: Form
  readonly to: Form
}): readonly Edit[] {
  const own = new Set(from.fields.map((field) => String(field.path[0])))
  const gone = [...own].filter((key) => Object.hasOwn(value, key) && !Object.hasOwn(to.begins, key) && key !== 'steps')
  const steps = value['steps'] ?? value['else']
  const edits: Edit[] = gone.map((key) => ({ do: 'remove', path: [...path, key] }))
  for (const [key, next] of Object.entries(to.begins)) edits.push({ do: 'set', path: [...path, key], value: next })
  if (to.name === 'case-else') return [{ do: 'set', path, value: { else: steps ?? [] } }]
  if (from.name === 'case-else') return [{ do: 'set', path, value: { ...to.begins, steps: steps ?? [] } }]
  return edits
}
