// The rows of subscribers, as the store in memory keeps them: copies go in and come out.

import type { StoredSubscriber, SubscriberNumber } from '../../runtime/store.ts'
import { createAgenda } from './agenda.ts'
import { copySubscriber } from './copy-subscriber.ts'

export class KeptSubscribers {
  readonly #rows = new Map<SubscriberNumber, StoredSubscriber>()
  readonly #deadlines = createAgenda<SubscriberNumber>((one, other) => one - other)
  /** The highest number that was ever in use. */
  lastNumber = 0

  keep(subscriber: StoredSubscriber): void {
    this.#rows.set(subscriber.number, copySubscriber(subscriber))
    this.#deadlines.set(subscriber.number, subscriber.deadline)
    this.lastNumber = Math.max(this.lastNumber, subscriber.number)
  }

  /** The number is taken, also where there never was a row. */
  delete(number: SubscriberNumber): void {
    this.#rows.delete(number)
    this.#deadlines.set(number, undefined)
    this.lastNumber = Math.max(this.lastNumber, number)
  }

  get(number: SubscriberNumber): StoredSubscriber | undefined {
    const subscriber = this.#rows.get(number)
    return subscriber && copySubscriber(subscriber)
  }

  get size(): number {
    return this.#rows.size
  }

  get numbers(): readonly SubscriberNumber[] {
    return [...this.#rows.keys()]
  }

  /** Ascending. */
  after(after: SubscriberNumber, limit: number): SubscriberNumber[] {
    const found: SubscriberNumber[] = []
    for (let number = Math.max(after, 0) + 1; number <= this.lastNumber && found.length < limit; number += 1) {
      if (this.#rows.has(number)) found.push(number)
    }
    return found
  }

  due(now: number, limit: number, from?: 'latest'): { number: SubscriberNumber; deadline: number }[] {
    return (from === 'latest' ? this.#deadlines.dueLast(now, limit) : this.#deadlines.due(now, limit)).map(({ name, at }) => ({ number: name, deadline: at }))
  }

  nextDeadline(): number | undefined {
    return this.#deadlines.next()
  }
}
