// When a mail to many goes out: as soon as it is published, or on a date and a time, on one clock or on each person's own.

import { now } from '../../../kit/clock.ts'
import { Combobox } from '../../../kit/combobox.tsx'
import { Field } from '../../../kit/field.tsx'
import { Input } from '../../../kit/input.tsx'
import { useFormats } from '../../../words/formats.ts'
import { useWords } from '../../../words/words.ts'
import { hasPassed, hasPassedSomewhere, instantIn, type When } from './when.ts'

export interface WhenFieldsProps {
  readonly when: When
  readonly onChange: (when: When) => void
  /** The workspace's zone. */
  readonly workspace: string
  /** Something has to be chosen by now. */
  readonly isTried: boolean
}

/** Date, time and zone. */
export function WhenFields({ when, onChange, workspace, isTried }: WhenFieldsProps) {
  const say = useWords('mailing')
  const formats = useFormats()
  const { local, zone } = when
  const isOver = hasPassed(when, { workspace, now: now() })
  const error = isOver ? say('when.over') : isTried && local === '' ? say('when.missing') : undefined
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  const common = [...new Set([workspace, here])]
  const zones = [
    ...common.map((one) => ({ value: one, label: say(one === workspace ? 'when.of-workspace' : 'when.of-here', { zone: one }) })),
    { value: 'subscriber', label: say('when.own') },
    ...['UTC', ...Intl.supportedValuesOf('timeZone')].filter((one) => !common.includes(one)).map((one) => ({ value: one })),
  ]
  return (
    <div className="grid max-w-2xl grid-cols-2 gap-4 phone:grid-cols-1">
      <Field
        label={say('when.at')}
        error={error}
        hint={
          local !== '' && !isOver && zone !== 'subscriber' && zone !== here ? say('when.here', { when: formats.dateTime(instantIn(zone, local)) }) : undefined
        }
      >
        {(parts) => <Input {...parts} type="datetime-local" value={local} onChange={({ target }) => onChange({ ...when, local: target.value })} />}
      </Field>
      <Field label={say('when.zone')} hint={zone !== 'subscriber' ? undefined : say(hasPassedSomewhere(when, now()) ? 'when.missed' : 'when.own-hint')}>
        {(parts) => <Combobox {...parts} value={zone} suggestions={zones} onChange={(next) => onChange({ ...when, zone: next === '' ? workspace : next })} />}
      </Field>
    </div>
  )
}
