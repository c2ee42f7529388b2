// Rows of a table that name the mail address of an earlier row: the same person again, or two people who share it.

import type { ImportedPerson } from '../model/imported-person.ts'

export interface RepeatedAddress {
  /** The line of an earlier row with this address: of the same person where there is one, else the first. */
  readonly of: number
  /** Whether both rows are about one person. */
  readonly isOne: boolean
}

/** Remembers the address of each row that it is told of; of how many rows is up to whoever tells. */
export class RepeatedAddresses {
  readonly #byAddress = new Map<string, Row[]>()

  /** What this row repeats; undefined when it names no address, or one that no row named before. */
  note(line: number, person: ImportedPerson): RepeatedAddress | undefined {
    const { email } = person.attributes
    const address = typeof email === 'string' ? email.trim().toLowerCase() : ''
    if (address === '') return undefined
    const rows = this.#byAddress.get(address) ?? []
    const same = rows.find((row) => areOne(row.person, person))
    if (same === undefined && rows.length < peopleOfAddress) this.#byAddress.set(address, [...rows, { line, person }])
    const of = (same ?? rows[0])?.line
    return of === undefined ? undefined : { of, isOne: same !== undefined }
  }
}

interface Row {
  readonly line: number
  readonly person: ImportedPerson
}

/** People with one address that are told apart; of more, each is another one. */
const peopleOfAddress = 20

/** Where one of them has no id of its own, the address says who it is. */
function areOne(one: ImportedPerson, other: ImportedPerson): boolean {
  return (one.userId ?? one.anonymousId) === (other.userId ?? other.anonymousId) || !hasId(one) || !hasId(other)
}

function hasId({ userId, anonymousId }: ImportedPerson): boolean {
  return userId !== undefined || anonymousId !== undefined
}
