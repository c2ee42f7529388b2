// oncue events schema: what really arrives, event by event, with types and example values.

import { adminFlags, askAdminFor, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { instantText } from '../instants.ts'
import { printJson } from '../print-json.ts'
import type { Terminal } from '../shell.ts'
import { table } from '../table.ts'

interface SeenProperty {
  readonly path: string
  readonly types: readonly string[]
  readonly share: number
  readonly samples: readonly unknown[]
}
interface Seen {
  readonly events: readonly {
    readonly name: string
    readonly count: number
    readonly firstAt: number
    readonly lastAt: number
    readonly properties: readonly SeenProperty[]
  }[]
  readonly attributes: readonly SeenProperty[]
  readonly isCut: boolean
}

export const eventsSchema = command({
  name: 'schema',
  summary: 'List what really arrives: events and attributes, how often, with types and example values',
  args: {
    event: { type: 'string', description: 'Only the properties of this event', valueHint: 'name' },
    attributes: { type: 'boolean', description: 'The attributes instead of the events' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, ...shell }) => {
    const seen = await askAdminFor<Seen>(doorOf(shell, args), { method: 'GET', path: '/admin/v1/schema?wait=true' })
    if (args.json === true) printJson(shell.terminal, seen)
    else if (args.attributes === true) printProperties(shell.terminal, seen.attributes, 'No attribute has arrived yet.\n')
    else if (args.event === undefined) printEvents(shell.terminal, seen)
    else {
      const found = seen.events.find(({ name }) => name === args.event)
      printProperties(
        shell.terminal,
        found?.properties ?? [],
        found === undefined ? `No event ${args.event} has arrived yet.\n` : 'It comes without properties.\n',
      )
    }
    return 0
  },
})

function printEvents(terminal: Terminal, { events, isCut }: Seen): void {
  if (events.length === 0) return terminal.print('Nothing has arrived yet: docs/guides/sending-events.md says how to send events.\n')
  const columns = [
    { title: 'event', value: ({ name }: Seen['events'][number]) => name },
    { title: 'count', value: ({ count }: Seen['events'][number]) => count.toLocaleString('en'), align: 'right' as const },
    { title: 'first', value: ({ firstAt }: Seen['events'][number]) => instantText(firstAt) },
    { title: 'last', value: ({ lastAt }: Seen['events'][number]) => instantText(lastAt) },
    { title: 'properties', value: ({ properties }: Seen['events'][number]) => properties.map(({ path }) => path).join(', ') },
  ]
  terminal.print(table(events, columns, terminal.columns))
  if (isCut) terminal.print('There were more names; those that hardly ever came are left out.\n')
}

function printProperties(terminal: Terminal, properties: readonly SeenProperty[], nothing: string): void {
  if (properties.length === 0) return terminal.print(nothing)
  const columns = [
    { title: 'name', value: ({ path }: SeenProperty) => path },
    { title: 'type', value: ({ types }: SeenProperty) => types.join(', ') },
    { title: 'in', value: ({ share }: SeenProperty) => `${Math.round(share * 100)} %`, align: 'right' as const },
    { title: 'such as', value: ({ samples }: SeenProperty) => samples.map((sample) => JSON.stringify(sample)).join(', ') },
  ]
  terminal.print(table(properties, columns, terminal.columns))
}
