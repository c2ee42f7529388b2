// The commits that the store's benchmark writes: events of subscribers of whom few are busy and many are rare, made from a
// seed, so that every round and every store writes the same rows.

import type { Commit, LogEntry, StoredSubscriber } from '../src/runtime/store.ts'

export interface Workload {
  /** The commits that create all subscribers, as an import would. */
  preload(): Iterable<Commit>
  /** The next commit of so many events. */
  next(events: number): Commit
}

const firstInstant = Date.UTC(2026, 0, 1)
const stateBytes = 300
const preloadRows = 5000
/** Of all events; the rest changes log and state only. */
const share = { movedDeadline: 0.3, decided: 0.1, delivered: 0.01, counted: 0.1 } as const

/** A workload over subscribers 1 to `subscribers`. */
export function createWorkload(subscribers: number): Workload {
  const random = createRandom(20_260_101)
  const pick = createZipf(subscribers, random)
  const heads = new Float64Array(subscribers + 1)
  const deadlines = new Float64Array(subscribers + 1)
  const states = Array.from({ length: 64 }, () => Uint8Array.from({ length: stateBytes }, () => random() * 256))
  const body = bodyOfOneEvent()
  let position = 0

  const row = (number: number): StoredSubscriber => ({
    number,
    head: heads[number] ?? 0,
    deadline: deadlines[number] || undefined,
    recent: (states[number % 64] as Uint8Array).subarray(0, 30 + 6 * Math.floor(random() * 12)),
    state: (states[position % 64] as Uint8Array).subarray(0, stateBytes - Math.floor(random() * 40)),
  })
  const moveDeadline = (number: number): void => {
    deadlines[number] = firstInstant + Math.floor(random() * 30 * 86_400_000)
  }

  function* preload(): Iterable<Commit> {
    for (let from = 1; from <= subscribers; from += preloadRows) {
      const numbers = Array.from({ length: Math.min(preloadRows, subscribers - from + 1) }, (_, index) => from + index)
      for (const number of numbers) if (random() < 0.6) moveDeadline(number)
      const identities = numbers.map((number) => ({ identity: `u:user-${(number * 2_654_435_761) % 4_294_967_296}-${number}`, subscriber: number }))
      yield { ...emptyCommit(), subscribers: numbers.map(row), identities }
    }
  }

  const next = (events: number): Commit => {
    const log: LogEntry[] = []
    const touched = new Set<number>()
    for (let index = 0; index < events; index += 1) {
      const subscriber = pick()
      position += 1
      log.push({
        position,
        subscriber,
        previous: heads[subscriber] ?? 0,
        merged: 0,
        receivedAt: firstInstant + position,
        name: 'Product Viewed',
        body,
      })
      heads[subscriber] = position
      touched.add(subscriber)
    }
    for (const number of touched) if (random() < share.movedDeadline) moveDeadline(number)
    return { ...emptyCommit(), log, subscribers: [...touched].map(row), ...consequences(log, random) }
  }

  return { preload, next }
}

function consequences(log: readonly LogEntry[], random: () => number): Pick<Commit, 'decisions' | 'deliveries' | 'counts'> {
  const some = (of: number) => log.filter(() => random() < of)
  return {
    decisions: some(share.decided).map(({ subscriber, receivedAt }) => ({
      subscriber,
      decision: { kind: 'moved', at: receivedAt, journey: 'abandoned-cart', journeyVersion: 3, enrollment: 1, step: 'remind', because: '30m without an event' },
    })),
    deliveries: some(share.delivered).map(({ subscriber, position, receivedAt }) => ({
      key: `${subscriber}:abandoned-cart:3:${position}:remind:1`,
      subscriber,
      status: 'waiting',
      dueAt: receivedAt,
      decidedAt: receivedAt,
      attemptedAt: undefined,
      finishedAt: undefined,
      attempts: 0,
      channel: 'email',
      journey: 'abandoned-cart',
      step: 'remind',
      template: 'cart-reminder',
      effect: bodyOfOneEvent(),
      reason: undefined,
      links: undefined,
      reports: undefined,
      domain: undefined,
    })),
    counts: some(share.counted).map(({ position }) => ({ journey: `journey-${position % 20}`, version: 1, step: 'remind', measure: 'here now', by: 1 })),
  }
}

function emptyCommit(): Commit {
  return { log: [], subscribers: [], identities: [], merged: [], decisions: [], deliveries: [], counts: [], deadLetters: [], seen: [] }
}

function bodyOfOneEvent(): string {
  return JSON.stringify({
    userId: 'user-1234567890',
    event: {
      name: 'Product Viewed',
      occurredAt: firstInstant,
      receivedAt: firstInstant + 100,
      messageId: '0f8fad5b-d9cb-469f-a165-70867728950e',
      properties: { product_id: 'sku-12345', category: 'shoes/running', price: 129.95, currency: 'EUR', url: 'https://shop.example/products/sku-12345' },
    },
  })
}

function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Numbers 1 to `count`, the n-th busiest in proportion to 1/n; busy ones stand anywhere. */
function createZipf(count: number, random: () => number): () => number {
  const sums = new Float64Array(count)
  let total = 0
  for (let rank = 0; rank < count; rank += 1) {
    total += 1 / (rank + 1)
    sums[rank] = total
  }
  return () => {
    const wanted = random() * total
    let low = 0
    let high = count - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sums[middle] as number) < wanted) low = middle + 1
      else high = middle
    }
    return ((low * 7919) % count) + 1
  }
}
