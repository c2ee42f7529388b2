// What each arm of a backtest would have decided about one person, line by line, beside what they did. The same replay as the whole backtest's, over their own lines alone.

import { decisionText, inputText } from '../../engine/decision-text.ts'
import type { Decision } from '../../model/decision.ts'
import { inputOf } from '../../runtime/log-entry.ts'
import type { Store, SubscriberNumber } from '../../runtime/store.ts'
import type { BacktestSpec } from './backtest-spec.ts'
import { ShareReplay } from './replay-share.ts'

export interface PersonTrace {
  readonly subscriber: SubscriberNumber
  readonly arms: readonly { readonly name: string; readonly lines: readonly string[] }[]
}

/** Lines of somebody's history that are gone through at most, the newest. */
const mostLines = 20_000
/** Lines that are answered for each arm, the newest. */
const mostShown = 500

/** Undefined when there is nobody of this number. */
export async function tracePerson(
  spec: BacktestSpec,
  store: Pick<Store, 'load' | 'follow' | 'history'>,
  number: SubscriberNumber,
): Promise<PersonTrace | undefined> {
  const [followed = number] = await store.follow([number])
  const [stored] = await store.load([followed])
  if (stored === undefined) return undefined
  const entries = (await store.history(stored.head, mostLines)).toSorted((one, other) => one.position - other.position)
  const decided: Decision[][] = spec.arms.map(() => [])
  const replay = new ShareReplay(spec, (arm, _, decision) => decided[arm]?.push(decision))
  if (spec.imports === 'as it happened') {
    for (const entry of entries) replay.hold(entry)
    replay.sortHeld()
  }
  for (const entry of entries) replay.take(entry)
  replay.endPeople()
  const happened = entries.flatMap((entry) => {
    const input = inputOf(entry)
    return input?.kind === 'event' && input.at >= spec.from && input.at <= spec.to ? [{ at: input.at, text: inputText(input) }] : []
  })
  return {
    subscriber: followed,
    arms: spec.arms.map(({ name }, arm) => ({
      name,
      lines: [...happened, ...(decided[arm] ?? []).map((decision) => ({ at: decision.at, text: decisionText(decision) }))]
        .map((line, index) => ({ line, index }))
        .sort((one, other) => one.line.at - other.line.at || one.index - other.index)
        .slice(-mostShown)
        .map(({ line }) => line.text),
    })),
  }
}
