// Texts that name an instant: an ISO date and time with its zone, such as 2026-03-21T02:00:00+02:00.

const pattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/

/** True for such a text, if there is that day and that time: `Date.parse` gives the instant then. */
export function isInstant(value: unknown): value is string {
  // Most texts are none: two characters tell, without the pattern.
  return typeof value === 'string' && value[4] === '-' && value[10] === 'T' && pattern.test(value) && isOnCalendar(value) && !Number.isNaN(Date.parse(value))
}

/** Whether a text begins with a date that there is: not with the 31st of February, which would be read as some day of March. */
export function isOnCalendar(text: string): boolean {
  const date = text.slice(0, 10)
  const at = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date)
}
