// Days of the week, each on or off. None of them is all of them.

import { classes } from '../../../../kit/classes.ts'
import { useLanguage } from '../../../../words/words.ts'
import { type Weekday, weekdays } from '../../schedule.ts'
import { FieldGroup } from './field-group.tsx'
import type { FieldProps } from './field-props.ts'

/** A monday. */
const monday = Date.UTC(2024, 0, 1)

/** The field. */
export function DaysField({ label, hint, isOptional, value, onChange, isLocked }: FieldProps) {
  const chosen = new Set([value].flat())
  const toggle = (day: Weekday): void => {
    const next = weekdays.filter((one) => (one === day ? !chosen.has(one) : chosen.has(one)))
    onChange(next.length === 0 ? undefined : next)
  }
  return (
    <FieldGroup label={label} hint={hint} isOptional={isOptional}>
      <Days chosen={chosen} onToggle={toggle} isLocked={isLocked} />
    </FieldGroup>
  )
}

interface DaysProps {
  readonly chosen: ReadonlySet<unknown>
  readonly onToggle: (day: Weekday) => void
  readonly isLocked: boolean
}

/** The seven of them. */
export function Days({ chosen, onToggle, isLocked }: DaysProps) {
  const language = useLanguage()
  const short = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' })
  const long = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' })
  return (
    <span className="flex flex-wrap gap-1">
      {weekdays.map((day, index) => (
        <button
          key={day}
          type="button"
          aria-pressed={chosen.has(day)}
          aria-label={long.format(monday + index * 86_400_000)}
          disabled={isLocked}
          onClick={() => onToggle(day)}
          className={classes(
            'h-8 min-w-9 rounded-md border px-1.5 text-sm phone:h-11 phone:min-w-11',
            chosen.has(day) ? 'border-accent bg-tint font-semibold text-on-tint' : 'border-line bg-card text-soft hover:border-line-strong',
          )}
        >
          {short.format(monday + index * 86_400_000)}
        </button>
      ))}
    </span>
  )
}
