// How long messages would wait for a channel that lets only so many leave in a minute, when more than that are ready at once. Counted by the minute.

/** The worst wait of a period. */
export interface Jam {
  /** When more began to come than may leave, UTC milliseconds. */
  readonly since: number
  /** Messages that wait when most of them do. */
  readonly messages: number
  /** How long the last of them waits. */
  readonly minutes: number
}

const minuteMs = 60_000

/** The worst jam; undefined where everything leaves within the minute in which it is ready. */
export function worstJam(perMinute: Iterable<readonly [minute: number, messages: number]>, limit: number): Jam | undefined {
  let worst: Jam | undefined
  let waiting = 0
  let since = 0
  let last = Number.NEGATIVE_INFINITY
  for (const [minute, messages] of [...perMinute].sort(([one], [other]) => one - other)) {
    waiting = Math.max(0, waiting - (minute - last) * limit)
    if (waiting === 0) since = minute
    waiting += messages
    last = minute
    const minutes = Math.ceil((waiting / limit) * 10) / 10
    if (minutes > 1 && minutes > (worst?.minutes ?? 0)) worst = { since: since * minuteMs, messages: Math.round(waiting), minutes }
  }
  return worst
}
