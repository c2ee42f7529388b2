// At virtual pace: events that wait because their subscriber has a message that a live server would have handed over (or
// refused) before them. Subscribers do not wait for each other. Events of one subscriber, and of identities that an event
// held back may tie together, keep their order.

import type { Arrival, Receipt } from '../../model/arrival.ts'
import { identitiesOf } from '../people/identity.ts'
import type { ArrivalsRequest } from '../requests.ts'
import type { Identity, SubscriberNumber } from '../store.ts'
import { applyTime, isHeldUp } from './apply-time.ts'
import type { Group } from './group.ts'

interface Entry {
  readonly request: ArrivalsRequest
  readonly index: number
}

/** Takes one event in; never rejects for what the event itself is. */
export type TakeIn = (group: Group, request: ArrivalsRequest, index: number) => Promise<Receipt>

export class HeldBack {
  #entries: Entry[] = []
  /** When the oldest of them was received; Infinity when there are none. */
  oldestReceivedAt = Number.POSITIVE_INFINITY

  /** Adds a request's events behind those that wait already. */
  add(request: ArrivalsRequest): void {
    for (const index of request.arrivals.keys()) this.#entries.push({ request, index })
  }

  /** The identities to be resolved before `run`. */
  identities(into: Identity[]): void {
    for (const { request, index } of this.#entries) {
      const arrival = request.arrivals[index]
      if (arrival !== undefined) identitiesOf(arrival, into)
    }
  }

  /** Messages that those which wait report about. */
  reports(): string[] {
    return this.#entries.flatMap(({ request, index }) => request.arrivals[index]?.report?.message ?? [])
  }

  /** Takes in everything that need not wait. Returns the requests that are complete now. */
  async run(group: Group, takeIn: TakeIn): Promise<readonly ArrivalsRequest[]> {
    const waiting: Entry[] = []
    const complete = new Set<ArrivalsRequest>()
    const held = new Set<Identity>()
    // Subscribers are numbered in order of arrival, and chance follows the number: nobody new overtakes somebody who may be new.
    let isNewHeld = false
    this.oldestReceivedAt = Number.POSITIVE_INFINITY
    for (const entry of this.#entries) {
      const { request, index } = entry
      const arrival = request.arrivals[index]
      if (arrival === undefined) continue
      const identities: Identity[] = []
      identitiesOf(arrival, identities)
      const mayBeNew = identities.some((identity) => group.roster.find(identity) === undefined)
      const isBehind = identities.some((identity) => held.has(identity)) || (mayBeNew && isNewHeld)
      if (isBehind || (await mustWait(group, numbersOf(group, arrival, identities), arrival.event.receivedAt))) {
        waiting.push(entry)
        isNewHeld ||= mayBeNew
        for (const identity of identities) held.add(identity)
        this.oldestReceivedAt = Math.min(this.oldestReceivedAt, arrival.event.receivedAt)
        continue
      }
      request.receipts[index] = await takeIn(group, request, index)
      complete.add(request)
    }
    for (const { request } of waiting) complete.delete(request)
    this.#entries = waiting
    return [...complete]
  }

  /** Gives everything up; the requests that were waiting. */
  clear(): readonly ArrivalsRequest[] {
    const requests = [...new Set(this.#entries.map((entry) => entry.request))]
    this.#entries = []
    this.oldestReceivedAt = Number.POSITIVE_INFINITY
    return requests
  }
}

/** Whom an event is about as things stand: nobody, one, or two that it may tie together. */
function numbersOf(group: Group, { report }: Arrival, identities: readonly Identity[]): SubscriberNumber[] {
  const owner = report && group.reported.get(report.message)?.subscriber
  if (owner !== undefined) return [group.roster.follow(owner)]
  return identities.flatMap((identity) => group.roster.find(identity) ?? [])
}

/** Lets time pass up to the event for everyone it is about, and asks whether a message comes first. */
async function mustWait(group: Group, numbers: readonly SubscriberNumber[], receivedAt: number): Promise<boolean> {
  for (const number of numbers) {
    const member = group.roster.member(number)
    if (member === undefined) continue
    await applyTime(group, member, receivedAt)
    if (isHeldUp(group, member, receivedAt)) return true
  }
  return false
}
