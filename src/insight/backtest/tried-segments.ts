// The segments that a backtest tells of: those that its arms define differently. All others would be the same on every side.

import type { Program, ProgramSource } from '../../engine/program.ts'
import type { SubscriberState } from '../../engine/state.ts'
import { add, type Notes, type Tally } from './tally.ts'

/** Names of segments that not every arm defines alike, and of those that ask for one of these. None where there is one arm only. */
export function triedSegments(arms: readonly { readonly source: Pick<ProgramSource, 'segments'> }[]): readonly string[] {
  const all = arms.map(({ source }) => new Map(source.segments.map((one) => [one.segment, JSON.stringify(one.if)])))
  const names = [...new Set(all.flatMap((one) => [...one.keys()]))].sort()
  const tried = new Set(names.filter((name) => new Set(all.map((one) => one.get(name))).size > 1))
  let before = -1
  while (before !== tried.size) {
    before = tried.size
    for (const name of names) if (all.some((one) => [...tried].some((other) => one.get(name)?.includes(JSON.stringify(other))))) tried.add(name)
  }
  return names.filter((name) => tried.has(name))
}

/** Which of these segments hold in a state of a program. */
export function segmentsHeld({ watches }: Program, state: SubscriberState, tried: readonly string[]): readonly string[] {
  return watches.flatMap(({ id, segment }) => (segment !== undefined && tried.includes(segment) && state.watches.holds(id) ? [segment] : []))
}

/** Counts in which of them somebody was when the period began: they did not come in then. */
export function countSegmentsBefore(tally: Tally, held: readonly string[]): void {
  for (const segment of held) add(tally, `segment before\n${segment}`)
}

/** Counts in which of them somebody was at the end, and how often they had come in. */
export function countSegments(tally: Tally, { joined }: Notes, held: readonly string[]): void {
  for (const segment of held) add(tally, `segment held\n${segment}`)
  for (const segment of joined.keys()) add(tally, `segment people\n${segment}`)
}

/** Counts where somebody is at the end in the first arm only, in the other only, or in both. */
export function compareHeld(tally: Tally, one: readonly string[], other: readonly string[]): void {
  for (const segment of new Set([...one, ...other])) {
    const how = !other.includes(segment) ? 'only before' : one.includes(segment) ? 'both' : 'only after'
    add(tally, `segment ${how}\n${segment}`)
  }
}
