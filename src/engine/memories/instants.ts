// Instants, newest first, in a stretch of a list: where one more belongs, and which of those that were there are kept beside it.

import { isKept, type Retentions } from './retention.ts'

/** From a place up to another one, which is no longer part of it. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** Where an instant belongs: before all that are as old or older. */
export function placeOfInstant(list: readonly number[], { from, to }: Stretch, instant: number): number {
  let place = from
  while (place < to && (list[place] as number) > instant) place += 1
  return place
}

/** Where those end that a reader can still see once one more stands at a place of the stretch. */
export function endOfKept(
  list: readonly number[],
  { from, to }: Stretch,
  kept: { readonly place: number; readonly now: number; readonly by: Retentions },
): number {
  const { place, now, by } = kept
  let end = to
  while (end > place && !isKept(by, end - from, now - (list[end - 1] as number))) end -= 1
  return end
}
