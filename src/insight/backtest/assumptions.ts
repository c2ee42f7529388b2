// What the result of a backtest rests on: as data, which a console says in the words of its reader, and as the English sentences of it.

import type { BacktestSpec } from './backtest-spec.ts'

/** What may be supposed, in the order in which it is told. */
export const assumptionKinds = [
  'all-arrives',
  'recorded-answers',
  'no-answers',
  'past-answers',
  'people-as-they-were',
  'inside-goes-on',
  'nobody-inside',
  'ends-with-last-event',
  'imports-as-they-happened',
] as const

export interface Assumption {
  readonly kind: (typeof assumptionKinds)[number]
  /** Of answers drawn from the past: out of how many mails, and by which seed; null with all others. */
  readonly mails: number | null
  readonly seed: string | null
}

/** What this one rests on. */
export function assumptionsOf({ responses, from, end, before, imports }: BacktestSpec): readonly Assumption[] {
  const plain = (kind: Assumption['kind']): Assumption => ({ kind, mails: null, seed: null })
  const answers = ((): Assumption => {
    switch (responses.kind) {
      case 'recorded':
        return plain('recorded-answers')
      case 'none':
        return plain('no-answers')
      case 'past':
        return { kind: 'past-answers', mails: responses.past.all.length, seed: responses.seed }
    }
  })()
  return [
    plain('all-arrives'),
    answers,
    plain('people-as-they-were'),
    ...(Number.isFinite(from) ? [plain(before.some(({ at }) => at < from) ? 'inside-goes-on' : 'nobody-inside')] : []),
    ...(end === undefined ? [] : [plain('ends-with-last-event')]),
    ...(imports === 'as it happened' ? [plain('imports-as-they-happened')] : []),
  ]
}

/** The sentence of it. */
export function assumptionText({ kind, mails, seed }: Assumption): string {
  switch (kind) {
    case 'all-arrives':
      return 'Messages are handed over the moment they may be, and all of them arrive.'
    case 'recorded-answers':
      return 'Opens and clicks of messages that were really sent count; a message that never was is not answered.'
    case 'no-answers':
      return 'No message of the period is opened, clicked or returned.'
    case 'past-answers':
      return `Each mail is answered like one of ${(mails ?? 0).toLocaleString('en')} past mails of its template (or of all), drawn by the seed "${seed}".`
    case 'people-as-they-were':
      return 'What people did is what they did: a message that was never sent made nobody buy. So conversions of what never ran happened without it.'
    case 'inside-goes-on':
      return 'As if published at the beginning of the period: whoever was inside a journey by then goes on in it.'
    case 'nobody-inside':
      return 'Nothing was in force before the period: conditions know what happened, and nobody is inside a journey.'
    case 'ends-with-last-event':
      return 'It ends with the last event that is known: what a silence after it would set off is not counted, unless a later end is chosen.'
    case 'imports-as-they-happened':
      return 'Imported history counts as if it had come in when it happened.'
  }
}
