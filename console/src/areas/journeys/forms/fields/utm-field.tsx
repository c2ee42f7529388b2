// What links to web pages carry for web analytics: what stands around it says, parameters of its own, or none.

import { Field } from '../../../../kit/field.tsx'
import { Select } from '../../../../kit/input.tsx'
import { useWords } from '../../../../words/words.ts'
import type { FieldProps } from './field-props.ts'
import { TextField } from './text-field.tsx'

const parameters = ['source', 'medium', 'campaign', 'content', 'term'] as const
const ways = ['around', 'own', 'none'] as const
type Way = (typeof ways)[number]
const begins: Readonly<Record<Way, unknown>> = { around: undefined, own: {}, none: false }

/** The field. */
export function UtmField({ label, hint, value, onChange, isLocked }: FieldProps) {
  const say = useWords('journey-forms')
  const own = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined
  const way: Way = own !== undefined ? 'own' : value === false ? 'none' : 'around'
  const set = (name: string, text: unknown): void => {
    const { [name]: _, ...others } = own ?? {}
    onChange(text === undefined ? others : { ...others, [name]: text })
  }
  return (
    <>
      <Field label={label} hint={hint}>
        {(parts) => (
          <Select {...parts} value={way} disabled={isLocked} onChange={(event) => onChange(begins[event.target.value as Way])}>
            {ways.map((one) => (
              <option key={one} value={one}>
                {say(one === 'around' ? 'by-default' : `utm.${one}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {own !== undefined && (
        <div className="flex flex-col gap-4 border-s-2 border-line ps-3">
          {parameters.map((name) => (
            <TextField
              key={name}
              kind="text"
              label={`utm_${name}`}
              hint={say(`utm.hint.${name}`)}
              isOptional
              isLocked={isLocked}
              value={own[name]}
              onChange={(text) => set(name, text)}
            />
          ))}
        </div>
      )}
    </>
  )
}
