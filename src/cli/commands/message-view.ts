// oncue message view KEY: a link under which a browser shows the message for a while.

import { adminFlags, askAdmin, doorOf, serverOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { instantText } from '../instants.ts'
import { printJson } from '../print-json.ts'

export const messageView = command({
  name: 'view',
  summary: 'Print a link under which a browser shows the message, as its reader saw it, for ten minutes',
  args: {
    message: { type: 'positional', required: true, description: 'The key of the message, as `oncue messages` shows it' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, ...shell }) => {
    const door = doorOf(shell, args)
    const { path, expiresAt } = await askAdmin<{ path: string; expiresAt: number }>(door, `/admin/v1/messages/${encodeURIComponent(args.message)}/view`, {})
    const url = `${serverOf(door)}${path}`
    if (args.json === true) printJson(shell.terminal, { url, expiresAt })
    else shell.terminal.print(`${url}\nGood until ${instantText(expiresAt)}. Nothing in it runs, and looking at it counts as nothing.\n`)
    return 0
  },
})
