// Instants of events of many people, held while the log is read: as numbers side by side instead of an object for each person. Put in order of person all at
// once and folded one after the other, they never wait for memory as a million small objects do that are looked up in the order of the log.

import assert from 'node:assert/strict'
import type { SubscriberNumber } from '../store.ts'

/** A place among those held takes this many values, and a person's number times it plus a place is still a whole number. */
const places = 2 ** 22
const mostSubscribers = 2 ** 31
const firstRoom = 2 ** 15

export interface HeldInstant {
  /** Among all that are held, in the order in which they came. */
  readonly place: number
  readonly name: string
  readonly occurredAt: number
  readonly receivedAt: number
}

export class HeldInstants {
  readonly #names: readonly string[]
  readonly #indexOf: ReadonlyMap<string, number>
  /** Person and place in one number, so that sorting these sorts everything. */
  #keys = new Float64Array(firstRoom)
  /** Occurred and received, two for each place. */
  #instants = new Float64Array(2 * firstRoom)
  #named = new Uint16Array(firstRoom)
  #size = 0

  /** Events that are called otherwise are passed over. */
  constructor(names: readonly string[]) {
    this.#names = names
    this.#indexOf = new Map(names.map((name, index) => [name, index]))
  }

  get size(): number {
    return this.#size
  }

  add(subscriber: SubscriberNumber, { name, occurredAt, receivedAt }: Omit<HeldInstant, 'place'>): void {
    const place = this.#size
    const named = this.#indexOf.get(name)
    if (named === undefined) return
    assert(place < places && subscriber < mostSubscribers, 'there is room for this instant')
    if (place === this.#keys.length) this.#grow()
    this.#keys[place] = subscriber * places + place
    this.#instants[2 * place] = occurredAt
    this.#instants[2 * place + 1] = receivedAt
    this.#named[place] = named
    this.#size = place + 1
  }

  /** Hands out all that is held, person by person by number, of each in the order in which it came, and holds nothing then. */
  *empty(): Generator<readonly [SubscriberNumber, readonly HeldInstant[]]> {
    const keys = this.#keys.subarray(0, this.#size).sort()
    this.#size = 0
    for (let from = 0; from < keys.length; ) {
      const subscriber = Math.floor((keys[from] as number) / places)
      const own: HeldInstant[] = []
      for (; from < keys.length && Math.floor((keys[from] as number) / places) === subscriber; from += 1) own.push(this.#at((keys[from] as number) % places))
      yield [subscriber, own]
    }
  }

  #at(place: number): HeldInstant {
    const [occurredAt, receivedAt] = [this.#instants[2 * place] as number, this.#instants[2 * place + 1] as number]
    return { place, name: this.#names[this.#named[place] as number] as string, occurredAt, receivedAt }
  }

  #grow(): void {
    const room = Math.min(places, 2 * this.#keys.length)
    const [keys, instants, named] = [new Float64Array(room), new Float64Array(2 * room), new Uint16Array(room)]
    keys.set(this.#keys)
    instants.set(this.#instants)
    named.set(this.#named)
    this.#keys = keys
    this.#instants = instants
    this.#named = named
  }
}
