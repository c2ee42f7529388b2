// oncue journey show NAME: how many entered, where they are now, what became of them.

import { nameHint } from '../../authoring/nearest-name.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { CommandFailure } from '../command-failure.ts'
import { printJson } from '../print-json.ts'
import { table } from '../table.ts'
import type { JourneyVersionView } from '../views.ts'
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
      if (args.json === true) printJson(shell.terminal, view)
      else shell.terminal.print(view.versions.map((version) => versionText(view.journey, version, shell.terminal.columns)).join('\n'))
      return 0
    }),
})

function versionText(journey: string, view: JourneyVersionView, columns: number): string {
  const { version, live, entered, inside, completed, exited, converted, steps } = view
  const head = `${journey} v${version}${live ? ', live' : ', no longer live'}: ${entered} entered, ${inside} inside, ${completed} completed, ${exited} exited, ${converted} converted\n`
  const rows = table(
    steps,
    [
      { title: 'step', value: ({ step }) => step },
      { title: 'here now', value: ({ hereNow }) => hereNow, align: 'right' },
      { title: 'reached', value: ({ reached }) => reached, align: 'right' },
      { title: 'sent', value: ({ sent }) => sent, align: 'right' },
      { title: 'failed', value: ({ failed }) => failed, align: 'right' },
      { title: 'refused', value: ({ refused }) => refused, align: 'right' },
      { title: 'skipped', value: ({ skipped }) => skipped, align: 'right' },
      { title: 'unknown', value: ({ unknown }) => unknown, align: 'right' },
    ],
    columns,
  )
  return head + rows + reasonLines(view)
}

/** Why, below the numbers: one line for each reason that counts. */
function reasonLines({ exitedBecause, steps }: JourneyVersionView): string {
  const lines = listed('exited', exitedBecause)
  for (const { step, refusedBecause, skippedBecause, variants } of steps) {
    lines.push(...listed(`${step} refused`, refusedBecause), ...listed(`${step} skipped`, skippedBecause), ...listed(`${step} went to`, variants))
  }
  return lines.map((line) => `${line}\n`).join('')
}

function listed(what: string, numbers: Readonly<Record<string, number>>): string[] {
  return Object.entries(numbers).map(([why, count]) => `${what}: ${count} ${why}`)
}
