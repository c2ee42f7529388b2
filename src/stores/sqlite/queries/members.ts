// Who is in which list, segment and journey, and how people are found among many. Every way leads through an index in the order of numbers; where
// two common things rarely meet, only so many people are looked through at a time.

import type { DatabaseSync } from 'node:sqlite'
import { limits } from '../../../model/limits.ts'
import { searchWords } from '../../../model/search-words.ts'
import type { FoundPeople, Grouping, GroupingKind, MembershipChange, PeopleQuery, SubscriberNumber } from '../../../runtime/store.ts'
import { prepareRows, type Row, type Rows } from './prepare.ts'

export interface MembershipWriter {
  /** Puts each subscriber into what is wanted and takes them out of everything else. */
  put(changes: readonly MembershipChange[]): void
  /** After a rollback: what was read inside the transaction may never have been. */
  forget(): void
}

/**
 * Where somebody was stands on their row, so that has to be there. Of lists, segments and journeys, which are few and stay, numbers are looked up once.
 * What changes is written in the order in which it lies, and each count once.
 */
export function putMemberships(database: DatabaseSync): MembershipWriter {
  const idOf = prepareRows(database, 'SELECT id FROM grouping WHERE kind = ? AND name = ?')
  const make = prepareRows(database, 'INSERT INTO grouping (kind, name, people) VALUES (?, ?, 0) RETURNING id')
  const of = prepareRows(
    database,
    'SELECT number, groupings FROM json_each(?) AS wanted CROSS JOIN subscriber ON number = wanted.value WHERE groupings IS NOT NULL',
  )
  const move = database.prepare('UPDATE subscriber SET groupings = ? WHERE number = ?')
  const join = database.prepare('INSERT INTO member (grouping, subscriber) VALUES (?, ?)')
  const leave = database.prepare('DELETE FROM member WHERE grouping = ? AND subscriber = ?')
  const count = database.prepare('UPDATE grouping SET people = people + ? WHERE id = ?')
  // A name is somebody's: it goes with the last one who has it.
  const forgetName = database.prepare("DELETE FROM grouping WHERE id = ? AND kind = 'name' AND people = 0")
  const known = new Map<string, number>()

  const find = ({ kind, name }: Grouping): number => {
    const key = `${kind} ${name}`
    const before = known.get(key)
    if (before !== undefined) return before
    const id = (idOf.one(kind, name) ?? make.one(kind, name))?.[0] as number
    if (kind !== 'name') known.set(key, id)
    return id
  }
  const readBefore = (subscribers: Iterable<SubscriberNumber>): Map<SubscriberNumber, readonly number[]> =>
    new Map(of.all(JSON.stringify([...subscribers])).map(([number, groupings]) => [number as SubscriberNumber, JSON.parse(groupings as string)]))
  const put = (changes: readonly MembershipChange[]): void => {
    const joined: Place[] = []
    const left: Place[] = []
    const wanted = new Map(changes.map(({ subscriber, groupings }) => [subscriber, groupings]))
    const before = readBefore(wanted.keys())
    for (const [subscriber, groupings] of wanted) {
      const gone = new Set(before.get(subscriber))
      const now = new Set(groupings.map(find))
      const joinedBefore = joined.length
      for (const id of now) if (!gone.delete(id)) joined.push([id, subscriber])
      for (const id of gone) left.push([id, subscriber])
      if (gone.size > 0 || joined.length > joinedBefore) move.run(JSON.stringify([...now].sort(ascending)), subscriber)
    }
    const by = new Map<number, number>()
    for (const [id, subscriber] of joined.sort(inOrder)) {
      join.run(id, subscriber)
      by.set(id, (by.get(id) ?? 0) + 1)
    }
    for (const [id, subscriber] of left.sort(inOrder)) {
      leave.run(id, subscriber)
      by.set(id, (by.get(id) ?? 0) - 1)
    }
    for (const [id, people] of by) if (people !== 0) count.run(people, id)
    for (const id of new Set(left.map(([id]) => id))) forgetName.run(id)
  }
  return {
    put: (changes) => {
      if (changes.length > 0) put(changes)
    },
    forget: () => known.clear(),
  }
}

function ascending(one: number, other: number): number {
  return one - other
}

type Place = readonly [grouping: number, subscriber: SubscriberNumber]

function inOrder([grouping, subscriber]: Place, [otherGrouping, other]: Place): number {
  return grouping - otherGrouping || subscriber - other
}

/** How many are in each, in order of name. */
export function readGroupings(database: DatabaseSync): (kind: GroupingKind) => { name: string; people: number }[] {
  const rows = prepareRows(database, 'SELECT name, people FROM grouping WHERE kind = ? AND people > 0 ORDER BY name')
  return (kind) => rows.all(kind).map(([name, people]) => ({ name: name as string, people: people as number }))
}

