// oncue subscriber export ID: everything that is known about a person, as JSON to hand out or take along.

import { adminFlags, doorOf } from '../admin-door.ts'
import { command, dataFlag } from '../command.ts'
import { streamAdminTo } from '../stream-admin-to.ts'
import { subscriberPath } from '../subscriber-path.ts'

export const subscriberExport = command({
  name: 'export',
  summary: 'Write everything that is known about a person as JSON: to hand out, or to take along',
  args: {
    id: { type: 'positional', required: true, description: 'userId, anonymousId, mail address, or #number' },
    out: { type: 'string', description: 'A new file to write to, readable by its owner only; standard output without it', valueHint: 'file' },
    ...adminFlags,
    ...dataFlag,
  },
  run: async ({ args, ...shell }) => {
    const door = doorOf(shell, args)
    const asked = { method: 'GET', path: `${await subscriberPath(door, args.id)}/export` } as const
    await streamAdminTo(door, asked, { shell, out: args.out })
    return 0
  },
})
