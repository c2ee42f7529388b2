// How far people came for each condition of a way in: who reached it, whom it alone kept out, and how many came to how much.

import { type Formats, useFormats } from '../../words/formats.ts'
import { type Say, useWords } from '../../words/words.ts'
import { saidWords } from '../decisions/said-words.ts'
import { useTongue } from '../decisions/tongue.ts'
import { Numbers } from './numbers.tsx'
import type { Threshold } from './report.ts'

/** As many values are told one by one on each side of what is asked. */
const shownAround = 5

/** A table with one line for each condition. */
export function NearMisses({ thresholds }: { readonly thresholds: readonly Threshold[] }) {
  const say = useWords('backtests')
  const formats = useFormats()
  const tongue = useTongue()
  return (
    <>
      <p className="mb-2 max-w-prose text-soft">{say('detail.near-about')}</p>
      <Numbers
        label={say('detail.near')}
        head={[say('detail.condition'), say('detail.wanted'), say('detail.met'), say('detail.only-this'), say('detail.half'), say('detail.most-95')]}
        rows={thresholds.map((one) => {
          const { condition, said, reached, people, onlyThis, percentiles } = one
          const spread = spreadOf(one, say, formats)
          return {
            key: condition,
            cells: [
              <div key="condition" className="min-w-56">
                {said === undefined ? condition : saidWords(said, tongue)}
                {spread !== '' && (
                  <span className="block text-sm text-soft">
                    {say('detail.spread')}: {spread}
                  </span>
                )}
              </div>,
              asked(one, say, formats),
              say('detail.of-people', { reached: formats.number(reached), people: formats.number(people) }),
              onlyThis === null ? '–' : formats.number(onlyThis),
              amount(one, percentiles.p50, formats),
              amount(one, percentiles.p95, formats),
            ],
          }
        })}
      />
    </>
  )
}

function amount({ unit }: Threshold, value: number, formats: Formats): string {
  if (unit === 'ms') return formats.duration(value)
  return unit === 'share' ? formats.percent(value) : formats.number(value)
}

/** "At least" goes without saying. */
function asked(one: Threshold, say: Say, formats: Formats): string {
  const value = amount(one, one.wanted, formats)
  return one.asks === undefined || one.asks === 'gte' ? value : say(`detail.asks-${one.asks}`, { value })
}

/** Counts one by one around what is asked, what is further away together; of amounts and durations there are too many. */
function spreadOf({ unit, wanted, distribution }: Threshold, say: Say, formats: Formats): string {
  if (unit !== 'times' && unit !== 'parts') return ''
  const beyond = (is: (by: number) => boolean): number => distribution.reduce((sum, { value, people }) => sum + (is(value - wanted) ? people : 0), 0)
  const [fewer, more] = [beyond((by) => by < -shownAround), beyond((by) => by > shownAround)]
  const near = distribution.filter(({ value }) => Math.abs(value - wanted) <= shownAround)
  return [
    ...(fewer === 0 ? [] : [say('detail.fewer', { people: formats.number(fewer) })]),
    ...near.map(({ value, people }) => say('detail.spread-of', { value: formats.number(value), people: formats.number(people) })),
    ...(more === 0 ? [] : [say('detail.more', { people: formats.number(more) })]),
  ].join(' · ')
}
