// How often one subscriber may enter one journey, counted per key: what `again` says about the entries so far.

import type { SkipReason } from '../model/decision.ts'
import { limits } from '../model/limits.ts'
import { sentence } from '../model/sentence.ts'
import type { CompiledJourney } from './program.ts'
import type { EntryState, SubscriberState } from './state.ts'

/** Why `again` does not let in at this instant; undefined when it does. */
export function refusedAgain(
  state: SubscriberState,
  journey: CompiledJourney,
  entry: { readonly key: string | undefined; readonly now: number },
): { readonly reason: SkipReason; readonly because: string } | undefined {
  const past = entriesOf(state, journey, entry.key)
  if (entry.now >= fromWhenOn(journey, past)) return undefined
  const { again } = journey
  const at = past.at(-1) ?? 0
  if (again === 'never') return { reason: 'again: never', because: sentence('entered-before', { at }) }
  if (typeof again === 'object' && 'max' in again)
    return { reason: 'again: too often', because: sentence('entered-often', { count: again.max, within: again.within }) }
  return { reason: 'again: too soon', because: sentence('entered-lately', { at, duration: typeof again === 'object' ? again.after : again }) }
}

/** The instant from which on `again` lets in anew, if nobody enters before; Infinity for never. */
export function mayEnterFrom(state: SubscriberState, journey: CompiledJourney, key: string | undefined): number {
  return fromWhenOn(journey, entriesOf(state, journey, key))
}

/** Of a journey that lets in every time, for how many keys the newest entry is remembered: for the day on which `again` is edited to a limit. */
const keysOfAlways = 20

/** Remembers as many entries as `again` can ask for: the maximum for max, else the newest. */
export function rememberEntry(state: SubscriberState, journey: CompiledJourney, entry: { readonly key: string | undefined; readonly now: number }): void {
  const { again } = journey
  const { entries } = state
  const key = entry.key ?? ''
  const index = entries.findIndex((one) => one.journey === journey.name && one.key === key)
  const keep = typeof again === 'object' && 'max' in again ? again.max : 1
  const at = [...(entries[index]?.at ?? []), entry.now].slice(-keep)
  if (index >= 0) entries.splice(index, 1)
  entries.push({ journey: journey.name, key, at })
  const ofJourney = entries.filter((one) => one.journey === journey.name)
  if (ofJourney.length > (again === 'always' ? keysOfAlways : limits.entries)) entries.splice(entries.indexOf(ofJourney[0] as EntryState), 1)
}

function entriesOf({ entries }: SubscriberState, journey: CompiledJourney, key: string | undefined): readonly number[] {
  return entries.find((entry) => entry.journey === journey.name && entry.key === (key ?? ''))?.at ?? []
}

function fromWhenOn({ again, againMs }: CompiledJourney, past: readonly number[]): number {
  const last = past.at(-1)
  if (again === 'always' || last === undefined) return Number.NEGATIVE_INFINITY
  if (again === 'never') return Number.POSITIVE_INFINITY
  if ('after' in again) return last + againMs
  const oldestThatCounts = past.at(-again.max)
  return oldestThatCounts === undefined ? Number.NEGATIVE_INFINITY : oldestThatCounts + againMs
}
