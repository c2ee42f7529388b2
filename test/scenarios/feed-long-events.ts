// A process of its own for the test of S26: takes in far more bytes of events than it may hold in memory, reads all of them back page by page,
// and says how much that was. It is started with a small heap and dies when anything keeps what went through.

import { startRuntime } from '../../src/runtime/runtime.ts'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { VirtualClock } from '../../src/testing/virtual-clock.ts'
import { happened, Notebook, plainRenderer, reminder, sourceWith, start } from '../runtime/workshop.ts'

const [path = '', events = '0', bytes = '0'] = process.argv.slice(2)
const filler = 'x'.repeat(Number(bytes))
const store = await openSqliteStore({ path, synchronous: 'NORMAL' })
// What is remembered of a person is divided by a text of that length, another one each time.
const segments = [{ segment: 'regulars', if: { event: 'Product Added', by: 'filler', count: { gte: 2 } } }]
const source = { ...sourceWith(reminder), segments }
const runtime = await startRuntime({ store, clock: new VirtualClock(start), source, channels: [new Notebook()], renderer: plainRenderer })
for (let index = 0; index < Number(events); index += 10) {
  const batch = Array.from({ length: 10 }, (_, offset) =>
    happened('Product Added', {
      userId: `user-${(index + offset) % 50}`,
      messageId: `m-${index + offset}`,
      properties: { filler: `${index + offset} ${filler}`, product_id: `p-${index + offset}` },
    }),
  )
  await runtime.inbox.submit(batch)
}
await runtime.settle()
let stored = 0
for (let page = await store.readLog(0, 100); page.length > 0; page = await store.readLog(page.at(-1)?.position ?? 0, 100)) {
  for (const { body } of page) stored += body.length
}
let largest = 0
for (const row of await store.load(await store.subscribersAfter(0, 1000))) largest = Math.max(largest, row?.state.length ?? 0)
await runtime.stop()
await store.close()
console.log(JSON.stringify({ stored, largest }))
