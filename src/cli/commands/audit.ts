// oncue audit: who of the team did what, and when; newest first.

import { command, dataFlag, jsonFlag } from '../command.ts'
import { instantText } from '../instants.ts'
import { printJson } from '../print-json.ts'
import { table } from '../table.ts'
import type { AuditView } from '../views.ts'
import { wholeNumber, withViews } from '../with-views.ts'

/** Entries when nothing else is said. */
const shownEntries = 50

export const audit = command({
  name: 'audit',
  summary: 'List who of the team did what, and when; newest first',
  args: {
    subscriber: { type: 'string', description: 'Only what was done to the person with this number', valueHint: 'number' },
    limit: { type: 'string', description: `At most so many (${shownEntries})`, valueHint: 'n' },
    ...dataFlag,
    ...jsonFlag,
  },
  run: ({ args, ...shell }) =>
    withViews(shell, args.data, async (views) => {
      const limit = args.limit === undefined ? shownEntries : wholeNumber(args.limit, '--limit')
      const subscriber = args.subscriber === undefined ? undefined : wholeNumber(args.subscriber.replace(/^#/, ''), '--subscriber')
      const entries = await views.audit({ limit, subscriber })
      if (args.json === true) printJson(shell.terminal, { entries })
      else if (entries.length === 0) shell.terminal.print('Nothing was done yet.\n')
      else shell.terminal.print(table(entries, columns, shell.terminal.columns))
      return 0
    }),
})

const columns = [
  { title: 'when', value: ({ at }: AuditView) => instantText(at) },
  { title: 'who', value: ({ admin }: AuditView) => admin },
  { title: 'through', value: ({ through }: AuditView) => through },
  { title: 'did', value: ({ did }: AuditView) => did },
  { title: 'to', value: ({ subscriber }: AuditView) => (subscriber === null ? '' : `#${subscriber}`) },
  {
    title: 'details',
    value: ({ details, isOpen }: AuditView) =>
      `${Object.keys(details).length === 0 ? '' : JSON.stringify(details)}${isOpen === true ? ' (began; how it ended is not known)' : ''}`.trim(),
  },
]
