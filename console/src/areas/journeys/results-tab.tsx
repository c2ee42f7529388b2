// What a journey brought: the way through it, steps with their numbers, why people left or were skipped, variants, and what it is worth.

import { Link } from '@tanstack/react-router'
import { useAsk } from '../../client/use-ask.ts'
import { Card } from '../../kit/card.tsx'
import { now } from '../../kit/clock.ts'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Select } from '../../kit/input.tsx'
import { linkLook } from '../../kit/link-look.ts'
import { Skeleton } from '../../kit/skeleton.tsx'
import { Stat } from '../../kit/stat.tsx'
import { TimeSeries } from '../../kit/time-series.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { saidWords } from '../decisions/said-words.ts'
import type { Said } from '../decisions/told.ts'
import { useTongue } from '../decisions/tongue.ts'
import { AsExpected } from './as-expected.tsx'
import { periods } from './build-tab.tsx'
import { ReviewCard } from './review.tsx'
import { StepName, useRanSteps } from './step-name.tsx'
import { type JourneyNumbers, useNumbers } from './use-numbers.ts'

/** The tab. */
export function ResultsTab({ journey, isLive }: { readonly journey: string; readonly isLive: boolean }) {
  const say = useWords('journeys')
  const formats = useFormats()
  const [days, setDays] = useUrlState('days', '30')
  const numbers = useNumbers(journey, { days, isLive })
  if (!isLive) return <EmptyState title={say('results.never')}>{say('results.never-about')}</EmptyState>
  if (numbers === undefined) return <Skeleton lines={6} className="h-12" />
  const share = (part: number): string => (numbers.entered === 0 ? '' : formats.percent(part / numbers.entered))
  return (
    <div className="flex flex-col gap-4">
      <div>
        <Select aria-label={say('period')} value={days} onChange={(event) => setDays(event.target.value)} className="max-w-52 phone:max-w-none">
          {periods.map((one) => (
            <option key={one} value={one}>
              {say(`days.${one}`)}
            </option>
          ))}
        </Select>
      </div>
      <div className="grid grid-cols-5 gap-3 max-lg:grid-cols-2">
        <Stat label={say('entered')} value={formats.number(numbers.entered)} />
        <Stat label={say('inside')} value={<Inside journey={journey} count={numbers.inside} />} detail={say('now')} />
        {numbers.hasGoal ? (
          <Stat label={say('converted')} value={formats.number(numbers.converted)} detail={share(numbers.converted)} />
        ) : (
          <Stat label={say('converted')} value="–" detail={say('no-goal')} />
        )}
        <Stat label={say('completed')} value={formats.number(numbers.completed)} detail={share(numbers.completed)} />
        <Stat label={say('exited')} value={formats.number(numbers.exited)} detail={share(numbers.exited)} />
      </div>
      {days !== 'all' && <Days journey={journey} days={Number(days)} />}
      <ReviewCard journey={journey} />
      <AsExpected journey={journey} />
      <StepTable journey={journey} days={days} numbers={numbers} />
      <Reasons title={say('results.exits')} reasons={numbers.exitedBecause} said={numbers.exits} />
      <Lift numbers={numbers} />
    </div>
  )
}

function Days({ journey, days }: { readonly journey: string; readonly days: number }) {
  const say = useWords('journeys')
  const { data } = useAsk('GET /journeys', { query: { days } })
  const own = data?.journeys.find((one) => one.journey === journey)
  if (own === undefined) return <Skeleton className="h-60" />
  const names = own.hasGoal ? (['entered', 'sent', 'converted'] as const) : (['entered', 'sent'] as const)
  const series = names.map((name) => ({ label: say(name), values: own.days.map((day) => day[name]) }))
  return (
    <Card title={say('results.days')}>
      <TimeSeries label={say('results.days')} at={own.days.map(({ day }) => Date.parse(day))} series={series} isDaily />
    </Card>
  )
}

