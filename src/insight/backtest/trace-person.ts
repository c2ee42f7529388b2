// What each arm of a backtest would have decided about one person, line by line, beside what they did. The same replay as the whole backtest's, over their own lines alone.

import { decisionText, inputText } from '../../engine/decision-text.ts'
import { theEngine } from '../../runtime/engine.ts'
import type { Store, SubscriberNumber } from '../../runtime/store.ts'
import { type ToldDecision, tellerOf } from '../telling.ts'
import type { BacktestSpec } from './backtest-spec.ts'
import { replayLines } from './replayed-lines.ts'

export interface PersonTrace {
  readonly subscriber: SubscriberNumber
  /** `told`: for each line the decision as data, or the name of what they did. */
  readonly arms: readonly { readonly name: string; readonly lines: readonly string[]; readonly told: readonly ToldLine[] }[]
}

export interface ToldLine {
  readonly at: number
  readonly event: string | null
  readonly told: ToldDecision | null
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
  const happened = replayed.happened.map((input) => ({ at: input.at, text: inputText(input), event: input.event.name, told: null }))
  return {
    subscriber: replayed.subscriber,
    arms: spec.arms.map(({ name, source }, arm) => {
      const { tell } = tellerOf(theEngine.compile({ ...source, pauses: spec.pauses }))
      const decided = (replayed.decided[arm] ?? []).map((decision) => ({ at: decision.at, text: decisionText(decision), event: null, told: tell(decision) }))
      // What they did stands before what was decided at the same instant.
      const shown = [...happened, ...decided].toSorted((one, other) => one.at - other.at).slice(-mostShown)
      return { name, lines: shown.map(({ text }) => text), told: shown.map(({ at, event, told }) => ({ at, event, told })) }
    }),
  }
}
