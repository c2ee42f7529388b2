// oncue consents export: every word about consent of everybody, with its evidence, as JSON or CSV.

import { adminFlags, doorOf } from '../admin-door.ts'
import { command, dataFlag } from '../command.ts'
import { usageFailure } from '../command-failure.ts'
import { streamAdminTo } from '../stream-admin-to.ts'

export const consentsExport = command({
  name: 'export',
  summary: 'Write every word about consent with its evidence: as proof, or to take along',
  args: {
    out: { type: 'string', description: 'A new file to write to, readable by its owner only; standard output without it', valueHint: 'file' },
    format: { type: 'string', description: 'csv or json', default: 'csv', valueHint: 'format' },
    ...adminFlags,
    ...dataFlag,
  },
  run: async ({ args, ...shell }) => {
    if (args.format !== 'csv' && args.format !== 'json') throw usageFailure(`there is no format "${args.format}"`, 'there are: csv, json')
    await streamAdminTo(doorOf(shell, args), { method: 'GET', path: `/admin/v1/consents/export?format=${args.format}` }, { shell, out: args.out })
    return 0
  },
})
