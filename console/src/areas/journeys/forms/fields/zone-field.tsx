// Whose clock counts: that of the person, or one zone for everybody.

import { Combobox } from '../../../../kit/combobox.tsx'
import { Field } from '../../../../kit/field.tsx'
import { useWords } from '../../../../words/words.ts'
import type { FieldProps } from './field-props.ts'

/** The field. */
export function ZoneField({ label, hint, isOptional, value, onChange, isLocked }: FieldProps) {
  const say = useWords('journey-forms')
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((one) => one !== 'UTC')].map((one) => ({ value: one }))
  return (
    <Field label={label} hint={hint} optional={isOptional}>
      {(parts) => (
        <Combobox
          {...parts}
          value={typeof value === 'string' ? value : ''}
          suggestions={[{ value: 'subscriber', label: say('zone.subscriber') }, ...zones]}
          placeholder={say('zone.subscriber')}
          disabled={isLocked}
          onChange={(next) => onChange(next === '' ? undefined : next)}
        />
      )}
    </Field>
  )
}
