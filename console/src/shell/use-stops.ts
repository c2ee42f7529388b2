// The stop switches that are on, asked for again and again: the bar about them has to be true on every page.

import { useAsk } from '../client/use-ask.ts'

/** All of them, and the one that holds everything back. */
export function useStops() {
  const { data } = useAsk('GET /stops', {}, { everyMs: 15_000 })
  const stops = data?.stops ?? []
  return { stops, held: data?.held ?? 0, everything: stops.find((stop) => 'all' in stop) }
}
