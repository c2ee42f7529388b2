// What outdated states take over a new program with: memories that were filled from the log beforehand and what came in since, or, for memories
// that cannot be made beforehand, the subscriber's own history; and the events that started passages which may move to another version.

import { fillingOf } from '../../engine/fill.ts'
import type { Program } from '../../engine/program.ts'
import type { SubscriberState } from '../../engine/state.ts'
import type { FilledMemory, Input } from '../../model/input.ts'
import type { JsonObject } from '../../model/json.ts'
import { limits } from '../../model/limits.ts'
import { arrivalOf, eventsOf, type MergeBody, mergeName } from '../log-entry.ts'
import { unpackMemories } from '../states/state-codec.ts'
import type { LogEntry, Position, Store, SubscriberNumber } from '../store.ts'
import type { FillMark } from './fill-log.ts'

/** What a subscriber's new memories are filled from. */
export type Past = Omit<Extract<Input, { kind: 'adopt' }>, 'kind' | 'at'>

/** How states come to the program in force. */
export interface TakeOver {
  readonly program: Program
  /** Memories that an outdated state does not have; undefined when it is not known which it has. */
  readonly missing: readonly number[] | undefined
  /** Memories that were filled from the log beforehand. */
  readonly fill: FillMark | undefined
}

export interface Outdated {
  readonly number: SubscriberNumber
  readonly head: Position
  readonly state: SubscriberState
}

type PastStore = Pick<Store, 'history' | 'decisions' | 'filled' | 'entriesAt'>

/** The pasts of these subscribers, in their order. */
export async function pastsOf(store: PastStore, takeOver: TakeOver, subscribers: readonly Outdated[]): Promise<readonly Past[]> {
  const { missing, fill } = takeOver
  const byFill = fill === undefined ? [] : (missing ?? []).filter((id) => fill.ids.includes(id))
  const byHistory = missing?.filter((id) => !byFill.includes(id))
  const kept =
    fill === undefined || byFill.length === 0
      ? []
      : await store.filled(
          fill.name,
          subscribers.map(({ number }) => number),
        )
  const pasts: Past[] = []
  for (const [index, subscriber] of subscribers.entries()) {
    const triggers = await triggersOf(store, takeOver.program, subscriber.state)
    const filled = fill === undefined || byFill.length === 0 ? [] : await filledOf(store, { takeOver, fill, subscriber, kept: kept[index] })
    const memories = byHistory === undefined ? {} : { memories: { filled, missing: byHistory } }
    const told = byHistory?.length === 0 ? { history: [], decisions: [] } : await wholeHistory(store, subscriber)
    pasts.push({ ...told, ...memories, ...triggers })
  }
  return pasts
}

async function wholeHistory(store: PastStore, { number, head }: Outdated): Promise<Pick<Past, 'history' | 'decisions'>> {
  const history = head === 0 ? [] : eventsOf(await store.history(head, limits.historyEntries))
  return { history, decisions: await store.decisions(number, limits.historyEntries) }
}

interface Filled {
  readonly takeOver: TakeOver
  readonly fill: FillMark
  readonly subscriber: Outdated
  readonly kept: Uint8Array | undefined
}

/** What was filled, with what happened to the subscriber since, also what came with those who were merged in since. */
async function filledOf(store: PastStore, { takeOver, fill, subscriber, kept }: Filled): Promise<readonly FilledMemory[]> {
  const memories = kept === undefined ? [] : unpackMemories(kept)
  if (subscriber.head > fill.position) {
    const filling = fillingOf(takeOver.program, fill.ids)
    const since = await store.history(subscriber.head, limits.historyEntries, fill.position)
    const others = since.filter(isMerge).map((entry) => (JSON.parse(entry.body) as MergeBody).from)
    for (const other of others.length === 0 ? [] : await store.filled(fill.name, others)) {
      if (other !== undefined) filling.merge(memories, unpackMemories(other), Number.NEGATIVE_INFINITY)
    }
    for (const entry of since.toReversed()) {
      const arrival = arrivalOf(entry)
      if (arrival !== undefined) filling.take(memories, arrival.event, entry.receivedAt)
    }
  }
  return fill.ids.flatMap((id, index): FilledMemory[] => {
    const content = memories[index]
    return content === undefined ? [] : [[id, content]]
  })
}

function isMerge(entry: LogEntry): boolean {
  return entry.name === mergeName && arrivalOf(entry) === undefined
}

/** A new version may refer to more of the event that started a passage than the old one remembered. */
async function triggersOf(store: PastStore, program: Program, state: SubscriberState): Promise<Pick<Past, 'triggers'>> {
  const moving = program.plans.filter(({ people, doneIn }) => people !== 'stay' && !doneIn.includes(state.program))
  if (moving.length === 0) return {}
  const positions = state.enrollments.flatMap(({ journey, status, trigger }) => {
    return status === 'active' && trigger.position !== undefined && moving.some((plan) => plan.journey === journey) ? trigger.position : []
  })
  if (positions.length === 0) return {}
  const triggers = new Map<number, JsonObject>()
  for (const entry of await store.entriesAt(positions)) {
    const arrival = entry && arrivalOf(entry)
    if (entry !== undefined && arrival !== undefined) triggers.set(entry.position, arrival.event.properties)
  }
  return { triggers }
}
