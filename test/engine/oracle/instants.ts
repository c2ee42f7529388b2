// The instants at which anything can change in a random world: everything there happens at whole units of time, give or take
// a millisecond, and every duration is so many units.

import type { Input } from '../../../src/model/input.ts'
import type { Scale } from '../../../src/testing/arbitraries/vocabulary.ts'

/** Every instant after `from` and up to `to` that is whole units away from something that happened, and those a millisecond beside it. */
export function interestingInstants(scale: Scale, history: readonly Input[], from: number, to: number): number[] {
  const happened = history.flatMap((input) => (input.kind === 'event' ? [input.at, input.event.occurredAt] : [input.at]))
  const offsets = new Set([scale.startAt, ...happened].flatMap((at) => [at - 1, at, at + 1].map((instant) => offsetOf(scale, instant))))
  const instants: number[] = []
  for (let unit = from - offsetOf(scale, from); unit <= to; unit += scale.unitMs) for (const offset of offsets) instants.push(unit + offset)
  return instants.filter((instant) => instant > from && instant <= to).sort((one, other) => one - other)
}

function offsetOf(scale: Scale, instant: number): number {
  return (((instant - scale.startAt) % scale.unitMs) + scale.unitMs) % scale.unitMs
}
