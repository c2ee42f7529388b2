// Every split and holdout: how many went each way, how many converted, how sure the difference is, and what it was worth.

import { Link } from '@tanstack/react-router'
import { FlaskConical } from 'lucide-react'
import type { ReactNode } from 'react'
import { useAsk } from '../../client/use-ask.ts'
import { AsJson } from '../../kit/as-json.tsx'
import { Badge } from '../../kit/badge.tsx'
import { buttonClasses } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { classes } from '../../kit/classes.ts'
import { EmptyState } from '../../kit/empty-state.tsx'
import { linkLook } from '../../kit/link-look.ts'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { saidWords } from '../decisions/said-words.ts'
import type { Said } from '../decisions/told.ts'
import { useTongue } from '../decisions/tongue.ts'
import { type ToldTrial, TrialSaid } from '../decisions/trial-said.tsx'
import { MailOutcome, MailsTable, type VariantMails } from './variant-mails.tsx'
import { aheadOf, Verdict } from './verdict.tsx'

interface Arm {
  readonly name: string
  readonly passages: number
  readonly converted: number
  readonly rate: number | null
  readonly interval: { readonly low: number; readonly high: number }
  readonly revenue: Readonly<Record<string, number>>
  readonly lift: number | null
  readonly differenceInterval: { readonly low: number; readonly high: number } | null
  readonly verdict: string | null
  readonly probability: number | null
  readonly mails: VariantMails | null
}

interface Experiment {
  readonly journey: string
  readonly version: number
  readonly kind: 'split' | 'holdout'
  readonly step: string | null
  readonly place: string | null
  readonly hasGoal: boolean
  readonly winner: string | null
  readonly trial: ToldTrial | null
  readonly arms: readonly Arm[]
  readonly extra: { readonly conversions: number; readonly interval: { readonly low: number; readonly high: number } } | null
  readonly earlier: number
  readonly caveatsSaid: readonly Said[]
}

/** What has to be said beside each of them, and is said once. */
const alike: Said = { code: 'shown-when', values: {} }

/** The page. */
export function ExperimentsPage() {
  const say = useWords('experiments')
  const tongue = useTongue()
  const found = useAsk('GET /experiments', {}, { everyMs: 30_000 })
  const experiments = found.data?.experiments ?? []
  return (
    <>
      <PageHeader title={say('title')} about={say('about')} />
      {found.error && <Problem problem={found.error} />}
      {found.isPending && <Skeleton lines={5} className="h-12" />}
      {found.data !== undefined && experiments.length === 0 && (
        <EmptyState
          icon={<FlaskConical />}
          title={say('empty')}
          actions={
            <Link to="/journeys" className={buttonClasses({ kind: 'primary' })}>
              {say('to-journeys')}
            </Link>
          }
        >
          {say('empty-about')}
        </EmptyState>
      )}
      <div className="flex flex-col gap-4">
        {experiments.map((one) => (
          <ExperimentCard key={`${one.journey} ${one.step ?? 'holdout'}`} experiment={one} />
        ))}
      </div>
      {experiments.length > 0 && <p className="mt-4 max-w-prose text-sm text-soft">{saidWords(alike, tongue)}</p>}
    </>
  )
}

function ExperimentCard({ experiment }: { readonly experiment: Experiment }) {
  const say = useWords('experiments')
  const tongue = useTongue()
  const { journey, version, kind, step, place, winner, trial, arms, hasGoal, earlier, caveatsSaid } = experiment
  return (
    <Card
      title={
        <span className="flex flex-wrap items-center gap-2">
          <Link to="/journeys/$journey" params={{ journey } as never} className="hover:underline">
            {journey}
          </Link>
          <Badge kind={kind === 'split' ? 'violet' : 'teal'}>{say(`kind.${kind}`)}</Badge>
          {step !== null && <span className="text-base font-normal text-soft">{say('at-step', { step, version })}</span>}
          {trial?.chosen != null && <Badge kind="good">{say('chosen', { variant: trial.chosen.variant })}</Badge>}
          {winner !== null && <Badge kind="good">{say('winner', { variant: winner })}</Badge>}
        </span>
      }
      aside={<AsJson value={experiment} title={journey} />}
    >
      {winner !== null ? (
        <p className="text-lg">{say('outcome.ended', { variant: winner, version })}</p>
      ) : hasGoal ? (
        <Outcome experiment={experiment} />
      ) : (
        <MailOutcome arms={arms} />
      )}
      {trial !== null && <TrialSaid trial={trial} />}
      {hasGoal && <GoalTable experiment={experiment} />}
      <MailsTable arms={arms} label={`${journey} ${step ?? ''}`} />
      {!hasGoal && <p className="mt-2 max-w-prose text-sm text-soft">{say('without-goal')}</p>}
      {earlier > 0 && winner === null && (
        <p className="mt-2 max-w-prose text-sm text-soft">
          {say('earlier', { count: earlier, version })}{' '}
          <Link to="/journeys/$journey" params={{ journey } as never} search={{ tab: 'results' } as never} className={linkLook}>
            {say('to-results')}
          </Link>
        </p>
      )}
      {caveatsSaid
        .filter(({ code }) => code !== alike.code)
        .map((one) => (
          <p key={one.code} className="mt-2 max-w-prose text-sm text-soft">
            {saidWords(one, tongue)}
          </p>
        ))}
      {trial !== null && trial.waiting > 0 && (
        <div className="mt-3">
          <Link to="/journeys/$journey" params={{ journey } as never} className={buttonClasses({ size: 'small' })}>
            {say('to-trial')}
          </Link>
        </div>
      )}
      {place !== null && winner === null && trial === null && (
        <div className="mt-3">
          <Link to="/journeys/$journey" params={{ journey } as never} search={{ step: place } as never} className={buttonClasses({ size: 'small' })}>
            {say('end')}
          </Link>
        </div>
      )}
    </Card>
  )
}

