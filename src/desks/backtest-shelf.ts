// The backtests that are kept: the newest, each in a file of the data folder, so that a restart loses none. They name people as examples; whoever is erased is taken out of them.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { BacktestStatus } from '../api/admin/backtests-door.ts'
import { limits } from '../model/limits.ts'
import { mistake } from '../model/mistake.ts'
import type { ErasedPerson, Keeper } from '../runtime/channel.ts'
import { replaceFile } from '../settings/kept-file.ts'
import type { BacktestRequest } from './backtests.ts'

export interface KeptBacktest {
  /** With the definitions as they were when it began. */
  readonly request: BacktestRequest
  readonly status: BacktestStatus
}

export interface BacktestShelf extends Keeper {
  /** In order of their numbers; what ran when the server before ended without a word has failed. */
  all(): readonly KeptBacktest[]
  get(id: number): KeptBacktest | undefined
  /** Keeps it, and lets go of the oldest. */
  put(kept: KeptBacktest): void
  drop(id: number): void
}

/** Of one that still ran when its server ended without a word: nobody goes on with it. */
function cutOff({ request, status }: KeptBacktest): KeptBacktest {
  return status.state === 'running' ? { request, status: { ...status, state: 'failed', problem: mistake('backtest-cut-off') } } : { request, status }
}

/** The form of the files; what another version of Oncue wrote in another form is left alone and not shown. */
const form = 1

/** Opens what is kept in a folder, which is made with the first one. */
export function openBacktestShelf(folder: string): BacktestShelf {
  const kept = new Map<number, KeptBacktest>(readAll(folder).map((one) => [one.status.id, one]))
  const fileOf = (id: number): string => join(folder, `${id}.json`)
  const drop = (id: number): void => {
    kept.delete(id)
    rmSync(fileOf(id), { force: true })
  }
  const put = (one: KeptBacktest): void => {
    kept.set(one.status.id, one)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    replaceFile(fileOf(one.status.id), JSON.stringify({ form, ...one }))
    for (const old of [...kept.keys()].sort((first, second) => first - second).slice(0, -limits.backtestsKept)) drop(old)
  }
  return {
    all: () => [...kept.values()],
    get: (id) => kept.get(id),
    put,
    drop,
    async erase(person) {
      for (const one of [...kept.values()]) {
        const left = without(one, person)
        if (left !== one) put(left)
      }
    },
  }
}

function readAll(folder: string): readonly KeptBacktest[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => /^\d{1,9}\.json$/.test(name))
    .flatMap((name) => read(join(folder, name), Number.parseInt(name, 10)) ?? [])
    .sort((one, other) => one.status.id - other.status.id)
}

function read(path: string, id: number): KeptBacktest | undefined {
  try {
    const found = JSON.parse(readFileSync(path, 'utf8')) as Partial<KeptBacktest> & { readonly form?: unknown }
    return found.form === form && found.status?.id === id && found.request !== undefined ? cutOff({ request: found.request, status: found.status }) : undefined
  } catch {
    return undefined
  }
}

/** The same without the lines about a person; the very same where there are none. */
function without(kept: KeptBacktest, { numbers, ids, addresses }: ErasedPerson): KeptBacktest {
  const { report } = kept.status
  if (report === null) return kept
  const named = [...ids, ...addresses].filter((name) => name.length > 2)
  const isAbout = (one: { readonly subscriber: number; readonly lines: readonly string[] }): boolean =>
    numbers.includes(one.subscriber) || one.lines.some((line) => named.some((name) => line.includes(name)))
  let found = 0
  const others = <Example extends Parameters<typeof isAbout>[0]>(examples: readonly Example[]): readonly Example[] => {
    const left = examples.filter((one) => !isAbout(one))
    found += examples.length - left.length
    return left
  }
  const withOthers = <One extends { readonly examples: Parameters<typeof others>[0] }>(one: One): One => ({ ...one, examples: others(one.examples) })
  const arms = report.arms.map(({ journeys, segments, ...arm }) => ({
    ...arm,
    journeys: journeys.map(withOthers),
    // Reports that an older version kept have none.
    ...(segments && { segments: segments.map(withOthers) }),
  }))
  const differences = report.differences.map(withOthers)
  return found === 0 ? kept : { ...kept, status: { ...kept.status, report: { ...report, arms, differences } } }
}
