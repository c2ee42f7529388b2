// The schedule of a new sending domain: so many mails on its first day, more on each further one. A day counts once half of its number was sent, so
// that a schedule nobody could fill goes on where it stands; after the last day there is no bound. Only counts decide, never how long ago it began.

import type { WarmUpStanding } from '../../model/domain-standing.ts'
import { instantOf, localTime } from '../zone.ts'
import type { CompiledWarmUp } from './compiled-policy.ts'

/** Mails that were let out from a domain from an instant on and before another one. */
export type SentBetween = (from: number, to: number) => number

/** Days that are looked back. What is older counts no more. */
export const rememberedDays = 100
/** What waits for the next day is asked about at this local time: nobody wants it at midnight. */
const beginsAtMinutes = 8 * 60

/** How it stands now; undefined when it is over. */
export function warmUpStanding(warmUp: CompiledWarmUp, sentBetween: SentBetween, now: number): WarmUpStanding | undefined {
  const { volumes, firstDay, zone } = warmUp
  const today = localTime(zone, now).dayNumber
  if (today < firstDay) return { day: 0, number: 0, sent: 0, again: startOf(zone, firstDay, beginsAtMinutes) }
  let step = 0
  for (let day = Math.max(firstDay, today - rememberedDays + 1); day < today && step < volumes.length; day += 1) {
    if (sentBetween(startOf(zone, day), startOf(zone, day + 1)) >= (volumes[step] as number) / 2) step += 1
  }
  const number = volumes[step]
  if (number === undefined) return undefined
  return { day: step + 1, number, sent: sentBetween(startOf(zone, today), startOf(zone, today + 1)), again: startOf(zone, today + 1, beginsAtMinutes) }
}

function startOf(zone: string, day: number, minutes = 0): number {
  return instantOf(zone, { year: 1970, month: 1, day: 1 + day, minutes })
}
