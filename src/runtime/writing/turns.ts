// Which messages a channel is given when more are due than it has room for: journeys take turns, one message each, and the one that was not served for
// longest is next. So a receipt does not wait until a newsletter has left, and neither does the newsletter stand still for receipts. Within a journey the
// message that is due first goes first. In virtual time there is room for everything, and the order is that of the instants alone.

import type { Delivery, Store } from '../store.ts'

type Channel = Delivery['channel']

/** Whose turn it is, by channel. Forgotten with the process: a start begins with whoever waits longest. */
export class Turns {
  readonly #served = new Map<Channel, Map<string, number>>()
  #round = 0

  /** At most `limit` waiting messages of a channel that are due at or before `now`, in the order in which they go. */
  async next(store: Pick<Store, 'dueJourneys' | 'dueDeliveries'>, { channel, limit, now }: Asked): Promise<readonly Delivery[]> {
    if (limit <= 0) return []
    const journeys = await store.dueJourneys(now, channel)
    const served = this.#servedBefore(channel, journeys)
    const lines: (readonly Delivery[])[] = []
    for (const journey of journeys.toSorted((one, other) => (served.get(one) ?? 0) - (served.get(other) ?? 0))) {
      lines.push(await store.dueDeliveries(now, limit, { channel, journey }))
    }
    const chosen = oneOfEach(lines, limit)
    for (const { journey } of chosen) {
      this.#round += 1
      served.set(journey, this.#round)
    }
    return chosen
  }

  /** Who has nothing waiting any more begins anew. */
  #servedBefore(channel: Channel, journeys: readonly string[]): Map<string, number> {
    const before = this.#served.get(channel)
    const served = new Map(journeys.map((journey) => [journey, before?.get(journey) ?? 0]))
    this.#served.set(channel, served)
    return served
  }
}

interface Asked {
  readonly channel: Channel
  readonly limit: number
  /** UTC milliseconds. */
  readonly now: number
}

/** The first of each line, then the second of each, up to `limit`. */
function oneOfEach(lines: readonly (readonly Delivery[])[], limit: number): Delivery[] {
  const chosen: Delivery[] = []
  const longest = Math.max(0, ...lines.map((line) => line.length))
  for (let place = 0; place < longest; place += 1) {
    for (const line of lines) {
      const delivery = line[place]
      if (delivery !== undefined && chosen.length < limit) chosen.push(delivery)
    }
  }
  return chosen
}
