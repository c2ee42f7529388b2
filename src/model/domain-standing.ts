// How a sending domain stands at an instant, as whoever counts the mails of everybody tells the engine, which knows one person only.

export interface DomainStanding {
  readonly domain: string
  /** While it is warmed up. */
  readonly warmUp?: WarmUpStanding
  /** While complaints or bounces slow what advertises from it. */
  readonly slowed?: SlowedStanding
}

export interface WarmUpStanding {
  /** The day of the schedule, from 1; 0 before the first. */
  readonly day: number
  /** Mails of today. */
  readonly number: number
  /** How many of them were let out. */
  readonly sent: number
  /** When those that wait are asked about again, UTC milliseconds. */
  readonly again: number
}

export interface SlowedStanding {
  readonly perHour: number
  /** Advertising mails of this hour that were let out. */
  readonly sent: number
  readonly again: number
  readonly because: string
}
