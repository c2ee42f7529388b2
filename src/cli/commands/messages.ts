// oncue messages: what was decided to be sent, newest first, and what became of it.

import { command, dataFlag, jsonFlag } from '../command.ts'
import { usageFailure } from '../command-failure.ts'
import { instantText } from '../instants.ts'
import { printJsonList } from '../print-json.ts'
import { table } from '../table.ts'
import type { MessageFilter, MessageView, Views } from '../views.ts'
import { subscriberOf, wholeNumber, withViews } from '../with-views.ts'

const statuses: readonly MessageView['status'][] = ['waiting', 'handing over', 'sent', 'failed', 'refused', 'unknown']
/** Rows of the table when nothing else is said; JSON has all. */
const shownRows = 50

export const messages = command({
  name: 'messages',
  summary: 'List messages, newest first, with what became of them',
  args: {
    journey: { type: 'string', description: 'Only of this journey', valueHint: 'name' },
    template: { type: 'string', description: 'Only of this template', valueHint: 'name' },
    status: { type: 'string', description: `Only with this status: ${statuses.join(', ')}`, valueHint: 'status' },
    subscriber: { type: 'string', description: 'Only to this person: userId, anonymousId or #number', valueHint: 'id' },
    limit: { type: 'string', description: `At most so many (${shownRows} in the table, all in JSON)`, valueHint: 'n' },
    ...dataFlag,
    ...jsonFlag,
  },
  run: ({ args, ...shell }) =>
    withViews(shell, args.data, async (views) => {
      const status = statuses.find((known) => known === args.status)
      if (args.status !== undefined && status === undefined) throw usageFailure(`there is no status "${args.status}"`, `there are: ${statuses.join(', ')}`)
      const filter: MessageFilter = {
        ...(args.journey === undefined ? {} : { journey: args.journey }),
        ...(args.template === undefined ? {} : { template: args.template }),
        ...(status === undefined ? {} : { status }),
        ...(args.subscriber === undefined ? {} : { subscriber: await subscriberOf(views, args.subscriber) }),
      }
      const limit = args.limit === undefined ? undefined : wholeNumber(args.limit, '--limit')
      if (args.json === true) await printJsonList(shell.terminal, 'messages', atMost(views.messages(filter), limit ?? Number.POSITIVE_INFINITY))
      else await printTable(shell.terminal, views, filter, limit ?? shownRows)
      return 0
    }),
})

async function printTable(
  terminal: { readonly columns: number; print(text: string): void },
  views: Views,
  filter: MessageFilter,
  limit: number,
): Promise<void> {
  const rows: MessageView[] = []
  for await (const message of atMost(views.messages(filter), limit + 1)) rows.push(message)
  if (rows.length === 0) return terminal.print('No messages.\n')
  terminal.print(
    table(
      rows.slice(0, limit),
      [
        { title: 'decided', value: ({ decidedAt }) => instantText(decidedAt) },
        { title: 'to', value: ({ userId, subscriber }) => userId ?? `#${subscriber}` },
        { title: 'journey', value: ({ journey }) => journey },
        { title: 'step', value: ({ step }) => step },
        { title: 'template', value: ({ template, channel }) => template ?? channel },
        { title: 'status', value: ({ status }) => status },
        { title: 'why', value: ({ reason }) => reason ?? '' },
      ],
      terminal.columns,
    ),
  )
  if (rows.length > limit) terminal.print(`... and more; --limit shows them, --json all\n`)
}

async function* atMost<Item>(items: AsyncIterable<Item>, limit: number): AsyncIterable<Item> {
  let count = 0
  if (limit === 0) return
  for await (const item of items) {
    yield item
    count += 1
    if (count >= limit) return
  }
}
