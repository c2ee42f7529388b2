// What happened in a journey on one day (UTC): the running counts once more, by the day on which they changed, so that a stretch of days can be summed
// and drawn. What says how things stand, such as who is inside now, has no day.

export interface JourneyDayCount {
  readonly journey: string
  /** A step id, or "" for the journey as a whole. */
  readonly step: string
  /** Days since 1970. */
  readonly day: number
  readonly version: number
  readonly measure: string
  readonly count: number
}

export interface JourneyDayQuery {
  readonly journey: string
  /** All steps, and the journey as a whole, when it is missing. */
  readonly step?: string | undefined
  /** First and last day, both included. */
  readonly from: number
  readonly to: number
}

const standing: ReadonlySet<string> = new Set(['inside', 'here now'])

/** Whether a change of a running count is also counted on its day. */
export function isCountedByDay({ journey, measure }: { readonly journey: string; readonly measure: string }): boolean {
  return journey !== '' && !standing.has(measure)
}
