// Who would be treated otherwise: how many in each journey, and some of them with the trace of both sides.

import { Card } from '../../kit/card.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { Numbers } from './numbers.tsx'
import { People } from './people.tsx'
import { armName, type Difference, type Report } from './report.ts'

/** A sheet for each side after the first. */
export function Differences({ report }: { readonly report: Report }) {
  const say = useWords('backtests')
  return report.differences.map((one, index) => (
    <Card key={one.after} title={report.differences.length === 1 ? say('report.who-differs') : `${say('report.who-differs')}: ${armName(one.after, say)}`}>
      {one.peopleWhoDiffer > 0 && (
        <>
          <p className="max-w-prose text-soft">{say('report.who-differs-about', { count: one.peopleWhoDiffer })}</p>
          <ByJourney {...one} />
          <p className="mb-2 text-sm text-soft">{say('report.signs', { before: armName(one.before, say), after: armName(one.after, say) })}</p>
        </>
      )}
      <People examples={one.examples} list={index === 0 ? 'differ' : `differ-${index}`} />
    </Card>
  ))
}

/** The people of each journey in which anybody fares otherwise. */
function ByJourney({ before, after, journeys }: Difference) {
  const say = useWords('backtests')
  const formats = useFormats()
  const differing = journeys.filter(({ onlyBefore, onlyAfter, otherwise }) => onlyBefore + onlyAfter + otherwise > 0)
  const only = (arm: string): string => say('report.only-in', { arm: armName(arm, say) })
  return (
    <div className="-mx-4 mt-2 mb-3">
      <Numbers
        label={say('report.people-of')}
        head={[say('report.people-of'), only(before), only(after), say('report.otherwise'), say('report.alike')]}
        rows={differing.map(({ journey, onlyBefore, onlyAfter, otherwise, alike }) => ({
          key: journey,
          cells: [journey, ...[onlyBefore, onlyAfter, otherwise, alike].map(formats.number)],
        }))}
      />
    </div>
  )
}
