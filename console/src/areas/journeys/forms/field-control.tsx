// One field of a form: its label, explanation and example, and the control that fits.

import { useWords } from '../../../words/words.ts'
import type { ConditionJson } from '../../conditions/condition-builder.tsx'
import { ConditionField } from './condition-field.tsx'
import { AgainField } from './fields/again-field.tsx'
import { BodyField } from './fields/body-field.tsx'
import { ChoiceField, YesField } from './fields/choice-field.tsx'
import { DaysField } from './fields/days-field.tsx'
import { DurationField } from './fields/duration-field.tsx'
import { EntriesField } from './fields/entries-field.tsx'
import type { FieldProps } from './fields/field-props.ts'
import { MadeField } from './fields/made-field.tsx'
import { NamedField } from './fields/named-field.tsx'
import { NamesField } from './fields/names-field.tsx'
import { OffsetField } from './fields/offset-field.tsx'
import { ScheduleField } from './fields/schedule-field.tsx'
import { SourceField } from './fields/source-field.tsx'
import { TextField } from './fields/text-field.tsx'
import { TimeField } from './fields/time-field.tsx'
import { UtmField } from './fields/utm-field.tsx'
import { WhereField } from './fields/where-field.tsx'
import { ZoneField } from './fields/zone-field.tsx'
import type { FieldForm } from './forms.ts'
import type { KnownNames } from './use-known.ts'
import { valueAt } from './value-at.ts'

export interface FieldControlProps {
  readonly form: FieldForm
  /** The part that the form is about. */
  readonly part: unknown
  /** What its control suggests. */
  readonly known: KnownNames
  /** Events that let people in. */
  readonly triggers: readonly string[]
  /** Undefined takes the field away. */
  readonly onChange: (value: unknown) => void
  readonly isLocked: boolean
}

/** The field. */
export function FieldControl({ form, part, known, onChange, isLocked, triggers }: FieldControlProps) {
  const say = useWords('journey-forms')
  const { control } = form
  const value = valueAt(part, form.path)
  const field: FieldProps = {
    label: say(`field.${form.name}`),
    hint: say(`hint.${form.name}`),
    isOptional: form.isOptional === true,
    value,
    onChange,
    isLocked,
  }
  if (typeof control === 'object') {
    if ('choices' in control) return <ChoiceField {...field} choices={control.choices} />
    if ('where' in control) return <WhereField {...field} events={eventsAt(part, control.where)} triggers={triggers} />
    if ('from' in control) {
      const events = control.events === undefined ? triggers : eventsAt(part, control.events)
      const properties = known.propertiesOf(events)
      return (
        <SourceField
          {...field}
          sources={control.from}
          suggestions={{ attributes: known.attributes, trigger: known.propertiesOf(triggers), properties, fixed: currencies }}
        />
      )
    }
    if ('entries' in control) {
      const names = control.of === 'attributes' ? known.attributes : []
      return <EntriesField {...field} kind={control.entries} names={names} ofEvent={known.propertiesOf(triggers)} ofPerson={known.attributes} />
    }
    const suggestions = known.named(control.suggests)
    if (control.many !== undefined) return <NamesField {...field} suggestions={suggestions} isList={control.many === 'a list'} />
    if (control.suggests === 'topics' || control.suggests === 'lists' || control.suggests === 'templates')
      return (
        <MadeField
          {...field}
          what={control.suggests}
          suggestions={suggestions}
          subject={subjectOf(part)}
          {...(valueAt(part, ['send']) === undefined ? {} : { none: say('none-of-template') })}
        />
      )
    return <NamedField {...field} suggestions={suggestions} />
  }
  switch (control) {
    case 'condition':
      return <ConditionField {...field} value={value as ConditionJson | undefined} triggers={triggers} />
    case 'text':
    case 'lines':
    case 'number':
      return <TextField {...field} kind={control} />
    case 'duration':
      return <DurationField {...field} />
    case 'offset':
      return <OffsetField {...field} />
    case 'time':
      return <TimeField {...field} />
    case 'days':
      return <DaysField {...field} />
    case 'zone':
      return <ZoneField {...field} />
    case 'again':
      return <AgainField {...field} />
    case 'schedule':
      return <ScheduleField {...field} mayBeOnce={false} />
    case 'time-or-schedule':
      return <ScheduleField {...field} mayBeOnce />
    case 'body':
      return <BodyField {...field} />
    case 'utm':
      return <UtmField {...field} />
    case 'yes-by-default':
      return <YesField {...field} />
  }
}

const currencies = ['EUR', 'USD', 'GBP', 'CHF', 'PLN', 'RUB'].map((value) => ({ value }))

function subjectOf(part: unknown): string | undefined {
  const subject = valueAt(part, ['subject'])
  return typeof subject === 'string' ? subject : undefined
}

function eventsAt(part: unknown, path: FieldForm['path']): readonly string[] {
  return [valueAt(part, path)].flat().filter((one): one is string => typeof one === 'string')
}
