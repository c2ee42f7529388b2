// oncue message statistics: what became of messages over some days, by template; with --transactional, of those alone that people must get.

import type { MessageDayNumbers, MessageStatistics } from '../../insight/message-statistics.ts'
import { adminFlags, askAdminFor, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { printJson } from '../print-json.ts'
import { table } from '../table.ts'

export const messageStatisticsCommand = command({
  name: 'statistics',
  summary: 'Count what became of messages over some days, by template',
  args: {
    transactional: { type: 'boolean', description: 'Only messages that people must get, such as receipts' },
    template: { type: 'string', description: 'Only of this template', valueHint: 'name' },
    from: { type: 'string', description: 'The first day; 29 days before the last by default', valueHint: 'day' },
    to: { type: 'string', description: 'The last day, included; today by default', valueHint: 'day' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, ...shell }) => {
    const { template, from, to } = args
    const given = { template, from, to, purpose: args.transactional === true ? 'transactional' : undefined }
    const query = new URLSearchParams(Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as [string, string]])))
    const found = await askAdminFor<MessageStatistics>(doorOf(shell, args), { method: 'GET', path: `/admin/v1/messages/statistics?${query}` })
    if (args.json === true) printJson(shell.terminal, found)
    else shell.terminal.print(textOf(found, shell.terminal.columns))
    return 0
  },
})

interface Line extends MessageDayNumbers {
  readonly what: string
}

function textOf(found: MessageStatistics, columns: number): string {
  const lines: readonly Line[] = [
    ...found.templates.map((one) => ({ ...one, what: `${one.template}${one.channel === 'email' ? '' : ` (${one.channel})`}` })),
    { ...found, what: 'all' },
  ]
  const number = (title: string, value: (line: Line) => number) => ({ title, value, align: 'right' as const })
  const layout = [
    { title: 'template', value: ({ what }: Line) => what },
    number('sent', ({ sent }) => sent),
    number('delivered', ({ delivered }) => delivered),
    number('opened', ({ opened }) => opened.human),
    number('clicked', ({ clicked }) => clicked.human),
    number('bounced', ({ bounced }) => bounced),
    number('complained', ({ complained }) => complained),
    number('failed', ({ failed }) => failed),
    number('unknown', ({ unknown }) => unknown),
  ]
  return `${found.from} to ${found.to}, opened and clicked by people:\n${table(lines, layout, columns)}`
}
