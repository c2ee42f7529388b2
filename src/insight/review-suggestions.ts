// What follows from a review. One rule for each suggestion; each names the numbers that it rests on, as a sentence and as data, and says what could be done.
// Differences of shares count only as far as they are sure.

import { compare } from './proportions.ts'
import type { ReviewedMessages, ReviewFacts } from './review-facts.ts'

/** In the order in which they are told. */
export const suggestionKinds = [
  'guard-paused',
  'harm',
  'bounces',
  'complaints',
  'unsubscribes',
  'nobody',
  'fewer',
  'more',
  'threshold',
  'held-back',
  'opens',
  'clicks',
  'no-difference',
  'no-goal',
  'no-holdout',
] as const
export type SuggestionKind = (typeof suggestionKinds)[number]

export interface Suggestion {
  readonly kind: SuggestionKind
  /** What it rests on, in English; the same numbers stand in `numbers`. */
  readonly evidence: string
  /** What could be done. */
  readonly advice: string
  readonly numbers: Readonly<Record<string, number>>
  /** A condition, a reason, or nothing. */
  readonly about: string | null
}

type Facts = ReviewFacts
type Found = Omit<Suggestion, 'kind'> | undefined

/** Fewer people prove nothing. */
const fewestPeople = 20
/** Fewer days prove nothing about nobody. */
const fewestDays = 7

/** Those whose numbers are there. */
export function suggestionsFor(facts: Facts): readonly Suggestion[] {
  return suggestionKinds.flatMap((kind): Suggestion[] => {
    const found = rules[kind](facts)
    return found === undefined ? [] : [{ kind, ...found }]
  })
}

const rules: Readonly<Record<SuggestionKind, (facts: Facts) => Found>> = {
  'guard-paused': ({ guard }) =>
    guard === null
      ? undefined
      : said(`Its guard paused it: ${guard.because}`, 'Mend what is wrong and let it go on. If so many were right, let its guard allow more first.', {
          since: guard.since,
        }),
  harm: ({ lift }) =>
    lift?.comparison.verdict !== 'lower'
      ? undefined
      : said(
          `${percent(lift.treated.rate)} reached the goal with its messages, ${percent(lift.holdout.rate)} of those who were held out did without`,
          'Pause it: its messages do harm.',
          { with: lift.treated.rate ?? 0, without: lift.holdout.rate ?? 0 },
        ),
  bounces: (facts) => worse(facts, 'bounced', 'came back', 'Look at where their addresses come from, and take out those that are old or were never confirmed.'),
  complaints: (facts) => worse(facts, 'complained', 'complained', 'Look at who gets it and how it came to have their address; write less often.'),
  unsubscribes: (facts) => worse(facts, 'unsubscribed', 'said no to further mail', 'Write to fewer people or less often, or say plainer what it is about.'),
  nobody: ({ entered, days, expected }) =>
    entered > 0 || days < fewestDays
      ? undefined
      : said(
          `Nobody entered in ${dayText(days)}${expected === null ? '' : `, and ${number(expected.entries)} were expected`}`,
          'Ask why of somebody who should have entered, and look at its ways in.',
          {
            days,
            ...(expected !== null && { expected: expected.entries }),
          },
        ),
  fewer: (facts) => {
    const far = farFrom(facts)
    return facts.entered > 0 && far !== undefined && far.entered < far.expected / 2
      ? said(
          `${number(far.entered)} entered in ${dayText(facts.days)}, and ${number(far.expected)} were expected, give or take ${number(far.giveOrTake)}`,
          'Look whether the events still come in as they did.',
          far,
        )
      : undefined
  },
  more: (facts) => {
    const far = farFrom(facts)
    return far !== undefined && far.entered > far.expected * 1.5
      ? said(
          `${number(far.entered)} entered in ${dayText(facts.days)}, and ${number(far.expected)} were expected, give or take ${number(far.giveOrTake)}`,
          'Look whether that is a good week, or an event that comes too often.',
          far,
        )
      : undefined
  },
  threshold: ({ near, entered }) => {
    const most = near?.toSorted((one, other) => (other.onlyThis ?? 0) - (one.onlyThis ?? 0))[0]
    const onlyThis = most?.onlyThis ?? 0
    return most === undefined || onlyThis < fewestPeople || onlyThis < entered / 5
      ? undefined
      : {
          ...said(
            `"${most.condition}" alone kept ${number(onlyThis)} people out, and ${number(entered)} entered`,
            'Try other numbers side by side in a backtest.',
            { people: onlyThis, entered, wanted: most.wanted },
          ),
          about: most.condition,
        }
  },
  'held-back': ({ messages: { sent, refused }, refusedBecause }) => {
    const [why, count] = Object.entries(refusedBecause).toSorted(([, one], [, other]) => other - one)[0] ?? []
    return why === undefined || count === undefined || refused < fewestPeople || refused < (sent + refused) / 5
      ? undefined
      : {
          ...said(
            `${number(refused)} of ${number(sent + refused)} messages were not sent, ${number(count)} of them because: ${why}`,
            'Let in only whom you may write to, or look at that rule.',
            { refused, of: sent + refused, count },
          ),
          about: why,
        }
  },
  opens: (facts) => less(facts, 'opened', 'Try another subject in a split.'),
  clicks: (facts) => less(facts, 'clicked', 'Try another content, or one clear next step, in a split.'),
  'no-difference': ({ lift }) =>
    lift?.comparison.verdict !== 'no difference shown'
      ? undefined
      : said(
          `${percent(lift.treated.rate)} of ${number(lift.treated.passages)} reached the goal with its messages, ${percent(lift.holdout.rate)} of ${number(lift.holdout.passages)} without: no difference is shown`,
          'Change what it says or when, or spare people these mails.',
          { with: lift.treated.rate ?? 0, without: lift.holdout.rate ?? 0, treated: lift.treated.passages, heldOut: lift.holdout.passages },
        ),
  'no-goal': ({ hasGoal, messages: { sent } }) =>
    hasGoal || sent < fewestPeople
      ? undefined
      : said(`${number(sent)} messages were sent, and no goal says what for`, 'Give it a goal, so that it is counted what it brings.', { sent }),
  'no-holdout': ({ hasGoal, hasHoldout, lift, converted, entered }) =>
    !hasGoal || hasHoldout || lift !== null || converted < fewestPeople
      ? undefined
      : said(
          `${number(converted)} of ${number(entered)} reached the goal; how many would have without it, nobody knows`,
          'Hold out a tenth, so that the difference shows.',
          { converted, entered },
        ),
}

