// How a row of a table becomes a person: which column says who it is, which are attributes and of what type, which lists the person joins, and in
// which column stands what they said about a topic. A yes needs a column or a statement, and with it a sentence that says where the yeses come from.

import { z } from 'zod'
import { isAddress } from '../engine/policies/suppression.ts'
import { consentChannels, type Evidence } from '../model/consent.ts'
import { type ImportedPerson, importedPersonSchema } from '../model/imported-person.ts'
import { isZone } from '../model/is-zone.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { limits } from '../model/limits.ts'
import { mistake } from '../model/mistake.ts'
import { sentence } from '../model/sentence.ts'
import { lookUp } from './field-mapping.ts'
import { compileInstantFormat, convertValue, readInstant, valueTypes } from './field-values.ts'
import { type FieldColumns, inColumns } from './in-columns.ts'

const column = z.string().min(1).max(256)
const name = z.string().min(1).max(limits.idCharacters)

export const personMappingSchema = z
  .strictObject({
    userId: column.optional().describe('The column with the id by which your site and shop know the person'),
    anonymousId: column.optional(),
    email: column.optional().describe('The column with the mail address; where there is no id, it says who it is'),
    attributes: z
      .array(z.strictObject({ name, column, type: z.enum(valueTypes).default('text') }))
      .max(limits.attributes)
      .default([]),
    lists: z
      .array(z.strictObject({ list: name, column: column.optional().describe('Yes or no; without it everybody in the file joins') }))
      .max(20)
      .default([]),
    topics: z
      .array(
        z.strictObject({
          topic: name,
          channel: z.enum(consentChannels).optional(),
          column: column.optional().describe('Yes or no; empty means that nothing was said. Without it everybody in the file said yes'),
        }),
      )
      .max(50)
      .default([]),
    suppressed: z
      .strictObject({
        why: z.string().trim().min(3).max(100).describe('Where that comes from, in words, such as suppression list of the old shop'),
        column: column
          .optional()
          .describe(
            'Yes or no, or the reason in words; where it is empty or says no, the address may be written to. Without it nobody in the file is written to',
          ),
      })
      .optional()
      .describe('The addresses of the file that are not to be written to, whoever has them'),
    evidence: z
      .strictObject({ at: column, page: column, ip: column, wording: column })
      .partial()
      .default({})
      .describe('Columns that say how the yes or no came about'),
    source: z.string().trim().min(3).max(200).optional().describe('Where the yeses and noes come from, in words; needed with topics'),
    dates: z.string().max(60).optional().describe('The form of the dates in the column of `evidence.at`, such as D.M.YYYY HH:mm'),
    unreadable: z
      .enum(['refused', 'left-out'])
      .default('refused')
      .describe(
        'What becomes of a row with an attribute that cannot be read: refused, or taken in without it. Who it is and what they agreed to is never left out',
      ),
    zone: z.string().max(60).default('UTC').refine(isZone, mistake('import-no-zone')).describe('Where local times of the file are from'),
  })
  .refine(({ userId, anonymousId, email }) => (userId ?? anonymousId ?? email) !== undefined, mistake('import-names-nobody'))
  .refine(({ topics, source }) => topics.length === 0 || source !== undefined, mistake('import-says-no-source'))
  .refine(({ dates }) => dates === undefined || compileInstantFormat(dates) !== undefined, mistake('import-date-form'))
export type PersonMapping = z.output<typeof personMappingSchema>

export type MappedPerson =
  /** leftOut: what could not be read and is not in it, attribute by attribute. */
  { readonly ok: true; readonly person: ImportedPerson; readonly leftOut: readonly string[] } | { readonly ok: false; readonly problem: string }

const yes = new Set(['true', 'yes', 'y', '1', 't', 'x', 'on', 'ja', 'j', 'oui', 'si', 'sí', 'да', 'subscribed', 'active', 'opted in', 'opt-in', 'given'])
const no = new Set(['false', 'no', 'n', '0', 'f', 'off', 'nein', 'non', 'нет', 'unsubscribed', 'inactive', 'opted out', 'opt-out', 'withdrawn', 'cleaned'])

/** Makes the person of a row, or says what is wrong with it. Nothing is guessed: what is neither yes nor no is a problem. */
export function mapPerson(mapping: PersonMapping, row: JsonObject, line: number): MappedPerson {
  try {
    const { userId, anonymousId, email } = mapping
    const { attributes, unread } = attributesIn(mapping, row)
    const [first] = unread
    if (first !== undefined && mapping.unreadable === 'refused') throw new RowProblem(first)
    const suppressed = suppressionIn(mapping, row)
    const person = {
      line,
      ...pick('userId', textIn(row, userId)),
      ...pick('anonymousId', textIn(row, anonymousId)),
      attributes: { ...attributes, ...pick('email', textIn(row, email)) },
      lists: mapping.lists.filter((one) => one.column === undefined || saysYes(row, one.column) === true).map(({ list }) => list),
      topics: mapping.topics.flatMap(({ topic, channel, column: said }) => {
        const given = said === undefined ? true : saysYes(row, said)
        return given === undefined ? [] : [{ topic, ...(channel === undefined ? {} : { channel }), given }]
      }),
      ...pick('suppressed', suppressed),
      evidence: mapping.topics.length === 0 ? {} : evidenceIn(mapping, row),
    }
    if (person.userId === undefined && person.anonymousId === undefined && person.attributes['email'] === undefined)
      throw new RowProblem(sentence('row-says-nobody', { columns: [userId, anonymousId, email].filter((one) => one !== undefined).join(', ') }))
    const address = person.attributes['email']
    if (suppressed !== undefined && address === undefined) throw new RowProblem(sentence('row-address-missing'))
    if (suppressed !== undefined && !isAddress(address ?? ''))
      throw new RowProblem(sentence('row-field', { field: email ?? '', refusal: sentence('row-no-address', { written: address ?? '' }) }))
    const checked = importedPersonSchema.safeParse(person)
    if (checked.success) return { ok: true, person: checked.data, leftOut: unread.map((refusal) => sentence('row-taken-without', { refusal })) }
    const [issue] = checked.error.issues
    return { ok: false, problem: inRow(refusalOf(issue), mapping, row) }
  } catch (error) {
    if (error instanceof RowProblem) return { ok: false, problem: error.message }
    throw error
  }
}

