// What a call carries: the event as it came, fields, or a text. What is nested deeper is a text in JSON.

import { useState } from 'react'
import { Field } from '../../../../kit/field.tsx'
import { Select, Textarea } from '../../../../kit/input.tsx'
import { useWords } from '../../../../words/words.ts'
import { EntriesField } from './entries-field.tsx'
import type { FieldProps } from './field-props.ts'
import { TextField } from './text-field.tsx'
import { useTyped } from './use-typed.ts'

const kinds = ['event', 'fields', 'text', 'json'] as const
type Kind = (typeof kinds)[number]
const begins: Readonly<Record<Kind, unknown>> = {
  event: undefined,
  fields: { email: '{{ email }}' },
  text: '{{ email }}',
  json: { person: { email: '{{ email }}' } },
}

/** The field. */
export function BodyField({ label, hint, value, onChange, isLocked }: FieldProps) {
  const say = useWords('journey-forms')
  const kind = kindOf(value)
  const rest = { isOptional: false, isLocked, value, onChange }
  return (
    <>
      <Field label={label} hint={hint}>
        {(parts) => (
          <Select {...parts} value={kind} disabled={isLocked} onChange={(event) => onChange(begins[event.target.value as Kind])}>
            {kinds.map((one) => (
              <option key={one} value={one}>
                {say(`body.${one}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {kind === 'fields' && (
        <EntriesField kind="texts" label={say('body.fields')} hint={say('body.fields-hint')} names={[]} ofEvent={[]} ofPerson={[]} {...rest} />
      )}
      {kind === 'text' && <TextField kind="lines" label={say('body.text')} hint={say('body.text-hint')} {...rest} />}
      {kind === 'json' && <JsonText label={say('body.json')} hint={say('body.json-hint')} {...rest} />}
    </>
  )
}

function JsonText({ label, hint, value, onChange, isLocked }: FieldProps) {
  const say = useWords('journey-forms')
  const [error, setError] = useState<string | undefined>(undefined)
  const written = JSON.stringify(value, undefined, 2)
  const typed = useTyped(written, (text) => {
    setError(undefined)
    if (text === written) return
    try {
      const meant = JSON.parse(text) as unknown
      if (typeof meant === 'object' && meant !== null && !Array.isArray(meant)) return onChange(meant)
    } catch {
      // It is said below.
    }
    setError(say('error.json'))
  })
  return (
    <Field label={label} hint={hint} error={error}>
      {(parts) => (
        <Textarea
          {...parts}
          value={typed.now}
          readOnly={isLocked}
          spellCheck={false}
          rows={8}
          onChange={(event) => typed.change(event.target.value)}
          onBlur={typed.done}
          className="font-mono text-sm"
        />
      )}
    </Field>
  )
}

function kindOf(value: unknown): Kind {
  if (value === undefined || value === null) return 'event'
  if (typeof value !== 'object') return 'text'
  return Object.values(value).every((one) => typeof one === 'string') ? 'fields' : 'json'
}
