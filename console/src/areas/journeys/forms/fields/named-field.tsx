// A name of something that is known, or of something that will be.

import { Combobox, type Suggestion } from '../../../../kit/combobox.tsx'
import { Field } from '../../../../kit/field.tsx'
import type { FieldProps } from './field-props.ts'
import { useTyped } from './use-typed.ts'

/** The field. */
export function NamedField({ label, hint, isOptional, value, onChange, isLocked, suggestions }: FieldProps & { readonly suggestions: readonly Suggestion[] }) {
  const written = value === undefined || value === null ? '' : String(value)
  const typed = useTyped(written, (next) => {
    const plain = next.trim()
    if (plain !== written) onChange(plain === '' ? undefined : plain)
  })
  return (
    <Field label={label} hint={hint} optional={isOptional}>
      {(parts) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: what was typed counts when the field inside is left
        <div onBlur={typed.done}>
          <Combobox {...parts} value={typed.now} onChange={typed.change} suggestions={suggestions} isFree disabled={isLocked} />
        </div>
      )}
    </Field>
  )
}
