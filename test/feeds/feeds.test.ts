// Feeds: fetched every night from where they may be, only when they changed, and never believed when they lost much.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { createAddressGuard } from '../../src/channels/webhook/address-guard.ts'
import { FeedPoller, nextAt } from '../../src/feeds/feed-poller.ts'
import type { Collection } from '../../src/model/catalogue.ts'
import { readRefusal } from '../../src/model/read-sentence.ts'
import { changeCatalogue, readFeedNote } from '../../src/runtime/catalogue/change-catalogue.ts'
import { noLogger } from '../../src/runtime/logger.ts'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'
import { VirtualClock } from '../../src/testing/virtual-clock.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'

const hour = 3_600_000
const start = Date.UTC(2026, 0, 5, 12)

type Answer = (request: IncomingMessage, response: ServerResponse) => void

async function world(feed: Partial<NonNullable<Collection['feed']>> = {}, allow: readonly string[] = ['127.0.0.1']) {
  const asked: IncomingMessage['headers'][] = []
  let answer: Answer = (_request, response) => void response.writeHead(404).end()
  const server = createServer((request, response) => {
    asked.push(request.headers)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const collection: Collection = {
    collection: 'products',
    attributes: { category: { type: 'text', find: true } },
    feed: { url: `${origin}/feed.csv`, ...feed },
  }
  const store = createMemoryStore()
  const clock = new VirtualClock(start)
  const guard = createAddressGuard({ allow })
  const dispatcher = guard.dispatcher()
  onTestFinished(async () => (await dispatcher.made)?.destroy())
  const poller = new FeedPoller({
    keeper: { changeCatalogue: (change) => changeCatalogue(store, change) },
    store,
    clock,
    guard: { problem: (url) => guard.problem(url), dispatcher },
    logger: noLogger,
    folder: temporaryFolder(),
    inForce: async () => ({ collections: [collection], zone: 'Europe/Berlin' }),
  })
  onTestFinished(() => poller.stop())
  return {
    asked,
    origin,
    store,
    poller,
    clock,
    collection,
    say: (next: Answer) => {
      answer = next
    },
    sayText: (text: string | Buffer, headers: Record<string, string> = {}) => {
      answer = (_request, response) => void response.writeHead(200, headers).end(text)
    },
    /** What came of it, and its words as data: they are read back by their code, so that the console says them in every language. */
    fetch: async (confirmed = false) => {
      const note = await poller.fetchNow(collection, { confirmed })
      return { ...note, code: readRefusal(note.says).code }
    },
  }
}

const csv = (count: number, price = 5): string =>
  ['id,title,price,category', ...Array.from({ length: count }, (_, index) => `p${index},Product ${index},${price},tools`)].join('\n')

test('a feed is the whole collection: what it has is put, what it has no longer is removed, and when it did not change nothing is fetched', async () => {
  const { sayText, say, fetch, store, asked } = await world()
  sayText(csv(20), { etag: '"one"', 'last-modified': 'Mon, 05 Jan 2026 10:00:00 GMT' })
  expect(await fetch()).toMatchObject({ outcome: 'taken', says: '20 added, 0 changed, 0 as they were, 0 removed', code: 'feed-taken', etag: '"one"' })
  say((request, response) => void response.writeHead(request.headers['if-none-match'] === '"one"' ? 304 : 500).end())
  expect(await fetch()).toMatchObject({ outcome: 'unchanged', confirmedAt: start, load: expect.any(Number) })
  expect(asked.at(-1)).toMatchObject({ 'if-none-match': '"one"', 'if-modified-since': 'Mon, 05 Jan 2026 10:00:00 GMT' })
  sayText(gzipSync(csv(19, 6)))
  expect(await fetch()).toMatchObject({ says: '0 added, 19 changed, 0 as they were, 1 removed' })
  expect(await store.catalogue.countItems('products')).toBe(19)
})

test('an id that stands twice in a feed is said with its first, however far apart its rows are, and the last row counts', async () => {
  const { sayText, fetch, store } = await world()
  sayText(`${csv(700)}\np3,Once more,7,tools\np699,Again,8,tools\np699,And again,9,tools`)
  expect(await fetch()).toMatchObject({
    outcome: 'taken',
    says: expect.stringContaining('; 3 rows repeat an id (p3), of which the last counts'),
    code: 'feed-taken-twice',
  })
  expect((await store.catalogue.items('products', ['p3', 'p699'])).map((item) => JSON.parse(item?.body ?? '').title)).toEqual(['Once more', 'And again'])
  sayText(`${csv(700)}\np3,Once more,?,tools\np4,Twice,7,tools`)
  expect(await fetch()).toMatchObject({ says: expect.stringMatching(/1 rows cannot be read .*; 1 rows repeat an id \(p4\)/), code: 'feed-taken-but-twice' })
})

test('what is wrong with a row is said by a code, in CSV and in JSON Lines', async () => {
  const { sayText, fetch } = await world({ maxLoss: 50 })
  const refusalOf = async (text: string) => {
    sayText(text)
    return (readRefusal((await fetch()).says).values as { refusal?: { code: string; values: object } }).refusal
  }
  expect(await refusalOf(`${csv(3)}\nmug,Mug`)).toMatchObject({ code: 'row-columns', values: { cells: '2', heads: '4' } })
  expect(await refusalOf('{"id":"mug","category":"tools"}\n[1]')).toMatchObject({ code: 'row-no-object' })
  expect(await refusalOf('{"id":"mug","category":"tools"}\n{"id":')).toMatchObject({ code: 'row-not-json' })
})

test('columns that are named for what is not there are said by a code', async () => {
  for (const [map, code] of [
    [{ colour: 'title' }, 'item-no-attribute'],
    [{ 'title:deutsch': 'title' }, 'columns-no-locale'],
    [{ title: 'titel' }, 'columns-no-such'],
  ] as const) {
    const { sayText, fetch } = await world({ map })
    sayText(csv(3))
    expect(await fetch()).toMatchObject({ outcome: 'failed', code })
  }
})

test('an amount with two readings is refused with both of them written out', async () => {
  const { sayText, fetch, store } = await world({ maxLoss: 50 })
  sayText(`${csv(3)}\nmug,Mug,"1,234",tools\ncup,Cup,"€ 2,5",tools`)
  expect(await fetch()).toMatchObject({
    says: expect.stringContaining('price is "1,234", which has two readings: write 1234 or 1.234'),
    code: 'feed-taken-but',
  })
  expect(await store.catalogue.countItems('products')).toBe(4)
})

test('a feed whose fetching a stop cut short is not noted as failed, so that the next start fetches it', async () => {
  const { say, poller, collection, store } = await world()
  const asked = Promise.withResolvers<void>()
  say((_request, response) => {
    response.writeHead(200).write('id,title\n')
    asked.resolve()
  })
  const fetching = poller.fetchNow(collection, { confirmed: false })
  await asked.promise
  await poller.stop()
  expect(await fetching).toMatchObject({ outcome: 'failed' })
  expect(await readFeedNote(store, 'products')).toBeUndefined()
})

test('a feed that lost much, or cannot be read, changes nothing until it is confirmed', async () => {
  const { sayText, fetch, store } = await world({ maxLoss: 20 })
  sayText(csv(20))
  await fetch()
  sayText(csv(10, 1), { etag: '"broken"' })
  expect(await fetch()).toMatchObject({ outcome: 'refused', says: expect.stringContaining('10 of 20 items are not in it'), code: 'feed-lost' })
  expect((await store.catalogue.items('products', ['p0']))[0]?.body).toContain('"price":5')
  sayText(csv(20).replaceAll(',5,', ',cheap,'))
  expect(await fetch()).toMatchObject({
    outcome: 'refused',
    code: 'feed-lost-but',
    says: expect.stringContaining('20 rows cannot be read (the first: price is "cheap", which is no number)'),
  })
  sayText('<html>\nBad gateway\n</html>')
  expect(await fetch()).toMatchObject({ outcome: 'failed', says: expect.stringContaining('no column holds the id'), code: 'columns-no-id' })
  sayText('')
  expect(await fetch()).toMatchObject({ outcome: 'refused' })
  expect(await store.catalogue.countItems('products')).toBe(20)
  sayText(csv(10, 1))
  expect(await fetch(true)).toMatchObject({ outcome: 'taken', says: '0 added, 10 changed, 0 as they were, 10 removed' })
  sayText(csv(10, 1).replace('p3,Product 3,1,', 'p3,Product 3,?,'))
  expect(await fetch()).toMatchObject({
    outcome: 'taken',
    says: expect.stringContaining('9 as they were, 0 removed, 1 rows cannot be read'),
    code: 'feed-taken-but',
  })
})

test('a feed is fetched from nowhere inside the network, nor led there by a redirect, and a server that misbehaves harms nothing', async () => {
  const inside = await world({}, [])
  expect(await inside.fetch()).toMatchObject({
    outcome: 'failed',
    says: expect.stringContaining('127.0.0.1 is not a public address'),
    code: 'feed-not-fetched',
  })
  expect(inside.asked).toEqual([])
  const { say, fetch, origin } = await world()
  say((_request, response) => void response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end())
  expect(await fetch()).toMatchObject({ outcome: 'failed', says: expect.stringContaining('169.254.169.254 is not a public address') })
  say((_request, response) => void response.writeHead(302, { location: `${origin}/feed.csv` }).end())
  expect(await fetch()).toMatchObject({ outcome: 'failed', says: 'it was redirected more than 3 times', code: 'feed-redirects' })
  say((_request, response) => {
    response.writeHead(200, { 'content-length': '1000' })
    response.write('id,title\n')
    response.destroy()
  })
  expect(await fetch()).toMatchObject({ outcome: 'failed', says: expect.stringContaining('not fetched') })
  say((_request, response) => void response.writeHead(200).end(Buffer.concat([gzipSync(csv(3)).subarray(0, 40), Buffer.from('rest')])))
  expect(await fetch()).toMatchObject({ outcome: 'failed' })
})

test('JSON Lines are read with their languages, and columns by the mapping', async () => {
  const { sayText, fetch, store } = await world({ map: { title: 'name' } })
  sayText('{"sku":"a","name":"A","locales":{"de":{"title":"Ah"}},"category":"x"}\n\n{"sku":"b","name":"B"}\nnot json\n', {
    'content-type': 'application/x-ndjson',
  })
  expect(await fetch()).toMatchObject({ outcome: 'taken', says: expect.stringContaining('2 added') })
  expect(JSON.parse((await store.catalogue.items('products', ['a']))[0]?.body ?? '')).toEqual({ title: 'A', category: 'x', locales: { de: { title: 'Ah' } } })
})

test('it comes at its time of day in its zone, also on the night of the clock change, and a night that was slept through is made up for', async () => {
  expect(nextAt({ url: 'https://x.example', at: '03:30', zone: 'Europe/Berlin' }, 'UTC', start)).toBe(Date.UTC(2026, 0, 6, 2, 30))
  expect(nextAt({ url: 'https://x.example', at: '02:30' }, 'Europe/Berlin', Date.UTC(2026, 2, 28, 12))).toBe(Date.UTC(2026, 2, 29, 1))
  const { sayText, poller, clock, store, asked } = await world({ at: '04:00' })
  sayText(csv(2))
  const fetched = async (count: number): Promise<void> => {
    while (asked.length < count || (await store.setting('feed of products'))?.['at'] !== clock.now()) await new Promise((resolve) => setImmediate(resolve))
  }
  poller.start()
  await fetched(1)
  await clock.advanceTo(start + 14 * hour)
  expect(asked).toHaveLength(1)
  await clock.advanceTo(Date.UTC(2026, 0, 6, 3))
  await fetched(2)
})
