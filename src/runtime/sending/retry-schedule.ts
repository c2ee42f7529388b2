// When a delivery that was not handed over is tried again. Delays grow, and each effect's are shifted by a hash of its key,
// so that a provider that comes back is not met by everything at once. After the last delay the delivery has failed.

import { createHash } from 'node:crypto'
import type { Delivery } from '../store.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** Milliseconds from one attempt to the next. Mails and text messages: just over two days. Webhooks: as Standard Webhooks recommends, about three. */
export const retryDelaysMs: Readonly<Record<Delivery['channel'], readonly number[]>> = {
  email: [minute, 5 * minute, 15 * minute, hour, 3 * hour, 6 * hour, 12 * hour, 24 * hour],
  sms: [minute, 5 * minute, 15 * minute, hour, 3 * hour, 6 * hour, 12 * hour, 24 * hour],
  popup: [second, minute, hour],
  webhook: [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour],
}
const longestWishMs = 24 * hour
const jitter = 0.2

/** Milliseconds that may lie between the first and the last of so many attempts, where nobody asked for more. */
export function longestSinceFirstMs({ channel, attempts }: Pick<Delivery, 'channel' | 'attempts'>): number {
  return retryDelaysMs[channel].slice(0, Math.max(0, attempts - 1)).reduce((sum, delayMs) => sum + delayMs * (1 + jitter), 0)
}

/**
 * Milliseconds until the next attempt after this many (1 or more), at least what the other side asked for; undefined when
 * there have been enough. The same key and number of attempts always give the same delay.
 */
export function retryDelayMs(delivery: Pick<Delivery, 'channel' | 'key' | 'attempts'>, askedForMs: number | undefined): number | undefined {
  const delayMs = retryDelaysMs[delivery.channel][delivery.attempts - 1]
  if (delayMs === undefined) return undefined
  const chance = createHash('sha256').update(`${delivery.key}\n${delivery.attempts}`).digest().readUInt32LE() / 2 ** 32
  return Math.max(Math.round(delayMs * (1 - jitter + 2 * jitter * chance)), Math.min(askedForMs ?? 0, longestWishMs))
}

/** Milliseconds that lay between the attempts so far, this one among them, where nobody asked for more. */
export function waitedMs({ channel, key, attempts }: Pick<Delivery, 'channel' | 'key' | 'attempts'>): number {
  const inVain = Array.from({ length: Math.max(0, attempts - 1) }, (_, index) => index + 1)
  return inVain.reduce((sum, attempt) => sum + (retryDelayMs({ channel, key, attempts: attempt }, undefined) ?? 0), 0)
}
