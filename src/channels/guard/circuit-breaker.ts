// Whether a way is worth trying. closed: yes. open: it failed several times in a row, and rests. After the rest one message probes it: when it
// goes through the way is closed again, when it does not the way rests twice as long. It knows nothing of messages.

export type WayState = 'closed' | 'open' | 'probing'

export interface CircuitBreaker {
  readonly state: WayState
  /** UTC milliseconds from which it may be tried: 0 while it is closed. */
  readonly opensAt: number
  /** Asks to go this way; false while it rests or another is probing it. */
  enter(): boolean
  /** What became of whoever went in. */
  leave(outcome: 'fine' | 'down'): void
}

export interface CircuitBreakerOptions {
  /** UTC milliseconds. */
  readonly now: () => number
  readonly onChange: (state: WayState) => void
}

/** Failures in a row after which a way rests. */
export const failuresInARow = 5
/** Milliseconds of the first rest; each further one is twice as long, up to the longest. */
export const firstRestMs = 30_000
export const longestRestMs = 10 * 60_000
/** While somebody probes, ask again this much later. */
const probeMs = 1_000

/** A way that is closed to begin with. */
export function createCircuitBreaker({ now, onChange }: CircuitBreakerOptions): CircuitBreaker {
  let state: WayState = 'closed'
  let failures = 0
  let restMs = firstRestMs
  let restsUntil = 0
  const become = (next: WayState): void => {
    if (next === state) return
    state = next
    onChange(next)
  }
  return {
    get state() {
      return state
    },
    get opensAt() {
      if (state === 'closed') return 0
      return state === 'open' ? restsUntil : now() + probeMs
    },
    enter() {
      if (state === 'closed') return true
      if (state === 'probing' || now() < restsUntil) return false
      become('probing')
      return true
    },
    leave(outcome) {
      if (outcome === 'fine') {
        // Late news of somebody who went in before it opened does not end a rest.
        if (state === 'open') return
        failures = 0
        restMs = firstRestMs
        become('closed')
        return
      }
      failures += 1
      if (state === 'open' || (state === 'closed' && failures < failuresInARow)) return
      if (state === 'probing') restMs = Math.min(restMs * 2, longestRestMs)
      restsUntil = now() + restMs
      become('open')
    },
  }
}
