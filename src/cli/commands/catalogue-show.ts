// oncue catalogue show COLLECTION ID: one item as it is known now.

import { adminFlags, askAdminFor, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { instantText } from '../instants.ts'
import { printJson } from '../print-json.ts'
import { printable } from '../table.ts'

interface ShownItem {
  readonly id: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly changedAt: number
  readonly confirmedAt: number
}

export const catalogueShow = command({
  name: 'show',
  summary: 'Show one item of the catalogue as it is known now',
  args: {
    collection: { type: 'positional', required: true, description: 'The collection' },
    id: { type: 'positional', required: true, description: 'The id of the item' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, ...shell }) => {
    const path = `/admin/v1/catalogue/${encodeURIComponent(args.collection)}/items/${encodeURIComponent(args.id)}`
    const item = await askAdminFor<ShownItem>(doorOf(shell, args), { method: 'GET', path })
    if (args.json === true) printJson(shell.terminal, item)
    else {
      const width = Math.max(...Object.keys(item.attributes).map((name) => name.length), 9)
      const line = (name: string, value: string): string => `${name.padEnd(width)}  ${printable(value)}\n`
      const lines = Object.entries(item.attributes).map(([name, value]) => line(name, typeof value === 'string' ? value : JSON.stringify(value)))
      shell.terminal.print(
        line('id', item.id) + lines.join('') + line('changed', instantText(item.changedAt)) + line('confirmed', instantText(item.confirmedAt)),
      )
    }
    return 0
  },
})
