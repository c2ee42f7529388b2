// Every split and holdout: how many went each way, how many converted, how sure the difference is, and what it was worth.

import { FlaskConical } from 'lucide-react'
import { useAsk } from '../../client/use-ask.ts'
import { AsJson } from '../../kit/as-json.tsx'
import { Badge, type BadgeKind } from '../../kit/badge.tsx'
import { Card } from '../../kit/card.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'

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
}

interface Experiment {
  readonly journey: string
  readonly version: number
  readonly kind: 'split' | 'holdout'
  readonly step: string | null
  readonly winner: string | null
  readonly arms: readonly Arm[]
  readonly extra: { readonly conversions: number; readonly interval: { readonly low: number; readonly high: number } } | null
  readonly caveats: readonly string[]
}

/** The page. */
export function ExperimentsPage() {
  const say = useWords('experiments')
  const found = useAsk('GET /experiments', {}, { everyMs: 30_000 })
  const experiments = found.data?.experiments ?? []
  return (
    <>
      <PageHeader title={say('title')} about={say('about')} />
      {found.error && <Problem problem={found.error} />}
      {found.isPending && <Skeleton lines={5} className="h-12" />}
      {found.data !== undefined && experiments.length === 0 && (
        <EmptyState icon={<FlaskConical />} title={say('empty')} command="oncue journey show NAME">
          {say('empty-about')}
        </EmptyState>
      )}
      <div className="flex flex-col gap-4">
        {experiments.map((one) => (
          <ExperimentCard key={`${one.journey} ${one.step ?? 'holdout'}`} experiment={one} />
        ))}
      </div>
    </>
  )
}

const verdictKinds: Readonly<Record<string, BadgeKind>> = { higher: 'good', lower: 'warn', 'no difference shown': 'plain', 'too few to say': 'plain' }

function ExperimentCard({ experiment }: { readonly experiment: Experiment }) {
  const say = useWords('experiments')
  const formats = useFormats()
  const { journey, version, kind, step, winner, arms, extra, caveats } = experiment
  return (
    <Card
      title={
        <span className="flex flex-wrap items-center gap-2">
          {journey}
          <Badge kind={kind === 'split' ? 'violet' : 'teal'}>{say(`kind.${kind}`)}</Badge>
          {step !== null && <span className="text-base font-normal text-soft">{say('at-step', { step, version })}</span>}
          {winner !== null && <Badge kind="good">{say('winner', { variant: winner })}</Badge>}
        </span>
      }
      aside={<AsJson value={experiment} title={journey} />}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard */}
      <section className="overflow-x-auto" tabIndex={0} aria-label={`${journey} ${step ?? ''}`}>
        <table className="w-full text-base">
          <thead className="text-sm text-soft">
            <tr>
              {(['variant', 'passages', 'converted', 'rate', 'lift', 'sure', 'revenue'] as const).map((one, index) => (
                <th key={one} scope="col" className={`px-2 py-1.5 font-medium ${index === 0 ? 'text-start' : 'text-end'}`}>
                  {say(`column.${one}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line tabular-nums">
            {arms.map((arm) => (
              <tr key={arm.name}>
                <th scope="row" className="px-2 py-2 text-start font-medium">
                  {kind === 'holdout' ? say(`arm.${arm.name}`) : arm.name}
                </th>
                <td className="px-2 py-2 text-end">{formats.number(arm.passages)}</td>
                <td className="px-2 py-2 text-end">{formats.number(arm.converted)}</td>
                <td className="px-2 py-2 text-end whitespace-nowrap">
                  {arm.rate === null ? '—' : formats.percent(arm.rate)}
                  {arm.rate !== null && (
                    <span className="block text-sm text-soft">
                      {formats.percent(arm.interval.low)} – {formats.percent(arm.interval.high)}
                    </span>
                  )}
                </td>
                <td className="px-2 py-2 text-end whitespace-nowrap">
                  {arm.lift === null ? '—' : signed(arm.lift, formats.percent)}
                  {arm.differenceInterval !== null && (
                    <span className="block text-sm text-soft">
                      {say('points', { low: signed(arm.differenceInterval.low, formats.percent), high: signed(arm.differenceInterval.high, formats.percent) })}
                    </span>
                  )}
                </td>
                <td className="px-2 py-2 text-end">
                  {arm.verdict === null ? '—' : <Badge kind={verdictKinds[arm.verdict] ?? 'plain'}>{say(`verdict.${arm.verdict.replaceAll(' ', '-')}`)}</Badge>}
                  {arm.probability !== null && (
                    <span className="block text-sm text-soft">{say('probability', { share: formats.percent(arm.probability) })}</span>
                  )}
                </td>
                <td className="px-2 py-2 text-end whitespace-nowrap">{revenueOf(arm, formats)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {extra !== null && (
        <p className="mt-2 text-base">
          {say('extra', { count: extra.conversions, low: formats.number(extra.interval.low), high: formats.number(extra.interval.high) })}
        </p>
      )}
      {caveats.length > 0 && <p className="mt-2 text-sm text-soft">{say('caveat')}</p>}
    </Card>
  )
}

function signed(share: number, percent: (share: number) => string): string {
  return `${share > 0 ? '+' : ''}${percent(share)}`
}

function revenueOf({ revenue }: Arm, formats: ReturnType<typeof useFormats>): string {
  const parts = Object.entries(revenue).map(([currency, amount]) => (currency === 'none' ? formats.number(amount) : formats.money(amount, currency)))
  return parts.length === 0 ? '—' : parts.join(' + ')
}
