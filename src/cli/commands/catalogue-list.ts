// oncue catalogue list: the collections, how many items each has, and how its feed stands.

import { adminFlags, askAdminFor, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import type { ListedCollection } from '../import/listed-collection.ts'
import { printJson } from '../print-json.ts'
import { table } from '../table.ts'

export const catalogueList = command({
  name: 'list',
  summary: 'List the collections, how many items each has, and how its feed stands',
  args: { ...adminFlags, ...dataFlag, ...jsonFlag },
  run: async ({ args, ...shell }) => {
    const { collections } = await askAdminFor<{ collections: ListedCollection[] }>(doorOf(shell, args), { method: 'GET', path: '/admin/v1/catalogue' })
    if (args.json === true) printJson(shell.terminal, { collections })
    else if (collections.length === 0) shell.terminal.print('No collection is declared: a file with `collection: NAME` in the definitions folder does.\n')
    else {
      const columns = [
        { title: 'collection', value: ({ collection }: ListedCollection) => collection },
        { title: 'items', value: ({ items }: ListedCollection) => items.toLocaleString('en'), align: 'right' as const },
        {
          title: 'found by',
          value: ({ attributes }: ListedCollection) => ['id', ...attributes.flatMap(({ attribute, find }) => (find ? attribute : []))].join(', '),
        },
        { title: 'feed', value: ({ feed }: ListedCollection) => (feed === null ? '' : String(feed['says'] ?? '')) },
      ]
      shell.terminal.print(table(collections, columns, shell.terminal.columns))
    }
    return 0
  },
})
