// oncue journey show NAME: how many entered, where they are now, what became of them, and what the journey brings.

import { nameHint } from '../../authoring/nearest-name.ts'
import type { StepReport, VersionReport } from '../../insight/journey-report.ts'
import { durationText } from '../../model/duration.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { CommandFailure } from '../command-failure.ts'
import { amountsText, effectLines } from '../effect-lines.ts'
import { instantText } from '../instants.ts'
import { printJson } from '../print-json.ts'
import { type Column, printable, table } from '../table.ts'
import type { PausedView } from '../views.ts'
import { withViews } from '../with-views.ts'

export const journeyShow = command({
  name: 'show',
  summary: 'Show how many entered and completed a journey, and how many are at each step now',
  args: { name: { type: 'positional', required: true, description: 'The journey' }, ...dataFlag, ...jsonFlag },
  run: ({ args, ...shell }) =>
    withViews(shell, args.data, async (views) => {
      const view = await views.journey(args.name)
      if (view === undefined) {
        const hint = nameHint(args.name, await views.journeyNames())
        throw new CommandFailure(`there is no journey "${args.name}"`, hint === undefined ? {} : { fix: hint })
      }
      const paused = (await views.paused()).get(args.name) ?? null
      if (args.json === true) printJson(shell.terminal, { ...view, paused })
      else shell.terminal.print(pausedLine(paused) + view.versions.map((version) => versionText(view.journey, version, shell.terminal.columns)).join('\n'))
      return 0
    }),
})

function pausedLine(paused: PausedView | null): string {
  if (paused === null) return ''
  return `Paused since ${instantText(paused.since)} by ${{ file: 'its file', admin: 'an admin', guard: 'the guard' }[paused.by]}: ${printable(paused.because)}\n`
}

function versionText(journey: string, view: VersionReport, columns: number): string {
  const { version, live, entered, inside, completed, exited, hasGoal, converted, steps } = view
  const worth = amountsText(view.revenue)
  const success = hasGoal || converted > 0 ? `, ${converted} converted` : ', no goal'
  const head = `${journey} v${version}${live ? ', live' : ', no longer live'}: ${entered} entered, ${inside} inside, ${completed} completed, ${exited} exited${success}${worth === '' ? '' : `, worth ${worth}`}\n`
  const rows = table(
    steps,
    columnsOf.filter(({ isAlways, value }) => isAlways || steps.some((step) => value(step) !== 0)),
    columns,
  )
  return head + rows + reasonLines(view) + effectLines(view)
}

const right = { align: 'right' } as const
/** Those that are not always there are shown when there is something to show. Opened and clicked are by people. */
const columnsOf: readonly (Column<StepReport> & { readonly isAlways: boolean })[] = [
  { title: 'step', value: ({ step }) => step, isAlways: true },
  { title: 'here now', value: ({ hereNow }) => hereNow, ...right, isAlways: true },
  { title: 'reached', value: ({ reached }) => reached, ...right, isAlways: true },
  { title: 'stayed', value: ({ stayed }) => (stayed === null ? 0 : stayText(stayed.medianMs)), ...right, isAlways: false },
  { title: 'sent', value: ({ sent }) => sent, ...right, isAlways: true },
  { title: 'delivered', value: ({ delivered }) => delivered, ...right, isAlways: false },
  { title: 'opened', value: ({ opened }) => opened.human, ...right, isAlways: false },
  { title: 'clicked', value: ({ clicked }) => clicked.human, ...right, isAlways: false },
  { title: 'bounced', value: ({ bounced }) => bounced, ...right, isAlways: false },
  { title: 'complained', value: ({ complained }) => complained, ...right, isAlways: false },
  { title: 'unsubscribed', value: ({ unsubscribed }) => unsubscribed, ...right, isAlways: false },
  { title: 'converted', value: ({ converted }) => converted, ...right, isAlways: false },
  { title: 'failed', value: ({ failed }) => failed, ...right, isAlways: true },
  { title: 'refused', value: ({ refused }) => refused, ...right, isAlways: true },
  { title: 'skipped', value: ({ skipped }) => skipped, ...right, isAlways: true },
  { title: 'unknown', value: ({ unknown }) => unknown, ...right, isAlways: true },
]

/** Days and hours, hours and minutes, or minutes and seconds: what is finer says nothing. */
function stayText(ms: number): string {
  const fine = ms >= dayMs ? 3_600_000 : ms >= 3_600_000 ? 60_000 : ms >= 60_000 ? 1000 : 1
  return durationText(Math.round(ms / fine) * fine)
}

const dayMs = 86_400_000

/** Why, below the numbers: one line for each reason that counts. */
function reasonLines({ exitedBecause, steps }: VersionReport): string {
  const lines = listed('exited', exitedBecause)
  for (const { step, refusedBecause, skippedBecause, variants } of steps) {
    lines.push(...listed(`${step} refused`, refusedBecause), ...listed(`${step} skipped`, skippedBecause), ...listed(`${step} went to`, variants))
  }
  return lines.map((line) => `${line}\n`).join('')
}

function listed(what: string, numbers: Readonly<Record<string, number>>): string[] {
  return Object.entries(numbers).map(([why, count]) => `${what}: ${count} ${why}`)
}
