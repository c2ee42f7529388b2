// A time of day.

import { Field } from '../../../../kit/field.tsx'
import { Input } from '../../../../kit/input.tsx'
import type { FieldProps } from './field-props.ts'
import { useTyped } from './use-typed.ts'

/** The field. */
export function TimeField({ label, hint, isOptional, value, onChange, isLocked }: FieldProps) {
  const written = typeof value === 'string' ? value : ''
  const typed = useTyped(written, (next) => {
    if (next !== written && (next !== '' || isOptional)) onChange(next === '' ? undefined : next)
  })
  return (
    <Field label={label} hint={hint} optional={isOptional}>
      {(parts) => (
        <Input
          {...parts}
          type="time"
          value={typed.now}
          readOnly={isLocked}
          onChange={(event) => typed.change(event.target.value.slice(0, 5))}
          onBlur={typed.done}
          className="max-w-36 tabular-nums"
        />
      )}
    </Field>
  )
}
