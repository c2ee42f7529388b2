// oncue journey list: every journey in force with its numbers, one line each.

import type { VersionReport } from '../../insight/journey-report.ts'
import { type AdminDoor, adminFlags, askAdminFor, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { printJson } from '../print-json.ts'
import { table } from '../table.ts'
import type { Views } from '../views.ts'
import { withViews } from '../with-views.ts'

export const journeyList = command({
  name: 'list',
  summary: 'List the journeys with how many entered, are inside, completed, exited and converted',
  args: { ...adminFlags, ...dataFlag, ...jsonFlag },
  async run({ args, ...shell }) {
    const lines = args.server === undefined ? await withViews(shell, args.data, linesOf) : await linesAt(doorOf(shell, args))
    if (args.json === true) printJson(shell.terminal, { journeys: lines })
    else if (lines.length === 0) shell.terminal.print('No journeys.\n')
    else shell.terminal.print(table(lines, columns, shell.terminal.columns))
    return 0
  },
})

/** As the workspace itself says it, also beside a server. */
async function linesOf(views: Views): Promise<readonly Line[]> {
  const journeys = await Promise.all((await views.journeyNames()).map((name) => views.journey(name)))
  const paused = await views.paused()
  return journeys.flatMap((view) => (view === undefined ? [] : [{ journey: view.journey, paused: paused.has(view.journey), ...overall(view.versions) }]))
}

interface Listed extends Omit<Line, 'paused' | 'live'> {
  readonly status: 'live' | 'paused' | 'ended'
}

/** As a server says it. */
async function linesAt(door: AdminDoor): Promise<readonly Line[]> {
  const { journeys } = await askAdminFor<{ readonly journeys: readonly Listed[] }>(door, { method: 'GET', path: '/admin/v1/journeys?days=1' })
  return journeys
    .map(({ journey, status, version, entered, inside, completed, exited, hasGoal, converted }) => {
      const isPaused = status === 'paused'
      return { journey, paused: isPaused, version, live: status !== 'ended', entered, inside, completed, exited, hasGoal, converted }
    })
    .sort((one, other) => (one.journey < other.journey ? -1 : 1))
}

type Line = { readonly journey: string; readonly paused: boolean } & ReturnType<typeof overall>

const columns = [
  { title: 'journey', value: ({ journey }: Line) => journey },
  { title: 'version', value: ({ version }: Line) => version },
  { title: 'live', value: ({ live, paused }: Line) => (paused ? 'paused' : live ? 'yes' : 'no') },
  { title: 'entered', value: ({ entered }: Line) => entered, align: 'right' as const },
  { title: 'inside', value: ({ inside }: Line) => inside, align: 'right' as const },
  { title: 'completed', value: ({ completed }: Line) => completed, align: 'right' as const },
  { title: 'exited', value: ({ exited }: Line) => exited, align: 'right' as const },
  { title: 'converted', value: ({ hasGoal, converted }: Line) => (hasGoal || converted > 0 ? converted : '-'), align: 'right' as const },
]

/** The numbers of all versions together; the version is the newest. */
function overall(versions: readonly VersionReport[]): {
  version: number
  live: boolean
  entered: number
  inside: number
  completed: number
  exited: number
  hasGoal: boolean
  converted: number
} {
  const total = { version: 0, live: false, entered: 0, inside: 0, completed: 0, exited: 0, hasGoal: false, converted: 0 }
  for (const one of versions) {
    total.version = Math.max(total.version, one.version)
    total.live ||= one.live
    total.entered += one.entered
    total.inside += one.inside
    total.completed += one.completed
    total.exited += one.exited
    total.hasGoal ||= one.hasGoal
    total.converted += one.converted
  }
  return total
}
