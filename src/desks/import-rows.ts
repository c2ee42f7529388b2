// What the rows of an uploaded file become, by kind: people or events. One place reads a mapping, makes of a row what is taken in, and takes in a
// batch; a dry run and the work itself both go through it, so that they cannot disagree.

import assert from 'node:assert/strict'
import type { z } from 'zod'
import type { ImportKind } from '../api/admin/import-door.ts'
import { refusedValue } from '../api/admin/refused-value.ts'
import { foreseePeople, type PeopleParts, planPerson, takePeople } from '../api/admin/take-people.ts'
import { toArrival } from '../api/tracking/to-arrival.ts'
import { eventMappingSchema, toMapping } from '../imports/event-mapping.ts'
import { eventColumns, lookUp, type Mapped, mapRow } from '../imports/field-mapping.ts'
import { inColumns } from '../imports/in-columns.ts'
import { inRow, mapPerson, personMappingSchema } from '../imports/person-mapping.ts'
import { type RepeatedAddress, RepeatedAddresses } from '../imports/repeated-addresses.ts'
import { RowNames } from '../imports/row-names.ts'
import type { Arrival } from '../model/arrival.ts'
import type { ImportedPerson } from '../model/imported-person.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { limits } from '../model/limits.ts'
import { mistake } from '../model/mistake.ts'
import { sentence } from '../model/sentence.ts'
import type { Inbox } from '../runtime/inbox.ts'
import type { Tried } from '../runtime/writing/try-arrivals.ts'

export interface RowParts extends PeopleParts {
  readonly inbox: Pick<Inbox, 'command' | 'submit'>
}

export interface RowTerms {
  /** Rows of one import are told by it from those of others. */
  readonly id: string
  readonly mayTrigger: boolean
  readonly now: number
}

/** A row that was read; passed over: it says nothing about anybody. */
export type ReadRow<Item> =
  /** leftOut: what of the row could not be read and is not in it. */
  { readonly item: Item; readonly leftOut?: readonly string[] } | { readonly problem: string }

export interface Kind<Item> {
  /** Rows of one batch. */
  readonly batch: number
  read(row: JsonObject, line: number, terms: RowTerms): ReadRow<Item>
  /** A row that was taken in before an import was gone on with. */
  pass?(row: JsonObject, terms: RowTerms): void
  /** What the row becomes, for people who look at it before. */
  shown(item: Item): Json
  /** What would be decided over copies. */
  tried(item: Item, terms: RowTerms): Tried | undefined
  take(items: readonly Item[], terms: RowTerms): Promise<Taken>
  /** Begins to look for rows with the address of an earlier one. */
  repeats(): { note(line: number, item: Item): RepeatedAddress | undefined }
  /** Whom nobody knows of these; null where they are about no people. */
  fresh(items: readonly Item[]): Promise<FreshPeople | null>
}

/** People whom nobody knows; those with an id of their own whose address somebody has who is known become another person with it. */
export interface FreshPeople {
  readonly count: number
  readonly sharing: readonly { readonly line: number; readonly subscriber: number }[]
}

export interface Taken {
  readonly fresh: number
  /** By their place in the batch. */
  readonly refused: readonly { readonly index: number; readonly reason: string }[]
}

/** The kind with what its columns mean; a text is what is wrong with that. */
export function kindOf(kind: ImportKind, mapping: JsonObject, parts: RowParts): Kind<unknown> | string {
  return kind === 'subscribers' ? peopleOf(mapping, parts) : eventsOf(mapping, parts)
}

