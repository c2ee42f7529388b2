// What the flags of `oncue import subscribers` say about the columns, as the mapping that people are read by.

import { type PersonMapping, personMappingSchema } from '../../imports/person-mapping.ts'
import { usageFailure } from '../command-failure.ts'

export interface PersonFlags {
  readonly map: readonly string[]
  readonly attribute: readonly string[]
  readonly list: readonly string[]
  readonly topic: readonly string[]
  readonly evidence: readonly string[]
  readonly source: string | undefined
  /** Why addresses of the file are not to be written to. */
  readonly suppressed: string | undefined
  readonly dates: string | undefined
  readonly unreadable: 'refused' | 'left-out'
  readonly zone: string
}

const whoFields = ['userId', 'anonymousId', 'email'] as const
const evidenceFields = ['at', 'page', 'ip', 'wording'] as const

/** Throws a usage failure that says what is wrong. */
export function personMappingOf({ map, attribute, list, topic, evidence, source, suppressed, dates, unreadable, zone }: PersonFlags): PersonMapping {
  const mapping = {
    ...Object.fromEntries(parts(map).map((part) => pair(part, '--map', whoFields))),
    attributes: parts(attribute).map((part) => {
      const [, name, column, type] = /^([^=:]+)(?:=([^:]+))?(?::(\w+))?$/.exec(part) ?? []
      if (name === undefined) throw usageFailure(`--attribute "${part}" is not NAME=COLUMN:TYPE`, 'as in orders=Orders:number')
      return { name, column: column ?? name, ...(type === undefined ? {} : { type }) }
    }),
    lists: parts(list).map((part) => {
      const [name = '', column] = part.split('=')
      return { list: name, ...(column === undefined ? {} : { column }) }
    }),
    topics: parts(topic).map((part) => {
      const [named = '', column] = part.split('=')
      const [name = '', channel] = named.split('@')
      return { topic: name, ...(channel === undefined ? {} : { channel }), ...(column === undefined ? {} : { column }) }
    }),
    evidence: Object.fromEntries(parts(evidence).map((part) => pair(part, '--evidence', evidenceFields))),
    ...(source === undefined ? {} : { source }),
    ...(suppressed === undefined ? {} : { suppressed: suppressionOf(suppressed) }),
    ...(dates === undefined ? {} : { dates }),
    unreadable,
    zone,
  }
  const read = personMappingSchema.safeParse(mapping)
  if (read.success) return read.data
  throw usageFailure(read.error.issues.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`)).join('; '))
}

/** WHY, or WHY=COLUMN. */
function suppressionOf(flag: string): { readonly why: string; readonly column?: string } {
  const [why = '', column] = flag.split('=')
  return { why: why.trim(), ...(column === undefined ? {} : { column }) }
}

function parts(flags: readonly string[]): readonly string[] {
  return flags
    .flatMap((flag) => flag.split(','))
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function pair(part: string, flag: string, fields: readonly string[]): readonly [string, string] {
  const at = part.indexOf('=')
  const field = at < 0 ? part : part.slice(0, at)
  const column = at < 0 ? '' : part.slice(at + 1)
  if (!fields.includes(field) || column === '') throw usageFailure(`${flag} "${part}" is not FIELD=COLUMN`, `fields are: ${fields.join(', ')}`)
  return [field, column]
}
