// Messages as they were sent and what was counted of them by day, as the store in memory keeps them.

import {
  type ArchivedLine,
  type ArchivedMessage,
  type DayCount,
  type DayCountQuery,
  fitsSearch,
  type MessageSearch,
  type Purpose,
} from '../../model/archived-message.ts'
import type { Commit, Delivery, FoundMessages } from '../../runtime/store.ts'
import { compareByCodePoint } from './code-point-order.ts'
import { compareDecided } from './orders.ts'

export class KeptArchive {
  readonly #messages = new Map<string, ArchivedMessage>()
  readonly #dictionaries = new Map<string, Uint8Array>()
  readonly #days = new Map<string, DayCount>()

  take({ archived = [], dictionaries = [], unarchived = [], dayCounts = [] }: Commit, isKnown: (key: string) => boolean): void {
    for (const { hash, content } of dictionaries) if (!this.#dictionaries.has(hash)) this.#dictionaries.set(hash, Uint8Array.from(content))
    for (const message of archived) if (isKnown(message.key)) this.#messages.set(message.key, copyOf(message))
    for (const key of unarchived) this.#messages.delete(key)
    for (const { by, ...name } of dayCounts) {
      const key = JSON.stringify([name.day, name.purpose, name.channel, name.template, name.measure])
      this.#days.set(key, { ...name, count: (this.#days.get(key)?.count ?? 0) + by })
    }
  }

  forget(keys: readonly string[]): void {
    for (const key of keys) this.#messages.delete(key)
  }

  message(key: string): ArchivedMessage | undefined {
    const message = this.#messages.get(key)
    return message && copyOf(message)
  }

  dictionary(hash: string): Uint8Array | undefined {
    return this.#dictionaries.get(hash)
  }

  forgetOld({ purpose, before, limit }: { readonly purpose: Purpose; readonly before: number; readonly limit: number }): number {
    const old = [...this.#messages.values()].filter((message) => message.purpose === purpose && message.at < before)
    const oldest = old.sort((one, other) => one.at - other.at).slice(0, limit)
    for (const { key } of oldest) this.#messages.delete(key)
    return oldest.length
  }

  /** Of these deliveries, newest decided first. */
  search(search: MessageSearch, deliveries: readonly Delivery[]): FoundMessages {
    const { before, limit } = search
    const found = deliveries.filter(
      (delivery) => fitsSearch(delivery, search) && this.#fits(delivery.key, search) && (before === undefined || compareDecided(delivery, before) < 0),
    )
    const last = found.length > limit ? found[limit - 1] : undefined
    return {
      messages: found.slice(0, limit).map((delivery) => ({ ...delivery, archived: this.#line(delivery.key) })),
      next: last && { decidedAt: last.decidedAt, key: last.key },
    }
  }

  #fits(key: string, { address, words = [] }: MessageSearch): boolean {
    const message = this.#messages.get(key)
    return (address === undefined || message?.address === address) && words.every((word) => message?.words.includes(word) === true)
  }

  #line(key: string): ArchivedLine | undefined {
    const message = this.#messages.get(key)
    if (message === undefined) return undefined
    const { at, purpose, address, subject, form, kept, bytes } = message
    return { at, purpose, address, subject, form, kept, bytes }
  }

  dayCounts({ purpose, from, to }: DayCountQuery): DayCount[] {
    return [...this.#days.values()]
      .filter((count) => count.day >= from && count.day <= to && (purpose === undefined || count.purpose === purpose))
      .sort(
        (one, other) =>
          one.day - other.day ||
          compareByCodePoint(one.purpose, other.purpose) ||
          compareByCodePoint(one.channel, other.channel) ||
          compareByCodePoint(one.template, other.template) ||
          compareByCodePoint(one.measure, other.measure),
      )
  }
}

function copyOf(message: ArchivedMessage): ArchivedMessage {
  return { ...message, words: [...message.words], content: Uint8Array.from(message.content) }
}
