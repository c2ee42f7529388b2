// Definitions as if what is to happen once, at an instant that is still to come, had happened an hour ago: history knows nothing of that instant, but it knows
// for whom the condition holds now. For forecasts only; nothing of it comes into force.

import { instantsOf } from '../engine/one-instant.ts'
import type { Definitions } from '../model/definitions.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** The same definitions, with instants to come in place of themselves an hour before `now`; others are left alone. */
export function asIfToday(definitions: Definitions, now: number): Definitions {
  const zone = definitions.workspace.zone ?? 'UTC'
  const at = new Date(Math.floor((now - hourMs) / minuteMs) * minuteMs).toISOString().slice(0, 16).replace('T', ' ')
  const journeys = definitions.journeys.map((journey) => {
    const enter = journey.enter.map((trigger) => (instantsOf({ enter: [trigger] }, zone).some((one) => one > now) ? { ...trigger, at, zone: 'UTC' } : trigger))
    return { ...journey, enter }
  })
  return { ...definitions, journeys }
}
