// The report of a backtest, as the server makes it: what of its shape the pages show.

export interface Report {
  readonly from: number
  readonly to: number
  readonly people: number
  readonly events: number
  readonly assumptions: readonly string[]
  /** The first is what the others are held against. */
  readonly arms: readonly Arm[]
  readonly differences: readonly Difference[]
}

export interface Arm {
  readonly name: string
  readonly journeys: readonly JourneyResult[]
  readonly channels: readonly ChannelVolume[]
  readonly peopleEntered: number
  readonly peopleMailed: number
  readonly weekly: { readonly personWeeks: number; readonly mean: number; readonly median: number; readonly p95: number; readonly most: number }
  readonly overlaps: readonly { readonly journeys: readonly [string, string]; readonly people: number }[]
}

export interface JourneyResult {
  readonly journey: string
  readonly version: number
  readonly entered: number
  readonly people: number
  readonly notEntered: Readonly<Record<string, number>>
  readonly heldUp: Readonly<Record<string, { readonly times: number; readonly hours: number }>>
  readonly messages: number
  readonly hasGoal: boolean
  readonly report: {
    readonly completed: number
    readonly exited: number
    readonly converted: number
    readonly exitedBecause: Readonly<Record<string, number>>
    readonly steps: readonly StepResult[]
  }
  readonly thresholds: readonly Threshold[]
  readonly perDay: readonly { readonly day: string; readonly entered: number; readonly messages: number }[]
  readonly examples: readonly Example[]
}

export interface StepResult {
  readonly step: string
  readonly reached: number
  readonly sent: number
  readonly skipped: number
  readonly skippedBecause: Readonly<Record<string, number>>
  readonly refusedBecause: Readonly<Record<string, number>>
}

export interface Threshold {
  readonly condition: string
  readonly unit: string
  readonly wanted: number
  readonly people: number
  readonly reached: number
  readonly onlyThis: number | null
  readonly percentiles: { readonly p50: number; readonly p75: number; readonly p90: number; readonly p95: number }
}

export interface ChannelVolume {
  readonly channel: string
  readonly messages: number
  readonly peakDay: { readonly day: string; readonly messages: number }
  readonly peakMinute: { readonly at: number; readonly messages: number }
  readonly limitPerMinute: number | null
  readonly peakTakesMinutes: number | null
}

export interface Difference {
  readonly before: string
  readonly after: string
  readonly peopleWhoDiffer: number
  readonly journeys: readonly {
    readonly journey: string
    readonly onlyBefore: number
    readonly onlyAfter: number
    readonly alike: number
    readonly otherwise: number
  }[]
  readonly examples: readonly Example[]
}

/** Somebody, with what happened to them line by line. */
export interface Example {
  readonly subscriber: number
  readonly lines: readonly string[]
}

/** Journeys of any arm, in the order in which they are first named. */
export function journeysOf(report: Report): readonly string[] {
  return [...new Set(report.arms.flatMap(({ journeys }) => journeys.map(({ journey }) => journey)))]
}

/** What an arm found about a journey. */
export function resultOf(arm: Arm, journey: string): JourneyResult | undefined {
  return arm.journeys.find((one) => one.journey === journey)
}

/** How an arm is called: the server names them in English. */
export function armName(name: string, say: (key: string) => string): string {
  if (name === 'in force') return say('against.in-force')
  return name === 'draft' || name === 'the draft' ? say('report.draft') : name
}
