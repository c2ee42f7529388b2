// Who must get which mail, and when, computed from the files alone: no engine, no model, nothing shared with what it is held against.

import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'

/** A mail that must be decided: whose, and the UTC millisecond. */
export interface ExpectedMail {
  readonly userId: string
  readonly decidedAt: number
}

const thirtyMinutesMs = 30 * 60 * 1000
const thirtyDaysMs = 30 * 24 * 60 * 60 * 1000

/** Taobao clickstream: 30 minutes after the newest "cart" without a "buy" after it; once per user. Lines: user,item,category,behavior,seconds. */
export async function abandonedCarts(path: string): Promise<ExpectedMail[]> {
  const carts = new Map<string, number>()
  const mails = new Map<string, number>()
  for await (const line of linesOf(path)) {
    const [userId, , , behavior, seconds] = line.split(',') as [string, string, string, string, string]
    const at = Number(seconds) * 1000
    const cartAt = carts.get(userId)
    if (cartAt !== undefined && cartAt + thirtyMinutesMs <= at) {
      if (!mails.has(userId)) mails.set(userId, cartAt + thirtyMinutesMs)
      carts.delete(userId)
    }
    if (behavior === 'cart') carts.set(userId, at)
    if (behavior === 'buy') carts.delete(userId)
  }
  for (const [userId, cartAt] of carts) if (!mails.has(userId)) mails.set(userId, cartAt + thirtyMinutesMs)
  return Array.from(mails, ([userId, decidedAt]) => ({ userId, decidedAt }))
}

/** Online Retail: 30 days after an order that no other order follows within 30 days; every time. Cancellations (C...) and lines without customer are no orders. */
export async function winBacks(path: string): Promise<ExpectedMail[]> {
  const lastOrders = new Map<string, number>()
  const mails: ExpectedMail[] = []
  let isHeader = true
  for await (const line of linesOf(path)) {
    if (isHeader) {
      isHeader = false
      continue
    }
    const fields = fieldsOf(line)
    const invoice = fields[0] as string
    const customer = fields[6] as string
    if (invoice.startsWith('C') || customer === '') continue
    const at = Date.parse(`${(fields[4] as string).replace(' ', 'T')}Z`)
    const userId = customer.replace(/\.0$/, '')
    const lastAt = lastOrders.get(userId)
    if (lastAt !== undefined && lastAt + thirtyDaysMs <= at) mails.push({ userId, decidedAt: lastAt + thirtyDaysMs })
    lastOrders.set(userId, at)
  }
  for (const [userId, lastAt] of lastOrders) mails.push({ userId, decidedAt: lastAt + thirtyDaysMs })
  return mails
}

function linesOf(path: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(path).pipe(createGunzip()), crlfDelay: Number.POSITIVE_INFINITY })
}

/** One line of CSV without line breaks inside its quotes. */
function fieldsOf(line: string): string[] {
  return Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '')
}
