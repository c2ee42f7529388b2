// Deliveries and what of them waits, as the store in memory keeps them. What comes out are copies.

import type { Delivery, Line, MessageQuery, SubscriberNumber } from '../../runtime/store.ts'
import { type Agenda, createAgenda } from './agenda.ts'
import { compareByCodePoint } from './code-point-order.ts'
import { compareDecided } from './orders.ts'

export class KeptDeliveries {
  readonly #deliveries = new Map<string, Delivery>()
  readonly #waiting = createAgenda<string>(compareByCodePoint)
  readonly #waitingByChannel = new Map<Delivery['channel'], Agenda<string>>()

  has(key: string): boolean {
    return this.#deliveries.has(key)
  }

  get(key: string): Delivery | undefined {
    const delivery = this.#deliveries.get(key)
    return delivery && { ...delivery }
  }

  put(changed: Delivery): void {
    const before = this.#deliveries.get(changed.key)
    const delivery = before === undefined ? changed : { ...changed, ...asDecided(before) }
    this.#deliveries.set(delivery.key, delivery)
    const dueAt = delivery.status === 'waiting' ? delivery.dueAt : undefined
    this.#waiting.set(delivery.key, dueAt)
    if (!this.#waitingByChannel.has(delivery.channel)) this.#waitingByChannel.set(delivery.channel, createAgenda(compareByCodePoint))
    for (const [channel, agenda] of this.#waitingByChannel) agenda.set(delivery.key, channel === delivery.channel ? dueAt : undefined)
  }

  due(now: number, limit: number, of?: Line): Delivery[] {
    const agenda = of === undefined ? this.#waiting : this.#waitingByChannel.get(of.channel)
    const journey = of?.journey
    const due = (agenda?.due(now, journey === undefined ? limit : Number.POSITIVE_INFINITY) ?? []).map(({ name }) => this.#deliveries.get(name) as Delivery)
    const meant = journey === undefined ? due : due.filter((delivery) => delivery.journey === journey).slice(0, limit)
    return meant.map((delivery) => ({ ...delivery }))
  }

  dueJourneys(now: number, channel: Delivery['channel']): string[] {
    const journeys = this.due(now, Number.POSITIVE_INFINITY, { channel }).map(({ journey }) => journey)
    return [...new Set(journeys)].sort(compareByCodePoint)
  }

  interrupted(limit: number): Delivery[] {
    return this.newestFirst((delivery) => delivery.status === 'handing over')
      .reverse()
      .slice(0, limit)
  }

  search({ before, limit, ...filters }: MessageQuery): Delivery[] {
    const fits = (delivery: Delivery): boolean =>
      (filters.subscriber === undefined || delivery.subscriber === filters.subscriber) &&
      (filters.journey === undefined || delivery.journey === filters.journey) &&
      (filters.template === undefined || delivery.template === filters.template) &&
      (filters.status === undefined || delivery.status === filters.status) &&
      (before === undefined || compareDecided(delivery, before) < 0)
    return this.newestFirst(fits).slice(0, limit)
  }

  newestFirst(fits: (delivery: Delivery) => boolean): Delivery[] {
    const found = [...this.#deliveries.values()].filter(fits).map((delivery) => ({ ...delivery }))
    return found.sort((one, other) => compareDecided(other, one))
  }

  /** The keys of those that went. */
  forget(isGone: (delivery: Delivery) => boolean): string[] {
    const gone = [...this.#deliveries.values()].filter(isGone).map(({ key }) => key)
    for (const key of gone) {
      this.#deliveries.delete(key)
      this.#waiting.set(key, undefined)
      for (const agenda of this.#waitingByChannel.values()) agenda.set(key, undefined)
    }
    return gone
  }

  /** One delivery is another subscriber's. */
  giveTo(key: string, subscriber: SubscriberNumber): void {
    const delivery = this.#deliveries.get(key)
    if (delivery !== undefined) this.#deliveries.set(key, { ...delivery, subscriber })
  }

  move(from: SubscriberNumber, into: SubscriberNumber): void {
    for (const [key, delivery] of this.#deliveries) if (delivery.subscriber === from) this.#deliveries.set(key, { ...delivery, subscriber: into })
  }
}

/** What of a delivery never changes, but for whose it is, which is no matter of what became of it. */
function asDecided({ subscriber, decidedAt, channel, journey, step, template, effect }: Delivery): Partial<Delivery> {
  return { subscriber, decidedAt, channel, journey, step, template, effect }
}
