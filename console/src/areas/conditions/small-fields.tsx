// The small controls that sentences of conditions are made of. Each has a name for those who hear the page, because the words around it are not its label.

import { type ReactNode, useEffect, useState } from 'react'
import { classes } from '../../kit/classes.ts'
import { Combobox, type Suggestion } from '../../kit/combobox.tsx'
import { Input, Select } from '../../kit/input.tsx'
import { useBuilder } from './builder-context.tsx'
import { type DurationUnit, durationOf, durationUnits, lengthOf } from './durations.ts'

/** A word of the sentence. */
export function Word({ children }: { readonly children: ReactNode }) {
  return <span className="py-1.5 text-base whitespace-nowrap text-soft">{children}</span>
}

interface ChoiceProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly (readonly [value: Value, words: string])[]
  readonly onChange: (value: Value) => void
}

/** One of a few. */
export function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) {
  const { isReadOnly } = useBuilder()
  return (
    <Select
      aria-label={label}
      value={value}
      disabled={isReadOnly}
      onChange={(event) => onChange(event.target.value as Value)}
      className="w-auto! max-w-full [field-sizing:content]"
    >
      {options.map(([one, words]) => (
        <option key={one} value={one}>
          {words}
        </option>
      ))}
    </Select>
  )
}

interface NameProps {
  readonly label: string
  readonly value: string
  readonly suggestions: readonly Suggestion[]
  readonly onChange: (value: string) => void
  readonly placeholder?: string
  readonly className?: string
}

/** A name that is suggested, and may be another one. */
export function NameField({ label, value, suggestions, onChange, placeholder, className }: NameProps) {
  const { isReadOnly, say } = useBuilder()
  return (
    <Combobox
      label={label}
      value={value}
      suggestions={suggestions}
      isFree
      disabled={isReadOnly}
      placeholder={placeholder ?? say('choose')}
      onChange={onChange}
      className={classes('w-48 max-w-full phone:w-full', className)}
    />
  )
}

interface NumberProps {
  readonly label: string
  readonly value: number
  readonly onChange: (value: number) => void
  readonly isWhole?: boolean
}

/** A number. While what is typed is none, the condition keeps the one before. */
export function NumberField({ label, value, onChange, isWhole = false }: NumberProps) {
  const { isReadOnly } = useBuilder()
  const [text, setText] = useState(String(value))
  useEffect(() => setText((before) => (Number(before) === value && before.trim() !== '' ? before : String(value))), [value])
  const read = (typed: string): void => {
    setText(typed)
    const number = Number(typed.replace(',', '.'))
    if (typed.trim() !== '' && Number.isFinite(number) && (!isWhole || (Number.isInteger(number) && number >= 0))) onChange(number)
  }
  const isRight = text.trim() !== '' && Number(text.replace(',', '.')) === value
  return (
    <Input
      aria-label={label}
      aria-invalid={isRight ? undefined : true}
      inputMode={isWhole ? 'numeric' : 'decimal'}
      readOnly={isReadOnly}
      value={text}
      onChange={(event) => read(event.target.value)}
      onBlur={() => setText(String(value))}
      className="w-20! tabular-nums"
    />
  )
}

interface DurationProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}

/** A length of time, as a number and a unit; one that is made of several units, as it is written. */
export function DurationField({ label, value, onChange }: DurationProps) {
  const { say, isReadOnly } = useBuilder()
  const length = lengthOf(value)
  if (length === undefined)
    return (
      <Input
        aria-label={label}
        readOnly={isReadOnly}
        value={value}
        placeholder="1d12h"
        onChange={(event) => onChange(event.target.value.trim())}
        className="w-28!"
      />
    )
  const amount = Number(length.amount)
  const usual = durationUnits.filter((unit) => unit === length.unit || (unit !== 's' && unit !== 'ms'))
  return (
    <span className="inline-flex items-center gap-1">
      <NumberField label={label} value={amount} isWhole onChange={(next) => onChange(durationOf({ amount: String(next), unit: length.unit }))} />
      <Choice<DurationUnit>
        label={say('unit-of', { what: label })}
        value={length.unit}
        options={usual.map((unit) => [unit, say(`unit.${unit}`, { count: amount })])}
        onChange={(unit) => onChange(durationOf({ amount: length.amount, unit }))}
      />
    </span>
  )
}
