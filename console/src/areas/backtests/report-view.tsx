// A report: all journeys side by side, one of them in detail, what it means for people's mailboxes and for sending, and who would be treated otherwise.

import type { ReactNode } from 'react'
import { Card } from '../../kit/card.tsx'
import { Field } from '../../kit/field.tsx'
import { Select } from '../../kit/input.tsx'
import { Stat } from '../../kit/stat.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { Differences } from './differences.tsx'
import { JourneyDetail } from './journey-detail.tsx'
import { Numbers } from './numbers.tsx'
import { armName, journeysOf, limitWords, type Report, resultOf } from './report.ts'
import { Segments } from './segments.tsx'

/** The whole of it. `asked`: the journey that the question was about, where it was about one. */
export function ReportView({ report, asked }: { readonly report: Report; readonly asked: string | undefined }) {
  const say = useWords('backtests')
  const formats = useFormats()
  const journeys = journeysOf(report)
  const telling =
    journeys.find((journey) => journey === asked) ??
    journeys.toSorted((one, other) => differingIn(report, other) - differingIn(report, one) || enteredIn(report, other) - enteredIn(report, one))[0] ??
    ''
  const [chosen, setChosen] = useUrlState('journey', telling)
  const after = report.arms.at(-1)
  const before = report.arms.length > 1 ? report.arms[0] : undefined
  const [difference] = report.differences
  if (after === undefined) return null
  const was = (then: number | undefined): ReactNode => (then === undefined ? undefined : say('report.before-was', { value: formats.number(then) }))
  return (
    <div className="flex flex-col gap-4">
      {report.arms.length <= 2 && (
        <div className="grid grid-cols-4 gap-3 max-lg:grid-cols-2 phone:grid-cols-1">
          <Stat label={say('report.entered')} value={formats.number(after.peopleEntered)} detail={was(before?.peopleEntered)} />
          <Stat label={say('report.mailed')} value={formats.number(after.peopleMailed)} detail={was(before?.peopleMailed)} />
          <Stat label={say('report.weekly')} value={formats.number(after.weekly.mean)} detail={was(before?.weekly.mean)} />
          <Stat label={say('report.differ')} value={difference === undefined ? '–' : formats.number(difference.peopleWhoDiffer)} />
        </div>
      )}
      <details className="rounded-lg border border-line bg-card px-4 py-3">
        <summary className="cursor-pointer font-medium">{say('report.assumptions')}</summary>
        <ul className="mt-2 list-disc ps-5 text-soft">
          {report.restsOn?.map((one) => <li key={one.kind}>{say(`rests-on.${one.kind}`, { mails: one.mails, seed: one.seed })}</li>) ??
            report.assumptions.map((one) => <li key={one}>{one}</li>)}
        </ul>
      </details>
      <Card title={say('report.journeys')} isFlush>
        <Numbers
          label={say('report.journeys')}
          head={[
            say('report.journey'),
            ...report.arms.flatMap(({ name }) => [
              say('report.entries-of', { arm: armName(name, say) }),
              say('report.messages-of', { arm: armName(name, say) }),
            ]),
          ]}
          rows={journeys.map((journey) => ({
            key: journey,
            cells: [
              <button
                key="name"
                type="button"
                className="text-start whitespace-nowrap text-accent hover:underline"
                onClick={() => setChosen(journey)}
                aria-pressed={journey === chosen}
              >
                {journey}
              </button>,
              ...report.arms.flatMap((arm) => [formats.number(resultOf(arm, journey)?.entered ?? 0), formats.number(resultOf(arm, journey)?.messages ?? 0)]),
            ],
          }))}
        />
      </Card>
      <Segments report={report} />
      {journeys.length > 0 && (
        <Card
          title={say('report.in-detail')}
          aside={
            <Field label={say('report.journey')} className="flex-row items-center gap-2">
              {(parts) => (
                <Select {...parts} value={chosen} onChange={(event) => setChosen(event.target.value)} className="w-auto">
                  {journeys.map((journey) => (
                    <option key={journey} value={journey}>
                      {journey}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          }
        >
          <JourneyDetail report={report} journey={journeys.includes(chosen) ? chosen : telling} />
        </Card>
      )}
      <Volume report={report} />
      <Differences report={report} />
    </div>
  )
}

/** What it means for people's mailboxes and for what may be sent. */
function Volume({ report }: { readonly report: Report }) {
  const say = useWords('backtests')
  const formats = useFormats()
  const sayDecision = useWords('decisions')
  const overlaps = report.arms.at(-1)?.overlaps ?? []
  const before = report.arms.length > 1 ? report.arms[0] : undefined
  return (
    <>
      {report.arms.some(({ channels }) => channels.length > 0) && (
        <Card title={say('report.volume')} isFlush>
          <Numbers
            label={say('report.volume')}
            head={[say('report.channel'), say('report.messages'), say('report.peak-day'), say('report.peak-minute'), say('report.limit')]}
            rows={report.arms.flatMap((arm) =>
              arm.channels.map((one) => ({
                key: `${arm.name} ${one.channel}`,
                cells: [
                  `${sayDecision(`channel.${one.channel}`)} · ${armName(arm.name, say)}`,
                  formats.number(one.messages),
                  `${formats.number(one.peakDay.messages)} · ${formats.day(Date.parse(one.peakDay.day))}`,
                  formats.number(one.peakMinute.messages),
                  limitWords(one, say, formats),
                ],
              })),
            )}
          />
        </Card>
      )}
      <Card title={say('report.per-week')} isFlush>
        <Numbers
          label={say('report.per-week')}
          head={[say('report.arm'), say('report.mean'), say('report.median'), say('report.p95'), say('report.most')]}
          rows={report.arms.map(({ name, weekly }) => ({
            key: name,
            cells: [armName(name, say), ...[weekly.mean, weekly.median, weekly.p95, weekly.most].map(formats.number)],
          }))}
        />
      </Card>
      {overlaps.length > 0 && (
        <Card title={say('report.overlap')} isFlush>
          <Numbers
            label={say('report.overlap')}
            head={[say('report.both'), say('report.people'), ...(before === undefined ? [] : [say('report.people-before')])]}
            rows={overlaps.slice(0, 30).map(({ journeys, people }) => ({
              key: journeys.join(' '),
              cells: [
                journeys.join(' + '),
                formats.number(people),
                ...(before === undefined ? [] : [formats.number(before.overlaps.find((one) => one.journeys.join() === journeys.join())?.people ?? 0)]),
              ],
            }))}
          />
        </Card>
      )}
    </>
  )
}

function enteredIn(report: Report, journey: string): number {
  return report.arms.reduce((sum, arm) => sum + (resultOf(arm, journey)?.entered ?? 0), 0)
}

/** People of a journey who fare otherwise on any side. */
function differingIn(report: Report, journey: string): number {
  const own = report.differences.flatMap(({ journeys }) => journeys.filter((one) => one.journey === journey))
  return own.reduce((sum, { onlyBefore, onlyAfter, otherwise }) => sum + onlyBefore + onlyAfter + otherwise, 0)
}
