// How made-up people answer what reaches them while a full demo is played: openings, clicks and bounces as reports, unsubscribing as the link does it, and coming back to the shop as
// events. Each is due at its own instant.

import type { Arrival } from '../model/arrival.ts'
import type { OutgoingMessage } from '../runtime/channel.ts'
import type { Inbox } from '../runtime/inbox.ts'
import { unpackLinks } from '../runtime/sending/link-map.ts'
import type { Store } from '../runtime/store.ts'
import { reportArrival } from '../runtime/writing/report-arrival.ts'
import { LeftBehind } from './made-up-people/left-behind.ts'
import { type Reaction, reactionsTo, reportOf } from './made-up-people/reactions.ts'

interface Waiting {
  readonly at: number
  readonly key: string
  readonly reader: number
  readonly template: string | undefined
  readonly reaction: Reaction
}

/** The number of a made-up person in their address: ada.adler.17@example.com. */
const address = /\.(\d+)@example\.com$/
/** Nobody is led on to what unsubscribes them. */
const ownLinks = /\/(?:u|preferences)\//

export class DemoAnswers {
  /** Mails that reached somebody. */
  count = 0
  readonly left = new LeftBehind()
  #waiting: Waiting[] = []

  /** Hears of a message that was handed over. */
  expect(message: OutgoingMessage, at: number): void {
    if (message.kind !== 'email' && message.kind !== 'popup') return
    if (message.kind === 'email') this.count += 1
    const { key, about } = message
    const reader = message.kind === 'email' ? Number(address.exec(message.to)?.[1] ?? 0) : Number(about?.subscriber ?? 0)
    const template = message.kind === 'email' ? (about?.template ?? '') : undefined
    for (const reaction of reactionsTo({ key, template, reader })) this.#waiting.push({ at: at + reaction.afterMs, key, reader, template, reaction })
  }

  /** When the next one is due. */
  get next(): number {
    return this.#waiting.reduce((earliest, { at }) => Math.min(earliest, at), Number.POSITIVE_INFINITY)
  }

  /** What comes in until then; what is said at a link of a mail is said at once. */
  async due(store: Pick<Store, 'delivery'>, inbox: Pick<Inbox, 'command'>, until: number): Promise<readonly Arrival[]> {
    const due = this.#waiting.filter(({ at }) => at <= until)
    if (due.length === 0) return []
    this.#waiting = this.#waiting.filter(({ at }) => at > until)
    const arrivals: Arrival[] = []
    for (const { at, key, reader, template, reaction } of due) {
      if (reaction.kind === 'returned') {
        arrivals.push(...this.left.goOn(reader, template, at))
        continue
      }
      const delivery = await store.delivery(key)
      if (delivery === undefined) continue
      const links = unpackLinks(delivery.links).filter(({ target }) => !ownLinks.test(target))
      const report = reportOf(reaction, { key, at, link: links[reader % Math.min(3, links.length)]?.label ?? '' })
      if (report !== undefined) arrivals.push(reportArrival(delivery, report, at))
      else await inbox.command({ subscriber: delivery.subscriber }, { do: 'unsubscribe', topic: 'all', message: key, reason: 'link' }, 'link')
    }
    return arrivals
  }
}
