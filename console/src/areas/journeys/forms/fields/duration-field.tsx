// A length of time as a number and a unit. One that is made of several units, such as a day and a half, stays a text as it is written.

import { type KeyboardEvent, useState } from 'react'
import { Field } from '../../../../kit/field.tsx'
import { Input, Select } from '../../../../kit/input.tsx'
import { useWords } from '../../../../words/words.ts'
import { type DurationUnit, durationOf, durationUnits, lengthOf } from '../../../conditions/durations.ts'
import type { FieldProps } from './field-props.ts'
import { useTyped } from './use-typed.ts'

const written = /^(?:\d+(?:ms|[smhdw]))+$/

export interface DurationFieldProps extends FieldProps {
  /** Whether what is written is not taken over, because it is no length of time. */
  readonly onWrong?: (isWrong: boolean) => void
}

/** The field. */
export function DurationField({ label, hint, isOptional, value, onChange, isLocked, onWrong }: DurationFieldProps) {
  const say = useWords('journey-forms')
  const text = typeof value === 'string' ? value : ''
  const length = lengthOf(text)
  const isSimple = text === '' || length !== undefined
  const [unit, setUnit] = useState<DurationUnit>('h')
  const [error, setError] = useState<string | undefined>(undefined)
  const own = length?.unit ?? unit
  const amount = isSimple ? (length?.amount ?? '') : text
  const typed = useTyped(amount, (next) => {
    const plain = next.trim()
    const meant = /^[1-9]\d*$/.test(plain) ? durationOf({ amount: plain, unit: own }) : plain
    const isMeant = plain === amount || (plain === '' ? isOptional : written.test(meant))
    setError(isMeant ? undefined : say('error.duration'))
    onWrong?.(!isMeant)
    if (isMeant && plain !== amount) onChange(plain === '' ? undefined : meant)
  })
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') typed.done()
  }
  const choose = (next: DurationUnit): void => {
    setUnit(next)
    if (length !== undefined) onChange(durationOf({ amount: /^[1-9]\d*$/.test(typed.now.trim()) ? typed.now.trim() : length.amount, unit: next }))
  }
  return (
    <Field label={label} hint={hint} optional={isOptional} error={error}>
      {(parts) => (
        <span className="flex gap-2">
          <Input
            {...parts}
            value={typed.now}
            readOnly={isLocked}
            inputMode={isSimple ? 'numeric' : 'text'}
            autoComplete="off"
            onChange={(event) => typed.change(event.target.value)}
            onBlur={typed.done}
            onKeyDown={onKeyDown}
            className="max-w-24 tabular-nums"
          />
          {isSimple && (
            <Select
              aria-label={say('unit-of', { what: label })}
              value={own}
              disabled={isLocked}
              onChange={(event) => choose(event.target.value as DurationUnit)}
              className="max-w-40"
            >
              {durationUnits
                .filter((one) => one === own || (one !== 's' && one !== 'ms'))
                .map((one) => (
                  <option key={one} value={one}>
                    {say(`unit.${one}`, { count: Number(typed.now) || 2 })}
                  </option>
                ))}
            </Select>
          )}
        </span>
      )}
    </Field>
  )
}
