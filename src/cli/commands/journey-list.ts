// oncue journey list: every journey in force with its numbers, one line each.

import type { VersionReport } from '../../insight/journey-report.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { printJson } from '../print-json.ts'
import { table } from '../table.ts'
import { withViews } from '../with-views.ts'

export const journeyList = command({
  name: 'list',
  summary: 'List the journeys with how many entered, are inside, completed, exited and converted',
  args: { ...dataFlag, ...jsonFlag },
  run: ({ args, ...shell }) =>
    withViews(shell, args.data, async (views) => {
      const journeys = await Promise.all((await views.journeyNames()).map((name) => views.journey(name)))
      const paused = await views.paused()
      const lines = journeys.flatMap((view) =>
        view === undefined ? [] : [{ journey: view.journey, paused: paused.has(view.journey), ...overall(view.versions) }],
      )
      if (args.json === true) printJson(shell.terminal, { journeys: lines })
      else if (lines.length === 0) shell.terminal.print('No journeys.\n')
      else shell.terminal.print(table(lines, columns, shell.terminal.columns))
      return 0
    }),
})

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
