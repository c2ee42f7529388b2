// One journey of a report: entries over time, the way through its steps, why people left or never came in, what held messages up, how near people came, and some
// of those who entered.

import type { ReactNode } from 'react'
import { TimeSeries } from '../../kit/time-series.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { saidWords } from '../decisions/said-words.ts'
import type { Said } from '../decisions/told.ts'
import { useTongue } from '../decisions/tongue.ts'
import { NearMisses } from './near-misses.tsx'
import { Numbers } from './numbers.tsx'
import { People } from './people.tsx'
import type { Arm, JourneyResult, Report, StepResult } from './report.ts'
import { armName, resultOf } from './report.ts'

/** The parts that have something to show. */
export function JourneyDetail({ report, journey }: { readonly report: Report; readonly journey: string }) {
  const say = useWords('backtests')
  const arms = report.arms.flatMap((arm) => {
    const result = resultOf(arm, journey)
    return result === undefined ? [] : [{ arm, result }]
  })
  const last = arms.at(-1)
  if (last === undefined) return null
  const near = last.result.thresholds.length > 0 && (
    <Part title={say('detail.near')}>
      <NearMisses thresholds={last.result.thresholds} />
    </Part>
  )
  if (arms.every(({ result }) => isUntouched(result))) {
    return (
      <div className="flex flex-col gap-6">
        <p className="rounded-md bg-sunken p-3 text-base">
          {say('detail.untouched')} {say(near === false ? 'detail.untouched-unmeasured' : 'detail.untouched-near')}
        </p>
        {near}
      </div>
    )
  }
  const days = daysOf(report)
  const series = arms.map(({ arm, result }) => {
    const perDay = new Map(result.perDay.map(({ day, entered }) => [day, entered]))
    return { label: armName(arm.name, say), values: days.map((day) => perDay.get(day) ?? 0) }
  })
  return (
    <div className="flex flex-col gap-6">
      <Part title={say('detail.over-time')}>
        {days.length === 0 ? (
          <p className="text-soft">{say('detail.nobody')}</p>
        ) : (
          <TimeSeries label={say('detail.over-time')} at={days.map((day) => Date.parse(day))} series={series} isDaily heightPx={200} />
        )}
      </Part>
      <Part title={say('detail.steps')}>
        <Steps arms={arms} />
      </Part>
      <div className="grid grid-cols-2 gap-6 max-lg:grid-cols-1">
        <Reasons title={say('detail.not-entered')} arms={arms} of={(result) => result.notEntered} />
        <Reasons title={say('detail.left')} arms={arms} of={(result) => result.report.exitedBecause} said={exitsSaid(arms)} />
        <Reasons title={say('detail.not-sent')} arms={arms} of={(result) => notSent(result.report.steps)} none={say('detail.none')} />
        <Reasons
          title={say('detail.held-up')}
          arms={arms}
          of={(result) => Object.fromEntries(Object.entries(result.heldUp).map(([rule, { times }]) => [rule, times]))}
          words="rule"
          none={say('detail.none')}
        />
      </div>
      {near}
      <Part title={say('detail.examples')}>
        <People examples={last.result.examples} list="entered" />
      </Part>
    </div>
  )
}

/** Nobody came in, nobody was turned away, and nobody was inside before. */
function isUntouched({ entered, notEntered, report: { steps } }: JourneyResult): boolean {
  return entered === 0 && Object.keys(notEntered).length === 0 && steps.every(({ reached }) => reached === 0)
}

interface OfArm {
  readonly arm: Arm
  readonly result: JourneyResult
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-2 text-sm font-semibold text-soft">{title}</h3>
      {children}
    </section>
  )
}

