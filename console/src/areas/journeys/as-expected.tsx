// How a journey runs against what was expected of it, and from where on its guard pauses it.

import type { AnswerOf } from '../../client/ask.ts'
import { useAsk } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useMay } from '../../shell/session.ts'
import { useUrlState } from '../../shell/url-state.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { AllowDialog, AllowedNote } from './allow-more.tsx'

type Volume = AnswerOf<'GET /journeys/{journey}/volume'>
const rows = ['entries', 'messages'] as const

/** The card; nothing for a journey that is not in force. */
export function AsExpected({ journey }: { readonly journey: string }) {
  const say = useWords('journeys')
  const formats = useFormats()
  const why = useMay('sender')
  const [allow, setAllow] = useUrlState('allow')
  const { data, error } = useAsk('GET /journeys/{journey}/volume', { params: { journey } }, { everyMs: 30_000 })
  if (error !== null) return null
  if (data === undefined) return <Skeleton className="h-40" />
  const { forecast, allowance, countedSince } = data
  return (
    <Card
      title={say('expected.title')}
      isFlush
      aside={
        data.bounds !== null &&
        allowance === null && (
          <Button size="small" why={why} onClick={() => setAllow('more')}>
            {say('allow.open')}
          </Button>
        )
      }
    >
      <p className="px-4 pt-1 pb-2 text-sm text-soft">
        {data.bounds === null ? say('expected.off') : say('expected.about')} {forecast?.unknown === null && say('expected.from', { count: forecast.days })}{' '}
        {countedSince !== null && say('expected.since', { since: formats.dateTime(countedSince) })}
      </p>
      {allowance !== null && <AllowedNote allowance={allowance} onChange={() => setAllow('more')} />}
      {allow === 'more' && data.bounds !== null && why === undefined && (
        <AllowDialog journey={journey} allowance={allowance} isPaused={data.paused !== null} onClose={() => setAllow('')} />
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section aria-label={say('expected.title')} tabIndex={0} className="overflow-x-auto">
        <table className="w-full text-base">
          <thead className="text-sm text-soft">
            <tr>
              <th className="px-4 py-2 text-start font-medium">
                <span className="sr-only">{say('expected.title')}</span>
              </th>
              {(['hour', 'day', 'usual', 'most'] as const).map((one) => (
                <th key={one} className="px-3 py-2 text-end font-medium whitespace-nowrap">
                  {say(`expected.${one}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row} row={row} volume={data} />
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  )
}

function Row({ row, volume }: { readonly row: (typeof rows)[number]; readonly volume: Volume }) {
  const say = useWords('journeys')
  const formats = useFormats()
  const { bounds, forecast, hour, day } = volume
  const pace = forecast?.unknown === null ? forecast[row].perDay : undefined
  const limits = row === 'entries' ? [bounds?.entriesPerHour, bounds?.entriesPerDay] : [bounds?.messagesPerHour, bounds?.messagesPerDay]
  const seen = [hour[row], day[row]]
  return (
    <tr className="border-t border-line">
      <th scope="row" className="px-4 py-2 text-start font-medium">
        {say(`expected.${row}`)}
      </th>
      {seen.map((count, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the hour and the day, always in this order
        <td key={index} className="px-3 py-2 text-end whitespace-nowrap">
          {formats.number(count)} {limits[index] !== undefined && <span className="text-soft">{say('expected.limit', { limit: limits[index].limit })}</span>}
        </td>
      ))}
      {pace === undefined ? (
        <td colSpan={2} className="px-3 py-2 text-end text-soft">
          {say('expected.unknown')}
        </td>
      ) : (
        <>
          <td className="px-3 py-2 text-end whitespace-nowrap">
            {formats.number(Math.round(pace.mean))} <span className="text-soft">± {formats.number(Math.round(pace.spread))}</span>
          </td>
          <td className="px-3 py-2 text-end">{formats.number(pace.most)}</td>
        </>
      )}
    </tr>
  )
}
