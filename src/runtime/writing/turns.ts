// Which messages a channel is given when more are due than it has room for: journeys take turns, one message each, and the one that was not served for
// longest is next. So a receipt does not wait until a newsletter has left, and neither does the newsletter stand still for receipts. Within a journey the
// message that is due first goes first. In virtual time there is room for everything, and the order is that of the instants alone.

import type { Delivery, Store } from '../store.ts'

type Channel = Delivery['channel']

/** Whose turn it is. Forgotten with the process: a start begins with whoever waits longest. */
export class Turns {
  readonly #queues = new Map<Channel, Queue>()

  /** At most `limit` waiting messages of a channel that are due at or before `now`, in the order in which they go. */
  async next(store: Pick<Store, 'dueJourneys' | 'dueDeliveries'>, asked: Asked): Promise<readonly Delivery[]> {
    const { channel, limit, now } = asked
    if (limit <= 0) return []
    const queue = this.#queues.get(channel) ?? { served: new Map(), round: 0, looksIn: 0 }
    this.#queues.set(channel, queue)
    const isLooking = queue.looksIn <= 0
    if (isLooking) lookAgain(queue, await store.dueJourneys(now, channel))
    queue.looksIn -= 1
    const journeys = [...queue.served].sort(([, one], [, other]) => one - other).map(([journey]) => journey)
    const lines = await linesOf(store, journeys, asked)
    const chosen = oneOfEach(lines, limit)
    if (chosen.length < limit) {
      // There is room for more, which may be of somebody who was not looked for.
      queue.looksIn = 0
      if (!isLooking) return this.next(store, asked)
    }
    for (const { journey } of chosen) {
      queue.round += 1
      queue.served.set(journey, queue.round)
    }
    return chosen
  }
}

interface Asked {
  readonly channel: Channel
  readonly limit: number
  /** UTC milliseconds. */
  readonly now: number
}

interface Queue {
  /** Journeys of which something waits, with the round in which each was served last; 0 for none. */
  served: Map<string, number>
  round: number
  /** After so many questions it is looked anew whose messages wait. */
  looksIn: number
}

/** Where hundreds of journeys have messages for later, to look through them costs more than to take one message. */
const questionsPerLook = 5

/** Who has nothing waiting any more begins anew. */
function lookAgain(queue: Queue, journeys: readonly string[]): void {
  queue.served = new Map(journeys.map((journey) => [journey, queue.served.get(journey) ?? 0]))
  queue.looksIn = questionsPerLook
}

/** What waits of each journey, as much of it as may go: rarely all that there is room for, because the others have their turn too. */
async function linesOf(store: Pick<Store, 'dueDeliveries'>, journeys: readonly string[], { channel, limit, now }: Asked): Promise<(readonly Delivery[])[]> {
  const share = Math.ceil(limit / journeys.length)
  const lines: (readonly Delivery[])[] = []
  for (const journey of journeys) lines.push(await store.dueDeliveries(now, share, { channel, journey }))
  if (share === limit || lines.reduce((sum, { length }) => sum + length, 0) >= limit) return lines
  for (const [index, journey] of journeys.entries()) {
    if ((lines[index] as readonly Delivery[]).length === share) lines[index] = await store.dueDeliveries(now, limit, { channel, journey })
  }
  return lines
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
