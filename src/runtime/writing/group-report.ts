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

/** The report of a group that is durable by now. */
export function reportOf(
  group: Group,
  { accepted, duplicates, refused, deadlines }: Tally,
  { startedAt, now }: { readonly startedAt: number; readonly now: number },
): Omit<GroupReport, 'hasChanged' | 'codesLeft' | 'watched'> {
  const stopped: Delivery['channel'][] = []
  let workDueAt: number | undefined
  for (const delivery of group.deliveries.values()) {
    if (delivery.status === 'waiting') workDueAt = Math.min(workDueAt ?? delivery.dueAt, delivery.dueAt)
    if (delivery.status === 'refused') stopped.push(delivery.channel)
  }
  const decided = group.decided.map(({ journey, receivedAt }) => [journey, now - receivedAt] as const)
  const late = deadlines.map((deadline) => now - deadline)
  return { accepted, duplicates, refused, decided, late, durationMs: now - startedAt, workDueAt, stopped }
}
