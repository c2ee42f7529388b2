// What only a running server knows of how things stand: ways out that rest, what could not be published, and what arrives.

import type { AdminParts } from './admin-route.ts'

/** What the store does not tell: it is known where a server runs. */
export async function whatElseIsKnown({ channels, publishing, arrivals }: Pick<AdminParts, 'channels' | 'publishing' | 'arrivals'>) {
  const status = await publishing?.howFar()
  return {
    lastSent: new Map((channels?.() ?? []).flatMap(({ channel, lastSentAt }) => (lastSentAt === null ? [] : [[channel, lastSentAt]]))),
    failing: (channels?.() ?? []).flatMap(({ ways }) =>
      ways.flatMap(({ name, state, restsUntil, failsSince, lastError }) =>
        state === 'open' || failsSince !== null ? [{ name, isResting: state === 'open', restsUntil, failsSince, because: lastError?.reason ?? null }] : [],
      ),
    ),
    refused:
      status?.state === 'refused' && !status.isDryRun && status.problem !== null ? { about: null, problem: status.problem } : (publishing?.mistaken() ?? null),
    events: arrivals?.events(),
  }
}
