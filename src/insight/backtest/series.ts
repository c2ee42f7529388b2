// How often something happened in each day, hour or minute. A long period has hundreds of thousands of them, so they are counted in pages of plain numbers:
// with a text for each, what a backtest holds grew with the length of the period and not only with its people.

/** Counts by page. Plain data that crosses threads. */
export type Series = Map<number, Int32Array>

/** Places of one page. */
const pagePlaces = 256

/** Adds to what happened at a place: the number of a day, hour or minute since 1970. */
export function addAt(series: Series, place: number, by = 1): void {
  const number = Math.floor(place / pagePlaces)
  let page = series.get(number)
  if (page === undefined) {
    page = new Int32Array(pagePlaces)
    series.set(number, page)
  }
  const index = place - number * pagePlaces
  page[index] = (page[index] as number) + by
}

/** Adds another series to this one. */
export function addSeries(series: Series, other: Series): void {
  for (const [number, counts] of other) {
    const page = series.get(number)
    if (page === undefined) series.set(number, counts.slice())
    else for (let index = 0; index < pagePlaces; index += 1) page[index] = (page[index] as number) + (counts[index] as number)
  }
}

/** Places at which something happened, earliest first, each with how often. */
export function placesOf(series: Series | undefined): readonly (readonly [place: number, count: number])[] {
  return [...(series ?? [])]
    .sort(([one], [other]) => one - other)
    .flatMap(([number, counts]) => Array.from(counts, (count, index) => [number * pagePlaces + index, count] as const).filter(([, count]) => count !== 0))
}

/** The day of a place, as 2026-01-31; "" where there is none. */
export function dayText(day: number): string {
  return Number.isFinite(day) ? new Date(day * dayMs).toISOString().slice(0, 10) : ''
}

const dayMs = 86_400_000