function peopleOf(given: JsonObject, parts: RowParts): Kind<ImportedPerson> | string {
  const parsed = personMappingSchema.safeParse(given)
  if (!parsed.success) return faultOf(parsed.error.issues, given)
  const mapping = parsed.data
  const how = (terms: RowTerms) => ({ ...terms, source: mapping.source })
  return {
    batch: limits.importedPeople,
    read(row, line, terms) {
      const mapped = mapPerson(mapping, row, line)
      if (!mapped.ok) return mapped
      const planned = planPerson(mapped.person, how(terms), parts)
      if ('problem' in planned) return { problem: inRow(planned.problem, mapping, row) }
      return { item: mapped.person, leftOut: mapped.leftOut }
    },
    shown: ({ line: _, ...person }) => JSON.parse(JSON.stringify(person)) as Json,
    tried(person, terms) {
      const planned = planPerson(person, how(terms), parts)
      return 'problem' in planned ? undefined : { ...ids(planned.identity), commands: planned.commands, source: 'import' }
    },
    take: (people, terms) => takePeople(people, how(terms), parts),
    repeats: () => new RepeatedAddresses(),
    async fresh(people) {
      const terms = how({ id: '', mayTrigger: false, now: Number.MAX_SAFE_INTEGER })
      const { fresh, sharing } = await foreseePeople(people, terms, parts)
      return { count: fresh, sharing: sharing.map(({ index, subscriber }) => ({ line: people[index]?.line ?? 0, subscriber })) }
    },
  }
}

function eventsOf(given: JsonObject, parts: RowParts): Kind<Arrival> | string {
  const parsed = eventMappingSchema.safeParse(given)
  if (!parsed.success) return faultOf(parsed.error.issues, given)
  const mapping = toMapping(parsed.data)
  const { properties: _, traits: __, ...reading } = parsed.data
  const columns = eventColumns(mapping)
  let names: RowNames | undefined
  const nameOf = (row: JsonObject, mapped: Mapped, { id }: RowTerms): string => {
    names ??= new RowNames({ reading, file: id })
    return names.next(row, { isTimed: mapped.kind === 'messages' && mapped.timestamp !== undefined })
  }
  return {
    batch: limits.groupInputs,
    pass: (row, terms) => void nameOf(row, mapRow(mapping, row), terms),
    read(row, _line, terms) {
      const { mayTrigger, now } = terms
      const mapped = mapRow(mapping, row)
      const name = nameOf(row, mapped, terms)
      if (mapped.kind !== 'messages') return { problem: mapped.kind === 'problem' ? mapped.problem : sentence('row-no-name-for', { written: mapped.value }) }
      const arrivals = mapped.messages.map((message, index) => {
        const messageId = message['messageId'] ?? `import:${name}${index === 0 ? '' : `:${index}`}`
        const whole = { ...message, messageId, ...(mayTrigger ? {} : { silent: true }) }
        return toArrival(whole, { receivedAt: now, trust: 'server', makeMessageId: () => '' })
      })
      const refused = arrivals.find((one) => !one.ok)
      if (refused?.ok === false) return { problem: inColumns(refused.reason, columns, (column) => lookUp(row, column)) }
      // Traits come first, in a message of their own; both are of one row.
      const [first, ...more] = arrivals.flatMap((one) => (one.ok ? [one.arrival] : []))
      if (first === undefined) return { problem: sentence('row-says-nothing') }
      return {
        item:
          more.length === 0
            ? first
            : { ...(more[0] as Arrival), event: { ...(more[0] as Arrival).event, ...(first.event.traits && { traits: first.event.traits }) } },
      }
    },
    shown: ({ event, ...who }) =>
      JSON.parse(
        JSON.stringify({ ...who, event: event.name, at: new Date(event.occurredAt).toISOString(), properties: event.properties, traits: event.traits }),
      ) as Json,
    tried: (arrival) => arrival,
    async take(arrivals) {
      const receipts = await parts.inbox.submit(arrivals)
      return { fresh: receipts.filter((one) => one === 'accepted').length, refused: [] }
    },
    // What somebody did once more is no double.
    repeats: () => ({ note: () => undefined }),
    fresh: async () => null,
  }
}

function ids({ userId, anonymousId }: Parameters<Inbox['command']>[0]): { readonly userId?: string; readonly anonymousId?: string } {
  return { ...(userId === undefined ? {} : { userId }), ...(anonymousId === undefined ? {} : { anonymousId }) }
}

/** The first thing that is wrong, as a mistake that can be read back into other languages. */
function faultOf([first]: readonly z.core.$ZodIssue[], given: JsonObject): string {
  assert(first !== undefined, 'what does not fit has something against it')
  const refused = refusedValue(first, given)
  return first.code === 'custom' || first.path.length === 0
    ? refused
    : mistake('import-mapping-at', { path: first.path.map(String).join('.'), mistake: refused })
}
