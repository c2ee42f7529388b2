// oncue catalogue fetch COLLECTION: fetches the feed of a collection now, as it is every night.

import { adminFlags, askAdmin, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { exitCodes } from '../command-failure.ts'
import { printJson } from '../print-json.ts'
import { printable } from '../table.ts'

export const catalogueFetch = command({
  name: 'fetch',
  summary: 'Fetch the feed of a collection now; a feed that lost much changes nothing without --confirm',
  args: {
    collection: { type: 'positional', required: true, description: 'The collection' },
    confirm: { type: 'boolean', description: 'Take it however much it lost' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, ...shell }) => {
    const body = args.confirm === true ? { confirm: true } : {}
    const path = `/admin/v1/catalogue/${encodeURIComponent(args.collection)}/feed/fetch`
    const answer = await askAdmin<{ outcome: string; says: string }>(doorOf(shell, args), path, body)
    if (args.json === true) printJson(shell.terminal, answer)
    else shell.terminal.print(`${args.collection}: ${printable(answer.says)}\n`)
    return answer.outcome === 'taken' || answer.outcome === 'unchanged' ? 0 : exitCodes.failed
  },
})
