// One field of a form: its label, explanation and example, and the control that fits. What is typed counts when the field is left or Enter is pressed, so
// that one change is one step of undo.

import { type KeyboardEvent, useEffect, useState } from 'react'
import { parse, stringify } from 'yaml'
import { useAsk } from '../../client/use-ask.ts'
import { Combobox, type Suggestion } from '../../kit/combobox.tsx'
import { Field, type FieldParts } from '../../kit/field.tsx'
import { Input, Select, Textarea } from '../../kit/input.tsx'
import { useWords } from '../../words/words.ts'
import type { ConditionJson } from '../conditions/condition-builder.tsx'
import { ConditionField } from './condition-field.tsx'
import type { Control, FieldForm } from './forms.ts'

export interface FieldControlProps {
  readonly form: FieldForm
  readonly value: unknown
  /** Undefined takes the field away. */
  readonly onChange: (value: unknown) => void
  readonly isLocked: boolean
  /** Ids of steps of this journey, for those who name one. */
  readonly steps: readonly string[]
  /** Events that let people in, for conditions. */
  readonly triggers: readonly string[]
}

/** The field. */
export function FieldControl({ form, value, onChange, isLocked, steps, triggers }: FieldControlProps) {
  const say = useWords('journeys')
  const [error, setError] = useState<string | undefined>(undefined)
  const optional = form.isOptional === true ? say('optional') : undefined
  if (form.control === 'condition') {
    return (
      <ConditionField
        label={say(`field.${form.name}`)}
        hint={say(`hint.${form.name}`)}
        value={value as ConditionJson | undefined}
        onChange={onChange}
        isLocked={isLocked}
        triggers={triggers}
      />
    )
  }
  return (
    <Field
      label={say(`field.${form.name}`)}
      hint={say(`hint.${form.name}`)}
      {...(optional === undefined ? {} : { optional })}
      {...(error === undefined ? {} : { error })}
    >
      {(parts) => <ControlOf parts={parts} control={form.control} value={value} onChange={onChange} isLocked={isLocked} steps={steps} onError={setError} />}
    </Field>
  )
}

interface ControlProps extends Pick<FieldControlProps, 'value' | 'onChange' | 'isLocked' | 'steps'> {
  readonly parts: FieldParts
  readonly control: Control
  readonly onError: (error: string | undefined) => void
}

function ControlOf({ parts, control, value, onChange, isLocked, steps, onError }: ControlProps) {
  const say = useWords('journeys')
  if (typeof control === 'object' && 'choices' in control) {
    return (
      <Select
        {...parts}
        disabled={isLocked}
        value={value === undefined ? '' : String(value)}
        onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
      >
        <option value="">{say('by-default')}</option>
        {control.choices.map((one) => (
          <option key={one} value={one}>
            {say(`choice.${one}`)}
          </option>
        ))}
      </Select>
    )
  }
  if (typeof control === 'object') return <Named {...{ parts, control, value, onChange, isLocked, steps }} />
  const written = textOf(control, value)
  const take = (text: string): void => {
    onError(undefined)
    if (text === written) return
    const meant = meaningOf(control, text)
    if (meant instanceof Error) onError(meant.message)
    else onChange(meant)
  }
  return (
    <Typed parts={parts} isLong={control === 'lines' || control === 'yaml'} isCode={control === 'yaml'} isLocked={isLocked} value={written} onDone={take} />
  )
}

interface TypedProps {
  readonly parts: FieldParts
  readonly value: string
  readonly onDone: (text: string) => void
  readonly isLong: boolean
  readonly isCode: boolean
  readonly isLocked: boolean
}

function Typed({ parts, value, onDone, isLong, isCode, isLocked }: TypedProps) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  const own = { ...parts, value: text, readOnly: isLocked, onBlur: () => onDone(text) }
  if (isLong) {
    const rows = Math.min(12, Math.max(2, text.split('\n').length))
    return (
      <Textarea {...own} rows={rows} spellCheck={!isCode} className={isCode ? 'font-mono text-sm' : ''} onChange={(event) => setText(event.target.value)} />
    )
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') onDone(text)
  }
  return <Input {...own} onKeyDown={onKeyDown} autoComplete="off" spellCheck={false} onChange={(event) => setText(event.target.value)} />
}

type NamedProps = Omit<ControlProps, 'control' | 'onError'> & { readonly control: Extract<Control, { readonly suggests: string }> }

/** A name of something that is known, or of something that will be. Several are written with commas. */
function Named({ parts, control, value, onChange, isLocked, steps }: NamedProps) {
  const suggestions = useSuggestions(control.suggests, steps)
  const written = Array.isArray(value) ? value.join(', ') : value === undefined ? '' : String(value)
  const [text, setText] = useState(written)
  useEffect(() => setText(written), [written])
  const take = (next: string): void => {
    if (next === written) return
    const names = next
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '')
    if (control.many === true && names.length > 1) onChange(names)
    else onChange(names.length === 0 ? undefined : control.many === true ? names[0] : next.trim())
  }
  const choose = (next: string): void => {
    setText(next)
    if (suggestions.some((one) => one.value === next)) take(next)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what was typed counts when the field inside is left
    <div onBlur={() => take(text)}>
      <Combobox {...parts} value={text} onChange={choose} suggestions={suggestions} isFree disabled={isLocked} />
    </div>
  )
}

/** Names that are known: what is in force, and what really arrived. */
function useSuggestions(what: Extract<Control, { readonly suggests: string }>['suggests'], steps: readonly string[]): readonly Suggestion[] {
  const names = useAsk('GET /schema/names', {}).data
  const schema = useAsk('GET /schema', {}, { when: what === 'events' }).data
  const named = (list: readonly { readonly name: string; readonly description: string | null }[] | undefined): readonly Suggestion[] =>
    (list ?? []).map(({ name, description }) => (description === null ? { value: name } : { value: name, detail: description.slice(0, 40) }))
  switch (what) {
    case 'templates':
      return named(names?.templates)
    case 'segments':
      return named(names?.segments)
    case 'topics':
      return named(names?.topics)
    case 'journeys':
      return named(names?.journeys)
    case 'lists':
      return (names?.lists ?? []).map((value) => ({ value }))
    case 'steps':
      return steps.map((value) => ({ value }))
    case 'events':
      return [...(schema?.events ?? []).map(({ name }) => ({ value: name })), ...(schema?.ownEvents ?? []).map(({ name }) => ({ value: name }))]
  }
}

function textOf(control: Control, value: unknown): string {
  if (value === undefined) return ''
  if (control === 'names') return Array.isArray(value) ? value.join(', ') : String(value)
  if (control === 'yaml') return typeof value === 'string' ? value : stringify(value, { lineWidth: 0 }).trimEnd()
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** What a text stands for; undefined for nothing, an Error for what cannot be read. */
function meaningOf(control: Control, text: string): unknown {
  const plain = text.trim()
  if (plain === '') return undefined
  if (control === 'number') return Number.isFinite(Number(plain)) ? Number(plain) : new Error(plain)
  if (control === 'names')
    return plain
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '')
  if (control !== 'yaml') return control === 'lines' ? text.trimEnd() : plain
  try {
    return parse(text) as unknown
  } catch (error) {
    return error as Error
  }
}
