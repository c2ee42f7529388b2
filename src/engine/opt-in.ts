// The questions of double opt-ins, as everybody else looks at them: which are open, and which message asks which. The message travels in a
// passage of its own that belongs to no journey of the program and has ended already: it only carries the message to the outbox.

import type { OptInQuestion, Transmission } from '../model/effect.ts'
import type { AskState, SubscriberState } from './state.ts'

/** What the passage that carries a question is called; statistics and the outbox know it by this name. */
export const optInJourney = 'double opt-in'
/** A version that no journey of an author has. */
export const optInVersion = 0

/** Whether a passage only carries a question. */
export function isQuestion({ journey, version }: { readonly journey: string; readonly version: number }): boolean {
  return version === optInVersion && journey === optInJourney
}

/** The question that a message asks; undefined when it is no longer known. */
export function askOf({ asks }: Pick<SubscriberState, 'asks'>, id: string): AskState | undefined {
  return asks.find((ask) => ask.id === id)
}

/** Whether it may still be answered. */
export function isOpen({ confirmedAt, expiresAt }: Pick<AskState, 'confirmedAt' | 'expiresAt'>, now: number): boolean {
  return confirmedAt === undefined && now < expiresAt
}

/** What is handed over for a question: to the address that it is about, and never followed. */
export function questionOf({ address, topics, locale, expiresAt }: AskState, base: Transmission): Transmission {
  const optIn: OptInQuestion = { topics, expiresAt, ...(locale === undefined ? {} : { locale }) }
  return { ...base, to: address, mayTrack: false, optIn }
}

/** Questions of one subscriber that are remembered; the oldest leaves. */
const mostAsks = 10

/** The newest of them. */
export function keepAsks(asks: readonly AskState[]): readonly AskState[] {
  return asks.slice(-mostAsks)
}

/** The questions of both, each once. */
export function mergeAsks(state: SubscriberState, other: Pick<SubscriberState, 'asks'>): void {
  if (other.asks.length === 0) return
  const known = new Set(state.asks.map(({ id }) => id))
  const asks = [...state.asks, ...other.asks.filter(({ id }) => !known.has(id))]
  state.asks = keepAsks(asks.sort((one, two) => one.at - two.at || (one.id < two.id ? -1 : 1)))
}
