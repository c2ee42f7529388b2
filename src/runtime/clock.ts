// The only place where the wall clock is read. Everything else is told what time it is.

export interface Clock {
  /** UTC milliseconds. Never goes back, even when the machine's clock does. */
  now(): number
  /** Calls back once at or after the instant; the returned function cancels. */
  at(instant: number, callback: () => void): () => void
}

const longestTimerMs = 2 ** 31 - 1

/** The machine's clock, made monotonic. */
export function wallClock(): Clock {
  let last = 0
  const now = (): number => {
    last = Math.max(last, Date.now())
    return last
  }
  const at = (instant: number, callback: () => void): (() => void) => {
    let timer: NodeJS.Timeout
    const arm = (): void => {
      const delayMs = instant - now()
      timer = setTimeout(() => (instant <= now() ? callback() : arm()), Math.min(Math.max(delayMs, 0), longestTimerMs))
    }
    arm()
    return () => clearTimeout(timer)
  }
  return { now, at }
}
