// Counts what comes back of a journey's messages for its guard: complaints, bounces, and noes by the link. Not of what left before somebody let the journey go on
// after a pause: who did looked at that, and what comes of it for days would pause the journey again, by a rate of the few mails that left since.

import type { Delivery } from '../store.ts'
import type { VolumeMeasure } from '../watching/volume-book.ts'
import type { Group } from './group.ts'

/** `delivery`: the message that it is about; undefined where nobody knows it any more. */
export function countReturn(group: Group, measure: Extract<VolumeMeasure, 'complaints' | 'bounces' | 'unsubscribes'>, delivery: Delivery | undefined): void {
  if (delivery === undefined) return
  const { journey, attemptedAt = delivery.decidedAt } = delivery
  const letGoOn = group.ledger.program.pauses.changes.findLast((change) => change.journey === journey && change.do === 'resume')
  if (letGoOn !== undefined && attemptedAt < letGoOn.at) return
  group.countVolume({ journey, at: group.now, measure })
}
