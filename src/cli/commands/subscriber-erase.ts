// oncue subscriber erase ID --yes: forgets a person, everywhere and for good.

import { adminFlags, askAdminFor, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { usageFailure } from '../command-failure.ts'
import { printJson } from '../print-json.ts'
import { subscriberPath } from '../subscriber-path.ts'

interface Erased {
  readonly subscriber: number
  readonly erasedAt: number
  readonly overwritten: boolean
}

export const subscriberErase = command({
  name: 'erase',
  summary: 'Forget a person: history, mails and ids, everywhere and for good',
  args: {
    id: { type: 'positional', required: true, description: 'userId, anonymousId, mail address, or #number' },
    yes: { type: 'boolean', description: 'Do it: there is no way back' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, ...shell }) => {
    if (args.yes !== true) throw usageFailure('there is no way back', 'add --yes to do it; `oncue subscriber export` keeps a copy')
    const door = doorOf(shell, args)
    const erased = await askAdminFor<Erased>(door, { method: 'DELETE', path: await subscriberPath(door, args.id) })
    if (args.json === true) printJson(shell.terminal, erased)
    else shell.terminal.print(`${sentence(erased)} Backups from before still hold it.\n`)
    return 0
  },
})

function sentence({ subscriber, overwritten }: Erased): string {
  if (overwritten) return `Subscriber #${subscriber} is forgotten, and what was deleted is overwritten.`
  return `Subscriber #${subscriber} is forgotten. Somebody reads the file at this moment: what was deleted is overwritten at the next start or erasure.`
}
