// One of a few, or yes and no.

import { Checkbox } from '../../../../kit/check.tsx'
import { Field } from '../../../../kit/field.tsx'
import { Select } from '../../../../kit/input.tsx'
import { useWords } from '../../../../words/words.ts'
import type { FieldProps } from './field-props.ts'

/** One of a few. */
export function ChoiceField({ label, hint, value, onChange, isLocked, choices }: FieldProps & { readonly choices: readonly string[] }) {
  const say = useWords('journey-forms')
  return (
    <Field label={label} hint={hint}>
      {(parts) => (
        <Select
          {...parts}
          disabled={isLocked}
          value={value === undefined ? '' : String(value)}
          onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
        >
          <option value="">{say('by-default')}</option>
          {choices.map((one) => (
            <option key={one} value={one}>
              {say(`choice.${one}`)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

/** Yes unless the file says no. */
export function YesField({ label, hint, value, onChange, isLocked }: FieldProps) {
  return <Checkbox label={label} hint={hint} checked={value !== false} disabled={isLocked} onChange={(is) => onChange(is ? undefined : false)} />
}