/** Who went each way, and who of them reached the goal. */
function GoalTable({ experiment: { journey, step, arms, kind } }: { readonly experiment: Experiment }) {
  const say = useWords('experiments')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard
    <section className="mt-3 overflow-x-auto" tabIndex={0} aria-label={`${journey} ${step ?? ''}`}>
      <table className="w-full table-fixed text-base phone:block">
        <thead className="text-sm text-soft phone:hidden">
          <tr>
            {columns.map((one, index) => (
              <th key={one} scope="col" className={classes('px-2 py-1.5 font-medium', index === 0 ? 'w-1/5 text-start' : 'text-end')}>
                {say(`column.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line tabular-nums phone:block">
          {arms.map((arm) => (
            <ArmRow key={arm.name} arm={arm} kind={kind} isCompared={arms.every(({ passages }) => passages > 0)} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

const columns = ['variant', 'passages', 'converted', 'rate', 'lift', 'sure', 'revenue'] as const

/** On a phone a list, each number beside its name. */
function ArmRow({ arm, kind, isCompared }: { readonly arm: Arm; readonly kind: Experiment['kind']; readonly isCompared: boolean }) {
  const say = useWords('experiments')
  const formats = useFormats()
  const cell = (column: (typeof columns)[number], main: ReactNode, below?: ReactNode): ReactNode => (
    <td className="px-2 py-2 text-end phone:flex phone:justify-between phone:gap-4 phone:px-0 phone:py-1">
      <span className="hidden text-start text-soft phone:inline">{say(`column.${column}`)}</span>
      <span>
        {main}
        {below !== undefined && <span className="block text-sm text-soft">{below}</span>}
      </span>
    </td>
  )
  const { rate, interval, verdict } = arm
  // Beside nobody nothing is more or less, and where there are too few to say anything nothing is likely.
  const [lift, difference] = isCompared ? [arm.lift, arm.differenceInterval] : [null, null]
  const probability = verdict === 'too few to say' ? null : arm.probability
  return (
    <tr className="phone:block phone:py-2">
      <th scope="row" className="px-2 py-2 text-start font-medium break-words phone:block phone:px-0">
        {nameOf(arm, kind, say)}
      </th>
      {cell('passages', formats.number(arm.passages))}
      {cell('converted', formats.number(arm.converted))}
      {cell('rate', rate === null ? '—' : formats.rate(rate), rate === null ? undefined : formats.rates(interval.low, interval.high))}
      {cell(
        'lift',
        lift === null ? '—' : formats.change(lift),
        difference === null ? undefined : say('points', { low: formats.points(difference.low), high: formats.points(difference.high) }),
      )}
      {cell('sure', <Verdict verdict={verdict} />, probability === null ? undefined : say('probability', { share: formats.percent(probability) }))}
      {cell('revenue', revenueOf(arm, formats))}
    </tr>
  )
}

/** What it amounts to, in a sentence. */
function Outcome({ experiment: { kind, arms, extra } }: { readonly experiment: Experiment }) {
  const say = useWords('experiments')
  const formats = useFormats()
  const { best, next: other } = aheadOf(arms)
  const rate = (arm: Arm | undefined): string => formats.rate(arm?.rate ?? 0)
  if (arms.some(({ verdict }) => verdict === 'too few to say')) return <p className="text-lg">{say('outcome.too-few')}</p>
  if (best === undefined || other === undefined) return <p className="text-lg">{say('outcome.none')}</p>
  const rates = { rate: rate(best), other: rate(other) }
  if (kind === 'split') return <p className="text-lg">{say('outcome.better', { ...rates, best: best.name, than: other.name })}</p>
  if (best.name !== 'messages' || extra === null) return <p className="text-lg">{say('outcome.worse', rates)}</p>
  const { low, high } = extra.interval
  const range = { count: Math.round(extra.conversions), low: formats.number(Math.round(low)), high: formats.number(Math.round(high)) }
  return <p className="text-lg">{say('outcome.extra', { ...rates, ...range })}</p>
}

function nameOf({ name }: Arm, kind: Experiment['kind'], say: ReturnType<typeof useWords>): string {
  return kind === 'holdout' ? say(`arm.${name}`) : name
}

function revenueOf({ revenue }: Arm, formats: ReturnType<typeof useFormats>): string {
  const parts = Object.entries(revenue).map(([currency, amount]) => (currency === 'none' ? formats.number(amount) : formats.money(amount, currency)))
  return parts.length === 0 ? '—' : parts.join(' + ')
}
