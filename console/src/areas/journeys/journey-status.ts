// How a journey stands, as the list and its own page say it: one that only begins on a day that has not come yet is scheduled, and not live.

export interface StandingLine {
  readonly status: 'live' | 'paused' | 'ended'
  /** The next instant at which it lets in, where it lets in at chosen ones only; UTC milliseconds. */
  readonly nextInstant: number | null
}

export type JourneyStatus = 'live' | 'scheduled' | 'paused' | 'new' | 'ended'

/** In the order in which they are offered, with the look of their badge. */
export const statusKinds = { live: 'good', scheduled: 'accent', paused: 'warn', new: 'plain', ended: 'plain' } as const

/** Of a line of the list; undefined stands for a journey that was never in force. */
export function journeyStatus(line: StandingLine | undefined): JourneyStatus {
  if (line === undefined) return 'new'
  return line.status === 'live' && line.nextInstant !== null ? 'scheduled' : line.status
}