/** From which columns what is said of a person is read, as refusals name it. */
function personColumns({ userId, anonymousId, email, attributes, evidence }: PersonMapping): FieldColumns {
  const read = { userId, anonymousId, 'traits.email': email, ...Object.fromEntries(Object.entries(evidence).map(([part, from]) => [`evidence.${part}`, from])) }
  const named = Object.entries(read).flatMap(([field, from]) => (from === undefined ? [] : [[field, from] as const]))
  return new Map([...named, ...attributes.map(({ name: attribute, column: from }) => [`traits.${attribute}`, from] as const)])
}

/** A refusal of somebody in the words of the row that tells of them. */
export function inRow(refusal: string, mapping: PersonMapping, row: JsonObject): string {
  return inColumns(refusal, personColumns(mapping), (from) => lookUp(row, from))
}

/** What does not fit in somebody, as a sentence. */
function refusalOf(issue: z.core.$ZodIssue | undefined): string {
  const field = issue?.path.join('.') ?? ''
  if (issue?.code === 'too_big') return sentence('too-long', { field, count: Number(issue.maximum) })
  return field === 'evidence.ip'
    ? sentence('wrong-form', { field, words: sentence('row-no-ip') })
    : sentence('wrong-form', { field, words: issue?.message ?? '' })
}

class RowProblem extends Error {}

function pick<Name extends string>(field: Name, value: string | undefined): { readonly [Key in Name]?: string } {
  return (value === undefined ? {} : { [field]: value }) as { readonly [Key in Name]?: string }
}

function attributesIn({ attributes, zone }: PersonMapping, row: JsonObject): { readonly attributes: JsonObject; readonly unread: readonly string[] } {
  const found: Record<string, Json> = {}
  const unread: string[] = []
  for (const { name: attribute, column: from, type } of attributes) {
    const value = lookUp(row, from)
    if (value === undefined || value === null || (typeof value === 'string' && value.trim() === '')) continue
    const converted = convertValue(value, { type, zone })
    if (!converted.ok) unread.push(sentence('row-field', { field: from, refusal: converted.problem }))
    else found[attribute] = typeof converted.value === 'string' ? converted.value.trim() : converted.value
  }
  return { attributes: found, unread }
}

/** Undefined where nothing stands. */
function saysYes(row: JsonObject, from: string): boolean | undefined {
  const text = textIn(row, from)?.toLowerCase()
  if (text === undefined) return undefined
  if (yes.has(text)) return true
  if (no.has(text)) return false
  throw new RowProblem(sentence('row-field', { field: from, refusal: sentence('row-no-yes', { written: text.slice(0, 40) }) }))
}

/** Why the row's address is not to be written to; undefined where it may be. */
function suppressionIn({ suppressed }: PersonMapping, row: JsonObject): string | undefined {
  if (suppressed?.column === undefined) return suppressed?.why
  const said = textIn(row, suppressed.column)
  if (said === undefined || no.has(said.toLowerCase())) return undefined
  return yes.has(said.toLowerCase()) ? suppressed.why : `${suppressed.why}: ${said}`.slice(0, 200)
}

function evidenceIn({ evidence, dates, zone }: PersonMapping, row: JsonObject): Evidence {
  const { at: atColumn, ...others } = evidence
  const at = textIn(row, atColumn)
  const format = dates === undefined ? undefined : compileInstantFormat(dates)
  const instant = at === undefined ? undefined : readInstant(at, { zone, ...(format && { format }) })
  if (instant?.ok === false) throw new RowProblem(sentence('row-field', { field: atColumn ?? '', refusal: instant.problem }))
  const parts = Object.entries(others).flatMap(([part, from]) => {
    const text = textIn(row, from)
    return text === undefined ? [] : [[part, text] as const]
  })
  return { ...(instant === undefined ? {} : { at: instant.value }), ...Object.fromEntries(parts) }
}

function textIn(row: JsonObject, from: string | undefined): string | undefined {
  const value = from === undefined ? undefined : lookUp(row, from)
  if (value === undefined || value === null || typeof value === 'object') return undefined
  const text = String(value).trim()
  return text === '' ? undefined : text
}
