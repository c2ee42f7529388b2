// When something happens again and again: every day, on some weekdays, once a month; or by a schedule that is written out. In a way of a step also at the
// next time of day.

import { now } from '../../../../kit/clock.ts'
import { Field } from '../../../../kit/field.tsx'
import { Input, Select } from '../../../../kit/input.tsx'
import { useWords } from '../../../../words/words.ts'
import { readSchedule, type Schedule, writeSchedule } from '../../schedule.ts'
import { Days } from './days-field.tsx'
import { FieldGroup } from './field-group.tsx'
import type { FieldProps } from './field-props.ts'
import { TextField } from './text-field.tsx'
import { TimeField } from './time-field.tsx'

type Every = Schedule['every'] | 'once'

/** The field. */
export function ScheduleField({ label, hint, value, onChange, isLocked, mayBeOnce }: FieldProps & { readonly mayBeOnce: boolean }) {
  const say = useWords('journey-forms')
  const text = typeof value === 'string' ? value : ''
  const isOnce = mayBeOnce && /^\d\d:\d\d$/.test(text)
  const schedule = readSchedule(text)
  const every: Every = isOnce ? 'once' : schedule.every
  const at = isOnce ? text : schedule.every === 'other' || schedule.every === 'date' ? '09:00' : schedule.at
  const write = (next: Schedule): void => onChange(writeSchedule(next))
  const choose = (next: Every): void => {
    if (next === 'once') onChange(at)
    else if (next === 'day') write({ every: 'day', at })
    else if (next === 'week') write({ every: 'week', at, days: ['mon'] })
    else if (next === 'month') write({ every: 'month', at, day: 1 })
    else if (next === 'date') write({ every: 'date', local: `${tomorrow()}T${at}` })
    else write({ every: 'other', text: '0 */6 * * *' })
  }
  const rest = { isOptional: false, isLocked }
  return (
    <>
      <Field label={label} hint={hint}>
        {(parts) => (
          <Select {...parts} value={every} disabled={isLocked} onChange={(event) => choose(event.target.value as Every)}>
            {(mayBeOnce ? (['once', 'day', 'week', 'month', 'other'] as const) : (['day', 'week', 'month', 'date', 'other'] as const)).map((one) => (
              <option key={one} value={one}>
                {say(`schedule.${one}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {schedule.every === 'week' && !isOnce && (
        <FieldGroup label={say('schedule.days')} hint={say('schedule.days-hint')} isOptional={false}>
          <Days
            chosen={new Set(schedule.days)}
            isLocked={isLocked}
            onToggle={(day) => {
              const days = schedule.days.includes(day) ? schedule.days.filter((one) => one !== day) : [...schedule.days, day]
              if (days.length > 0) write({ ...schedule, days })
            }}
          />
        </FieldGroup>
      )}
      {schedule.every === 'month' && !isOnce && (
        <TextField
          kind="number"
          label={say('schedule.day-of-month')}
          hint={say('schedule.day-of-month-hint')}
          value={schedule.day}
          onChange={(day) => write({ ...schedule, day: Math.min(31, Math.max(1, Math.round(Number(day)) || 1)) })}
          {...rest}
        />
      )}
      {schedule.every === 'date' && (
        <Field label={say('schedule.date-at')} hint={say('schedule.date-hint')}>
          {(parts) => (
            <Input
              {...parts}
              type="datetime-local"
              value={schedule.local}
              readOnly={isLocked}
              onChange={({ target }) => target.value !== '' && write({ every: 'date', local: target.value.slice(0, 16) })}
            />
          )}
        </Field>
      )}
      {(isOnce || (schedule.every !== 'other' && schedule.every !== 'date')) && (
        <TimeField
          label={say('schedule.at')}
          hint={say('schedule.at-hint')}
          value={at}
          onChange={(next) => {
            if (isOnce) onChange(next)
            else if (schedule.every !== 'other' && schedule.every !== 'date') write({ ...schedule, at: String(next) })
          }}
          {...rest}
        />
      )}
      {!isOnce && schedule.every === 'other' && (
        <TextField
          kind="text"
          label={say('schedule.text')}
          hint={say('schedule.text-hint')}
          value={text}
          onChange={(next) => next !== undefined && onChange(next)}
          {...rest}
        />
      )}
    </>
  )
}

/** The next day on the clock of this machine. */
function tomorrow(): string {
  const day = new Date(now() + 86_400_000)
  return new Date(day.getTime() - day.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}
