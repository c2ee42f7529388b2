// What a group did, for the metrics and for whoever waits for work.

import type { Delivery } from '../store.ts'
import type { Watched } from '../watching/watch-domains.ts'
import type { CodesLeft } from './codes-left.ts'
import type { Group } from './group.ts'

/** What a group did, as plain data that may cross a thread. */
export interface GroupReport {
  readonly hasChanged: boolean
  readonly accepted: number
  readonly duplicates: number
  readonly refused: number
  /** Journey and milliseconds from receipt to commit, for every event that decided something. */
  readonly decided: readonly (readonly [journey: string, delayMs: number])[]
  /** Milliseconds from each deadline's instant to the commit. */
  readonly late: readonly number[]
  readonly durationMs: number
  /** The earliest instant at which a waiting delivery that it changed is due; undefined when there is none. */
  readonly workDueAt: number | undefined
  /** Pools of which codes were given, with how many are left. */
  readonly codesLeft: readonly CodesLeft[]
  /** Channels of the deliveries that the engine refused to let out. */
  readonly stopped: readonly Delivery['channel'][]
  /** What the watch over sending domains and the guard over journeys did. */
  readonly watched: Watched
}

/** What is counted while a group is decided. */
export interface Tally {
  accepted: number
  duplicates: number
  refused: number
  /** Instants of the deadlines that came due. */
  readonly deadlines: number[]
}

/**
 * The report of a group, once it is known when it was durable. Holds nothing of the group but this: it waits beside the next one, and what waits
 * outlives its youth and is copied.
 */
export function reportOf(
  group: Group,
  { accepted, duplicates, refused, deadlines }: Tally,
): (times: Times) => Omit<GroupReport, 'hasChanged' | 'codesLeft' | 'watched'> {
  const { decided } = group
  const stopped: Delivery['channel'][] = []
  let workDueAt: number | undefined
  for (const delivery of group.deliveries.values()) {
    if (delivery.status === 'waiting') workDueAt = Math.min(workDueAt ?? delivery.dueAt, delivery.dueAt)
    if (delivery.status === 'refused') stopped.push(delivery.channel)
  }
  const counted = { accepted, duplicates, refused, workDueAt, stopped }
  return ({ startedAt, now }) => ({
    ...counted,
    decided: decided.map(({ journey, receivedAt }) => [journey, now - receivedAt] as const),
    late: deadlines.map((deadline) => now - deadline),
    durationMs: now - startedAt,
  })
}

/** When a group was begun and when it was durable. */
interface Times {
  readonly startedAt: number
  readonly now: number
}
