// Wilson's score interval for one share (E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22, 1927). It
// holds for small numbers and for shares near 0 and 1, where the textbook's interval does not.

/** So many of so many. */
export interface Share {
  readonly of: number
  readonly count: number
}

export interface Interval {
  readonly low: number
  readonly high: number
}

/** The interval of a share, z being the normal quantile of the confidence: 1.96 for 95 %. */
export function wilsonInterval({ of, count }: Share, z: number): Interval {
  if (of === 0) return { low: 0, high: 1 }
  const share = count / of
  const square = z * z
  const center = (share + square / (2 * of)) / (1 + square / of)
  const half = (z / (1 + square / of)) * Math.sqrt((share * (1 - share)) / of + square / (4 * of * of))
  return { low: count === 0 ? 0 : Math.max(0, center - half), high: count === of ? 1 : Math.min(1, center + half) }
}
