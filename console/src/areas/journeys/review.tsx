// The review of a journey: how it ran since its version or over four weeks, against what was expected and the other journeys, and what follows from that. Every
// suggestion stands beside the numbers that it rests on.

import { CircleCheck, Lightbulb, TriangleAlert } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import type { AnswerOf } from '../../client/ask.ts'
import { useAsk } from '../../client/use-ask.ts'
import { Card } from '../../kit/card.tsx'
import { Select } from '../../kit/input.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { useConditionWords } from '../conditions/use-condition-words.ts'
import { saidWords } from '../decisions/said-words.ts'
import { useTongue } from '../decisions/tongue.ts'

type Review = AnswerOf<'GET /journeys/{journey}/review'>['review']
type NearMiss = NonNullable<Review['near']>[number]
type Suggestion = Review['suggestions'][number]

/** What stops or harms is said as a warning. */
const grave: ReadonlySet<Suggestion['kind']> = new Set(['guard-paused', 'harm', 'bounces', 'complaints', 'unsubscribes', 'nobody'])

/** The card; nothing for a journey that is not in force. */
export function ReviewCard({ journey }: { readonly journey: string }) {
  const say = useWords('journeys')
  const [over, setOver] = useUrlState('review', 'version')
  const query = { over: over === 'weeks' ? ('weeks' as const) : ('version' as const), wait: 15 }
  // What was counted is there at once; near misses come when they are measured.
  const first = useAsk('GET /journeys/{journey}/review', { params: { journey }, query: { ...query, wait: 0 } }, { keepsPrevious: true })
  const { data, error, refetch } = useAsk('GET /journeys/{journey}/review', { params: { journey }, query }, { keepsPrevious: true })
  useEffect(() => {
    if (data?.state === 'reading') void refetch()
  }, [data, refetch])
  if (error !== null || first.error !== null) return null
  const shown = data ?? first.data
  return (
    <Card title={say('review.title')}>
      <div className="flex flex-col gap-4">
        <Select aria-label={say('review.over')} value={query.over} onChange={(event) => setOver(event.target.value)} className="max-w-72 phone:max-w-none">
          <option value="version">{say('review.version')}</option>
          <option value="weeks">{say('review.weeks')}</option>
        </Select>
        {shown === undefined ? <Skeleton lines={6} className="h-6" /> : <Shown review={shown.review} isReading={shown.state === 'reading'} />}
      </div>
    </Card>
  )
}

function Shown({ review, isReading }: { readonly review: Review; readonly isReading: boolean }) {
  const say = useWords('journeys')
  const wordsOf = useNearWords()
  const { suggestions } = review
  return (
    <>
      <Numbers review={review} />
      <section className="flex flex-col gap-2">
        <h3 className="text-base font-semibold">{say('review.follows')}</h3>
        {suggestions.length === 0 && (
          <p className="flex items-center gap-2">
            <CircleCheck aria-hidden className="size-4 shrink-0 text-good" />
            {say('review.nothing')}
          </p>
        )}
        <ul className="m-0 flex list-none flex-col gap-2 p-0">
          {suggestions.map((one) => (
            <li key={one.kind} className="flex gap-2 rounded-md bg-sunken px-3 py-2">
              {grave.has(one.kind) ? (
                <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
              ) : (
                <Lightbulb aria-hidden className="mt-0.5 size-4 shrink-0 text-soft" />
              )}
              <SuggestionWords suggestion={one} about={aboutOf(one, review, wordsOf)} />
            </li>
          ))}
        </ul>
        {isReading && (
          <p className="text-sm text-soft" aria-live="polite">
            {say('review.reading')}
          </p>
        )}
      </section>
    </>
  )
}

/** The condition of a near miss in the language of the reader; as the server says it until the words are there. */
function useNearWords(): (near: NearMiss) => string {
  const sayCondition = useConditionWords()
  const tongue = useTongue()
  return ({ condition, said }) => (sayCondition === undefined ? condition : saidWords(said, { ...tongue, sayCondition }))
}

function aboutOf({ kind, about }: Suggestion, { near }: Review, wordsOf: (near: NearMiss) => string): string {
  const condition = kind === 'threshold' ? near?.find((one) => one.condition === about) : undefined
  return condition === undefined ? (about ?? '') : wordsOf(condition)
}

