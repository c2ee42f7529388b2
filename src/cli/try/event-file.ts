// A file of events that is looked at and not imported: its flags, and reading it whole. Lines that cannot be read are left out and named.

import { readMapping } from '../../imports/field-mapping.ts'
import { openRows } from '../../imports/read-rows.ts'
import { isZone } from '../../model/is-zone.ts'
import { usageFailure } from '../command-failure.ts'
import { rowFlags, rowOptionsOf } from '../import/row-options.ts'
import type { Terminal } from '../shell.ts'
import { printable } from '../table.ts'
import { type EventsBySubscriber, readEvents } from './read-events.ts'

export const eventFileFlags = {
  map: { type: 'string', description: 'FIELD=COLUMN and so on, as in import events', valueHint: 'mapping' },
  property: { type: 'string', description: 'NAME=COLUMN:TYPE, as in import events', valueHint: 'property' },
  trait: { type: 'string', description: 'NAME=COLUMN:TYPE, as in import events', valueHint: 'trait' },
  zone: { type: 'string', description: 'The time zone of local times in the file', default: 'UTC', valueHint: 'zone' },
  ...rowFlags,
} as const

const shownRefusals = 10

export interface EventFile {
  readonly file: string
  readonly args: { readonly zone: string; readonly delimiter?: string | undefined; readonly columns?: string | undefined }
  /** All values of a flag. */
  readonly all: (flag: 'map' | 'property' | 'trait') => readonly string[]
  /** Only this userId or anonymousId. */
  readonly subscriber?: string | undefined
  readonly terminal: Terminal
}

/** The events by person. Throws a CommandFailure for flags that mean nothing. */
export async function readEventFile({ file, args, all, subscriber, terminal }: EventFile): Promise<EventsBySubscriber['bySubscriber']> {
  if (!isZone(args.zone)) throw usageFailure(`there is no time zone "${args.zone}"`, 'as in Europe/Berlin')
  const mapping = readMapping({ map: all('map'), property: all('property'), trait: all('trait'), zone: args.zone })
  const { rows } = await openRows(file, rowOptionsOf(args))
  const { bySubscriber, refused } = await readEvents(rows, mapping, subscriber)
  for (const { line, reason } of refused.slice(0, shownRefusals)) terminal.report(`line ${line} is left out: ${printable(reason)}\n`)
  if (refused.length > shownRefusals) terminal.report(`and ${refused.length - shownRefusals} more lines are left out\n`)
  return bySubscriber
}
