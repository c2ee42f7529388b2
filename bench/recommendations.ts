// What goes together, counted as every night: a million views by 100,000 people of 10,000 items, which is the most that is read. In this process and thread: how long it
// takes, how long anything else waits for its turn at most, and what memory that takes. The log is made up as it is read, so that only the counting is measured.

import { recommend } from '../src/insight/recommend.ts'
import type { Collection } from '../src/model/catalogue.ts'
import type { Store } from '../src/runtime/store.ts'
import { type Effort, type Measurement, numberText } from './measurement.ts'

const products: Collection = { collection: 'products', attributes: {}, viewed: { event: 'Product Viewed', id: 'product_id' } }
const now = Date.UTC(2026, 10, 21)

/** Seconds of processor time, the longest wait of others, and memory. */
export async function measureRecommendations({ isQuick }: Effort): Promise<readonly Measurement[]> {
  const [views, people, items] = isQuick ? [50_000, 5_000, 2_000] : [1_000_000, 100_000, 10_000]
  const store = {
    last: async () => ({ position: views }),
    readLogOf: async (_: unknown, { after, upTo }: Stretch) => entriesOf({ after, upTo }, { people, items }),
  }
  const atStart = process.memoryUsage.rss()
  let [highest, longest, last] = [0, 0, processorMs()]
  let isDone = false
  const look = (): void => {
    const at = processorMs()
    longest = Math.max(longest, at - last)
    last = at
    highest = Math.max(highest, process.memoryUsage.rss())
    if (!isDone) setImmediate(look)
  }
  setImmediate(look)
  const before = processorMs()
  const changeCatalogue = async (): Promise<undefined> => undefined
  const note = await recommend({ store: store as unknown as Pick<Store, 'last' | 'readLogOf'>, changeCatalogue: changeCatalogue as never }, products, now)
  isDone = true
  const seconds = (processorMs() - before) / 1000
  const about = `${numberText(views)} views by ${numberText(people)} people of ${numberText(items)} items; ${numberText(note?.items ?? 0)} have neighbors`
  return [
    { what: 'what goes together, counted', value: seconds, unit: 's', target: undefined, note: `${about}; processor time, making the log up included` },
    {
      what: 'the longest that anything else waits for its turn meanwhile',
      value: longest,
      unit: 'ms',
      target: undefined,
      note: 'processor time of all threads',
    },
    { what: 'growth of memory meanwhile', value: (highest - atStart) / 1024 / 1024, unit: 'MiB', target: undefined, note: 'resident' },
  ]
}

function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

interface Stretch {
  readonly after: number
  readonly upTo: number
}

/** Views all over the catalogue, some items wanted more than others. */
function entriesOf({ after, upTo }: Stretch, { people, items }: { readonly people: number; readonly items: number }) {
  return Array.from({ length: upTo - after }, (_, index) => {
    const position = after + index + 1
    const item = Math.floor((((position * 2654435761) % 2 ** 32) / 2 ** 32) ** 2 * items)
    const properties = { product_id: `product-${item}`, name: 'A thing of the shop', price: 24.5 }
    const event = { name: 'Product Viewed', occurredAt: now - position, receivedAt: now, messageId: `m${position}`, properties }
    return { position, subscriber: (position * 7919) % people, name: event.name, body: JSON.stringify({ userId: 'u', event }) }
  })
}