const shares = new Set(['share', 'others', 'median', 'with', 'without'])

function SuggestionWords({ suggestion: { kind, numbers }, about }: { readonly suggestion: Suggestion; readonly about: string }) {
  const say = useWords('journeys')
  const formats = useFormats()
  const told = Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => [
      name,
      shares.has(name) ? formats.percent(value) : name === 'since' ? formats.dateTime(value) : formats.number(value),
    ]),
  )
  return (
    <p className="max-w-prose">
      {say(`review.${kind}`, { ...told, about })} <span className="text-soft">{say(`review.${kind}-way`)}</span>
    </p>
  )
}

/** The numbers themselves, each beside what it is held against. */
function Numbers({ review }: { readonly review: Review }) {
  const say = useWords('journeys')
  const formats = useFormats()
  const wordsOf = useNearWords()
  const { entered, expected, messages, others, median, hasGoal, converted, lift, days, near } = review
  const share = (some: number, of: number): string => (of === 0 ? '–' : formats.percent(some / of))
  const reactions = (['opened', 'clicked', 'bounced', 'unsubscribed', 'complained'] as const).map((what) => ({
    what,
    own: `${formats.number(messages[what])} · ${share(messages[what], messages.sent)}`,
    against: [
      ...(others.sent === 0 ? [] : [say('review.others', { share: share(others[what], others.sent) })]),
      ...(what !== 'opened' && what !== 'clicked' && median !== null ? [say('review.median', { share: formats.percent(median[what]) })] : []),
    ].join(' · '),
  }))
  const rows = [
    {
      what: 'entered',
      own: formats.number(entered),
      against:
        expected === null
          ? say('review.not-expected')
          : say('review.expected', { entries: formats.number(expected.entries), more: formats.number(expected.giveOrTake) }),
    },
    {
      what: 'sent',
      own: formats.number(messages.sent),
      against: messages.refused === 0 ? '' : say('review.refused', { number: formats.number(messages.refused) }),
    },
    ...(messages.sent === 0 ? [] : reactions),
    {
      what: 'converted',
      own: hasGoal ? `${formats.number(converted)} · ${share(converted, entered)}` : '–',
      against: !hasGoal
        ? say('no-goal')
        : lift === null
          ? say('review.no-lift')
          : say('review.lift', { treated: rateOf(lift.treated.rate, formats.percent), holdout: rateOf(lift.holdout.rate, formats.percent) }),
    },
  ]
  const nearWords = ({ asks, reached, people, onlyThis }: NearMiss): string => {
    const side = asks === 'lt' || asks === 'lte' ? 'near-most' : 'near'
    const told = say(`review.${side}`, { reached: formats.number(reached), people: formats.number(people) })
    return onlyThis === null ? told : `${told}; ${say('review.near-only', { only: formats.number(onlyThis) })}`
  }
  const stretch = say('review.days', { count: days })
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section aria-label={say('review.title')} tabIndex={0} className="overflow-x-auto">
        <table className="w-full max-w-3xl text-base tabular-nums phone:block">
          <caption className="pb-1 text-start text-sm text-soft phone:block">{stretch}</caption>
          <tbody className="phone:block">
            {rows.map(({ what, own, against }) => (
              <Line key={what} title={say(`review.row-${what}`)} own={own} against={against} />
            ))}
            {(near ?? []).map((one) => (
              <Line key={one.condition} title={say('review.row-near')} own={share(one.reached, one.people)} against={`${wordsOf(one)} · ${nearWords(one)}`} />
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}

function Line({ title, own, against }: { readonly title: string; readonly own: ReactNode; readonly against: string }) {
  return (
    <tr className="border-t border-line phone:grid phone:grid-cols-[1fr_auto] phone:gap-x-4 phone:py-1.5">
      <th scope="row" className="py-1.5 pe-4 text-start font-medium whitespace-nowrap phone:p-0 phone:whitespace-normal">
        {title}
      </th>
      <td className="py-1.5 pe-4 text-end whitespace-nowrap phone:p-0">{own}</td>
      <td className="min-w-40 py-1.5 text-soft phone:col-span-2 phone:p-0 phone:text-sm">{against}</td>
    </tr>
  )
}

function rateOf(rate: number | null, percent: (share: number) => string): string {
  return rate === null ? '–' : percent(rate)
}
