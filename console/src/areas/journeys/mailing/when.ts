// When a mail to many goes out, as its form asks it: at once, or on a date and a time on somebody's clock. And the instants of that, as a journey's file says
// them: 2026-12-01 10:00.

export interface When {
  readonly kind: 'now' | 'at'
  /** Of the browser's field: 2026-12-01T10:00; empty while nothing is chosen. */
  readonly local: string
  /** An IANA zone, or `subscriber` for each person's own clock. */
  readonly zone: string
}

const minuteMs = 60_000
/** So that everybody has been brought up to the journey before it begins. */
const aheadMs = 2 * minuteMs
const mostHoursAhead = 14
const hourMs = 3_600_000

/** What a clock in a zone shows, as the browser's field has it. */
export function clockIn(zone: string, at: number): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(at)
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? ''
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`
}

/** The instant at which a clock in a zone first shows this; of a time that the clock leaves out, the first after it. */
export function instantIn(zone: string, local: string): number {
  const wanted = Date.parse(`${local}Z`)
  if (Number.isNaN(wanted)) return Number.NaN
  // No zone is further ahead than so; from there on the clock is asked, in steps that halve.
  let low = wanted - 16 * hourMs
  let high = wanted + 16 * hourMs
  while (low < high) {
    const middle = Math.floor((low + high) / 2 / minuteMs) * minuteMs
    if (clockIn(zone, middle) >= local) high = middle
    else low = middle + minuteMs
  }
  return low
}

/** Whether it has passed: on the clock of the workspace where each person's own counts. */
export function hasPassed({ kind, local, zone }: When, { workspace, now }: { readonly workspace: string; readonly now: number }): boolean {
  return kind === 'at' && local !== '' && instantIn(zone === 'subscriber' ? workspace : zone, local) <= now
}

/** Whether it has passed already where the clocks are furthest ahead. */
export function hasPassedSomewhere({ kind, local, zone }: When, now: number): boolean {
  return kind === 'at' && zone === 'subscriber' && local !== '' && Date.parse(`${local}Z`) - mostHoursAhead * hourMs <= now
}

/** The instant as the file says it, and on which clock. */
export function writtenWhen(
  { kind, local, zone }: When,
  { workspace, now }: { readonly workspace: string; readonly now: number },
): { at: string; zone: string } {
  if (kind === 'at') return { at: local.replace('T', ' '), zone }
  const soon = Math.ceil((now + aheadMs) / minuteMs) * minuteMs
  return { at: clockIn(workspace, soon).replace('T', ' '), zone: workspace }
}

/** What a file says, as the form has it; undefined for a schedule that comes again. */
export function readWhen(trigger: unknown): When | undefined {
  if (typeof trigger !== 'object' || trigger === null || !('at' in trigger) || typeof trigger.at !== 'string') return undefined
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/.test(trigger.at)) return undefined
  const zone = 'zone' in trigger && typeof trigger.zone === 'string' ? trigger.zone : 'subscriber'
  return { kind: 'at', local: trigger.at.replace(' ', 'T'), zone }
}
