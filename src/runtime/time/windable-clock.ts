// A clock that stands ahead of the machine's and can be wound further ahead, for workspaces that are there to be tried: a demo, a copy for
// staging. It runs as fast as the machine's, never goes back, and is the same in every thread that is given its lead.

import type { Clock } from '../clock.ts'

export interface WindableClock extends Clock {
  /** How far it stands ahead of the machine's clock. */
  readonly leadMs: number
  /** What threads share of it. */
  readonly lead: SharedArrayBuffer
  /** Sets it further ahead and calls back what came due; a smaller lead changes nothing. Also called where another thread has wound it. */
  wind(leadMs: number): void
}

interface Alarm {
  readonly instant: number
  readonly callback: () => void
  cancel: () => void
}

/** A clock over the machine's, with a lead of its own or with one that another thread made. */
export function windableClock(machine: Clock, lead: SharedArrayBuffer = new SharedArrayBuffer(8)): WindableClock {
  const shared = new BigInt64Array(lead)
  const alarms = new Set<Alarm>()
  const leadMs = (): number => Number(Atomics.load(shared, 0))
  const arm = (alarm: Alarm): void => {
    alarm.cancel()
    alarm.cancel = machine.at(alarm.instant - leadMs(), () => {
      if (alarms.delete(alarm)) alarm.callback()
    })
  }
  return {
    lead,
    get leadMs() {
      return leadMs()
    },
    now: () => machine.now() + leadMs(),
    at(instant, callback) {
      const alarm: Alarm = { instant, callback, cancel: () => {} }
      alarms.add(alarm)
      arm(alarm)
      return () => {
        alarms.delete(alarm)
        alarm.cancel()
      }
    },
    wind(next) {
      if (next > leadMs()) Atomics.store(shared, 0, BigInt(Math.round(next)))
      for (const alarm of [...alarms]) arm(alarm)
    },
  }
}
