// What only a running server knows of how things stand: ways out that rest, what could not be published, and what arrives.

import type { SeenEvent } from '../../insight/schema/seen-schema.ts'
import type { AdminParts } from './admin-route.ts'
import type { Desk } from './desk.ts'

/** What the store does not tell: it is known where a server runs. */
export async function whatElseIsKnown({ channels, publishing, desk }: Pick<AdminParts, 'channels' | 'publishing' | 'desk'>) {
  const status = await publishing?.status()
  if (desk !== undefined) void readArrivals(desk)
  return {
    lastSent: new Map((channels?.() ?? []).flatMap(({ channel, lastSentAt }) => (lastSentAt === null ? [] : [[channel, lastSentAt]]))),
    resting: (channels?.() ?? []).flatMap(({ ways }) => ways.filter(({ state }) => state === 'open').map(({ name, restsUntil }) => ({ name, restsUntil }))),
    refused: status?.state === 'refused' && !status.isDryRun ? status.problem : null,
    events: desk && arrivals.get(desk),
  }
}

/** What arrived, by when it was read last: nobody waits for it. */
const arrivals = new WeakMap<Desk, readonly SeenEvent[]>()

async function readArrivals(desk: Desk): Promise<void> {
  const seen = await desk.ask('schema', { upTo: 'what is known' }).catch(() => undefined)
  if (seen !== undefined && seen.read >= seen.of) arrivals.set(desk, seen.events)
}
