// How far from a date: on the day, or so long before or after it.

import { Field } from '../../../../kit/field.tsx'
import { Select } from '../../../../kit/input.tsx'
import { useWords } from '../../../../words/words.ts'
import { DurationField } from './duration-field.tsx'
import type { FieldProps } from './field-props.ts'

/** The field. */
export function OffsetField({ label, hint, value, onChange, isLocked }: FieldProps) {
  const say = useWords('journey-forms')
  const text = typeof value === 'string' ? value : ''
  const side = text === '' ? 'on' : text.startsWith('-') ? 'before' : 'after'
  const length = text.replace(/^[+-]/, '')
  const write = (next: string, duration: string): void => onChange(next === 'on' ? undefined : `${next === 'before' ? '-' : ''}${duration}`)
  return (
    <>
      <Field label={label} hint={hint}>
        {(parts) => (
          <Select
            {...parts}
            value={side}
            disabled={isLocked}
            onChange={(event) => write(event.target.value, length === '' ? '1d' : length)}
            className="max-w-52"
          >
            {(['on', 'before', 'after'] as const).map((one) => (
              <option key={one} value={one}>
                {say(`offset.${one}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {side !== 'on' && (
        <DurationField
          label={say('offset.by')}
          hint={say('offset.by-hint')}
          isOptional={false}
          value={length}
          onChange={(next) => write(side, String(next))}
          isLocked={isLocked}
        />
      )}
    </>
  )
}
