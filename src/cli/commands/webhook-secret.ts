// oncue webhook-secret list|rotate|retire: the secrets that sign webhooks, at the doors of the running server.

import { adminFlags, askAdminFor, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { instantText } from '../instants.ts'
import { printJson } from '../print-json.ts'
import { table } from '../table.ts'
import { wholeNumber } from '../with-views.ts'

interface Listed {
  readonly id: string
  readonly madeAt: number | null
  readonly signsUntil: number | null
  readonly from: string
}

export const webhookSecretList = command({
  name: 'list',
  summary: 'List the secrets that sign webhooks now, by the first of their hash',
  args: { ...adminFlags, ...dataFlag, ...jsonFlag },
  run: async ({ args, ...shell }) => {
    const listed = await askAdminFor<{ readonly secrets: readonly Listed[] }>(doorOf(shell, args), { method: 'GET', path: '/admin/v1/webhook-secrets' })
    if (args.json === true) printJson(shell.terminal, listed)
    else shell.terminal.print(table(listed.secrets, columns, shell.terminal.columns))
    return 0
  },
})

export const webhookSecretRotate = command({
  name: 'rotate',
  summary: 'Make a new secret for webhooks and show it this once; the one before signs beside it for a while',
  args: {
    'keep-for': { type: 'string', default: '24', description: 'Hours for which the one before signs beside it; 0 ends it at once' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, ...shell }) => {
    const made = await askAdminFor<{ readonly id: string; readonly secret: string }>(doorOf(shell, args), {
      method: 'POST',
      path: '/admin/v1/webhook-secrets/rotate',
      body: { keepForHours: args['keep-for'] === '0' ? 0 : wholeNumber(args['keep-for'], '--keep-for') },
    })
    if (args.json === true) printJson(shell.terminal, made)
    else shell.terminal.print(`${made.secret}\n\nThis is the new secret (${made.id}). Give it to the receivers of your webhooks: it is not shown again.\n`)
    return 0
  },
})

export const webhookSecretRetire = command({
  name: 'retire',
  summary: 'End the signing of all secrets for webhooks but the newest',
  args: { ...adminFlags, ...dataFlag },
  run: async ({ args, ...shell }) => {
    const { retired } = await askAdminFor<{ readonly retired: number }>(doorOf(shell, args), { method: 'POST', path: '/admin/v1/webhook-secrets/retire' })
    shell.terminal.print(retired === 0 ? 'Only the newest signs already.\n' : `${retired} signed beside the newest, and no more.\n`)
    return 0
  },
})

const columns = [
  { title: 'secret', value: ({ id }: Listed) => id },
  { title: 'made', value: ({ madeAt }: Listed) => (madeAt === null ? '' : instantText(madeAt)) },
  { title: 'signs until', value: ({ signsUntil }: Listed) => (signsUntil === null ? '' : instantText(signsUntil)) },
  { title: 'from', value: ({ from }: Listed) => from },
]