/** People by what they are in and whether they can be mailed, the newest first. */
export function findPeople(database: DatabaseSync): (query: PeopleQuery) => FoundPeople {
  const everybody = prepareRows(database, `SELECT number FROM subscriber WHERE number < ? ORDER BY number DESC LIMIT ${limits.peopleLookedThrough}`)
  const reached = prepareRows(
    database,
    `SELECT subscriber FROM reach WHERE subscriber < ? AND channel = 'email' ORDER BY subscriber DESC LIMIT ${limits.peopleLookedThrough}`,
  )
  const suppressed = prepareRows(
    database,
    `SELECT subscriber FROM suppression WHERE subscriber < ? GROUP BY subscriber ORDER BY subscriber DESC LIMIT ${limits.peopleLookedThrough}`,
  )
  const inside = prepareRows(
    database,
    `SELECT subscriber FROM member WHERE grouping = ? AND subscriber < ? ORDER BY subscriber DESC LIMIT ${limits.peopleLookedThrough}`,
  )
  const grouping = prepareRows(database, 'SELECT id, people FROM grouping WHERE kind = ? AND name = ?')
  const isIn = prepareRows(database, 'SELECT 1 FROM member WHERE grouping = ? AND subscriber = ?')
  const mailOf = prepareRows(database, "SELECT address FROM reach WHERE subscriber = ? AND channel = 'email'")
  const isSuppressed = prepareRows(database, 'SELECT 1 FROM suppression WHERE subscriber = ? AND address = ?')

  const mailState = (number: SubscriberNumber): PeopleQuery['mail'] => {
    const address = mailOf.one(number)?.[0]
    if (address === undefined) return 'no address'
    return isSuppressed.one(number, address as string) === undefined ? 'can be mailed' : 'not written to'
  }
  const leadOf = (groupings: readonly Row[], { mail, before = Number.MAX_SAFE_INTEGER }: PeopleQuery): Iterable<Row> => {
    const [smallest] = groupings.toSorted((one, other) => (one[1] as number) - (other[1] as number))
    if (smallest !== undefined) return inside.each(smallest[0] as number, before)
    if (mail === 'not written to') return suppressed.each(before)
    return mail === 'can be mailed' ? reached.each(before) : everybody.each(before)
  }
  return (query) => {
    const rows = (query.groupings ?? []).map(({ kind, name }: Grouping) => grouping.one(kind, name))
    const groupings = rows.filter((row) => row !== undefined)
    if (groupings.length < rows.length || query.limit < 1) return { numbers: [], next: undefined }
    const numbers: SubscriberNumber[] = []
    let looked = 0
    let last = 0
    for (const [value] of leadOf(groupings, query)) {
      const number = value as number
      const fits = groupings.every(([id]) => isIn.one(id as number, number) !== undefined) && (query.mail === undefined || mailState(number) === query.mail)
      if (fits && numbers.length === query.limit) return { numbers, next: numbers.at(-1) }
      if (fits) numbers.push(number)
      looked += 1
      last = number
    }
    return { numbers, next: looked < limits.peopleLookedThrough ? undefined : last }
  }
}

/** After everything that begins so. */
const end = '\u{10ffff}'

/** Numbers of people of whom an id or an address begins so, or of whose names each word does. */
export function searchPeople(database: DatabaseSync): (text: string, limit: number) => SubscriberNumber[] {
  const byIdentity = prepareRows(database, 'SELECT subscriber FROM identity WHERE identity >= ? AND identity < ? ORDER BY identity LIMIT ?')
  const byAddress = prepareRows(database, 'SELECT subscriber FROM reach WHERE address >= ? AND address < ? ORDER BY address LIMIT ?')
  const words = prepareRows(database, "SELECT id FROM grouping WHERE kind = 'name' AND name >= ? AND name < ? ORDER BY name LIMIT 200")
  const having: Rows = prepareRows(database, 'SELECT subscriber FROM member WHERE grouping = ? ORDER BY subscriber DESC LIMIT ?')
  const isIn = prepareRows(database, 'SELECT 1 FROM member WHERE grouping = ? AND subscriber = ?')
  return (text, limit) => {
    const found = new Set<SubscriberNumber>()
    const take = (rows: readonly Row[]): void => {
      for (const [number] of rows) if (found.size < limit) found.add(number as number)
    }
    const id = text.trim()
    if (id === '') return []
    for (const prefix of ['u:', 'a:']) take(byIdentity.all(`${prefix}${id}`, `${prefix}${id}${end}`, limit))
    take(byAddress.all(id.toLowerCase(), `${id.toLowerCase()}${end}`, limit))
    const [first = [], ...others] = searchWords(id).map((word) => words.all(word, `${word}${end}`).map(([grouping]) => grouping as number))
    for (const grouping of first) {
      for (const [number] of having.each(grouping, limits.peopleLookedThrough)) {
        if (found.size >= limit) break
        if (others.every((alike) => alike.some((one) => isIn.one(one, number as number) !== undefined))) found.add(number as number)
      }
    }
    return [...found]
  }
}
