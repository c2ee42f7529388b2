// How many people a condition holds for at this moment, and each of its parts alone: first an estimate from a sample that is spread over everybody,
// then everybody. It reads a page at a time and lets others have their turn, so that it can be stopped at any time.

import { setImmediate as nextTurn } from 'node:timers/promises'
import { type FilledMemories, type Filling, fillingOf } from '../../engine/fill.ts'
import { type Unreached, unreached, unreachedBy } from '../../engine/reach.ts'
import { wilsonInterval } from '../../engine/wilson.ts'
import { limits } from '../../model/limits.ts'
import { arrivalOf } from '../../runtime/log-entry.ts'
import type { LoggedText, Store, SubscriberNumber } from '../../runtime/store.ts'
import { type AskedPerson, missingFor, personOf, rememberPast, viewAt } from './ask-person.ts'
import type { AskedCondition } from './asked-condition.ts'

export type CountableStore = Pick<Store, 'last' | 'load' | 'subscribersAfter' | 'countSubscribers' | 'history' | 'decisions' | 'readLogOf' | 'merges'>

/** How many of those who were asked; where everybody was, `low` and `high` are the number itself. */
export interface CountedPart {
  readonly path: readonly (string | number)[]
  readonly words: string
  /** Null where nobody can be asked, because it speaks of the event that starts a passage. */
  readonly people: { readonly count: number; readonly low: number; readonly high: number } | null
}

export interface PeopleCount {
  readonly phase: 'estimated' | 'exact'
  /** Everybody there is. */
  readonly of: number
  /** How many of them were asked. */
  readonly asked: number
  /** The condition itself first. */
  readonly parts: readonly CountedPart[]
  /** Of a mail to those it holds for: how many would get it, and what keeps it from the others; null where nobody asked. */
  readonly reach: MailReach | null
  /** The first ones that it holds for, as they were come across. */
  readonly sample: readonly SubscriberNumber[]
}

/** People by what would become of the mail. */
export type MailReach = Readonly<Record<'sent' | Unreached, number>>

export interface CountWork {
  readonly store: CountableStore
  readonly asked: AskedCondition
  readonly now: number
  /** Of a mail on this topic it is asked whom it would reach; null is mail without a topic, undefined asks nothing. */
  readonly topic?: string | null | undefined
  /** What a part of the sample says. */
  readonly onEstimate: (count: PeopleCount) => void
  /** How many of everybody were asked so far, and how much of the work is done, from 0 to 1: reading the past is half of it where it has to be read. */
  readonly onAsked: (people: number, share: number) => void
  readonly isOver: () => boolean
  /** sample: where there are many people, a sample is all that is asked. */
  readonly whom: 'everybody' | 'sample'
  /** People of the sample, instead of limits.countSample. */
  readonly sampled?: number
}

const page = 250
const shownPeople = 20
const confident = 1.96

/** Counts; undefined when it was told to stop. */
export async function countPeople(work: CountWork): Promise<PeopleCount | undefined> {
  const { store, onEstimate, isOver } = work
  const [of, { subscriber: last }] = await Promise.all([store.countSubscribers(), store.last()])
  const sampled = work.sampled ?? limits.countSample
  if (of > 2 * sampled) {
    const tally = new Tally(work.asked, of, work.topic)
    for (const numbers of spread(last, page)) {
      if (isOver()) return undefined
      await askPage(work, numbers, tally, undefined)
      const count = tally.count('estimated')
      onEstimate(count)
      if (tally.asked >= sampled && work.whom === 'sample') return count
      if (tally.asked >= sampled) break
      await nextTurn()
    }
  }
  return countEverybody(work, of)
}

async function countEverybody(work: CountWork, of: number): Promise<PeopleCount | undefined> {
  const { store, asked, onAsked, isOver } = work
  const tally = new Tally(asked, of, work.topic)
  const filling = fillingOf(asked.program, asked.missing)
  const moved = filling.ids.length === 0 ? new Map<number, number>() : new Map(await store.merges())
  const atOnce = filling.ids.length === 0 ? page : limits.countedAtOnce
  for (let after = 0; ; ) {
    const batch = await store.subscribersAfter(after, atOnce)
    const before = tally.asked
    const tell = (share: number): void => onAsked(tally.asked, of === 0 ? 1 : Math.min(1, (before + share * batch.length) / of))
    const filled = await filledFor(work, batch, { filling, moved, onRead: (read) => tell(read / 2) })
    if (filled === 'over') return undefined
    for (let from = 0; from < batch.length; from += page) {
      if (isOver()) return undefined
      await askPage(work, batch.slice(from, from + page), tally, filled && { filling, filled })
      const share = (tally.asked - before) / batch.length
      tell(filled === undefined ? share : (1 + share) / 2)
      await nextTurn()
    }
    after = batch.at(-1) ?? after
    if (batch.length < atOnce) return tally.count('exact')
  }
}

interface Folded {
  readonly filling: Filling
  readonly filled: ReadonlyMap<SubscriberNumber, FilledMemories>
}

async function askPage({ store, asked, now }: CountWork, numbers: readonly SubscriberNumber[], tally: Tally, folded: Folded | undefined): Promise<void> {
  for (const row of await store.load(numbers)) {
    const person = row && personOf(row)
    if (person === undefined) continue
    const missing = missingFor(asked, person)
    await rememberPast(store, asked, person, folded === undefined ? missing : takeFilled(person, folded, missing))
    tally.ask(person, now)
  }
}

