// How many people entered and left a segment on a day, as it is counted while it happens.

/** What one commit adds to a day. */
export interface SegmentDay {
  /** Days since 1970 (UTC). */
  readonly day: number
  readonly segment: string
  readonly entered: number
  readonly left: number
}

export interface SegmentDayQuery {
  readonly segment: string
  /** First and last day, both included. */
  readonly from: number
  readonly to: number
}
