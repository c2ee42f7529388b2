// Takes a person out of the store. It begins between two groups, so that no group still has the person in hand: from then on the number,
// the ids and the address lead to nobody, and everything that follows may take its time, a bounded step after another, and is gone on with after
// a crash. What stays: blank lines of the log, so that positions and chains are whole; running counts; tombstones.

import { strict as assert } from 'node:assert'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { OncueError } from '../../model/errors.ts'
import { limits } from '../../model/limits.ts'
import { sentence } from '../../model/sentence.ts'
import { namesIn } from '../log-entry.ts'
import type { CountChange, Erasure, Position, Store, SubscriberNumber } from '../store.ts'
import { Group, PoisonInput } from '../writing/group.ts'
import type { Ledger, Member } from '../writing/ledger.ts'
import { isAboutPerson } from './named-in-text.ts'
import { reachedAt } from './reached-at.ts'
import type { Tombstones } from './tombstones.ts'

/** Begins, or finds what has begun. Throws `unknown-subscriber` where there is nobody. */
export async function beginErasure(ledger: Ledger, number: SubscriberNumber, now: number): Promise<Erasure> {
  const { store, tombstones } = ledger
  assert(tombstones !== undefined, 'An erasure needs the key of the tombstones.')
  const [subscriber = number] = await store.follow([number])
  const begun = (await store.erasures()).find((one) => one.subscriber === subscriber)
  if (begun !== undefined) return begun
  const group = new Group(ledger, now)
  await group.roster.prepare([], [subscriber])
  const member = group.roster.member(subscriber)
  if (member === undefined) throw new OncueError('unknown-subscriber', { subscriber: number })
  const { head } = member
  const counts = endPassages(group, member)
  const identities = await store.identitiesOf(subscriber)
  const known = Object.values(reachedAt(member.state.attributes)).filter((address) => address !== undefined)
  const addresses = [...new Set([...known, ...member.state.suppressed.map(({ address }) => address)])]
  const userIds = identities.flatMap((identity) => (identity.startsWith('u:') ? [identity.slice(2)] : []))
  const ids = [...new Set(identities.map((identity) => identity.slice(2)))]
  const erasure: Erasure = { subscriber, at: now, chains: head === 0 ? [] : [head], numbers: [subscriber], ids, addresses }
  try {
    await store.beginErasure({ erasure, tombstones: tombstones.of({ userIds, addresses }, now), counts })
  } finally {
    // What was decided about the person here is in no log.
    group.drop()
  }
  for (const identity of identities) ledger.identities.delete(identity)
  for (const [key, delivery] of ledger.underway) if (delivery.subscriber === subscriber) ledger.underway.delete(key)
  ledger.open.delete(subscriber)
  ledger.hasTombstones = true
  return erasure
}

/** What the end of the person's passages changes in the counts. A state that cannot be used changes nothing. */
function endPassages(group: Group, member: Member): readonly CountChange[] {
  try {
    const at = Math.max(group.now, member.state.now)
    const position = group.nextPosition
    for (const { pending } of member.state.enrollments) {
      for (const { key, authorizedAt } of pending) {
        if (authorizedAt !== undefined) group.decide(member, { kind: 'outcome', at, effect: key, outcome: 'unknown', because: sentence('erased') })
      }
    }
    group.decide(member, { kind: 'command', at, command: { do: 'erase' }, source: 'admin', position })
    return group.toCommit()?.counts ?? []
  } catch (error) {
    if (error instanceof PoisonInput) return []
    throw error
  }
}

/** Takes away everything else that speaks of the person, as far as it has not been taken away. Gives back whom others may have to forget. */
export async function eraseTraces(store: Store, begun: Erasure, tombstones: Tombstones, goOn: () => void): Promise<Erasure> {
  let erasure = begun
  while (erasure.chains.length > 0) {
    goOn()
    erasure = await blankPage(store, erasure, tombstones)
    await nextTurn()
  }
  while (!(await store.forgetBelongings(erasure.subscriber, limits.erasureRows))) {
    goOn()
    await nextTurn()
  }
  await store.forgetDeadLetters(isAboutPerson(erasure))
  return erasure
}

async function blankPage(store: Store, erasure: Erasure, tombstones: Tombstones): Promise<Erasure> {
  const [head = 0, ...others] = erasure.chains
  const entries = await store.history(head, limits.erasureRows)
  const here = new Set<Position>(entries.map(({ position }) => position))
  const earlier = entries.flatMap(({ previous, merged }) => [previous, merged]).filter((position) => position > 0 && !here.has(position))
  const named = entries.map(namesIn)
  const identities = [...new Set(named.flatMap((one) => one.identities))]
  // An id that leads to somebody else by now is that person's.
  const owners = await store.resolve(identities)
  const own = identities.filter((_, index) => owners[index] === undefined)
  const addresses = [...new Set(named.flatMap((one) => one.addresses))].filter((address) => !erasure.addresses.includes(address))
  const ids = own.map((identity) => identity.slice(2)).filter((id) => !erasure.ids.includes(id))
  const numbers = [...new Set(named.flatMap((one) => one.merged))].filter((number) => !erasure.numbers.includes(number))
  const next: Erasure = {
    ...erasure,
    chains: [...others, ...earlier],
    numbers: [...erasure.numbers, ...numbers],
    ids: [...erasure.ids, ...ids],
    addresses: [...erasure.addresses, ...addresses],
  }
  await store.blankEntries({ positions: [...here], erasure: next, tombstones: tombstones.of({ userIds: [], addresses }, erasure.at) })
  return next
}