/** Puts what was folded from the log into the state; what is still missing then. */
function takeFilled({ number, state }: AskedPerson, { filling, filled }: Folded, missing: readonly number[]): readonly number[] {
  const memories = filled.get(number)
  for (const [index, id] of filling.ids.entries()) {
    const content = memories?.[index]
    if (content !== undefined && !state.memories.has(id)) state.memories.set(id, content)
  }
  return missing.filter((id) => !filling.ids.includes(id))
}

/** Folds what the log says of some people into the memories that states do not have. */
async function filledFor(
  { store, isOver }: CountWork,
  batch: readonly SubscriberNumber[],
  { filling, moved, onRead }: { readonly filling: Filling; readonly moved: ReadonlyMap<number, number>; readonly onRead: (share: number) => void },
): Promise<Folded['filled'] | undefined | 'over'> {
  const [first, last] = [batch[0], batch.at(-1)]
  if (filling.ids.length === 0 || first === undefined || last === undefined) return undefined
  const filled = new Map<SubscriberNumber, FilledMemories>()
  const instantsOf = filling.names.filter((name) => filling.readsOnlyInstants(name))
  const { position } = await store.last()
  for (let after = 0; after < position; after += limits.fillEntries) {
    if (isOver()) return 'over'
    const upTo = Math.min(after + limits.fillEntries, position)
    for (const entry of await store.readLogOf(filling.names, { after, upTo, instantsOf })) {
      const subscriber = moved.get(entry.subscriber) ?? entry.subscriber
      if (subscriber >= first && subscriber <= last) take(filling, memoriesOf(filled, subscriber), entry)
    }
    onRead(upTo / position)
    await nextTurn()
  }
  return filled
}

function memoriesOf(filled: Map<SubscriberNumber, FilledMemories>, subscriber: SubscriberNumber): FilledMemories {
  const known = filled.get(subscriber)
  if (known !== undefined) return known
  const memories: FilledMemories = []
  filled.set(subscriber, memories)
  return memories
}

function take(filling: Filling, memories: FilledMemories, entry: LoggedText): void {
  const { occurredAt, name, receivedAt } = entry
  if (occurredAt !== undefined) return filling.take(memories, { name, occurredAt, properties: {} }, receivedAt)
  const arrival = arrivalOf(entry)
  if (arrival !== undefined) filling.take(memories, arrival.event, receivedAt)
}

class Tally {
  readonly #asked: AskedCondition
  readonly #of: number
  readonly #counts: number[]
  readonly #sample: SubscriberNumber[] = []
  readonly #topic: CountWork['topic']
  readonly #reach: Record<'sent' | Unreached, number>
  asked = 0

  constructor(asked: AskedCondition, of: number, topic: CountWork['topic']) {
    this.#asked = asked
    this.#of = of
    this.#topic = topic
    this.#reach = Object.fromEntries(['sent', ...unreached].map((what) => [what, 0])) as Record<'sent' | Unreached, number>
    this.#counts = asked.parts.map(() => 0)
  }

  ask(person: AskedPerson, now: number): void {
    const view = viewAt(this.#asked, person, now)
    this.asked += 1
    for (const [index, { condition, needsTrigger }] of this.#asked.parts.entries()) {
      if (needsTrigger || !condition.evaluate(view).value) continue
      this.#counts[index] = (this.#counts[index] as number) + 1
      if (index !== 0) continue
      if (this.#sample.length < shownPeople) this.#sample.push(person.number)
      if (this.#topic !== undefined) this.#reach[unreachedBy(this.#asked.program, person.state, { topic: this.#topic ?? undefined, now }) ?? 'sent'] += 1
    }
  }

  count(phase: PeopleCount['phase']): PeopleCount {
    const isWhole = phase === 'exact' || this.asked >= this.#of
    const of = isWhole ? this.asked : this.#of
    const parts = this.#asked.parts.map(({ path, condition, needsTrigger }, index): CountedPart => {
      const count = this.#counts[index] as number
      if (needsTrigger) return { path, words: condition.words, people: null }
      if (isWhole) return { path, words: condition.words, people: { count, low: count, high: count } }
      const { low, high } = wilsonInterval({ of: this.asked, count }, confident)
      const all = this.asked === 0 ? 0 : Math.round((count / this.asked) * of)
      return { path, words: condition.words, people: { count: all, low: Math.max(count, Math.floor(low * of)), high: Math.ceil(high * of) } }
    })
    const share = isWhole || this.asked === 0 ? 1 : of / this.asked
    const reach = Object.fromEntries(Object.entries(this.#reach).map(([what, people]) => [what, Math.round(people * share)])) as MailReach
    return { phase, of, asked: this.asked, parts, reach: this.#topic === undefined ? null : reach, sample: [...this.#sample] }
  }
}

/** Numbers from 1 to `last`, each once, in an order that is spread evenly at any time: steps of the golden section. */
function* spread(last: number, length: number): Generator<readonly SubscriberNumber[]> {
  let step = Math.max(1, Math.round(last * 0.6180339887498949))
  while (greatestDivisor(step, last) !== 1) step += 1
  let at = 0
  let numbers: SubscriberNumber[] = []
  for (let count = 0; count < last; count += 1) {
    numbers.push(at + 1)
    at = (at + step) % last
    if (numbers.length === length) {
      yield numbers
      numbers = []
    }
  }
  if (numbers.length > 0) yield numbers
}

function greatestDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestDivisor(other, one % other)
}
