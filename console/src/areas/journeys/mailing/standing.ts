// How a mail to many stands: only in a draft, waiting for its day, paused before it, under way, held back, done, called off, or over without anybody. It is done when everybody who is meant has been let in
// and of each of them it is known what became of the mail; as long as that is not known, it says nothing.

export type Standing = 'draft' | 'off' | 'waiting' | 'paused' | 'under-way' | 'held' | 'done' | 'nobody'

export interface Stands {
  readonly status: 'live' | 'paused' | 'ended' | undefined
  /** Whether a stop switch holds its messages. */
  readonly isStopped: boolean
  /** UTC milliseconds: when it goes out, and now. */
  readonly at: number
  readonly now: number
  /** Whether each person's own clock says when. */
  readonly isOwn: boolean
  /** What was counted; undefined while it is on its way. */
  readonly counted: Counted | undefined
}

interface Counted {
  readonly entered: number
  /** Who came in and of whom nothing is known yet. */
  readonly left: number
  /** Up to when everything that was due is decided; null while people are brought up to what was published. */
  readonly decidedUpTo: number | null
}

const hourMs = 3_600_000
/** From the first place on earth where a time of day comes to the last. */
const roundTheWorldMs = 26 * hourMs

/** Undefined while it is not known. */
export function standingOf({ status, isStopped, at, now, isOwn, counted }: Stands): Standing | undefined {
  if (status === undefined) return 'draft'
  if (counted === undefined) return undefined
  if (status === 'ended') return counted.entered > 0 ? 'done' : 'off'
  if (counted.entered === 0 && at > now) return status === 'paused' ? 'paused' : 'waiting'
  const isEverybodyIn = counted.decidedUpTo !== null && counted.decidedUpTo >= (isOwn ? at + roundTheWorldMs : at)
  if (isEverybodyIn && counted.left === 0) return counted.entered === 0 ? 'nobody' : 'done'
  return isStopped || status === 'paused' ? 'held' : 'under-way'
}
