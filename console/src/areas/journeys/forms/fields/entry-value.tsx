// One value of an entry: a text, a number, yes or no, or what the event or the person carries.

import { useEffect, useState } from 'react'
import { Combobox, type Suggestion } from '../../../../kit/combobox.tsx'
import { Input, Select } from '../../../../kit/input.tsx'
import { useWords } from '../../../../words/words.ts'

/** `plain`: nothing that is read from elsewhere. */
export type EntryKind = 'values' | 'plain' | 'numbers' | 'texts'

interface ValueProps {
  readonly label: string
  readonly kind: EntryKind
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly isLocked: boolean
  readonly ofEvent: readonly Suggestion[]
  readonly ofPerson: readonly Suggestion[]
}

const types = ['text', 'number', 'boolean', 'trigger', 'attributes'] as const
type Type = (typeof types)[number] | 'list' | 'nothing'

/** The controls. */
export function EntryValue({ label, kind, value, onChange, isLocked, ofEvent, ofPerson }: ValueProps) {
  const say = useWords('journey-forms')
  if (kind === 'numbers') return <NumberInput label={label} value={value} onChange={onChange} isLocked={isLocked} />
  if (kind === 'texts') return <TextInput label={label} value={value} onChange={onChange} isLocked={isLocked} />
  const type = typeOf(value)
  const offered = kind === 'plain' ? types.slice(0, 3) : types
  const shown: readonly Type[] = type === 'list' || type === 'nothing' ? [...offered, type] : offered
  const path = refOf(value)?.split('.').slice(1).join('.') ?? ''
  return (
    <span className="flex gap-1.5">
      <Select
        aria-label={say('type-of', { what: label })}
        value={type}
        disabled={isLocked}
        onChange={(event) => onChange(asType(event.target.value as Type, value))}
        className="w-auto! min-w-28 shrink-0"
      >
        {shown.map((one) => (
          <option key={one} value={one}>
            {say(`type.${one}`)}
          </option>
        ))}
      </Select>
      {type === 'number' && <NumberInput label={label} value={value} onChange={onChange} isLocked={isLocked} />}
      {type === 'text' && <TextInput label={label} value={value} onChange={onChange} isLocked={isLocked} />}
      {type === 'list' && <ListInput label={label} value={value} onChange={onChange} isLocked={isLocked} />}
      {type === 'boolean' && (
        <Select aria-label={label} value={String(value)} disabled={isLocked} onChange={(event) => onChange(event.target.value === 'true')}>
          <option value="true">{say('yes')}</option>
          <option value="false">{say('no')}</option>
        </Select>
      )}
      {(type === 'trigger' || type === 'attributes') && (
        <span className="min-w-0 flex-1">
          <Combobox
            label={label}
            value={path}
            suggestions={type === 'trigger' ? ofEvent : ofPerson}
            isFree
            disabled={isLocked}
            onChange={(name) => onChange({ ref: `${type}.${name}` })}
          />
        </span>
      )}
    </span>
  )
}

type OneProps = Pick<ValueProps, 'label' | 'value' | 'onChange' | 'isLocked'>

function TextInput({ label, value, onChange, isLocked }: OneProps) {
  const text = value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
  return <Input aria-label={label} value={text} readOnly={isLocked} onChange={(event) => onChange(event.target.value)} className="min-w-0" />
}

/** While what is typed is no number, the one before counts. */
function NumberInput({ label, value, onChange, isLocked }: OneProps) {
  const [text, setText] = useState(String(value))
  useEffect(() => setText((before) => (Number(before) === value && before.trim() !== '' ? before : String(value))), [value])
  const read = (typed: string): void => {
    setText(typed)
    const number = Number(typed.replace(',', '.'))
    if (typed.trim() !== '' && Number.isFinite(number)) onChange(number)
  }
  return (
    <Input
      aria-label={label}
      value={text}
      inputMode="decimal"
      readOnly={isLocked}
      onChange={(event) => read(event.target.value)}
      onBlur={() => setText(String(value))}
      className="max-w-28 tabular-nums"
    />
  )
}

/** Values with commas; numbers stay numbers. */
function ListInput({ label, value, onChange, isLocked }: OneProps) {
  const [text, setText] = useState((value as readonly unknown[]).map(String).join(', '))
  const read = (typed: string): void => {
    setText(typed)
    onChange(listOf(typed))
  }
  return <Input aria-label={label} value={text} readOnly={isLocked} onChange={(event) => read(event.target.value)} className="min-w-0" />
}

function refOf(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null && 'ref' in value ? String(value.ref) : undefined
}

function typeOf(value: unknown): Type {
  if (Array.isArray(value)) return 'list'
  if (value === null) return 'nothing'
  if (typeof value === 'number' || typeof value === 'boolean') return typeof value as Type
  const ref = refOf(value)
  return ref === undefined ? 'text' : ref.startsWith('attributes') ? 'attributes' : 'trigger'
}

function asType(type: Type, value: unknown): unknown {
  const text = typeof value === 'object' ? '' : String(value)
  if (type === 'number') return Number.isFinite(Number(text)) && text !== '' ? Number(text) : 1
  if (type === 'boolean') return true
  if (type === 'trigger' || type === 'attributes') return { ref: `${type}.` }
  return type === 'text' ? text : value
}

function listOf(text: string): readonly (string | number)[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one) => (/^-?\d+(?:\.\d+)?$/.test(one) ? Number(one) : one))
}