function StepTable({ journey, days, numbers }: { readonly journey: string; readonly days: string; readonly numbers: JourneyNumbers }) {
  const say = useWords('journeys')
  const formats = useFormats()
  const all = ['reached', 'hereNow', 'waiting', 'sent', 'opened', 'clicked', 'converted', 'skipped'] as const
  const ran = useRanSteps(journey, true)
  const waits = [...numbers.steps.values()].some(({ waiting }) => waiting > 0)
  const columns = all.filter((one) => (one !== 'converted' || numbers.hasGoal) && (one !== 'waiting' || waits))
  const sayDecision = useWords('decisions')
  const reason = (why: string): string => {
    const said = sayDecision(`reason.${why}`)
    return said === `reason.${why}` ? why : said
  }
  return (
    <Card title={say('results.steps')} isFlush>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section aria-label={say('results.steps')} tabIndex={0} className="overflow-x-auto">
        <table className="w-full text-base">
          <thead className="text-sm text-soft">
            <tr>
              <th className="px-4 py-2 text-start font-medium">{say('step')}</th>
              {columns.map((one) => (
                <th key={one} className="px-3 py-2 text-end font-medium">
                  {say(`results.${one}`)}
                </th>
              ))}
              <th className="px-4 py-2 text-start font-medium">{say('results.why')}</th>
            </tr>
          </thead>
          <tbody>
            {[...numbers.steps].map(([step, one]) => (
              <tr key={step} className="border-t border-line">
                <th scope="row" className="px-4 py-2 text-start font-medium">
                  <StepName id={step} step={ran.get(step)} />
                </th>
                {columns.map((name) => (
                  <td key={name} className="px-3 py-2 text-end">
                    {one[name] === 0 ? (
                      <span className="text-soft">0</span>
                    ) : name === 'hereNow' ? (
                      <Inside journey={journey} count={one[name]} step={step} />
                    ) : isOfMessages(name) ? (
                      <Link to="/messages" search={{ journey, step, ...asked[name], ...sinceOf(name, days) } as never} className={linkLook}>
                        {formats.number(one[name])}
                      </Link>
                    ) : (
                      formats.number(one[name])
                    )}
                  </td>
                ))}
                <td className="px-4 py-2 text-sm text-soft">
                  {[...Object.entries(one.skippedBecause).map(([why, count]) => [reason(why), count] as const), ...Object.entries(one.variants)]
                    .map(([why, count]) => `${why}: ${formats.number(count)}`)
                    .join(' · ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  )
}

/** What the list of messages is asked for, so that it holds those that were counted. Each that waits says there what holds it back, and until when. */
const asked = { waiting: { status: 'waiting' }, sent: { status: 'sent' }, opened: { did: 'opened by human' }, clicked: { did: 'clicked by human' } } as const

function isOfMessages(name: string): name is keyof typeof asked {
  return Object.hasOwn(asked, name)
}

/** The first of so many days, as they are counted: in UTC. What waits is as it is now, however long it has. */
function sinceOf(name: keyof typeof asked, days: string): { readonly since?: string } {
  if (name === 'waiting' || days === 'all') return {}
  return { since: new Date(now() - (Number(days) - 1) * 86_400_000).toISOString().slice(0, 10) }
}

/** How many are inside, or at one step; it leads to them. */
function Inside({ journey, count, step }: { readonly journey: string; readonly count: number; readonly step?: string }) {
  const formats = useFormats()
  if (count === 0) return formats.number(count)
  return (
    <Link
      to="/journeys/$journey"
      params={{ journey } as never}
      search={{ tab: 'people', ...(step === undefined ? {} : { at: step }) } as never}
      className={linkLook}
    >
      {formats.number(count)}
    </Link>
  )
}

interface ReasonsProps {
  readonly title: string
  readonly reasons: Readonly<Record<string, number>>
  readonly said: ReadonlyMap<string, Said>
}

function Reasons({ title, reasons, said }: ReasonsProps) {
  const formats = useFormats()
  const tongue = useTongue()
  const words = (why: string): string => saidWords(said.get(why) ?? { code: 'plain', values: { words: why } }, tongue)
  const all = Object.entries(reasons).sort(([, one], [, other]) => other - one)
  if (all.length === 0) return null
  return (
    <Card title={title}>
      <ul className="m-0 flex list-none flex-col gap-1 p-0">
        {all.slice(0, 20).map(([why, count]) => (
          <li key={why} className="flex justify-between gap-4 text-base">
            <span className="min-w-0 break-words">{words(why)}</span>
            <span className="font-medium">{formats.number(count)}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** What the messages brought against a group without any, where one is held out. */
function Lift({ numbers }: { readonly numbers: JourneyNumbers }) {
  const say = useWords('journeys')
  const formats = useFormats()
  const tongue = useTongue()
  const own = numbers.versions.find(({ lift }) => lift !== null)
  if (own?.lift === null || own === undefined) return null
  const { treated, holdout, extra } = own.lift
  const rate = (value: number | null): string => (value === null ? '–' : formats.percent(value))
  return (
    <Card title={say('results.lift')}>
      <p className="text-base">
        {say('results.lift-words', { treated: rate(treated.rate), holdout: rate(holdout.rate), extra: formats.number(Math.round(extra.conversions)) })}
      </p>
      {own.caveatsSaid.map((one) => (
        <p key={one.code} className="mt-1 text-sm text-soft">
          {saidWords(one, tongue)}
        </p>
      ))}
    </Card>
  )
}
