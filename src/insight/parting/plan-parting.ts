// What taking a merge back would make of the two: found out from the log alone, changing nothing. Attributes, lists, consent, carts and memories of each
// are the fold of their own lines. Passages are not lived anew: each goes on where it stands, with what waits, with whose event began it. A no that the
// two had said as one holds for both, and so does every address that must not be written to.

import { effectKeyStart } from '../../engine/passage.ts'
import { newState, type SubscriberState, type TopicState } from '../../engine/state.ts'
import { parseState, serializeState } from '../../engine/stored-state.ts'
import { transition } from '../../engine/transition.ts'
import type { ConsentChannel } from '../../model/consent.ts'
import { limits } from '../../model/limits.ts'
import { theEngine } from '../../runtime/engine.ts'
import { arrivalOf } from '../../runtime/log-entry.ts'
import type { Parting, Side } from '../../runtime/people/take-apart.ts'
import { unpackState } from '../../runtime/states/state-codec.ts'
import type { Delivery, Identity, Store, StoredSubscriber, SubscriberNumber } from '../../runtime/store.ts'
import { readLife, walkLife } from '../why/fold-person.ts'
import { LifeAsOne } from './life-as-one.ts'
import { changedLines, type OwnLines, ownLines } from './own-lines.ts'
import { whoseLines } from './whose-lines.ts'

export type PartingStore = Pick<Store, 'load' | 'history' | 'setting' | 'decisions' | 'messages' | 'identitiesOf'>

/** One of the two as they would be. */
export interface PartedPerson {
  readonly number: SubscriberNumber
  readonly identities: readonly Identity[]
  readonly state: SubscriberState
  readonly events: number
  readonly messages: readonly Delivery[]
}

export interface PlannedParting {
  readonly parting: Parting
  readonly people: Readonly<Record<Side, PartedPerson>>
}

interface Wish {
  readonly into: SubscriberNumber
  readonly from: SubscriberNumber
  readonly because: string
}

/** `not merged`: not right into this person. `too long`: the history is longer than what may be held at once. */
export async function planParting(store: PartingStore, wish: Wish): Promise<PlannedParting | 'not merged' | 'too long'> {
  const { into, from } = wish
  const [stored] = await store.load([into])
  if (stored === undefined) return 'not merged'
  const history = (await store.history(stored.head, limits.historyEntries + 1)).toReversed()
  if (history.length > limits.historyEntries) return 'too long'
  const lines = whoseLines(history, wish)
  const now = unpackState(theEngine, stored.state)
  const at = now.now
  const life = await readLife(store, { number: into, at: Number.MAX_SAFE_INTEGER, lines: limits.historyEntries })
  if (lines === undefined || life === undefined) return 'not merged'
  const asOne = new LifeAsOne(lines, life, { into, at })
  const decisions = await store.decisions(into, limits.historyEntries)
  const messages = await allMessages(store, into)
  if (decisions.length === limits.historyEntries || messages === undefined) return 'too long'
  const whose = { lines, asOne, chapters: life.chapters, into, from, at }
  const own = { into: ownLines('into', whose), from: ownLines('from', whose) }
  const folded = { into: foldOf(own.into, at), from: foldOf(own.from, at) }
  if (folded.into === undefined || folded.from === undefined) return 'not merged'
  const states = { into: folded.into, from: folded.from }
  const kept = { into: keptOf('into', { now, asOne, states, into }), from: keptOf('from', { now, asOne, states, into }) }
  const identities = (await store.identitiesOf(into)).filter((identity) => lines.identities.get(identity) === 'from')
  const parting: Parting = {
    ...wish,
    known: knownOf(stored, now),
    lines: [...changedLines(own.into.all, lines), ...changedLines(own.from.all, lines)],
    identities,
    deliveries: asOne.messagesOf('from', messages).map(({ key }) => key),
    decisions: asOne.share(decisions),
    states: { into: serializeState(states.into), from: serializeState(states.from) },
    heads: { into: own.into.head, from: own.from.head },
    kept: { into: serializeState(kept.into), from: serializeState(kept.from) },
  }
  const all = await store.identitiesOf(into)
  const person = (side: Side): PartedPerson => ({
    number: wish[side],
    identities: all.filter((identity) => identities.includes(identity) === (side === 'from')),
    state: afterwards(parting, side, life.chapters.at(-1)?.program as Parameters<typeof transition>[0]),
    events: own[side].life.lines.filter((entry) => arrivalOf(entry) !== undefined).length,
    messages: asOne.messagesOf(side, messages),
  })
  return { parting, people: { into: person('into'), from: person('from') } }
}

