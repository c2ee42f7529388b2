// oncue suppressions: addresses that are not written to because of what came back, and lifting that.

import { readConfiguration } from '../../configuration.ts'
import { type AdminDoor, adminFlags, askAdmin, askAdminFor } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { instantText } from '../instants.ts'
import { printJson } from '../print-json.ts'
import { printable, table } from '../table.ts'

interface Suppression {
  readonly subscriber: number
  readonly userIds: readonly string[]
  readonly address: string
  readonly isCurrent: boolean
  readonly reason: string
  readonly since: number
}

export const suppressionsList = command({
  name: 'list',
  summary: 'List addresses that are not written to, with the reason',
  args: { ...adminFlags, ...dataFlag, ...jsonFlag },
  run: async ({ args, ...shell }) => {
    const configuration = readConfiguration(shell.environment, args.data === undefined ? {} : { data: args.data })
    const door: AdminDoor = { shell, configuration, server: args.server, key: args.key }
    const found: Suppression[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: { suppressions: Suppression[]; next: string | null } = await askAdminFor(door, {
        method: 'GET',
        path: `/admin/v1/suppressions${cursor === '' ? '' : `?cursor=${cursor}`}`,
      })
      found.push(...page.suppressions)
      cursor = page.next
    }
    if (args.json === true) printJson(shell.terminal, { suppressions: found })
    else if (found.length === 0) shell.terminal.print('No address is suppressed.\n')
    else {
      const columns = [
        { title: 'since', value: ({ since }: Suppression) => instantText(since) },
        { title: 'who', value: ({ userIds, subscriber }: Suppression) => userIds[0] ?? `#${subscriber}` },
        { title: 'address', value: ({ address, isCurrent }: Suppression) => `${address}${isCurrent ? '' : ' (an earlier one)'}` },
        { title: 'why', value: ({ reason }: Suppression) => reason },
      ]
      shell.terminal.print(table(found, columns, shell.terminal.columns))
    }
    return 0
  },
})

export const suppressionsLift = command({
  name: 'lift',
  summary: 'Let the present address of somebody be written to again',
  args: { id: { type: 'positional', required: true, description: 'userId, or #number' }, ...adminFlags, ...dataFlag, ...jsonFlag },
  run: async ({ args, ...shell }) => {
    const configuration = readConfiguration(shell.environment, args.data === undefined ? {} : { data: args.data })
    const door: AdminDoor = { shell, configuration, server: args.server, key: args.key }
    const who = /^#\d+$/.test(args.id) ? { subscriber: Number(args.id.slice(1)) } : { userId: args.id }
    await askAdmin(door, '/admin/v1/suppressions/lift', who)
    if (args.json === true) printJson(shell.terminal, who)
    else shell.terminal.print(`The present address of ${printable(args.id)} may be written to again. What was said about topics stays.\n`)
    return 0
  },
})
