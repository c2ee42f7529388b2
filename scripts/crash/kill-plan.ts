// When to kill: after so many answers, after so long, or in the middle of something that is being handed over. Chosen by chance, told in
// words for the report.

import type { Clock } from '../../src/runtime/clock.ts'
import type { Client } from './client.ts'
import type { Moment, Receivers } from './receivers.ts'

export interface KillPlan {
  /** "after 37 answers" */
  readonly words: string
  /** Resolves at the moment, or when it did not come for too long. */
  readonly moment: Promise<void>
}

export interface KillPlanOptions {
  readonly random: () => number
  readonly clock: Clock
  readonly client: Client
  readonly receivers: Receivers
  /** Called at the moment itself, in the same turn of the event loop. */
  readonly kill: () => void
}

const longestWaitMs = 4000
const moments: readonly Moment[] = [
  'recipient named',
  'mail received, not answered',
  'mail received, not answered',
  'mail answered',
  'webhook received, not answered',
]

/** Draws a plan and arms it. */
export function armKill({ random, clock, client, receivers, kill }: KillPlanOptions): KillPlan {
  const { promise, resolve } = Promise.withResolvers<void>()
  const strike = (): void => {
    kill()
    resolve()
  }
  const draw = random()
  const cancel = clock.at(clock.now() + longestWaitMs, strike)
  let words: string
  if (draw < 0.25) {
    const delayMs = 30 + Math.floor(random() * 900)
    words = `after ${delayMs} ms`
    clock.at(clock.now() + delayMs, strike)
  } else if (draw < 0.45) {
    const answers = 1 + Math.floor(random() * 200)
    words = `after ${answers} answers`
    let left = answers
    client.onAcknowledged = () => {
      left -= 1
      if (left === 0) strike()
    }
  } else {
    const wanted = moments[Math.floor(random() * moments.length)] as Moment
    const nth = 1 + Math.floor(random() * 40)
    words = `${wanted} (${nth})`
    let left = nth
    receivers.onMoment = (moment) => {
      if (moment !== wanted) return
      left -= 1
      if (left === 0) strike()
    }
  }
  const disarmed = promise.then(() => {
    cancel()
    client.onAcknowledged = () => undefined
    receivers.onMoment = () => undefined
  })
  return { words, moment: disarmed }
}