function knownOf({ head, deadline }: StoredSubscriber, { now }: SubscriberState): Parting['known'] {
  return { head, now, deadline }
}

function foldOf({ life }: OwnLines, at: number): SubscriberState | undefined {
  if (life.lines.length === 0) return undefined
  return walkLife(life, at, { onDecisions: () => {}, onLine: () => {}, onTime: () => {} }).state
}

interface Share {
  readonly now: SubscriberState
  readonly asOne: LifeAsOne
  readonly states: Readonly<Record<Side, SubscriberState>>
  readonly into: SubscriberNumber
}

/** What one keeps of the time as one. */
function keptOf(side: Side, { now, asOne, states, into }: Share): SubscriberState {
  const own = states[side]
  const passages = structuredClone(now.enrollments).filter((passage) => asOne.ownerOfPassage(passage) === side)
  let next = side === 'into' ? Math.max(now.nextEnrollment, own.nextEnrollment) : own.nextEnrollment
  const enrollments = passages.map((passage) => {
    if (side === 'into') return passage
    const formerKeys = [...passage.formerKeys, effectKeyStart(String(into), passage)].slice(-limits.formerKeys)
    next += 1
    return { ...passage, id: next - 1, formerKeys }
  })
  const entries = enrollments.flatMap(({ journey, key = '', enteredAt }) => {
    const isKnown = own.entries.some((one) => one.journey === journey && one.key === key && one.at.includes(enteredAt))
    return isKnown ? [] : { journey, key, at: [enteredAt] }
  })
  const channelTopics = Object.entries(now.channelTopics).map(([channel, topics]) => [channel as ConsentChannel, noesIn(topics)] as const)
  return {
    ...newState(own.id, own.now),
    enrollments,
    nextEnrollment: next,
    entries,
    // Whoever goes on in a passage keeps the variant that it was given there.
    arms: now.arms.filter(({ journey, step }) => passages.some((one) => one.journey === journey && one.variants.some(([split]) => split === step))),
    asks: now.asks.filter(({ id }) => asOne.ownerOfMessage(id) === side),
    topics: noesIn(now.topics),
    channelTopics: Object.fromEntries(channelTopics),
    tracking: now.tracking?.allowed === false ? now.tracking : undefined,
    pausedUntil: now.pausedUntil,
    suppressed: now.suppressed.filter(({ address }) => !isOnlyOf(states[side === 'into' ? 'from' : 'into'], own, address)),
  }
}

/** An address that is known as the other's, and not as one's own: it stays with whose it is. */
function isOnlyOf(other: SubscriberState, own: SubscriberState, address: string): boolean {
  const isKnownTo = ({ attributes, suppressed }: SubscriberState): boolean =>
    suppressed.some((one) => one.address === address) ||
    [attributes['email'], attributes['phone']].some((one) => typeof one === 'string' && one.toLowerCase() === address)
  return isKnownTo(other) && !isKnownTo(own)
}

function noesIn(topics: Readonly<Record<string, TopicState>>): Record<string, TopicState> {
  return Object.fromEntries(Object.entries(topics).filter(([, { subscribed }]) => !subscribed))
}

/** The state with what is kept put in. */
function afterwards(parting: Parting, side: Side, program: Parameters<typeof transition>[0]): SubscriberState {
  const state = parseState(parting.states[side])
  const other = String(side === 'into' ? parting.from : parting.into)
  const command = { do: 'take apart', from: other, because: parting.because, kept: parting.kept[side] } as const
  return transition(program, state, { kind: 'command', at: state.now, command, source: 'admin', position: 0 }).state
}

const messagePage = 1000

/** Undefined when there are more than may be held at once. */
async function allMessages(store: PartingStore, subscriber: SubscriberNumber): Promise<readonly Delivery[] | undefined> {
  const found: Delivery[] = []
  for (;;) {
    const last = found.at(-1)
    const page = await store.messages({
      subscriber,
      limit: messagePage,
      ...(last === undefined ? {} : { before: { decidedAt: last.decidedAt, key: last.key } }),
    })
    found.push(...page)
    if (page.length < messagePage) return found
    if (found.length > limits.historyEntries) return undefined
  }
}
