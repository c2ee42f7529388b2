// The real files that `npm run replay` knows: how to tell them by their first line, and what each line says.

import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse'
import type { JsonObject } from '../src/model/json.ts'

/** One line as an event. `at` is in UTC milliseconds. */
export interface ReplayMessage {
  readonly userId: string
  readonly event: string
  readonly at: number
  readonly messageId: string
  readonly properties: JsonObject
}

export interface ReplaySource {
  /** The folder with the definitions that fit the file. */
  readonly definitions: string
  messages(progress: (bytes: number) => void): AsyncIterable<ReplayMessage>
}

type Row = readonly string[]
interface Kind {
  readonly definitions: string
  readonly hasHeader: boolean
  readonly isFirstRow: (row: Row) => boolean
  readonly read: (row: Row, line: number) => ReplayMessage | undefined
}

const taobaoEvents: Readonly<Record<string, string>> = { pv: 'Product Viewed', cart: 'Product Added', fav: 'Product Favorited', buy: 'Order Completed' }

const kinds: readonly Kind[] = [
  {
    definitions: 'examples/replay/taobao',
    hasHeader: false,
    isFirstRow: (row) => row.length === 5 && Object.hasOwn(taobaoEvents, row[3] as string) && /^\d{10}$/.test(row[4] as string),
    read: ([user, item, category, behavior, seconds], line) => ({
      userId: user as string,
      event: taobaoEvents[behavior as string] ?? (behavior as string),
      at: Number(seconds) * 1000,
      messageId: `line-${line}`,
      properties: { product_id: item as string, category: category as string },
    }),
  },
  {
    definitions: 'examples/replay/online-retail',
    hasHeader: true,
    isFirstRow: (row) => row[0] === 'InvoiceNo',
    // Cancellations (C...) and lines without a customer are no orders of anybody.
    read: ([invoice, stock, description, quantity, date, price, customer, country], line) =>
      customer === '' || invoice?.startsWith('C')
        ? undefined
        : {
            userId: (customer as string).replace(/\.0$/, ''),
            event: 'Order Completed',
            at: Date.parse(`${date?.replace(' ', 'T')}Z`),
            messageId: `line-${line}`,
            properties: {
              order_id: invoice as string,
              product_id: stock as string,
              name: description as string,
              quantity: Number(quantity),
              price: Number(price),
              revenue: Number(quantity) * Number(price),
              country: country as string,
            },
          },
  },
]

/** Tells the file by its first line. Throws a sentence when it is none of those known. */
export async function recognizeSource(file: string): Promise<ReplaySource> {
  let first: Row | undefined
  for await (const row of rowsOf(file, () => {})) {
    first = row
    break
  }
  const kind = kinds.find((one) => first !== undefined && one.isFirstRow(first))
  if (kind === undefined)
    throw new Error(`${file} is none of the files that can be replayed: a Taobao click stream or an Online Retail list, as CSV, gzipped or not.`)
  return { definitions: kind.definitions, messages: (progress) => messagesOf(file, kind, progress) }
}

async function* messagesOf(file: string, kind: Kind, progress: (bytes: number) => void): AsyncGenerator<ReplayMessage> {
  let line = 0
  for await (const row of rowsOf(file, progress)) {
    line += 1
    if (line === 1 && kind.hasHeader) continue
    const message = kind.read(row, line)
    if (message !== undefined) yield message
  }
}

function rowsOf(file: string, progress: (bytes: number) => void): AsyncIterable<Row> {
  const raw = createReadStream(file)
  raw.on('data', () => progress(raw.bytesRead))
  const text = file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw
  return text.pipe(parse({ relax_quotes: true }))
}
