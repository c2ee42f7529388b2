// A channel that minds its ways: no more than so many messages a second, no knocking at a door that does not answer, and a second way while the
// first rests. A message goes a second way only when the first surely did not take it; one of which nobody knows is never sent by both.

import { sentence } from '../../model/sentence.ts'
import type { AttemptOutcome, Channel, OutgoingMessage } from '../../runtime/channel.ts'
import { type CircuitBreaker, createCircuitBreaker, type WayState } from './circuit-breaker.ts'

export interface GuardedChannelOptions {
  /** In the order in which they are tried; all of one kind. */
  readonly ways: readonly [Way, ...Way[]]
  /** Messages a second over all ways; without a limit unless told. */
  readonly perSecond?: number | undefined
  /** never: a way is tried however often it failed, because each message has a door of its own; after failures unless told. */
  readonly rests?: 'after failures' | 'never'
  /** UTC milliseconds. */
  readonly now: () => number
  /** A way was found to be down, is being tried again, or works again. */
  readonly onChange: (way: string, state: WayState) => void
}

export interface LastError {
  /** UTC milliseconds. */
  readonly at: number
  /** What was said, without addresses. */
  readonly reason: string
}

export interface Way {
  /** For whoever watches: ses, smtp. */
  readonly name: string
  readonly channel: Channel
}

export interface GuardedChannel extends Channel {
  /** How each way stands. */
  states(): Readonly<Record<string, WayState>>
  standing(): GuardStanding
}

/** For whoever watches. */
export interface GuardStanding {
  readonly perSecond: number | undefined
  /** Messages that the rate lets through at this instant; undefined without a rate. */
  readonly mayGo: number | undefined
  readonly ways: readonly {
    readonly name: string
    readonly state: WayState
    /** UTC milliseconds: while it rests, when it is tried again. */
    readonly restsUntil: number | undefined
    /** Whether the next message goes this way. */
    readonly isUsed: boolean
    /** The last time that a message could not be handed over, or nobody knows whether it was. */
    readonly lastError: LastError | undefined
    /** UTC milliseconds: since when it took nothing, of whatever was tried; undefined once it took something, and before the first try. */
    readonly failsSince: number | undefined
  }[]
}

/** Closes all its ways when it is closed. */
export function createGuardedChannel({ ways, perSecond, rests = 'after failures', now, onChange }: GuardedChannelOptions): GuardedChannel {
  const guarded = ways.map(({ name, channel }) => ({ name, channel, breaker: createCircuitBreaker({ now, onChange: (state) => onChange(name, state) }) }))
  const rate = perSecond === undefined ? undefined : createRate(perSecond, now)
  const [{ channel: first }] = ways
  const errors = new Map<string, LastError>()
  const failsSince = new Map<string, number>()

  const deliver = async (message: OutgoingMessage, laid?: Uint8Array): Promise<AttemptOutcome> => {
    rate?.take()
    let last: AttemptOutcome | undefined
    for (const { name, channel, breaker } of guarded) {
      if (!breaker.enter()) continue
      const outcome = await channel
        // Another way may sign otherwise, but it sends what was kept.
        .deliver(message, laid)
        .catch((error: unknown): AttemptOutcome => ({ kind: 'unknown', reason: sentence('channel-failed', { words: String(error) }) }))
      breaker.leave(rests === 'after failures' && isDown(outcome) ? 'down' : 'fine')
      // One receiver of webhooks that is away is not the way.
      if (rests === 'after failures' && isDown(outcome)) failsSince.set(name, failsSince.get(name) ?? now())
      else failsSince.delete(name)
      if (outcome.kind === 'retry' || outcome.kind === 'unknown') errors.set(name, { at: now(), reason: withoutAddresses(outcome.reason) })
      const wasSurelyNotTaken = outcome.kind === 'retry' && outcome.wayIsDown === true
      if (!wasSurelyNotTaken || breaker.state === 'closed') return outcome
      last = outcome
    }
    return last ?? { kind: 'retry', reason: sentence('way-rests'), wayIsDown: true }
  }

  return {
    name: first.name,
    // What one way recognizes, another has never seen.
    ...(ways.length > 1 || first.recognizesRepeatsMs === undefined ? {} : { recognizesRepeatsMs: first.recognizesRepeatsMs }),
    admits() {
      const byWay = admittedBy(
        guarded.map(({ breaker }) => breaker),
        now(),
      )
      if ('until' in byWay || rate === undefined) return byWay
      const byRate = rate.admits()
      return 'until' in byRate ? byRate : { messages: Math.min(byRate.messages, byWay.messages) }
    },
    ...(first.layOut === undefined ? {} : { layOut: (message: OutgoingMessage) => first.layOut?.(message) ?? Promise.resolve(undefined) }),
    deliver,
    states: () => Object.fromEntries(guarded.map(({ name, breaker }) => [name, breaker.state])),
    standing() {
      const used = guarded.find(({ breaker }) => breaker.state !== 'open' || breaker.opensAt <= now())
      const byRate = rate?.admits()
      return {
        perSecond,
        mayGo: byRate === undefined ? undefined : 'until' in byRate ? 0 : byRate.messages,
        ways: guarded.map(({ name, breaker }) => ({
          name,
          state: breaker.state,
          restsUntil: breaker.state === 'open' ? breaker.opensAt : undefined,
          isUsed: name === used?.name,
          lastError: errors.get(name),
          failsSince: failsSince.get(name),
        })),
      }
    },
    async close() {
      await Promise.all(ways.map(({ channel }) => channel.close()))
    },
  }
}

type Admitted = { readonly messages: number } | { readonly until: number }

function admittedBy(breakers: readonly CircuitBreaker[], now: number): Admitted {
  if (breakers.some(({ state }) => state === 'closed')) return { messages: Number.POSITIVE_INFINITY }
  const opensAt = Math.min(...breakers.map((breaker) => breaker.opensAt))
  return opensAt <= now ? { messages: 1 } : { until: opensAt }
}

/** What servers say of a message often names whom it was for. */
function withoutAddresses(reason: string): string {
  return reason.slice(0, longestReason).replaceAll(/[^\s<>"'()]+@[^\s<>"'()]+|\+?\d{7,15}\b/g, '…')
}

const longestReason = 500

function isDown(outcome: AttemptOutcome): boolean {
  return outcome.kind === 'unknown' || (outcome.kind === 'retry' && outcome.wayIsDown === true)
}

/** So many a second, with at most one second's worth at once. */
function createRate(perSecond: number, now: () => number): { take(): void; admits(): Admitted } {
  const most = Math.max(1, perSecond)
  let tokens = most
  let filledAt = now()
  const fill = (): void => {
    const at = now()
    tokens = Math.min(most, tokens + ((at - filledAt) * perSecond) / 1000)
    filledAt = at
  }
  return {
    take() {
      fill()
      tokens -= 1
    },
    admits() {
      fill()
      if (tokens >= 1) return { messages: Math.floor(tokens) }
      return { until: filledAt + Math.ceil(((1 - tokens) * 1000) / perSecond) }
    },
  }
}
