// How much a memory keeps. Every condition that reads a memory states how many entries it looks at and how far back; the
// memory keeps what at least one of them can still see, and nothing else.

/** One reader's need: the newest `count` entries, of those younger than `windowMs` (Infinity: however old). */
export interface Retention {
  readonly count: number
  readonly windowMs: number
}

/** The needs of all readers of one memory. It widens while conditions are compiled and is fixed once the program is complete. */
export interface Retentions {
  /** None of them is covered by another one; the largest count first. */
  needs: readonly Retention[]
  maxCount: number
  maxWindowMs: number
}

/** The needs of nobody yet. */
export function noRetentions(): Retentions {
  return { needs: [], maxCount: 0, maxWindowMs: 0 }
}

/** Adds one reader's need. */
export function widen(retentions: Retentions, need: Retention): void {
  const isCovered = retentions.needs.some((other) => other.count >= need.count && other.windowMs >= need.windowMs)
  if (isCovered) return
  const others = retentions.needs.filter((other) => other.count > need.count || other.windowMs > need.windowMs)
  retentions.needs = [...others, need].sort((one, other) => other.count - one.count)
  retentions.maxCount = Math.max(retentions.maxCount, need.count)
  retentions.maxWindowMs = Math.max(retentions.maxWindowMs, need.windowMs)
}

/**
 * Whether any reader can still see an entry of this age that has `rank` newer ones. An entry that nobody sees is never seen
 * again: it only grows older and only gets more newer ones. What is kept is always a run of the newest entries.
 */
export function isKept(retentions: Retentions, rank: number, ageMs: number): boolean {
  const { needs } = retentions
  for (let index = 0; index < needs.length; index += 1) {
    const need = needs[index] as Retention
    if (rank < need.count && ageMs < need.windowMs) return true
  }
  return false
}

/** The needs as text, for the memory's identity. */
export function retentionsText(retentions: Retentions): string {
  return retentions.needs.map(({ count, windowMs }) => `${count}/${windowMs}`).join(' ')
}
