// oncue codes export POOL: who got which code, as CSV.

import { adminFlags, doorOf } from '../admin-door.ts'
import { command, dataFlag } from '../command.ts'
import { streamAdminTo } from '../stream-admin-to.ts'

export const codesExport = command({
  name: 'export',
  summary: 'Write who got which code of a pool, as CSV',
  args: {
    pool: { type: 'positional', required: true, description: 'The pool' },
    out: { type: 'string', description: 'A new file to write to, readable by its owner only; standard output without it', valueHint: 'file' },
    ...adminFlags,
    ...dataFlag,
  },
  run: async ({ args, ...shell }) => {
    await streamAdminTo(doorOf(shell, args), { method: 'GET', path: `/admin/v1/codes/${encodeURIComponent(args.pool)}/export` }, { shell, out: args.out })
    return 0
  },
})
