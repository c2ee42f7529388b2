// oncue admin create|list|role|password|remove: the people of the team who sign in, at the doors of the running server or on the workspace itself.

import { roles, roleWords } from '../../model/admin-role.ts'
import { adminFlags, askAdminFor, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { instantText } from '../instants.ts'
import { printJson } from '../print-json.ts'
import { roleOf, roleText } from '../role-flag.ts'
import { table } from '../table.ts'

interface ListedAdmin {
  readonly name: string
  readonly role: string
  readonly hasSecondFactor: boolean
  readonly spareCodesLeft: number
  readonly createdAt: number
  readonly lastSignInAt: number | null
}

const name = { type: 'positional', required: true, description: 'What the audit log calls the person; a mail address does well' } as const

export const adminCreate = command({
  name: 'create',
  summary: 'Let somebody sign in; a password is made up and shown this once',
  args: { name, role: { type: 'string', description: roleText, default: 'viewer', valueHint: roles.join('|') }, ...adminFlags, ...dataFlag, ...jsonFlag },
  run: async ({ args, ...shell }) => {
    const body = { name: args.name, role: roleOf(args.role) }
    const made = await askAdminFor<{ readonly password: string }>(doorOf(shell, args), { method: 'POST', path: '/admin/v1/admins', body })
    if (args.json === true) printJson(shell.terminal, made)
    else
      shell.terminal.print(
        `${made.password}\n\nThis is the password of "${args.name}" (${body.role}). It is not shown again; it can be changed after signing in.\n`,
      )
    return 0
  },
})

export const adminList = command({
  name: 'list',
  summary: 'List the people who may sign in',
  args: { ...adminFlags, ...dataFlag, ...jsonFlag },
  run: async ({ args, ...shell }) => {
    const listed = await askAdminFor<{ readonly admins: readonly ListedAdmin[] }>(doorOf(shell, args), { method: 'GET', path: '/admin/v1/admins' })
    if (args.json === true) printJson(shell.terminal, listed)
    else if (listed.admins.length === 0) shell.terminal.print('Nobody. `oncue admin create NAME --role owner` makes the first one.\n')
    else shell.terminal.print(table(listed.admins, columns, shell.terminal.columns))
    return 0
  },
})

export const adminRole = command({
  name: 'role',
  summary: 'Give somebody another role, from the next request on',
  args: { name, role: { type: 'positional', required: true, description: roles.join(', ') }, ...adminFlags, ...dataFlag },
  run: async ({ args, ...shell }) => {
    const role = roleOf(args.role)
    await askAdminFor(doorOf(shell, args), { method: 'PATCH', path: pathOf(args.name), body: { role } })
    shell.terminal.print(`"${args.name}" is ${role} now: ${roleWords[role]}.\n`)
    return 0
  },
})

export const adminPassword = command({
  name: 'password',
  summary: 'Make up a new password for somebody, turn the second factor off and end every session',
  args: { name, ...adminFlags, ...dataFlag, ...jsonFlag },
  run: async ({ args, ...shell }) => {
    const made = await askAdminFor<{ readonly password: string }>(doorOf(shell, args), { method: 'POST', path: `${pathOf(args.name)}/password` })
    if (args.json === true) printJson(shell.terminal, made)
    else shell.terminal.print(`${made.password}\n\nThis is the new password of "${args.name}". It is not shown again.\n`)
    return 0
  },
})

export const adminRemove = command({
  name: 'remove',
  summary: 'Let somebody sign in no more, and end every session of theirs at once',
  args: { name, ...adminFlags, ...dataFlag },
  run: async ({ args, ...shell }) => {
    await askAdminFor(doorOf(shell, args), { method: 'DELETE', path: pathOf(args.name) })
    shell.terminal.print(`"${args.name}" cannot sign in any more.\n`)
    return 0
  },
})

function pathOf(name: string): string {
  return `/admin/v1/admins/${encodeURIComponent(name)}`
}

const columns = [
  { title: 'name', value: (admin: ListedAdmin) => admin.name },
  { title: 'role', value: ({ role }: ListedAdmin) => role },
  { title: 'second factor', value: ({ hasSecondFactor, spareCodesLeft: left }: ListedAdmin) => (hasSecondFactor ? `yes, ${left} spare codes left` : 'no') },
  { title: 'made', value: ({ createdAt }: ListedAdmin) => instantText(createdAt) },
  { title: 'last signed in', value: ({ lastSignInAt }: ListedAdmin) => (lastSignInAt === null ? 'never' : instantText(lastSignInAt)) },
]
