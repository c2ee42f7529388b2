// A feed that is none, or is made to keep the server busy: it may have gigabytes, and is read by the process that answers everybody.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type FeedForm, type FeedRow, feedRows } from '../../src/feeds/feed-rows.ts'
import { limits } from '../../src/model/limits.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'

/** The rows of a feed that says this. */
function rowsOf(text: string, more: Partial<FeedForm> = {}) {
  const file = join(temporaryFolder(), 'feed')
  writeFileSync(file, text)
  return feedRows(file, { format: undefined, contentType: '', url: 'https://shop.example/feed', ...more })
}

async function read(text: string): Promise<FeedRow[]> {
  const rows: FeedRow[] = []
  for await (const row of rowsOf(text)) rows.push(row)
  return rows
}

const many = limits.importUnreadRows

test('a feed of which no row can be read is left alone after so many, however long it goes on', async () => {
  await expect(read(`id,title\n${'x\n'.repeat(many + 1)}`)).rejects.toThrow(/too many rows one after another .* the row has 1 columns, and the heading has 2/)
  await expect(read(`{"id":"a"}\n${'x\n'.repeat(many + 1)}`)).rejects.toThrow(/too many rows one after another .* the line is not JSON/)
  await expect(read(`id,title\n1,"${'a'.repeat(25 * limits.importLineCharacters)}`)).rejects.toThrow(
    /too many rows one after another .* the row has more than 1,000,000 characters/,
  )
})

test('rows that cannot be read with good ones between them do not end a feed', async () => {
  const bad = 'x\n'.repeat(many - 1)
  expect((await read(`id,title\n${bad}1,a\n${bad}2,b\n`)).filter((one) => 'row' in one)).toHaveLength(2)
  expect((await read(`{"id":1}\n${bad}{"id":2}\n${bad}{"id":3}\n`)).filter((one) => 'row' in one)).toHaveLength(3)
})

test('of a row with very many columns only so many are taken', async () => {
  const wide = `id${',c'.repeat(20_000)}\n1${',x'.repeat(20_000)}\n`
  const names = Array.from({ length: 20_001 }, (_, index) => `c${index}`).join(',')
  const [row] = await read(wide.replace(/^.*\n/, `${names}\n`))
  expect(Object.keys((row as { row: object }).row)).toHaveLength(limits.importColumns)
})

test('a stop ends the reading of a feed, also where no row comes out of it', async () => {
  for (const text of [`id,title\n${'\n'.repeat(5_000_000)}1,a\n`, `{"id":1}\n${' \n'.repeat(5_000_000)}{"id":2}\n`]) {
    const stop = new AbortController()
    const rows = rowsOf(text, { signal: stop.signal })[Symbol.asyncIterator]()
    const first = rows.next()
    setImmediate(() => stop.abort())
    await expect(first.then(() => rows.next())).rejects.toThrow(/abort/i)
  }
})
