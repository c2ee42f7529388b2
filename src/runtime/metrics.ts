// The port to whatever counts and times what the runtime does. The runtime calls it; src/api/metrics.ts shows it to
// Prometheus. It never sees who somebody is: labels are names from the definitions and fixed words only.

import type { ChannelName } from '../model/channel-names.ts'
import type { AttemptOutcome } from './channel.ts'

export interface Metrics {
  /** An enrollment or message was decided and committed, so long after the event that set it off was received. */
  decided(journey: string, delayMs: number): void
  /** A deadline was decided and committed, so long after its instant. */
  late(delayMs: number): void
  /** A message was handed over for good, so long after the event (or deadline) that set it off. */
  handedOver(journey: string, delayMs: number): void
  /** Events that came in; counted by the writer, once per event, whichever door they came through. */
  received(outcome: 'accepted' | 'duplicate' | 'refused', events: number): void
  /** One attempt to hand a message over ended, or the engine refused to let it out. */
  attempted(channel: ChannelName, outcome: Exclude<AttemptOutcome['kind'], 'held'> | 'refused'): void
  /** How many wait at this moment. `inbox`: inputs for the writer · `outbox`: deliveries due · `handover`: being transmitted. */
  queued(queue: 'inbox' | 'outbox' | 'handover', length: number): void
  /** How many codes of a pool are left, counted up to a limit. */
  codesLeft(pool: string, left: number): void
  /** One group was decided and committed in this time. */
  committed(inputs: number, durationMs: number): void
}

/** Counts nothing: for tests and for runs that nobody watches. */
export const noMetrics: Metrics = {
  decided() {},
  late() {},
  handedOver() {},
  received() {},
  attempted() {},
  queued() {},
  codesLeft() {},
  committed() {},
}
