// What a benchmark says: a number beside the number it should be. Medians over rounds, since a neighbour on the same machine slows single
// ones; the load average stands beside them. Nothing here fails: a low number is reported, not thrown.

import { readFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { performance } from 'node:perf_hooks'

/** One line of the table. */
export interface Measurement {
  readonly what: string
  readonly value: number
  readonly unit: string
  /** Undefined for a number that only explains another one. */
  readonly target: Target | undefined
  /** How it came about: rounds, spread, processor time. */
  readonly note: string
}

export interface Target {
  readonly atLeast?: number
  readonly atMost?: number
}

/** How much is done: all of it, or just enough to see that nothing broke. */
export interface Effort {
  readonly isQuick: boolean
  readonly rounds: number
  /** How many events are logged or people are inside, where that can be chosen; undefined for what the benchmark chooses itself. */
  readonly size?: number | undefined
}

export interface Benchmark {
  readonly name: string
  /** Only on demand, because of how long it takes. */
  readonly isLong?: true
  readonly run: (effort: Effort) => Promise<readonly Measurement[]>
}

export type Verdict = 'met' | 'missed' | ''

/** Whether the number is what it should be; "" when nothing is asked of it. */
export function verdictOf({ value, target }: Measurement): Verdict {
  if (target === undefined) return ''
  const isMet = (target.atLeast === undefined || value >= target.atLeast) && (target.atMost === undefined || value <= target.atMost)
  return isMet ? 'met' : 'missed'
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

export function quantile(values: readonly number[], of: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * of))] ?? Number.NaN
}

/** "12,000 to 14,000": how far the rounds lie apart. */
export function spread(values: readonly number[]): string {
  return `${numberText(Math.min(...values))} to ${numberText(Math.max(...values))}`
}

/** Few digits where they do not matter. */
export function numberText(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return value.toLocaleString('en-US', { maximumFractionDigits: digits })
}

/** Milliseconds since 1970 with fractions, the same in every process of the machine. */
export function preciseNow(): number {
  return performance.timeOrigin + performance.now()
}

/** What it was measured on, in plain words. */
export function machineWords(): string {
  const [first] = cpus()
  return `${cpus().length} cores (${first?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, ${process.platform}`
}

/** How many processes wanted a core, on average over the last minute. */
export function loadAverage(): number {
  return loadavg()[0] ?? Number.NaN
}

/** Processor time so far, in ticks of the system's clock: what there was, what was used, and what of it was ours. */
export interface MachineUse {
  readonly total: number
  readonly used: number
  readonly own: number
}

/** The machine's own account; children count once they have ended. NaN where the system does not tell. */
export function machineUse(): MachineUse {
  try {
    const [user = 0, nice = 0, system = 0, idle = 0, waiting = 0, ...rest] =
      readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.split(/\s+/).slice(1, 9).map(Number) ?? []
    const used = user + nice + system + rest.reduce((sum, each) => sum + each, 0)
    const own = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ').slice(11, 15).map(Number) ?? []
    return { total: used + idle + waiting, used, own: own.reduce((sum, each) => sum + each, 0) }
  } catch {
    return { total: Number.NaN, used: Number.NaN, own: Number.NaN }
  }
}

/** How much of the machine others used in between, in percent. */
export function othersPercent(before: MachineUse, after: MachineUse): number {
  return (100 * (after.used - before.used - (after.own - before.own))) / (after.total - before.total)
}
