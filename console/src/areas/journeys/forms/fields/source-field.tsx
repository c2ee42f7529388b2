// A value that is read from somewhere: a fact about the person, a property of the event, or what is written here.

import { Combobox, type Suggestion } from '../../../../kit/combobox.tsx'
import { Field } from '../../../../kit/field.tsx'
import { Select } from '../../../../kit/input.tsx'
import { useWords } from '../../../../words/words.ts'
import type { Source } from '../forms.ts'
import type { FieldProps } from './field-props.ts'
import { useTyped } from './use-typed.ts'

interface SourceProps extends FieldProps {
  readonly sources: readonly Source[]
  readonly suggestions: Readonly<Partial<Record<Source, readonly Suggestion[]>>>
}

/** The field. */
export function SourceField({ label, hint, isOptional, value, onChange, isLocked, sources, suggestions }: SourceProps) {
  const say = useWords('journey-forms')
  const text = typeof value === 'string' ? value : ''
  const found = sources.find((one) => one !== 'fixed' && text.startsWith(`${one}.`))
  const written = {
    source: found ?? (text !== '' && sources.includes('fixed') ? 'fixed' : (sources[0] as Source)),
    name: found === undefined ? text : text.slice(found.length + 1),
  }
  const typed = useTyped(written, ({ source, name }) => {
    const plain = name.trim()
    if (plain === '') return isOptional && text !== '' ? onChange(undefined) : undefined
    const next = source === 'fixed' ? plain : `${source}.${plain}`
    if (next !== text) onChange(next)
  })
  const { source, name } = typed.now
  return (
    <Field label={label} hint={hint} optional={isOptional}>
      {(parts) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: what was typed counts when both controls are left
        <span className="flex flex-col gap-1.5" onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || typed.done()}>
          {sources.length > 1 && (
            <Select
              aria-label={say('source-of', { what: label })}
              value={source}
              disabled={isLocked}
              onChange={(event) => typed.change({ source: event.target.value as Source, name })}
            >
              {sources.map((one) => (
                <option key={one} value={one}>
                  {say(`source.${one}`)}
                </option>
              ))}
            </Select>
          )}
          <Combobox
            {...parts}
            value={name}
            suggestions={suggestions[source] ?? []}
            isFree
            disabled={isLocked}
            onChange={(next) => typed.change({ source, name: next })}
          />
        </span>
      )}
    </Field>
  )
}
