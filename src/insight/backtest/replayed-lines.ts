// One person's stored lines, gone through once for all arms: what was decided, and what they did meanwhile.

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Decision } from '../../model/decision.ts'
import type { Input } from '../../model/input.ts'
import { inputOf } from '../../runtime/log-entry.ts'
import type { Store, SubscriberNumber } from '../../runtime/store.ts'
import type { BacktestSpec } from './backtest-spec.ts'
import { ShareReplay } from './replay-share.ts'

export interface ReplayedLines {
  /** Who the number leads to now. */
  readonly subscriber: SubscriberNumber
  /** Events of the period, in order of when they came. */
  readonly happened: readonly Extract<Input, { kind: 'event' }>[]
  /** By arm. */
  readonly decided: readonly (readonly Decision[])[]
}

/** Lines of somebody's history that are gone through at most, the newest. */
const mostLines = 20_000
/** Lines that are gone through in one go: others wait meanwhile. */
const linesInOneGo = 100

/** Undefined when there is nobody of this number. */
export async function replayLines(
  spec: BacktestSpec,
  store: Pick<Store, 'load' | 'follow' | 'history'>,
  number: SubscriberNumber,
): Promise<ReplayedLines | undefined> {
  const [followed = number] = await store.follow([number])
  const [stored] = await store.load([followed])
  if (stored === undefined) return undefined
  const entries = (await store.history(stored.head, mostLines)).toSorted((one, other) => one.position - other.position)
  const decided: Decision[][] = spec.arms.map(() => [])
  const replay = new ShareReplay(spec, (arm, _, decision) => decided[arm]?.push(decision))
  if (spec.imports === 'as it happened') {
    for (const [index, entry] of entries.entries()) {
      replay.hold(entry)
      await turnAfter(index)
    }
    replay.sortHeld()
  }
  const happened: Extract<Input, { kind: 'event' }>[] = []
  for (const [index, entry] of entries.entries()) {
    replay.take(entry)
    const input = inputOf(entry)
    if (input?.kind === 'event' && input.at >= spec.from && input.at <= spec.to) happened.push(input)
    await turnAfter(index)
  }
  replay.endPeople()
  return { subscriber: followed, happened, decided }
}

/** Others have their turn after so many lines. */
async function turnAfter(index: number): Promise<void> {
  if (index % linesInOneGo === linesInOneGo - 1) await nextTurn()
}
