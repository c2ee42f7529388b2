// oncue journey show NAME: how many entered, where they are now, what became of them, and what the journey brings.

import type { JourneyReport, StepReport, VersionReport } from '../../insight/journey-report.ts'
import { durationText } from '../../model/duration.ts'
import { type AdminDoor, adminFlags, askAdminFor, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { amountsText, effectLines } from '../effect-lines.ts'
import { instantText } from '../instants.ts'
import { noSuchJourney } from '../no-such-journey.ts'
import { printJson } from '../print-json.ts'
import { type Column, printable, table } from '../table.ts'
import type { PausedView, Views } from '../views.ts'
import { withViews } from '../with-views.ts'

export const journeyShow = command({
  name: 'show',
  summary: 'Show how many entered and completed a journey, and how many are at each step now',
  args: { name: { type: 'positional', required: true, description: 'The journey' }, ...adminFlags, ...dataFlag, ...jsonFlag },
  run: async ({ args, ...shell }) => {
    const show =
      args.server === undefined ? await withViews(shell, args.data, (views) => shownOf(views, args.name)) : await shownAt(doorOf(shell, args), args.name)
    if (args.json === true) printJson(shell.terminal, show)
    else shell.terminal.print(pausedLine(show.paused) + show.versions.map((version) => versionText(show.journey, version, shell.terminal.columns)).join('\n'))
    return 0
  },
})

interface Shown extends JourneyReport {
  readonly paused: PausedView | null
}

/** As the workspace itself says it, also beside a server. */
async function shownOf(views: Views, name: string): Promise<Shown> {
  const view = await views.journey(name)
  if (view === undefined) throw noSuchJourney(name, await views.journeyNames())
  return { ...view, paused: (await views.paused()).get(name) ?? null }
}

/** As a server says it, without what only pages read. */
async function shownAt(door: AdminDoor, name: string): Promise<Shown> {
  const { journeys } = await askAdminFor<{ readonly journeys: readonly Listed[] }>(door, { method: 'GET', path: '/admin/v1/journeys?days=1' })
  const listed = journeys.find(({ journey }) => journey === name)
  if (listed === undefined)
    throw noSuchJourney(
      name,
      journeys.map(({ journey }) => journey),
    )
  const path = `/admin/v1/journeys/${encodeURIComponent(name)}/statistics`
  const { versions } = await askAdminFor<{ readonly versions: readonly (VersionReport & { readonly exitsSaid: unknown })[] }>(door, { method: 'GET', path })
  const { paused } = listed
  return {
    journey: name,
    versions: versions.map(({ exitsSaid: _, ...version }) => version),
    paused: paused === null ? null : { since: paused.since, because: paused.because, by: paused.by },
  }
}

interface Listed {
  readonly journey: string
  readonly paused: PausedView | null
}

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
  { title: 'waiting', value: ({ waiting }) => waiting, ...right, isAlways: false },
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
