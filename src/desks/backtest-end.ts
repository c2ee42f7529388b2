// Up to when a backtest goes where nobody says it, which hangs on how its history came in: live, or as a file of the past.

import type { BacktestSpec } from '../insight/backtest/backtest-spec.ts'
import { OncueError } from '../model/errors.ts'
import { limits } from '../model/limits.ts'
import { mistake } from '../model/mistake.ts'
import { mergeName, occurredAtIn } from '../runtime/log-entry.ts'
import type { Store } from '../runtime/store.ts'

type ReadableLog = Pick<Store, 'last' | 'readLog' | 'readShare'>

export interface End {
  readonly to: number
  readonly is: 'asked for' | 'now' | 'the end of the history'
}

/** A period that is none. */
export function endsBefore({ from, to, is }: End & { readonly from: number }): OncueError<'backtest-invalid'> {
  const period = { since: new Date(from).toISOString(), until: new Date(to).toISOString() }
  return invalid(mistake(endWords[is], period))
}

const endWords = { 'asked for': 'period-backwards', now: 'period-ends-now', 'the end of the history': 'period-ends-history' } as const

/** Imported history that ended so long ago is a file of the past: what comes after its last event is the end of the file, and nobody's silence. */
const pastAfterMs = 7 * 86_400_000

/**
 * Up to when, where nobody says it: now, because whoever did nothing since the last event was silent until now. Of imported history of long ago, its last
 * event, unless the period begins after it.
 */
export function endOf(
  { from = Number.NEGATIVE_INFINITY, to }: { readonly from?: number | undefined; readonly to?: number | undefined },
  { lastAt, isLive }: Ends,
  now: number | undefined,
): End {
  if (to !== undefined) return { to, is: 'asked for' }
  if (now === undefined) return { to: lastAt, is: 'the end of the history' }
  // What a clock that went wrong noted is not cut off.
  if (now <= lastAt) return { to: lastAt, is: 'now' }
  return isLive || now - lastAt <= pastAfterMs || from > lastAt ? { to: now, is: 'now' } : { to: lastAt, is: 'the end of the history' }
}

export interface Ends {
  readonly lastAt: number
  /** Lines of imported history, those of what was erased among them. */
  readonly imported: number
  /** Whether anything came in that was no import. */
  readonly isLive: boolean
}

/** The instant of the last thing that happened (of imported history, when it happened), and how much imported history there is to count so. */
export async function ends(store: ReadableLog, imports: BacktestSpec['imports']): Promise<Ends> {
  const { position } = await store.last()
  if (position === 0) throw invalid(mistake('no-history-yet'))
  const [last] = await store.readLog(position - 1, 1)
  if (imports === 'as received') return { lastAt: last?.receivedAt ?? 0, imported: 0, isLive: true }
  const silent = { index: 0, of: 1, moved: [], isSilent: true }
  let latest = Number.NEGATIVE_INFINITY
  let isAllSilent = true
  let imported = 0
  for (let after = 0; after < position; after += limits.backtestPage) {
    const upTo = Math.min(after + limits.backtestPage, position)
    const entries = await store.readShare(silent, { after, upTo })
    imported += entries.length
    for (const { body } of entries) latest = Math.max(latest, occurredAtIn(body) ?? Number.NEGATIVE_INFINITY)
    if (entries.length < upTo - after) {
      isAllSilent = false
      if (entries.length === 0) continue
    }
  }
  const hasImports = latest !== Number.NEGATIVE_INFINITY
  const loudAt = isAllSilent ? undefined : await lastLoudInstant(store, position)
  // A log of nothing but what the team did ends with that.
  const lastAt = loudAt === undefined && !hasImports ? (last?.receivedAt ?? 0) : Math.max(latest, loudAt ?? latest)
  return { lastAt, imported: hasImports ? imported : 0, isLive: loudAt !== undefined || !hasImports }
}

/** When something came in last that was no import; that people of an import turned out to be one is part of it. */
async function lastLoudInstant(store: ReadableLog, position: number): Promise<number | undefined> {
  for (let upTo = position; upTo > 0; upTo -= limits.backtestPage) {
    const entries = await store.readLog(Math.max(0, upTo - limits.backtestPage), Math.min(upTo, limits.backtestPage))
    const found = entries.findLast(({ body, name }) => !body.includes('"silent":true') && name !== '(erased)' && name !== mergeName)
    if (found !== undefined) return found.receivedAt
  }
  return undefined
}

/** A backtest that makes no sense, with the sentence that says why. */
export function invalid(reason: string): OncueError<'backtest-invalid'> {
  return new OncueError('backtest-invalid', { reason })
}