/** How many reached each step, as bars over the most that entered. */
function Steps({ arms }: { readonly arms: readonly OfArm[] }) {
  const say = useWords('backtests')
  const formats = useFormats()
  const names = [...new Set(arms.flatMap(({ result }) => result.report.steps.map(({ step }) => step)))]
  const most = Math.max(1, ...arms.map(({ result }) => result.entered))
  const bar = (key: string, { count, shown }: { readonly count: number; readonly shown: string }, index: number): ReactNode => (
    <div key={key} className="flex flex-wrap items-center gap-x-2">
      <span aria-hidden className="h-3 shrink-0 rounded-sm" style={{ width: `${(count / most) * 70}%`, background: `var(--series-${index + 1})` }} />
      <span className="text-sm">
        {shown} <span className="text-soft">{armName(key, say)}</span>
      </span>
    </div>
  )
  const rows: readonly { readonly name: string; readonly count: (one: OfArm) => number; readonly isGoal?: boolean }[] = [
    { name: say('detail.entered'), count: ({ result }: OfArm) => result.entered },
    ...names.map((name) => ({ name, count: ({ result }: OfArm) => result.report.steps.find(({ step }) => step === name)?.reached ?? 0 })),
    { name: say('detail.completed'), count: ({ result }: OfArm) => result.report.completed },
    ...(arms.some(({ result }) => result.hasGoal) ? [{ name: say('detail.goal'), count: ({ result }: OfArm) => result.report.converted, isGoal: true }] : []),
  ]
  // Whoever reached the goal of a version that never ran did so without a message of it.
  const shown = ({ result }: OfArm, count: number, isGoal = false): string =>
    isGoal && !result.hasRun ? say('detail.anyway', { count: formats.number(count) }) : formats.number(count)
  return (
    <dl className="grid grid-cols-[minmax(6rem,12rem)_1fr] gap-x-4 gap-y-2 phone:grid-cols-1 phone:gap-1">
      {rows.map(({ name, count, isGoal }) => (
        <div key={name} className="contents">
          <dt className="truncate py-0.5 font-medium">{name}</dt>
          <dd className="m-0 flex flex-col gap-1 phone:pb-2">
            {arms.map((one, index) => bar(one.arm.name, { count: count(one), shown: shown(one, count(one), isGoal) }, index))}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Reasons({
  title,
  arms,
  of,
  said = nothingSaid,
  words = 'reason',
  none,
}: {
  readonly title: string
  readonly arms: readonly OfArm[]
  readonly of: (result: JourneyResult) => Readonly<Record<string, number>>
  /** Of reasons that may be anything, such as a condition. */
  readonly said?: ReadonlyMap<string, Said>
  /** Which names the others are: why something was not done, or the rules that make wait. */
  readonly words?: 'reason' | 'rule'
  /** Where there is none; of people, nobody. */
  readonly none?: string
}) {
  const say = useWords('backtests')
  const formats = useFormats()
  const tongue = useTongue()
  const found = arms.map(({ arm, result }) => ({ name: armName(arm.name, say), reasons: of(result) }))
  const reasonWords = (name: string): string => {
    const own = said.get(name)
    if (own !== undefined) return saidWords(own, tongue)
    const known = tongue.say(`${words}.${name}`)
    return known === `${words}.${name}` ? name : known
  }
  const names = [...new Set(found.flatMap(({ reasons }) => Object.keys(reasons)))]
  return (
    <Part title={title}>
      {names.length === 0 ? (
        <p className="text-soft">{none ?? say('detail.nobody')}</p>
      ) : (
        <Numbers
          label={title}
          head={[say('detail.reason'), ...found.map(({ name }) => name)]}
          rows={names.map((name) => ({ key: name, cells: [reasonWords(name), ...found.map(({ reasons }) => formats.number(reasons[name] ?? 0))] }))}
        />
      )}
    </Part>
  )
}

const nothingSaid: ReadonlyMap<string, Said> = new Map()

function exitsSaid(arms: readonly OfArm[]): ReadonlyMap<string, Said> {
  return new Map(arms.flatMap(({ result }) => (result.exitsSaid ?? []).map(({ because, said }) => [because, said] as const)))
}

function notSent(steps: readonly StepResult[]): Readonly<Record<string, number>> {
  const sum: Record<string, number> = {}
  for (const { skippedBecause, refusedBecause } of steps) {
    for (const [reason, count] of [...Object.entries(skippedBecause), ...Object.entries(refusedBecause)]) sum[reason] = (sum[reason] ?? 0) + count
  }
  return sum
}

const dayMs = 86_400_000

/** Every day of the period that anybody entered in or between: at most a year of them. */
function daysOf(report: Report): readonly string[] {
  const all = report.arms.flatMap(({ journeys }) => journeys.flatMap(({ perDay }) => perDay.map(({ day }) => day))).toSorted()
  const [first, last] = [all[0], all.at(-1)]
  if (first === undefined || last === undefined) return []
  const count = Math.min(730, Math.round((Date.parse(last) - Date.parse(first)) / dayMs) + 1)
  return Array.from({ length: count }, (_, index) => new Date(Date.parse(first) + index * dayMs).toISOString().slice(0, 10))
}
