// What a kept backtest was asked: in words, as the body that asks it again, and as the choices of the form.

import type { AnswerOf, InputOf } from '../../client/ask.ts'
import type { Say } from '../../words/words.ts'

type Kept = AnswerOf<'GET /backtests'>['backtests'][number]
type Body = NonNullable<InputOf<'POST /backtests'>['body']>

interface Wished {
  readonly drafts?: boolean
  readonly against?: string | { readonly journey: string; readonly version: number }
  readonly whatIf?: { readonly journey: string; readonly tried: { readonly path: readonly string[]; readonly values: readonly unknown[] } }
  /** The name of a draft that came with the question alone and was not kept as a wish. */
  readonly journey?: string
  readonly from?: number
  readonly responses?: string
  readonly thresholds?: boolean
}

/** What was tried, or what it was held against. */
export function wishedWords(wish: Kept['wish'], say: Say): string {
  const { against = 'in force', whatIf } = wish as Wished
  if (whatIf !== undefined) return say('list.tried', { journey: whatIf.journey, place: whatIf.tried.path.join(' › '), values: whatIf.tried.values.join(', ') })
  const held = typeof against === 'object' ? say('against.version-of', against) : say(`against.${against.replace(' ', '-')}`)
  return say('list.held-against', { what: held })
}

/** The same question once more; undefined where it came with a draft of its own, of which only the name is known. */
export function askedAgain(wish: Kept['wish']): Body | undefined {
  const { whatIf, journey, ...rest } = wish as Wished
  if (journey !== undefined) return undefined
  return { ...rest, ...(whatIf && { whatIf: { journey: whatIf.journey, ...whatIf.tried } }) } as Body
}

/** The journey that it was about, where it was about one. */
export function askedJourney(wish: Kept['wish']): string | undefined {
  const { whatIf, journey } = wish as Wished
  return whatIf?.journey ?? journey
}

/** The choices of the form that come nearest, as they stand in the address; `startedAt` is when it was asked, UTC milliseconds. */
export function choicesOf(wish: Kept['wish'], startedAt: number): Readonly<Record<string, string>> {
  const { drafts, against, whatIf, from, responses, thresholds } = wish as Wished
  const days = from === undefined ? 'all' : String(Math.round((startedAt - from) / 86_400_000))
  return {
    what: drafts === true ? 'drafts' : 'files',
    ...(typeof against === 'object' ? { against: 'version', held: against.journey, version: String(against.version) } : against !== undefined && { against }),
    ...(whatIf && { journey: whatIf.journey, place: whatIf.tried.path.join('.') }),
    days,
    ...(responses !== undefined && { answers: responses }),
    near: thresholds === true ? 'yes' : 'no',
  }
}
