// Winds a clock forward as a live server would have lived through it: it stops at every instant at which something is due, and goes on when
// all of that is decided and handed over. So a mail that waits a day for its turn leaves at its turn, and nothing is too late that would not
// have been. It decides nothing.

import type { Writer } from '../writer-port.ts'
import type { WindableClock } from './windable-clock.ts'

export interface Winding {
  readonly clock: WindableClock
  readonly writer: Pick<Writer, 'nextDue' | 'wind'>
  /** Resolves when everything due has been decided and handed over. */
  readonly settle: () => Promise<void>
  /** Whether nothing more is to be begun. */
  readonly isStopping: () => boolean
}

/** So many stops at most on one way: further ones are taken together, which is late for none by more than a two-thousandth of the way. */
const mostStops = 2000

/** Resolves when the clock stands at the instant, or later, and everything due by then is decided and handed over. */
export async function windTo(winding: Winding, to: number): Promise<void> {
  const { clock, writer, settle, isStopping } = winding
  const leastStepMs = Math.ceil(Math.max(0, to - clock.now()) / mostStops)
  await settle()
  while (!isStopping() && clock.now() < to) {
    const due = await writer.nextDue(clock.now())
    const next = Math.min(to, Math.max(due ?? to, clock.now() + leastStepMs))
    await setTo(winding, next)
    await settle()
  }
}

async function setTo({ clock, writer }: Winding, instant: number): Promise<void> {
  const leadMs = clock.leadMs + Math.max(0, instant - clock.now())
  await writer.wind(leadMs)
  // The writer may live in another thread, which has no hand on the alarms of this one.
  clock.wind(leadMs)
}
