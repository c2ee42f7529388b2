// How often one person may enter.

import { Field } from '../../../../kit/field.tsx'
import { Select } from '../../../../kit/input.tsx'
import { useWords } from '../../../../words/words.ts'
import { DurationField } from './duration-field.tsx'
import type { FieldProps } from './field-props.ts'
import { TextField } from './text-field.tsx'

const ways = ['never', 'always', 'after', 'max'] as const
type Way = (typeof ways)[number]
const begins: Readonly<Record<Way, unknown>> = { never: undefined, always: 'always', after: { after: '7d' }, max: { max: 3, within: '30d' } }

/** The field. */
export function AgainField({ label, hint, value, onChange, isLocked }: FieldProps) {
  const say = useWords('journey-forms')
  const own = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
  const way: Way = value === 'always' ? 'always' : 'after' in own ? 'after' : 'max' in own ? 'max' : 'never'
  const rest = { isOptional: false, isLocked }
  return (
    <>
      <Field label={label} hint={hint}>
        {(parts) => (
          <Select {...parts} value={way} disabled={isLocked} onChange={(event) => onChange(begins[event.target.value as Way])}>
            {ways.map((one) => (
              <option key={one} value={one}>
                {say(`again.${one}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {way === 'after' && (
        <DurationField
          label={say('again.after-label')}
          hint={say('again.after-hint')}
          value={own['after']}
          onChange={(after) => onChange({ after })}
          {...rest}
        />
      )}
      {way === 'max' && (
        <>
          <TextField
            kind="number"
            label={say('again.max-label')}
            hint={say('again.max-hint')}
            value={own['max']}
            onChange={(max) => onChange({ ...own, max: max ?? 1 })}
            {...rest}
          />
          <DurationField
            label={say('again.within-label')}
            hint={say('again.within-hint')}
            value={own['within']}
            onChange={(within) => onChange({ ...own, within })}
            {...rest}
          />
        </>
      )}
    </>
  )
}
