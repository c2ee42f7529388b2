// How long people stood at a step, from its running counts: bands that each double the one before, with how many and their time together.

import type { Counted } from './counted.ts'

export interface Stayed {
  readonly people: number
  /** The time of whoever is in the middle, as the mean of the band they are in: exact where all stay equally long, else within a factor of two. */
  readonly medianMs: number
}

/** Null where nobody left the step after some time there. */
export function stayedAt(step: string, counted: Counted): Stayed | null {
  const times = counted.by(step, 'stayed ms ')
  const bands = Object.keys(times)
    .map((band) => ({ band: Number(band), ms: times[band] as number, people: counted.of(step, `stayed ${band}`) }))
    .filter(({ people }) => people > 0)
    .sort((one, other) => one.band - other.band)
  const people = bands.reduce((sum, one) => sum + one.people, 0)
  let before = 0
  for (const one of bands) {
    before += one.people
    if (before * 2 >= people) return { people, medianMs: Math.round(one.ms / one.people) }
  }
  return null
}
