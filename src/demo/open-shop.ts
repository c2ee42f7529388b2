// A demo on its first day: the catalogue holds what the shop sells, and somebody signs up, so that there is a mail to see.

import type { Collection } from '../model/catalogue.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { fillShelves } from './demo-shelves.ts'

export interface FirstDay {
  readonly runtime: Pick<Runtime, 'inbox' | 'changeCatalogue'>
  readonly collections: readonly Collection[]
  /** Where the shop is, such as http://127.0.0.1:4400. */
  readonly base: string
  /** UTC milliseconds. */
  readonly at: number
}

/** Resolves when all of it is durable. */
export async function openShop({ runtime, collections, base, at }: FirstDay): Promise<void> {
  await fillShelves({ changeCatalogue: runtime.changeCatalogue, collections, base, at })
  const traits = { email: 'lena@example.com', first_name: 'Lena', timezone: 'Europe/Berlin' }
  const event = { name: 'Identified', occurredAt: at, receivedAt: at, messageId: 'first-visitor', properties: {}, traits }
  await runtime.inbox.submit([{ userId: 'lena', event }])
}
