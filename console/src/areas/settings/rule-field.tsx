// Fields of forms over workspace.yaml: each is one place in the file and writes it as soon as what was typed is good. What is not good yet stays in the
// field, with why, and changes nothing.

import { type ReactNode, useState } from 'react'
import { Field } from '../../kit/field.tsx'
import { Input, Select } from '../../kit/input.tsx'
import { useWords } from '../../words/words.ts'
import type { WorkspaceFile } from './use-workspace-file.ts'
import { at, type Path, textAt } from './workspace-value.ts'

export interface RuleFieldProps {
  readonly file: WorkspaceFile
  readonly path: Path
  readonly label: string
  readonly hint?: ReactNode
  readonly className?: string
}

export interface TextRuleProps extends RuleFieldProps {
  /** What it has to look like. */
  readonly form?: RegExp
  /** Said when it does not. */
  readonly wrong?: string
  readonly placeholder?: string
  readonly type?: 'text' | 'time' | 'url' | 'email' | 'date'
  readonly isNeeded?: true
  /** Which way its language runs, where that is not the reader's. */
  readonly direction?: 'ltr' | 'rtl'
}

/** A line of text; an empty one takes the key away. */
export function TextRule({ file, path, label, hint, className, form, wrong, placeholder, type = 'text', isNeeded, direction }: TextRuleProps) {
  const say = useWords('settings')
  const kept = textAt(file.value, path)
  const [typed, setTyped] = useState<string>()
  const shown = typed ?? kept
  const isGood = (text: string): boolean => (text === '' ? isNeeded !== true : form === undefined || form.test(text))
  const error = isGood(shown) ? undefined : shown === '' ? say('rule.needed') : wrong
  return (
    <Field label={label} hint={hint} error={error} {...(className === undefined ? {} : { className })}>
      {(parts) => (
        <Input
          {...parts}
          type={type}
          value={shown}
          readOnly={file.why !== undefined}
          dir={direction}
          {...(placeholder === undefined ? {} : { placeholder })}
          onChange={({ target: { value } }) => {
            setTyped(value)
            if (isGood(value)) file.set(path, value === '' ? undefined : value)
          }}
          onBlur={() => isGood(shown) && setTyped(undefined)}
        />
      )}
    </Field>
  )
}

export interface NumberRuleProps extends RuleFieldProps {
  readonly min: number
  readonly max: number
  readonly isWhole?: true
  readonly isNeeded?: true
}

/** A number; an empty field takes the key away. */
export function NumberRule({ file, path, label, hint, className, min, max, isWhole, isNeeded }: NumberRuleProps) {
  const say = useWords('settings')
  const [typed, setTyped] = useState<string>()
  const shown = typed ?? textAt(file.value, path)
  const isGood = (text: string): boolean => {
    if (text.trim() === '') return isNeeded !== true
    const number = Number(text.replace(',', '.'))
    return Number.isFinite(number) && number >= min && number <= max && (isWhole !== true || Number.isInteger(number))
  }
  return (
    <Field label={label} hint={hint} error={isGood(shown) ? undefined : say('rule.number', { min, max })} {...(className === undefined ? {} : { className })}>
      {(parts) => (
        <Input
          {...parts}
          inputMode="decimal"
          value={shown}
          readOnly={file.why !== undefined}
          onChange={({ target: { value } }) => {
            setTyped(value)
            if (isGood(value)) file.set(path, value.trim() === '' ? undefined : Number(value.replace(',', '.')))
          }}
          onBlur={() => isGood(shown) && setTyped(undefined)}
        />
      )}
    </Field>
  )
}

export interface ChoiceRuleProps extends RuleFieldProps {
  /** What it can be, and what each is called. */
  readonly choices: readonly (readonly [value: string, label: string])[]
  /** What holds when nothing is said. */
  readonly usual?: string
}

/** One of a few; the first, empty choice takes the key away. */
export function ChoiceRule({ file, path, label, hint, className, choices, usual }: ChoiceRuleProps) {
  const value = textAt(file.value, path)
  return (
    <Field label={label} hint={hint} {...(className === undefined ? {} : { className })}>
      {(parts) => (
        <Select
          {...parts}
          value={value}
          disabled={file.why !== undefined}
          onChange={({ target }) => file.set(path, target.value === '' ? undefined : target.value)}
        >
          {usual !== undefined && <option value="">{usual}</option>}
          {choices.map(([one, name]) => (
            <option key={one} value={one}>
              {name}
            </option>
          ))}
          {value !== '' && !choices.some(([one]) => one === value) && <option value={value}>{value}</option>}
        </Select>
      )}
    </Field>
  )
}

const simple = /^(\d+)([mhdw])$/
const everyUnit = ['m', 'h', 'd', 'w'] as const

export interface DurationRuleProps extends RuleFieldProps {
  /** What holds when nothing is said. */
  readonly usual?: string
  /** Those it may be written in, where the shorter ones are too short. */
  readonly units?: readonly (typeof everyUnit)[number][]
}

/** A stretch of time: a number and its unit, or whatever is written where it is several. */
export function DurationRule({ file, path, label, hint, className, usual = '', units = everyUnit }: DurationRuleProps) {
  const say = useWords('settings')
  const kept = textAt(file.value, path)
  const match = simple.exec(kept === '' ? usual : kept)
  const [typed, setTyped] = useState<string>()
  if (match === null && kept !== '')
    return <TextRule file={file} path={path} label={label} hint={hint} form={/^(?:\d+(?:ms|[smhdw]))+$/} wrong={say('rule.duration')} />
  const unit = match?.[2] ?? 'd'
  const amount = typed ?? (kept === '' ? '' : (match?.[1] ?? ''))
  const isGood = amount === '' || /^[1-9]\d{0,4}$/.test(amount)
  return (
    <Field label={label} hint={hint} error={isGood ? undefined : say('rule.duration')} {...(className === undefined ? {} : { className })}>
      {(parts) => (
        <div className="flex gap-2">
          <Input
            {...parts}
            inputMode="numeric"
            className="max-w-20"
            placeholder={usual === '' ? undefined : (simple.exec(usual)?.[1] ?? undefined)}
            value={amount}
            readOnly={file.why !== undefined}
            onChange={({ target: { value } }) => {
              setTyped(value)
              if (value === '' && usual !== '') file.set(path, undefined)
              else if (/^[1-9]\d{0,4}$/.test(value)) file.set(path, `${value}${unit}`)
            }}
            onBlur={() => isGood && setTyped(undefined)}
          />
          <Select
            aria-label={say('rule.unit-of', { label })}
            value={unit}
            disabled={file.why !== undefined || amount === ''}
            onChange={({ target: { value } }) => file.set(path, `${amount}${value}`)}
          >
            {everyUnit
              .filter((one) => units.includes(one) || one === unit)
              .map((one) => (
                <option key={one} value={one}>
                  {say(`rule.unit.${one}`)}
                </option>
              ))}
          </Select>
        </div>
      )}
    </Field>
  )
}

/** Whether a place holds anything. */
export function isSet(file: WorkspaceFile, path: Path): boolean {
  return at(file.value, path) !== undefined
}

/** What a rule says, read aloud. */
export function Sentence({ children }: { readonly children: ReactNode }) {
  return <p className="rounded-md bg-sunken px-3 py-2 text-base">{children}</p>
}
