// Takes a merge back, between two groups and in one transaction: each of the two has their own lines of the log again, ids, messages and decisions, and
// a state that is the fold of these lines. What the split is was found out beforehand (insight/parting); here it is only put in force, and only when
// nothing has happened to the person since.

import type { Command } from '../../model/input.ts'
import type { Json } from '../../model/json.ts'
import { inputLine } from '../log-entry.ts'
import type { Apart, Position, SubscriberNumber } from '../store.ts'
import { Group } from '../writing/group.ts'
import { type Ledger, type Member, noteApart } from '../writing/ledger.ts'
import { addressesOf } from './addresses-of.ts'

/** Which of the two: the one with whom the other was merged, or the other. */
export type Side = 'into' | 'from'

export interface Parting extends Apart {
  readonly because: string
  /** As it was when the split was found out: where the person's log ended and what the state said. */
  readonly known: { readonly head: Position; readonly now: number; readonly deadline: number | undefined }
  /** The fold of the own lines of each, as the engine serializes it. */
  readonly states: Readonly<Record<Side, Json>>
  readonly heads: Readonly<Record<Side, Position>>
  /** What each keeps of the time as one, as the engine serializes it. */
  readonly kept: Readonly<Record<Side, Json>>
}

/** False when something happened meanwhile: nothing is changed then. */
export async function takeApart(ledger: Ledger, parting: Parting, now: number): Promise<boolean> {
  const { store, engine } = ledger
  const group = new Group(ledger, now)
  await group.roster.prepare([], [parting.into])
  const into = group.roster.member(parting.into)
  if (into === undefined || !isAsKnown(ledger, into, parting)) return false
  try {
    const vouched = (await store.reachOf(parting.into)).filter(({ isVouched }) => isVouched).map(({ address }) => address)
    into.state = engine.parseState(parting.states.into)
    into.head = parting.heads.into
    into.isKnownUser = undefined
    into.vouchedFor = undefined
    const from = group.roster.revive(parting.from, {
      state: engine.parseState(parting.states.from),
      recent: structuredClone(into.recent),
      head: parting.heads.from,
    })
    keep(group, into, { from: parting.from, because: parting.because, kept: parting.kept.into })
    keep(group, from, { from: parting.into, because: parting.because, kept: parting.kept.from })
    const { email } = addressesOf(from.state)
    if (email !== undefined && vouched.includes(email)) group.vouched.set(from.number, email)
    const commit = group.toCommit()
    if (commit === undefined) return false
    const { lines, identities, deliveries, decisions } = parting
    await store.commit({ ...commit, apart: { from: parting.from, into: parting.into, lines, identities, deliveries, decisions } })
    group.keep(commit)
  } catch (error) {
    group.drop()
    throw error
  }
  forgetWhatWasOne(ledger, parting)
  return true
}

function isAsKnown({ program }: Ledger, { state, head, deadline, damage }: Member, { known }: Parting): boolean {
  const due = Number.isFinite(deadline) ? deadline : undefined
  return damage === undefined && head === known.head && state.now === known.now && due === known.deadline && state.program === program.id
}

function keep(group: Group, member: Member, { from, ...rest }: { readonly from: SubscriberNumber; readonly because: string; readonly kept: Json }): void {
  const command: Command = { do: 'take apart', from: String(from), ...rest }
  // At the instant that the state has come to: nothing may fall due before the passages are the right ones.
  const at = member.state.now
  const input = { kind: 'command', at, command, source: 'admin', position: group.nextPosition } as const
  group.decide(member, input)
  group.record(member, { at, ...inputLine(input) })
}

/** What is kept in memory about them as one. */
function forgetWhatWasOne(ledger: Ledger, { from, into, identities, deliveries }: Parting): void {
  noteApart(ledger, [from, into])
  for (const identity of identities) ledger.identities.delete(identity)
  for (const key of deliveries) {
    const delivery = ledger.underway.get(key)
    if (delivery !== undefined) ledger.underway.set(key, { ...delivery, subscriber: from })
    const dueAt = ledger.open.get(into)?.get(key)
    if (dueAt === undefined) continue
    ledger.open.get(into)?.delete(key)
    ledger.open.set(from, (ledger.open.get(from) ?? new Map<string, number>()).set(key, dueAt))
  }
}
