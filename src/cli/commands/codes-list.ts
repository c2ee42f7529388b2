// oncue codes list: the pools of discount codes, how many are given and how many are left.

import { adminFlags, askAdminFor, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { printJson } from '../print-json.ts'
import { table } from '../table.ts'

interface ListedPool {
  readonly pool: string
  readonly source: 'uploaded' | 'generated'
  readonly for: 'person' | 'enrollment'
  readonly given: number
  readonly left: number | null
}

export const codesList = command({
  name: 'list',
  summary: 'List the pools of discount codes, how many are given and how many are left',
  args: { ...adminFlags, ...dataFlag, ...jsonFlag },
  run: async ({ args, ...shell }) => {
    const { pools } = await askAdminFor<{ pools: ListedPool[] }>(doorOf(shell, args), { method: 'GET', path: '/admin/v1/codes' })
    if (args.json === true) printJson(shell.terminal, { pools })
    else if (pools.length === 0) shell.terminal.print('No pool is declared: a file with `codes: NAME` in the definitions folder does.\n')
    else {
      const columns = [
        { title: 'pool', value: ({ pool }: ListedPool) => pool },
        { title: 'codes are', value: ({ source }: ListedPool) => source },
        { title: 'one for each', value: (pool: ListedPool) => pool.for },
        { title: 'given', value: ({ given }: ListedPool) => given.toLocaleString('en'), align: 'right' as const },
        { title: 'left', value: ({ left }: ListedPool) => left?.toLocaleString('en') ?? '', align: 'right' as const },
      ]
      shell.terminal.print(table(pools, columns, shell.terminal.columns))
    }
    return 0
  },
})
