// The numbers of the period, each beside that of the period before: sent, opened, clicked, converted, and how quickly.

import type { AnswerOf } from '../../client/ask.ts'
import { Stat } from '../../kit/stat.tsx'
import type { Formats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'

type Overview = AnswerOf<'GET /overview'>

/** Opened and clicked are by people: what programs fetched does not count. */
export function Figures({ overview, formats }: { readonly overview: Overview; readonly formats: Formats }) {
  const say = useWords('home')
  const { numbers, before, latency, brought } = overview
  const shareOf = (part: number): string => (numbers.sent === 0 ? '' : formats.percent(part / numbers.sent))
  const money = Object.entries(brought.revenue)
    .filter(([currency, amount]) => currency !== 'none' && amount > 0)
    .map(([currency, amount]) => formats.money(amount, currency))
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(9.5rem,1fr))] gap-4 phone:grid-cols-2 phone:gap-2">
      <Stat label={say('sent')} value={formats.number(numbers.sent)} detail={changeOf(numbers.sent, before.sent, formats)} />
      <Stat label={say('opened')} value={formats.number(numbers.opened.human)} detail={shareOf(numbers.opened.human)} />
      <Stat label={say('clicked')} value={formats.number(numbers.clicked.human)} detail={shareOf(numbers.clicked.human)} />
      {brought.withGoal > 0 && (
        <Stat label={say('converted')} value={formats.number(brought.converted)} detail={money.length > 0 ? money.join(' · ') : say('since-live')} />
      )}
      {brought.lift !== null && (
        <Stat
          label={say('lift')}
          value={`${brought.lift.conversions > 0 ? '+' : ''}${formats.number(Math.round(brought.lift.conversions))}`}
          detail={say('lift-between', { low: formats.number(Math.round(brought.lift.low)), high: formats.number(Math.round(brought.lift.high)) })}
        />
      )}
      {latency !== null && (
        <Stat label={say('latency')} value={formats.duration(latency.p95)} detail={say('latency-half', { duration: formats.duration(latency.p50) })} />
      )}
    </div>
  )
}

function changeOf(present: number, before: number, formats: Formats): string {
  if (before === 0) return ''
  return formats.change(present / before - 1)
}
