// A text of one or several lines, or a number.

import { type KeyboardEvent, useState } from 'react'
import { Field } from '../../../../kit/field.tsx'
import { Input, Textarea } from '../../../../kit/input.tsx'
import { useWords } from '../../../../words/words.ts'
import type { FieldProps } from './field-props.ts'
import { useTyped } from './use-typed.ts'

/** The field. */
export function TextField({ kind, label, hint, isOptional, value, onChange, isLocked }: FieldProps & { readonly kind: 'text' | 'lines' | 'number' }) {
  const say = useWords('journey-forms')
  const [error, setError] = useState<string | undefined>(undefined)
  const written = value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
  const typed = useTyped(written, (text) => {
    const plain = text.trim()
    setError(undefined)
    if (text === written) return
    if (plain === '') return onChange(undefined)
    if (kind !== 'number') return onChange(kind === 'lines' ? text.trimEnd() : plain)
    const number = Number(plain.replace(',', '.'))
    if (Number.isFinite(number)) onChange(number)
    else setError(say('error.number', { text: plain }))
  })
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') typed.done()
  }
  return (
    <Field label={label} hint={hint} optional={isOptional} error={error}>
      {(parts) =>
        kind === 'lines' ? (
          <Textarea
            {...parts}
            value={typed.now}
            readOnly={isLocked}
            rows={Math.min(12, Math.max(2, typed.now.split('\n').length))}
            onChange={(event) => typed.change(event.target.value)}
            onBlur={typed.done}
          />
        ) : (
          <Input
            {...parts}
            value={typed.now}
            readOnly={isLocked}
            inputMode={kind === 'number' ? 'decimal' : undefined}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => typed.change(event.target.value)}
            onBlur={typed.done}
            onKeyDown={onKeyDown}
            className={kind === 'number' ? 'max-w-32 tabular-nums' : ''}
          />
        )
      }
    </Field>
  )
}
