// oncue messages: what was decided to be sent, newest first, and what became of it.

import { reportWords } from '../../model/archived-message.ts'
import { channelNames } from '../../model/channel-names.ts'
import { searchWords } from '../../model/search-words.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { usageFailure } from '../command-failure.ts'
import { instantText, parseInstant } from '../instants.ts'
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
    step: { type: 'string', description: 'Only of this step', valueHint: 'id' },
    channel: { type: 'string', description: `Only on this channel: ${channelNames.join(', ')}`, valueHint: 'channel' },
    status: { type: 'string', description: `Only with this status: ${statuses.join(', ')}`, valueHint: 'status' },
    did: { type: 'string', description: `Only those of which this was reported: ${reportWords.join(', ')}`, valueHint: 'what' },
    subscriber: { type: 'string', description: 'Only to this person: userId, anonymousId or #number', valueHint: 'id' },
    address: { type: 'string', description: 'Only to this mail address or phone number', valueHint: 'address' },
    subject: { type: 'string', description: 'Only with all of these words in the subject', valueHint: 'words' },
    since: {
      type: 'string',
      description: 'Only where what --did names came at or after it; without --did, where they were sent or given up then',
      valueHint: 'instant',
    },
    from: { type: 'string', description: 'Only decided at or after it, such as 2026-11-21 or 2026-11-21T10:00:00Z', valueHint: 'instant' },
    until: { type: 'string', description: 'Only decided before it', valueHint: 'instant' },
    limit: { type: 'string', description: `At most so many (${shownRows} in the table, all in JSON)`, valueHint: 'n' },
    ...dataFlag,
    ...jsonFlag,
  },
  run: ({ args, ...shell }) =>
    withViews(shell, args.data, async (views) => {
      const filter: MessageFilter = {
        journey: args.journey,
        step: args.step,
        template: args.template,
        channel: oneOf(channelNames, 'channel', args.channel),
        status: oneOf(statuses, 'status', args.status),
        did: oneOf(reportWords, 'report', args.did),
        subscriber: args.subscriber === undefined ? undefined : await subscriberOf(views, args.subscriber),
        address: args.address?.trim().toLowerCase(),
        words: args.subject === undefined ? undefined : searchWords(args.subject),
        since: instantFlag(args.since, '--since'),
        from: instantFlag(args.from, '--from'),
        until: instantFlag(args.until, '--until'),
      }
      const limit = args.limit === undefined ? undefined : wholeNumber(args.limit, '--limit')
      if (args.json === true) await printJsonList(shell.terminal, 'messages', atMost(views.messages(filter), limit ?? Number.POSITIVE_INFINITY))
      else await printTable(shell.terminal, views, filter, limit ?? shownRows)
      return 0
    }),
})

function oneOf<Name extends string>(known: readonly Name[], what: string, given: string | undefined): Name | undefined {
  if (given === undefined) return undefined
  const found = known.find((one) => one === given)
  if (found === undefined) throw usageFailure(`there is no ${what} "${given}"`, `there are: ${known.join(', ')}`)
  return found
}

function instantFlag(text: string | undefined, flag: string): number | undefined {
  return text === undefined ? undefined : parseInstant(text, flag)
}

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
        { title: 'decided', value: ({ decidedAt }) => instantText(decidedAt), isWhole: true },
        { title: 'to', value: ({ userId, subscriber }) => userId ?? `#${subscriber}` },
        { title: 'template', value: ({ template, channel }) => template ?? channel },
        { title: 'status', value: ({ status }) => status },
        { title: 'subject or why', value: ({ subject, reason }) => reason ?? subject ?? '' },
        { title: 'message', value: ({ key }) => key, isWhole: true, mayBeBelow: true },
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
