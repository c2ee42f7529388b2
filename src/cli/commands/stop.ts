// oncue stop: holds messages back at once, and says who already got them.

import { isInScope, type Stop, type StopScope, scopeText } from '../../model/stop.ts'
import { readConfiguration } from '../../settings/configuration.ts'
import { adminFlags, askAdmin } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { usageFailure } from '../command-failure.ts'
import { instantText, parseInstant } from '../instants.ts'
import { printJson } from '../print-json.ts'
import type { Terminal } from '../shell.ts'
import { scopeFlags, scopeOf } from '../stop-scope.ts'
import { printable, table } from '../table.ts'
import type { MessageView, Views } from '../views.ts'
import { wholeNumber, withViews } from '../with-views.ts'

/** Rows of a table when nothing else is said; JSON has all. */
const shownRows = 50

/** What became of a message, in the words of somebody who asks who got it. */
const fates: Readonly<Record<MessageView['status'], string>> = {
  sent: 'sent',
  unknown: 'unknown',
  'handing over': 'on its way',
  waiting: 'held',
  failed: 'not sent',
  refused: 'not sent',
}

export const stop = command({
  name: 'stop',
  summary: 'Hold messages back at once; --list shows who already got them',
  args: {
    ...scopeFlags,
    because: { type: 'string', description: 'Why, for those who wonder later', valueHint: 'text' },
    list: { type: 'boolean', description: 'Show the switches that are on: who got the mail, of whom it is unknown, whose is held' },
    since: { type: 'string', description: 'With --list: only what was decided from then on', valueHint: 'instant' },
    limit: { type: 'string', description: `With --list: at most so many rows (${shownRows} in the table, all in JSON)`, valueHint: 'n' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, ...shell }) => {
    if (args.list === true) {
      const since = args.since === undefined ? 0 : parseInstant(args.since, '--since')
      const limit = args.limit === undefined ? undefined : wholeNumber(args.limit, '--limit')
      return withViews(shell, args.data, async (views) => {
        if (args.json === true) await printAllJson(shell.terminal, views, { since, limit })
        else await printAll(shell.terminal, views, { since, limit })
        return 0
      })
    }
    const scope = scopeOf(args)
    if (args.because === undefined || args.because.trim() === '') throw usageFailure('say why with --because "..."')
    const configuration = readConfiguration(shell.environment, args.data === undefined ? {} : { data: args.data })
    const door = { shell, configuration, server: args.server, key: args.key }
    const answer = await askAdmin<{ readonly messages: MessagesOfScope | null }>(door, '/admin/v1/stops', { ...scope, because: args.because })
    if (args.json === true) printJson(shell.terminal, answer)
    else shell.terminal.print(stoppedText(scope, answer.messages))
    return 0
  },
})

interface MessagesOfScope {
  readonly sent: number
  readonly unknown: number
  readonly onItsWay: number
  readonly held: number
  readonly notSent: number
}

/** That nothing leaves any more, and how many got what until then. */
function stoppedText(scope: StopScope, messages: MessagesOfScope | null): string {
  const said = `Stopped: ${printable(scopeText(scope))}. Nothing of it leaves any more; \`oncue stop --list\` shows who already got it.\n`
  if (messages === null) return said
  const { sent, unknown, onItsWay, held, notSent } = messages
  return `${said}So far: ${sent} sent, ${unknown} unknown, ${onItsWay} on its way, ${held} held, ${notSent} not sent.\n`
}

interface Range {
  readonly since: number
  readonly limit: number | undefined
}

/** The messages that a switch is about, newest first. */
async function* messagesOf(views: Views, { scope }: Stop, since: number): AsyncIterable<MessageView> {
  const filter = 'journey' in scope ? { journey: scope.journey } : 'template' in scope ? { template: scope.template } : {}
  for await (const message of views.messages(filter)) {
    if (message.decidedAt < since) return
    const { journey, template, domain, purpose, key } = message
    if (isInScope(scope, { journey, template: template ?? undefined, version: versionOf(key), domain: domain ?? undefined, purpose })) yield message
  }
}

/** A key ends with version, enrollment, step and visit; the journey's name before them may hold slashes itself. */
function versionOf(key: string): number {
  return Number(key.split('/').at(-4))
}

async function printAllJson(terminal: Terminal, views: Views, { since, limit = Number.POSITIVE_INFINITY }: Range): Promise<void> {
  terminal.print('{\n  "stops": [')
  for (const [index, one] of (await views.stops()).entries()) {
    const { scope, because } = one
    terminal.print(
      `${index === 0 ? '' : ','}\n    { "scope": ${JSON.stringify(scope)}, "because": ${JSON.stringify(because)}, "since": ${one.since}, "messages": [`,
    )
    let rows = 0
    for await (const message of messagesOf(views, one, since)) {
      if (rows >= limit) break
      const { key, subscriber, userId, journey, step, template, decidedAt, finishedAt, reason } = message
      const row = { fate: fates[message.status], key, subscriber, userId, journey, step, template, decidedAt, finishedAt, reason }
      terminal.print(`${rows === 0 ? '' : ','}\n      ${JSON.stringify(row)}`)
      rows += 1
    }
    terminal.print('] }')
  }
  terminal.print('\n  ]\n}\n')
}

async function printAll(terminal: Terminal, views: Views, { since, limit = shownRows }: Range): Promise<void> {
  const stops = await views.stops()
  if (stops.length === 0) return terminal.print('No stop switch is on.\n')
  for (const one of stops) {
    const counts = new Map<string, number>()
    const rows: MessageView[] = []
    for await (const message of messagesOf(views, one, since)) {
      const fate = fates[message.status]
      counts.set(fate, (counts.get(fate) ?? 0) + 1)
      if (rows.length < limit) rows.push(message)
    }
    terminal.print(`${printable(scopeText(one.scope))}, stopped since ${instantText(one.since)}: ${printable(one.because)}\n`)
    terminal.print(`${['sent', 'unknown', 'on its way', 'held', 'not sent'].map((fate) => `${counts.get(fate) ?? 0} ${fate}`).join(', ')}\n`)
    if (rows.length > 0) terminal.print(table(rows, columnsOfMessages, terminal.columns))
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0)
    if (all > rows.length) terminal.print(`... and ${all - rows.length} more; --limit shows them, --json all\n`)
  }
}

const columnsOfMessages = [
  { title: 'decided', value: ({ decidedAt }: MessageView) => instantText(decidedAt) },
  { title: 'to', value: ({ userId, subscriber }: MessageView) => userId ?? `#${subscriber}` },
  { title: 'journey', value: ({ journey }: MessageView) => journey },
  { title: 'template', value: ({ template, channel }: MessageView) => template ?? channel },
  { title: 'fate', value: ({ status }: MessageView) => fates[status] },
]
