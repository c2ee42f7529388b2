// What events would set off, without taking them in: decided over copies of the people they are about, by the same function that decides for good.
// Writes nothing.

import type { Program } from '../../engine/program.ts'
import type { SubscriberState } from '../../engine/state.ts'
import type { Arrival } from '../../model/arrival.ts'
import type { Decision } from '../../model/decision.ts'
import type { ImportPreview } from '../../model/import-preview.ts'
import type { Command, CommandSource, Input } from '../../model/input.ts'
import { limits } from '../../model/limits.ts'
import type { Engine } from '../engine.ts'
import { anonymousIdentity, userIdentity } from '../people/identity.ts'
import { unpackState } from '../states/state-codec.ts'
import type { Identity, Store } from '../store.ts'

export interface Trial {
  readonly store: Pick<Store, 'resolve' | 'load'>
  readonly engine: Engine
  readonly program: Program
  readonly arrivals: AsyncIterable<Tried>
  readonly now: number
}

/** An event, or what somebody is told to become. */
export type Tried = Arrival | { readonly userId?: string; readonly anonymousId?: string; readonly commands: readonly Command[]; readonly source: CommandSource }

const dayMs = 86_400_000

/** How many would enter and be written to, at once or by time within a day, who would not without these events. */
export async function tryArrivals({ store, engine, program, arrivals, now }: Trial): Promise<ImportPreview> {
  const people = new Map<Identity, SubscriberState>()
  const tally = new Tally()
  let events = 0
  for await (const tried of arrivals) {
    const { userId, anonymousId } = tried
    const identity = userId === undefined ? anonymousIdentity(anonymousId ?? '') : userIdentity(userId)
    let state = people.get(identity)
    if (state === undefined) {
      if (people.size >= limits.triedPeople) return tally.preview({ events, people: people.size, isWhole: false })
      const packed = await packedState(store, identity)
      state = packed === undefined ? engine.newState(identity, now) : unpackState(engine, packed)
      people.set(identity, state)
      // What happens to them within a day in any case is not the import's doing.
      if (packed !== undefined) tally.add(decided(engine, program, unpackState(engine, packed), now + dayMs), -1)
    }
    events += 1
    for (const input of inputsOf(tried, now)) tally.add(engine.transition(program, state, { ...input, at: Math.max(now, state.now) }).decisions, 1)
  }
  for (const state of people.values()) tally.add(decided(engine, program, state, now + dayMs), 1)
  return tally.preview({ events, people: people.size, isWhole: true })
}

function inputsOf(tried: Tried, now: number): readonly Input[] {
  if ('event' in tried) return [{ kind: 'event', at: now, event: { ...tried.event, receivedAt: now }, position: 0 }]
  return tried.commands.map((command) => ({ kind: 'command', at: now, command, source: tried.source, position: 0 }))
}

function decided(engine: Engine, program: Program, state: SubscriberState, at: number): readonly Decision[] {
  return engine.transition(program, state, { kind: 'time', at: Math.max(at, state.now) }).decisions
}

async function packedState(store: Trial['store'], identity: Identity): Promise<Uint8Array | undefined> {
  const [number] = await store.resolve([identity])
  const [row] = number === undefined ? [] : await store.load([number])
  return row?.state
}

class Tally {
  readonly #journeys = new Map<string, { entered: number; messages: number }>()

  add(decisions: readonly Decision[], by: 1 | -1): void {
    for (const decision of decisions) {
      if (decision.kind !== 'entered' && decision.kind !== 'queued') continue
      const counts = this.#journeys.get(decision.journey) ?? { entered: 0, messages: 0 }
      this.#journeys.set(decision.journey, counts)
      if (decision.kind === 'entered') counts.entered += by
      else counts.messages += by
    }
  }

  preview(all: Omit<ImportPreview, 'journeys'>): ImportPreview {
    const journeys = [...this.#journeys].map(([journey, counts]) => ({ journey, ...counts })).filter(({ entered, messages }) => entered > 0 || messages > 0)
    return { ...all, journeys: journeys.sort((one, other) => (one.journey < other.journey ? -1 : 1)) }
  }
}
