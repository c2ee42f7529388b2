// Days of the calendar, as a field of the browser has them, in the zone of the reader: in that zone every time on the page is shown.

/** The first instant of a day such as 2026-11-21, or of the one after it; undefined for what is no day. */
export function dayStart(date: string, which: 'itself' | 'the next' = 'itself'): number | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)
  if (parts === null) return undefined
  // By the calendar, because a day may have 23 or 25 hours.
  return new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]) + (which === 'itself' ? 0 : 1)).getTime()
}

/** From the beginning of the one day to the end of the other, both as they were chosen: a period to the 21st has the 21st in it. */
export function periodOf(from: string, to: string): { readonly from?: number; readonly before?: number } {
  const [first, end] = [dayStart(from), dayStart(to, 'the next')]
  return { ...(first === undefined ? {} : { from: first }), ...(end === undefined ? {} : { before: end }) }
}
