// oncue alerts: what is wrong, each cause once; and that somebody knows of one.

import type { Alert } from '../../insight/overview/alert-book.ts'
import { readConfiguration } from '../../settings/configuration.ts'
import { adminFlags, askAdmin, askAdminFor } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { instantText } from '../instants.ts'
import { printJson } from '../print-json.ts'
import { printable } from '../table.ts'

interface Answer {
  readonly alerts: readonly (Alert & { readonly words: string })[]
  readonly tells: { readonly webhook: boolean; readonly mail: number }
}

export const alerts = command({
  name: 'alerts',
  summary: 'List what is wrong, each cause once; --acknowledge ID says that somebody knows of it',
  args: {
    acknowledge: { type: 'string', description: 'The id of an alert that somebody knows of', valueHint: 'id' },
    all: { type: 'boolean', description: 'Also those of the last two weeks that are over' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  async run({ args, ...shell }) {
    const configuration = readConfiguration(shell.environment, args.data === undefined ? {} : { data: args.data })
    const door = { shell, configuration, server: args.server, key: args.key }
    const answer =
      args.acknowledge === undefined
        ? await askAdminFor<Answer>(door, { method: 'GET', path: '/admin/v1/alerts' })
        : await askAdmin<Answer>(door, '/admin/v1/alerts/acknowledge', { id: args.acknowledge })
    if (args.json === true) printJson(shell.terminal, answer)
    else shell.terminal.print(textOf(answer, args.all === true ? 'all' : 'not over'))
    return 0
  },
})

function textOf({ alerts: found, tells }: Answer, which: 'all' | 'not over'): string {
  const shown = found.filter(({ state }) => which === 'all' || state !== 'over')
  const told = tells.webhook || tells.mail > 0 ? '' : 'Nobody is told: set alertWebhook or alertMail, or write alerts: { mail: [...] } into the workspace.\n'
  if (shown.length === 0) return `Nothing is wrong.\n${told}`
  return `${shown.map(lineOf).join('')}${told}`
}

function lineOf({ id, state, words, because, since, overAt, acknowledged }: Answer['alerts'][number]): string {
  const until = overAt === null ? '' : ` until ${instantText(overAt)}`
  const known = acknowledged === null ? '' : `; ${printable(acknowledged.by)} knows`
  const why = because === null ? '' : `\n        ${printable(because)}`
  return `${state.padEnd(5)}  ${printable(words)}, since ${instantText(since)}${until}${known}  [${printable(id)}]${why}\n`
}
