// What a column may mean, what it is proposed to mean, and the mapping that the server takes. It proposes no consent.

export type Use =
  | 'nothing'
  | 'userId'
  | 'anonymousId'
  | 'email'
  | 'attribute'
  | 'list'
  | 'topic'
  | 'suppressed'
  | 'evidence.at'
  | 'evidence.page'
  | 'evidence.ip'
  | 'evidence.wording'
  | 'event'
  | 'timestamp'
  | 'messageId'
  | 'property'
  | 'trait'

export interface ColumnUse {
  readonly use: Use
  /** What the attribute or property is called. */
  readonly name: string
  readonly type: string
}

interface SeenColumn {
  readonly column: string
  readonly type: string
  readonly likely: string | null
}

const forPeople: readonly Use[] = [
  'nothing',
  'userId',
  'email',
  'anonymousId',
  'attribute',
  'list',
  'topic',
  'suppressed',
  'evidence.at',
  'evidence.page',
  'evidence.ip',
  'evidence.wording',
]
const forEvents: readonly Use[] = ['nothing', 'userId', 'anonymousId', 'event', 'timestamp', 'messageId', 'property', 'trait']

/** What a column of such a file may mean. */
export function usesOf(kind: 'subscribers' | 'events'): readonly Use[] {
  return kind === 'subscribers' ? forPeople : forEvents
}

/** What a column is proposed to mean. */
export function proposedUse({ column, type, likely }: SeenColumn, kind: 'subscribers' | 'events'): ColumnUse {
  const name = nameFrom(column)
  if (kind === 'subscribers') {
    if (likely === 'userId' || likely === 'anonymousId' || likely === 'email') return { use: likely, name, type }
    return { use: likely === 'consent' ? 'nothing' : 'attribute', name, type }
  }
  if (likely === 'email') return { use: 'trait', name: 'email', type: 'text' }
  const known = likely !== null && forEvents.includes(likely as Use) ? (likely as Use) : 'property'
  return { use: known, name, type }
}

/** What each column means: what somebody said of it, whatever is proposed by then; the rest as it is proposed. */
export function chosenUses({ columns, kind, said }: Pick<Form, 'columns' | 'kind'> & { readonly said: Form['uses'] }): Form['uses'] {
  return Object.fromEntries(columns.map((one) => [one.column, said[one.column] ?? proposedUse(one, kind)]))
}

/** What templates and channels call by one name, whatever a shop's table calls it. */
const usual: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['first_name', /^(?:first|given)[ _-]?name$|^vorname$|^имя$/i],
  ['last_name', /^(?:last|family)[ _-]?name$|^surname$|^(?:nach|familien)name$|^фамилия$/i],
  ['phone', /^(?:(?:mobile|cell)[ _-]?)?(?:phone|tel(?:ephone)?)(?:[ _-]?(?:no|number))?$|^(?:telefon|handy|mobil)(?:[ _-]?(?:nr|nummer))?$|^телефон$/i],
  ['timezone', /^(?:time[ _-]?zone|zeitzone)$/i],
  ['locale', /^(?:locale|language|sprache|язык)$/i],
]

/** "Vorname" is first_name and "Last order" last_order, as conditions and templates write it. */
export function nameFrom(column: string): string {
  const known = usual.find(([, pattern]) => pattern.test(column.trim().replace(/\.$/, '')))
  if (known !== undefined) return known[0]
  return column
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '')
}

/** What becomes of somebody with an attribute that cannot be read. */
export const unreadables = ['left-out', 'refused'] as const
export type Unreadable = (typeof unreadables)[number]

interface Form {
  readonly kind: 'subscribers' | 'events'
  readonly columns: readonly SeenColumn[]
  readonly uses: Readonly<Record<string, ColumnUse>>
  readonly list: string
  readonly topic: string
  readonly source: string
  /** Where a suppression list comes from; undefined where the file is none. */
  readonly suppressed: string | undefined
  readonly dates: string
  readonly event: string
  readonly zone: string
  readonly unreadable: Unreadable
}

/** The form as the server takes it. */
export function mappingOf({ kind, columns, uses, list, topic, source, suppressed, dates, event, zone, unreadable }: Form): Readonly<Record<string, unknown>> {
  const used = (use: Use): readonly string[] => columns.flatMap(({ column }) => (uses[column]?.use === use ? [column] : []))
  const one = (use: Use): object => (used(use)[0] === undefined ? {} : { [use.replace('evidence.', '')]: used(use)[0] })
  const named = (use: Use): readonly object[] => used(use).map((column) => ({ name: uses[column]?.name ?? column, column, type: uses[column]?.type ?? 'text' }))
  const times = dates.trim() === '' ? {} : { dates: dates.trim() }
  if (kind === 'events') {
    return {
      ...{ ...one('userId'), ...one('anonymousId'), ...one('timestamp'), ...one('messageId'), ...times, zone },
      event: used('event')[0] === undefined ? { always: event.trim() } : { column: used('event')[0] },
      properties: named('property'),
      traits: named('trait'),
    }
  }
  return {
    ...{ ...one('userId'), ...one('anonymousId'), ...one('email'), ...times, zone },
    attributes: named('attribute'),
    unreadable,
    lists: [...(list.trim() === '' ? [] : [{ list: list.trim() }]), ...used('list').map((column) => ({ list: uses[column]?.name ?? column, column }))],
    topics: used('topic').map((column) => ({ topic: topic.trim(), column })),
    evidence: { ...one('evidence.at'), ...one('evidence.page'), ...one('evidence.ip'), ...one('evidence.wording') },
    ...(source.trim() === '' ? {} : { source: source.trim() }),
    ...(suppressed === undefined
      ? {}
      : { suppressed: { why: suppressed.trim(), ...(used('suppressed')[0] === undefined ? {} : { column: used('suppressed')[0] }) } }),
  }
}
