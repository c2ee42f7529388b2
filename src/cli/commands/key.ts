// oncue key create|list|revoke: the admin keys, at the doors of the running server or on the workspace itself.

import { roles } from '../../model/admin-role.ts'
import { adminFlags, askAdminFor, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { instantText } from '../instants.ts'
import { printJson } from '../print-json.ts'
import { roleOf, roleText } from '../role-flag.ts'
import { table } from '../table.ts'

interface ListedKey {
  readonly name: string
  readonly role: string
  readonly from: string
  readonly createdAt: number | null
  readonly lastUsedAt: number | null
}

const name = { type: 'positional', required: true, description: 'What the audit log calls whoever holds it' } as const

export const keyCreate = command({
  name: 'create',
  summary: 'Make an admin key and show it this once; only a hash of it is kept',
  args: { name, role: { type: 'string', description: roleText, default: 'owner', valueHint: roles.join('|') }, ...adminFlags, ...dataFlag, ...jsonFlag },
  run: async ({ args, ...shell }) => {
    const body = { name: args.name, role: roleOf(args.role) }
    const made = await askAdminFor<{ readonly key: string }>(doorOf(shell, args), { method: 'POST', path: '/admin/v1/keys', body })
    if (args.json === true) printJson(shell.terminal, made)
    else shell.terminal.print(`${made.key}\n\nThis is the key "${args.name}" (${body.role}). Keep it: it is not shown again.\n`)
    return 0
  },
})

export const keyList = command({
  name: 'list',
  summary: 'List the admin keys by name',
  args: { ...adminFlags, ...dataFlag, ...jsonFlag },
  run: async ({ args, ...shell }) => {
    const listed = await askAdminFor<{ readonly keys: readonly ListedKey[] }>(doorOf(shell, args), { method: 'GET', path: '/admin/v1/keys' })
    if (args.json === true) printJson(shell.terminal, listed)
    else shell.terminal.print(table(listed.keys, columns, shell.terminal.columns))
    return 0
  },
})

export const keyRevoke = command({
  name: 'revoke',
  summary: 'Revoke an admin key, from the next request on',
  args: { name, ...adminFlags, ...dataFlag },
  run: async ({ args, ...shell }) => {
    await askAdminFor(doorOf(shell, args), { method: 'DELETE', path: `/admin/v1/keys/${encodeURIComponent(args.name)}` })
    shell.terminal.print(`The key "${args.name}" opens nothing any more.\n`)
    return 0
  },
})

const columns = [
  { title: 'name', value: (key: ListedKey) => key.name },
  { title: 'role', value: ({ role }: ListedKey) => role },
  { title: 'from', value: ({ from }: ListedKey) => from },
  { title: 'made', value: ({ createdAt }: ListedKey) => (createdAt === null ? '' : instantText(createdAt)) },
  { title: 'last used', value: ({ lastUsedAt }: ListedKey) => (lastUsedAt === null ? 'never' : instantText(lastUsedAt)) },
]
