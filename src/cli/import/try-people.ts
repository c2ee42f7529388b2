// The dry run of an import of people: what the first rows become, what is wrong where, which rows speak of one person, and who of them is known already at the
// running server or the workspace. It imports nothing; where there is neither, it says of the file what can be said of it alone.

import { inRow, mapPerson, type PersonMapping } from '../../imports/person-mapping.ts'
import type { RowFile } from '../../imports/read-rows.ts'
import { type RepeatedAddress, RepeatedAddresses } from '../../imports/repeated-addresses.ts'
import { RowProblems } from '../../imports/row-problems.ts'
import type { ImportedPerson } from '../../model/imported-person.ts'
import type { JsonObject } from '../../model/json.ts'
import { limits } from '../../model/limits.ts'
import { type AdminDoor, type AdminSession, openAdmin } from '../admin-door.ts'
import { CommandFailure, exitCodes } from '../command-failure.ts'
import { printJson } from '../print-json.ts'
import type { Terminal } from '../shell.ts'
import { printable } from '../table.ts'
import { mostBytes, type PeopleAnswer } from './import-people.ts'

/** Rows whose person is shown. */
export const triedRows = 20
const shownProblems = 100

interface PeopleTrial {
  readonly rows: RowFile
  readonly mapping: PersonMapping
  readonly door: AdminDoor
  readonly asJson: boolean
}

export async function tryPeople(terminal: Terminal, { rows, mapping, door, asJson }: PeopleTrial): Promise<number> {
  const session = await openAdmin(door).catch((error: unknown) => {
    if (error instanceof CommandFailure) return error.message
    throw error
  })
  const known = typeof session === 'string' ? undefined : new KnownPeople(session, mapping)
  const first: object[] = []
  const problems = new RowProblems(shownProblems)
  const repeats: (RepeatedAddress & { readonly line: number })[] = []
  const addresses = new RepeatedAddresses()
  let [good, refused, partly, repeated] = [0, 0, 0, 0]
  try {
    for await (const row of rows.rows) {
      const mapped = row.problem === undefined ? mapPerson(mapping, row.row, row.line) : { ok: false as const, problem: row.problem }
      if (!mapped.ok) {
        refused += 1
        problems.note(row.line, mapped.problem)
        continue
      }
      good += 1
      if (mapped.leftOut.length > 0) partly += 1
      for (const reason of mapped.leftOut) problems.note(row.line, reason)
      if (good <= triedRows) first.push(mapped.person)
      if (good > limits.importTriedRows) continue
      const repeat = addresses.note(row.line, mapped.person)
      // Who stood there before counts once.
      if (repeat?.isOne !== true) if (row.problem === undefined) await known?.ask(mapped.person, row.row)
      if (repeat === undefined) continue
      repeated += 1
      if (repeats.length < shownProblems) repeats.push({ line: row.line, ...repeat })
    }
    await known?.end()
  } finally {
    if (typeof session !== 'string') await session.close()
  }
  const looked = good
  for (const { line, reason } of known?.refused ?? []) problems.note(line, reason)
  good -= known?.refused.length ?? 0
  refused += known?.refused.length ?? 0
  const shares = known?.shares.slice(0, shownProblems) ?? []
  if (asJson) {
    const found = { fresh: known?.fresh ?? null, shared: known?.shares.length ?? 0, shares }
    printJson(terminal, { good, refused, partly, first, problems: problems.list, repeated, repeats, ...found })
  } else {
    for (const person of first) terminal.print(`${printable(JSON.stringify(person))}\n`)
    for (const { line, reason, rows: many } of problems.list)
      terminal.report(`line ${line}${many === 1 ? '' : ` and ${(many - 1).toLocaleString('en')} more`}: ${printable(reason)}\n`)
    for (const repeat of repeats) terminal.report(repeatText(repeat))
    for (const { line, subscriber } of shares)
      terminal.report(`line ${line} has the address of #${subscriber}, who is known, and another id: they become two people, and both may be written to\n`)
    if (typeof session === 'string') terminal.report(`who is known already was not looked at: ${session}\n`)
    const lacking = partly === 0 ? '' : `${partly.toLocaleString('en')} of the good ones without what cannot be read. `
    const twice = repeated === 0 ? '' : `${repeated.toLocaleString('en')} rows have the address of an earlier one. `
    const who = known === undefined ? '' : whoText(known, { isWhole: looked < limits.importTriedRows })
    terminal.print(
      `${good.toLocaleString('en')} rows are good, ${refused.toLocaleString('en')} would be refused. ${lacking}${twice}${who}Nothing was imported.\n`,
    )
  }
  return refused > 0 ? exitCodes.partly : 0
}

function repeatText({ line, of, isOne }: RepeatedAddress & { readonly line: number }): string {
  if (isOne) return `line ${line} is the person of line ${of}: what the later line says holds\n`
  return `line ${line} has the address of line ${of} and another id: they become two people, and both may be written to\n`
}

function whoText({ fresh, asked }: KnownPeople, { isWhole }: { readonly isWhole: boolean }): string {
  const among = isWhole ? '' : ` of the first ${asked.toLocaleString('en')}`
  return `Known already are ${(asked - fresh).toLocaleString('en')}${among}, new ${fresh.toLocaleString('en')}. `
}

/** Asks a batch at a time who is known. */
class KnownPeople {
  readonly #session: AdminSession
  readonly #mapping: PersonMapping
  #people: ImportedPerson[] = []
  #rows: JsonObject[] = []
  #bytes = 0
  /** People who would be taken in. */
  asked = 0
  /** Of those, whom nobody knows yet. */
  fresh = 0
  readonly refused: { readonly line: number; readonly reason: string }[] = []
  /** Rows that become a second person with somebody's address. */
  readonly shares: { readonly line: number; readonly subscriber: number }[] = []

  constructor(session: AdminSession, mapping: PersonMapping) {
    this.#session = session
    this.#mapping = mapping
  }

  async ask(person: ImportedPerson, row: JsonObject): Promise<void> {
    const bytes = Buffer.byteLength(JSON.stringify(person))
    if (this.#people.length >= limits.importedPeople || this.#bytes + bytes > mostBytes) await this.end()
    this.#people.push(person)
    this.#rows.push(row)
    this.#bytes += bytes + 1
  }

  /** Asks about those who are left. */
  async end(): Promise<void> {
    const [people, rows] = [this.#people.splice(0), this.#rows.splice(0)]
    const { source } = this.#mapping
    this.#bytes = 0
    if (people.length === 0) return
    const body = { import: 'dry run', ...(source === undefined ? {} : { source }), dryRun: true, people }
    const { taken, fresh, refused, shared } = await this.#session.ask<PeopleAnswer>({ method: 'POST', path: '/admin/v1/subscribers/import', body })
    const lineOf = (index: number): number => people[index]?.line ?? 0
    this.asked += taken
    this.fresh += fresh
    this.refused.push(...refused.map(({ index, reason }) => ({ line: lineOf(index), reason: inRow(reason, this.#mapping, rows[index] ?? {}) })))
    this.shares.push(...shared.map(({ index, subscriber }) => ({ line: lineOf(index), subscriber })))
  }
}
