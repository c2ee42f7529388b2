// oncue versions [JOURNEY]: every version that was published, by whom and when, and who is inside.

import type { JourneyVersionView } from '../../insight/journey-versions.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { instantText } from '../instants.ts'
import { noSuchJourney } from '../no-such-journey.ts'
import { printJson } from '../print-json.ts'
import { printable, table } from '../table.ts'
import { withViews } from '../with-views.ts'

export const versions = command({
  name: 'versions',
  summary: 'List the versions of journeys: when they were published, by whom, and how many are inside',
  args: { journey: { type: 'positional', required: false, description: 'Only this journey' }, ...dataFlag, ...jsonFlag },
  run: ({ args, ...shell }) =>
    withViews(shell, args.data, async (views) => {
      const list = await views.versions(args.journey)
      if (args.journey !== undefined && list.length === 0) throw noSuchJourney(args.journey, await views.journeyNames())
      if (args.json === true) printJson(shell.terminal, { versions: list })
      else shell.terminal.print(list.length === 0 ? 'Nothing was published yet.\n' : table(list, columns, shell.terminal.columns))
      return 0
    }),
})

const columns = [
  { title: 'journey', value: ({ journey }: JourneyVersionView) => printable(journey) },
  { title: 'version', value: ({ version }: JourneyVersionView) => version, align: 'right' as const },
  { title: 'status', value: ({ status }: JourneyVersionView) => status },
  { title: 'published', value: ({ publishedAt }: JourneyVersionView) => (publishedAt === null ? '-' : instantText(publishedAt)) },
  { title: 'by', value: ({ by }: JourneyVersionView) => printable(by ?? '-') },
  { title: 'entered', value: ({ entered }: JourneyVersionView) => entered, align: 'right' as const },
  { title: 'inside', value: ({ inside }: JourneyVersionView) => inside, align: 'right' as const },
]