function said(evidence: string, advice: string, numbers: Suggestion['numbers']): Omit<Suggestion, 'kind'> {
  return { evidence, advice, numbers, about: null }
}

/** A reaction that is surely more frequent than with the other journeys, and above the one in the middle. */
function worse({ messages, others, median }: Facts, what: 'bounced' | 'complained' | 'unsubscribed', words: string, advice: string): Found {
  const share = messages[what] / messages.sent
  if (compare(shareOf(messages, what), shareOf(others, what)).verdict !== 'higher' && !isClear(messages, others, what)) return undefined
  if (median !== null && share <= median[what]) return undefined
  const rest = others[what] / others.sent
  return said(
    `${percent(share)} of ${number(messages.sent)} ${words}, ${percent(rest)} with the other journeys${median === null ? '' : ` and ${percent(median[what])} with the one in the middle`}`,
    advice,
    { share, of: messages.sent, others: rest, ...(median !== null && { median: median[what] }) },
  )
}

/** Reactions are rare: five of them among a hundred and more are enough, where the interval of the difference leaves 0 out. */
function isClear(messages: ReviewedMessages, others: ReviewedMessages, what: 'bounced' | 'complained' | 'unsubscribed'): boolean {
  if (messages.sent < 100 || others.sent < 100 || messages[what] < 5) return false
  return compare(shareOf(messages, what), shareOf(others, what)).interval.low > 0
}

/** A reaction that is surely less frequent than with the other journeys. */
function less({ messages, others }: Facts, what: 'opened' | 'clicked', advice: string): Found {
  const [own, rest] = [shareOf(messages, what), shareOf(others, what)]
  if (compare(own, rest).verdict !== 'lower') return undefined
  const [share, of] = [own.count / own.of, rest.count / rest.of]
  return said(`${percent(share)} of ${number(own.of)} were ${what} by people, and ${percent(of)} of those of other journeys`, advice, {
    share,
    of: own.of,
    others: of,
  })
}

function shareOf(messages: ReviewedMessages, what: 'opened' | 'clicked' | 'bounced' | 'complained' | 'unsubscribed') {
  return { of: messages.sent, count: Math.min(messages[what], messages.sent) }
}

/** Entries, where they are further from what was expected than days differ. */
function farFrom({ entered, expected }: Facts) {
  if (expected === null || Math.max(entered, expected.entries) < fewestPeople) return undefined
  if (Math.abs(entered - expected.entries) < 3 * Math.max(expected.giveOrTake, Math.sqrt(expected.entries))) return undefined
  return { entered, expected: expected.entries, giveOrTake: expected.giveOrTake }
}

function percent(share: number | null): string {
  return share === null ? '0 %' : `${Math.round(share * 1000) / 10} %`
}

function number(value: number): string {
  return value.toLocaleString('en')
}

function dayText(days: number): string {
  return days === 1 ? '1 day' : `${days} days`
}
