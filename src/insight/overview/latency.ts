// How long it took from a cue to the message being handed over: from the instant at which it was decided, or from which it was allowed to leave where
// quiet hours or a limit made it wait, to the last word of the channel. Read from a sample of each day, so that a million messages take no longer.

import type { Delivery, Store } from '../../runtime/store.ts'

export interface Percentiles {
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

export interface Latency extends Percentiles {
  /** How many messages were looked at. */
  readonly messages: number
  readonly days: readonly ({ readonly day: number } & Percentiles)[]
}

/** Messages of one day that are looked at, the newest. */
const perDay = 150
const dayMs = 86_400_000

/** Milliseconds; null when nothing was handed over on these days. `since`: what was decided before it was played in virtual time, and is left out. */
export async function readLatency(
  store: Pick<Store, 'messages'>,
  { from, to, since }: { readonly from: number; readonly to: number; readonly since: number },
): Promise<Latency | null> {
  const days: ({ readonly day: number } & Percentiles)[] = []
  const all: number[] = []
  for (let day = Math.max(from, Math.floor(since / dayMs)); day <= to; day += 1) {
    // '~' stands behind every key.
    const newest = await store.messages({ status: 'sent', before: { decidedAt: (day + 1) * dayMs - 1, key: '~' }, limit: perDay })
    const own = newest.filter(({ decidedAt }) => decidedAt >= Math.max(day * dayMs, since)).flatMap(latencyOf)
    if (own.length === 0) continue
    days.push({ day, ...percentilesOf(own) })
    all.push(...own)
  }
  return all.length === 0 ? null : { ...percentilesOf(all), messages: all.length, days }
}

/** Milliseconds from when it could leave; nothing for what was tried several times: that is another question. */
function latencyOf({ decidedAt, dueAt, finishedAt, attempts }: Pick<Delivery, 'decidedAt' | 'dueAt' | 'finishedAt' | 'attempts'>): readonly number[] {
  if (finishedAt === undefined || attempts > 1) return []
  return [Math.max(0, finishedAt - Math.max(decidedAt, dueAt <= finishedAt ? dueAt : 0))]
}

/** By nearest rank. */
export function percentilesOf(values: readonly number[]): Percentiles {
  const sorted = [...values].sort((one, other) => one - other)
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}
