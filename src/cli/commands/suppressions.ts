// oncue suppressions: addresses that are not written to because of what came back, and lifting that.

import { type AdminDoor, adminFlags, askAdmin, askAdminFor, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { usageFailure } from '../command-failure.ts'
import { instantText } from '../instants.ts'
import { printJson } from '../print-json.ts'
import { printable, table } from '../table.ts'
import { wholeNumber } from '../with-views.ts'

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
  summary: 'List addresses that are not written to, newest first, with the reason',
  args: {
    address: { type: 'positional', required: false, description: 'Only this mail address or phone number' },
    channel: { type: 'string', description: 'Only mail addresses (email), or only phone numbers (sms)', valueHint: 'channel' },
    limit: { type: 'string', description: 'How many at most', default: '100', valueHint: 'n' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, ...shell }) => {
    const door = doorOf(shell, args)
    const limit = wholeNumber(args.limit, '--limit')
    if (args.channel !== undefined && args.channel !== 'email' && args.channel !== 'sms')
      throw usageFailure(`--channel "${args.channel}" is none`, 'give email or sms')
    if (args.address !== undefined && !/@|^\+?\d[\d ()/.-]*$/.test(args.address.trim()))
      throw usageFailure(`"${args.address}" is neither a mail address nor a phone number`, '`oncue subscriber show ID` says where somebody is reached')
    const { found, hasMore } = args.address === undefined ? await listed(door, { limit, channel: args.channel }) : await about(door, args.address)
    if (args.json === true) printJson(shell.terminal, { suppressions: found })
    else if (found.length === 0)
      shell.terminal.print(args.address === undefined ? 'No address is suppressed.\n' : `Nothing holds ${printable(args.address)} back.\n`)
    else {
      shell.terminal.print(table(found, columns, shell.terminal.columns))
      if (hasMore) shell.terminal.print(`There are more; --limit ${limit * 10} shows more of them.\n`)
    }
    return 0
  },
})

const columns = [
  { title: 'since', value: ({ since }: Suppression) => instantText(since) },
  { title: 'who', value: ({ userIds, subscriber }: Suppression) => userIds[0] ?? `#${subscriber}` },
  { title: 'address', value: ({ address, isCurrent }: Suppression) => `${address}${isCurrent ? '' : ' (an earlier one)'}` },
  { title: 'why', value: ({ reason }: Suppression) => reason },
]

interface Found {
  readonly found: readonly Suppression[]
  readonly hasMore: boolean
}

async function listed(door: AdminDoor, { limit, channel }: { readonly limit: number; readonly channel: string | undefined }): Promise<Found> {
  const found: Suppression[] = []
  let cursor: string | null = ''
  while (cursor !== null && found.length < limit) {
    const query = new URLSearchParams({ limit: String(Math.min(limit - found.length, 500)), ...(channel && { channel }), ...(cursor && { cursor }) })
    const page: { suppressions: Suppression[]; next: string | null } = await askAdminFor(door, { method: 'GET', path: `/admin/v1/suppressions?${query}` })
    found.push(...page.suppressions)
    cursor = page.next
  }
  return { found, hasMore: cursor !== null }
}

/** In a body: no URL holds an address. */
async function about(door: AdminDoor, address: string): Promise<Found> {
  const { suppressions } = await askAdmin<{ suppressions: Suppression[] }>(door, '/admin/v1/suppressions/find', { address })
  return { found: suppressions, hasMore: false }
}

export const suppressionsLift = command({
  name: 'lift',
  summary: 'Let the present address of somebody be written to again',
  args: { id: { type: 'positional', required: true, description: 'userId, or #number' }, ...adminFlags, ...dataFlag, ...jsonFlag },
  run: async ({ args, ...shell }) => {
    const door = doorOf(shell, args)
    const who = /^#\d+$/.test(args.id) ? { subscriber: Number(args.id.slice(1)) } : { userId: args.id }
    await askAdmin(door, '/admin/v1/suppressions/lift', who)
    if (args.json === true) printJson(shell.terminal, who)
    else shell.terminal.print(`The present address of ${printable(args.id)} may be written to again. What was said about topics stays.\n`)
    return 0
  },
})
