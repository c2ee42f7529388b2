// How a trial stands, on the page of its journey: who went ahead with which variant and what came of it, who waits, when the winner is chosen or which one was
// and why; and what somebody may do who does not want to wait.

import { type ReactNode, useState } from 'react'
import { useAsk } from '../../../client/use-ask.ts'
import { Badge } from '../../../kit/badge.tsx'
import { Button } from '../../../kit/button.tsx'
import { Card } from '../../../kit/card.tsx'
import { classes } from '../../../kit/classes.ts'
import { now } from '../../../kit/clock.ts'
import { useMay } from '../../../shell/session.ts'
import { useFormats } from '../../../words/formats.ts'
import { useWords } from '../../../words/words.ts'
import { TrialSaid } from '../../decisions/trial-said.tsx'
import { clockText } from '../mailing/clock-text.ts'
import { clockIn, readWhen } from '../mailing/when.ts'
import { journeyTree } from '../step-tree.ts'
import { type JourneyNumbers, useNumbers } from '../use-numbers.ts'
import { ChooseDialog } from './choose-dialog.tsx'
import { mailOfVariant } from './trial-value.ts'

type Experiment = JourneyNumbers['versions'][number]['experiments'][number]
type Variant = Experiment['variants'][number]

/** The card; nothing for a journey that tries nothing. */
export function TrialCard({ journey }: { readonly journey: string }) {
  const say = useWords('trial')
  const formats = useFormats()
  const why = useMay('sender')
  const numbers = useNumbers(journey, { days: 'all', isLive: true })
  const templates = useAsk('GET /templates', { query: {} }).data?.templates
  const versions = useAsk('GET /journeys/{journey}/versions', { params: { journey } }).data?.versions
  const [asked, setAsked] = useState<string>()
  const version = numbers?.versions.find(({ experiments }) => experiments.some(({ trial }) => trial !== null))
  const experiment = version?.experiments.find(({ trial }) => trial !== null)
  const trial = experiment?.trial
  if (version === undefined || experiment === undefined || trial == null) return null
  // As the version says it that ran, whatever was written since; on the clock that its mail goes out by, as the page says that of the mail itself.
  const ran = versions?.find((one) => one.version === version.version)?.definition as { readonly enter?: readonly unknown[] } | undefined
  const zone = ran === undefined ? undefined : readWhen(ran.enter?.[0])?.zone
  const whenSaid = zone === undefined ? undefined : (at: number): string => `${clockText(clockIn(zone, at))}, ${zone}`
  const mailSaid = (variant: string): string => {
    const mail = ran === undefined ? undefined : mailOfVariant(journeyTree(ran), variant)
    const subject = mail?.subject ?? templates?.find(({ template }) => template === mail?.template)?.subject ?? mail?.template ?? ''
    return [subject, ...(mail?.rest ?? [])].filter((part) => part !== '').join(' · ')
  }
  const mayChoose = trial.waiting > 0 && trial.beginsAt <= now()
  const columns = ['ahead', 'opened', 'clicked', ...(version.hasGoal ? ['converted'] : [])]
  const cell = (name: string, main: ReactNode, below?: ReactNode): ReactNode => (
    <td key={name} className="px-2 py-2 text-end phone:flex phone:justify-between phone:gap-4 phone:px-0 phone:py-1">
      <span className="hidden text-soft phone:inline">{say(`column.${name}`)}</span>
      <span>
        {main}
        {below !== undefined && <span className="block text-sm text-soft">{below}</span>}
      </span>
    </td>
  )
  const rateCell = (name: string, of: { readonly rate: number | null; readonly interval: Variant['interval'] } | undefined): ReactNode =>
    of?.rate == null ? cell(name, '—') : cell(name, formats.rate(of.rate), formats.rates(of.interval.low, of.interval.high))
  return (
    <Card className="mb-4" title={say('card', { share: formats.percent(trial.share / 100) })}>
      <TrialSaid trial={trial} when={whenSaid} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard */}
      <section className="mt-3 overflow-x-auto" tabIndex={0} aria-label={say('table')}>
        <table className="w-full text-base phone:block">
          <thead className="text-sm text-soft phone:hidden">
            <tr>
              {['variant', ...columns].map((name, index) => (
                <th key={name} scope="col" className={classes('px-2 py-1.5 font-medium', index === 0 ? 'text-start' : 'text-end')}>
                  {say(`column.${name}`)}
                </th>
              ))}
              {mayChoose && (
                <th scope="col">
                  <span className="sr-only">{say('choose.column')}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody className="divide-y divide-line tabular-nums phone:block">
            {experiment.variants.map((one) => {
              const mail = mailSaid(one.variant)
              return (
                <tr key={one.variant} className="phone:block phone:py-2">
                  <th scope="row" className="px-2 py-2 text-start font-medium break-words phone:block phone:px-0">
                    <span className="flex flex-wrap items-center gap-2">
                      {one.variant}
                      {trial.chosen?.variant === one.variant && <Badge kind="good">{say('is-chosen')}</Badge>}
                    </span>
                    {mail !== '' && <span className="block text-sm font-normal text-soft">{mail}</span>}
                  </th>
                  {cell('ahead', formats.number(one.passages))}
                  {rateCell('opened', one.mails?.opened)}
                  {rateCell('clicked', one.mails?.clicked)}
                  {version.hasGoal && rateCell('converted', one)}
                  {mayChoose && (
                    <td className="px-2 py-2 text-end phone:block phone:px-0">
                      <Button size="small" why={why} onClick={() => setAsked(one.variant)}>
                        {say('choose.this', { variant: one.variant })}
                      </Button>
                    </td>
                  )}
                </tr>
              )
            })}
          </tbody>
        </table>
      </section>
      <p className="mt-2 max-w-prose text-sm text-soft">{say('compared', { sure: formats.percent(0.95) })}</p>
      {asked !== undefined && <ChooseDialog journey={journey} variant={asked} waiting={trial.waiting} onClose={() => setAsked(undefined)} />}
    </Card>
  )
}
