// What each arm of a backtest would have decided about one person, line by line, beside what they did. The same replay as the whole backtest's, over their own lines alone.

import { decisionText, inputText } from '../../engine/decision-text.ts'
import type { Store, SubscriberNumber } from '../../runtime/store.ts'
import type { BacktestSpec } from './backtest-spec.ts'
import { replayLines } from './replayed-lines.ts'

export interface PersonTrace {
  readonly subscriber: SubscriberNumber
  readonly arms: readonly { readonly name: string; readonly lines: readonly string[] }[]
}

/** Lines that are answered for each arm, the newest. */
const mostShown = 500

/** Undefined when there is nobody of this number. */
export async function tracePerson(
  spec: BacktestSpec,
  store: Pick<Store, 'load' | 'follow' | 'history'>,
  number: SubscriberNumber,
): Promise<PersonTrace | undefined> {
  const replayed = await replayLines(spec, store, number)
  if (replayed === undefined) return undefined
  const happened = replayed.happened.map((input) => ({ at: input.at, text: inputText(input) }))
  return {
    subscriber: replayed.subscriber,
    arms: spec.arms.map(({ name }, arm) => ({
      name,
      lines: [...happened, ...(replayed.decided[arm] ?? []).map((decision) => ({ at: decision.at, text: decisionText(decision) }))]
        .map((line, index) => ({ line, index }))
        .sort((one, other) => one.line.at - other.line.at || one.index - other.index)
        .slice(-mostShown)
        .map(({ line }) => line.text),
    })),
  }
}
