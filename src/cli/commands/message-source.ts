// oncue message source KEY: a message as it was sent, to the byte.

import { adminFlags, doorOf } from '../admin-door.ts'
import { command, dataFlag } from '../command.ts'
import { streamAdminTo } from '../stream-admin-to.ts'

export const messageSource = command({
  name: 'source',
  summary: 'Write a message as it was sent: a mail as .eml, another channel as JSON',
  args: {
    message: { type: 'positional', required: true, description: 'The key of the message, as `oncue messages` shows it' },
    out: { type: 'string', description: 'A new file to write to, readable by its owner only; standard output without it', valueHint: 'file' },
    ...adminFlags,
    ...dataFlag,
  },
  run: async ({ args, ...shell }) => {
    const asked = { method: 'GET', path: `/admin/v1/messages/${encodeURIComponent(args.message)}/source` } as const
    await streamAdminTo(doorOf(shell, args), asked, { shell, out: args.out })
    return 0
  },
})
