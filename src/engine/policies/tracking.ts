// Consent to have opens and clicks followed: apart from the consent to be written to. It holds no message back; it decides whether a
// message carries a pixel and links that lead through this server (`mayTrack` of a transmission).

import type { Evidence } from '../../model/consent.ts'
import type { Program } from '../program.ts'
import type { SubscriberState, TrackingState } from '../state.ts'
import { decide, type Turn } from '../turn.ts'

/** Whether this person's opens and clicks may be followed now. */
export function mayTrack({ policy }: Pick<Program, 'policy'>, { tracking }: Pick<SubscriberState, 'tracking'>): boolean {
  switch (policy.tracking) {
    case 'off':
      return false
    case 'opt-in':
      return tracking?.allowed === true
    case 'opt-out':
      return tracking?.allowed !== false
  }
}

/** Records what the person said about it; repeated words change nothing. */
export function setTracking(
  turn: Turn,
  { allowed, reason, evidence }: { readonly allowed: boolean; readonly reason: string; readonly evidence: Evidence | undefined },
): void {
  if (turn.state.tracking?.allowed === allowed) return
  turn.state.tracking = { allowed, at: turn.now, evidence }
  decide(turn, { kind: 'tracking', at: turn.now, allowed, reason, ...(evidence === undefined ? {} : { evidence }) })
}

/** The later word holds; of two at one instant the no. */
export function mergeTracking(ours: TrackingState | undefined, theirs: TrackingState | undefined): TrackingState | undefined {
  if (ours === undefined || theirs === undefined) return ours ?? theirs
  if (ours.at !== theirs.at) return ours.at > theirs.at ? ours : theirs
  return ours.allowed ? theirs : ours
}
