// Durations as the language writes them ("24h", "1d12h") and as people give them: a number and a unit.

export const durationUnits = ['m', 'h', 'd', 'w', 's', 'ms'] as const
export type DurationUnit = (typeof durationUnits)[number]

export interface Length {
  readonly amount: string
  readonly unit: DurationUnit
}

/** The number and unit of a duration; undefined when it is made of several. */
export function lengthOf(duration: string): Length | undefined {
  const found = /^(\d+)(ms|[smhdw])$/.exec(duration)
  return found === null ? undefined : { amount: found[1] as string, unit: found[2] as DurationUnit }
}

/** The duration of a number and a unit. */
export function durationOf({ amount, unit }: Length): string {
  return `${amount}${unit}`
}

const milliseconds = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const

/** The parts of a duration, as words need them: [["1", "d"], ["12", "h"]]. */
export function partsOfDuration(duration: string): readonly Length[] {
  return Array.from(duration.matchAll(/(\d+)(ms|[smhdw])/g), ([, amount, unit]) => ({ amount: amount as string, unit: unit as DurationUnit }))
}

/** Its length in milliseconds, to compare. */
export function lengthMs(duration: string): number {
  return partsOfDuration(duration).reduce((sum, { amount, unit }) => sum + Number(amount) * milliseconds[unit], 0)
}
