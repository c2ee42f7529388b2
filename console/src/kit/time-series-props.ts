// What a time series is told.

export interface Series {
  readonly label: string
  readonly values: readonly (number | null)[]
  /** Which color of the four; its place when left out. */
  readonly color?: 1 | 2 | 3 | 4
}

export interface TimeSeriesProps {
  /** What it shows, for those who hear the page. */
  readonly label: string
  /** UTC milliseconds. */
  readonly at: readonly number[]
  readonly series: readonly Series[]
  readonly heightPx?: number
  /** How values are written; plain numbers when left out. */
  readonly format?: (value: number) => string
  /** Whether the instants are days. */
  readonly isDaily?: boolean
}
