// Who is reached where, and which addresses are not written to, as the store in memory keeps it.

import type { Commit, MailState, Reached, Store, StoredSuppression, SubscriberNumber, SuppressedAddress } from '../../runtime/store.ts'
import { compareByCodePoint } from './code-point-order.ts'

export class KeptAddresses {
  readonly #reach = new Map<SubscriberNumber, Map<Reached['channel'], Reached>>()
  readonly #byAddress = new Map<string, Set<SubscriberNumber>>()
  readonly #suppressed = new Map<SubscriberNumber, readonly SuppressedAddress[]>()

  take({ reach = [], suppressed = [] }: Pick<Commit, 'reach' | 'suppressed'>): void {
    for (const { subscriber, channel, address, isVouched } of reach) {
      const known = this.#reach.get(subscriber)?.get(channel)
      this.#drop(subscriber, channel)
      if (address === undefined) continue
      const channels = this.#reach.get(subscriber) ?? new Map<Reached['channel'], Reached>()
      this.#reach.set(subscriber, channels)
      channels.set(channel, { subscriber, channel, address, isVouched: isVouched || (known?.address === address && known.isVouched) })
      this.#byAddress.set(address, (this.#byAddress.get(address) ?? new Set()).add(subscriber))
    }
    for (const { subscriber, addresses } of suppressed) this.#suppressed.set(subscriber, structuredClone(addresses))
  }

  #drop(subscriber: SubscriberNumber, channel: Reached['channel']): void {
    const known = this.#reach.get(subscriber)?.get(channel)
    if (known === undefined) return
    this.#reach.get(subscriber)?.delete(channel)
    this.#byAddress.get(known.address)?.delete(subscriber)
  }

  forget(subscriber: SubscriberNumber): void {
    for (const channel of ['email', 'sms'] as const) this.#drop(subscriber, channel)
    this.#reach.delete(subscriber)
    this.#suppressed.delete(subscriber)
  }

  at(address: string, limit: number): Reached[] {
    const numbers = [...(this.#byAddress.get(address) ?? [])].sort((one, other) => one - other)
    return numbers.flatMap((subscriber) => this.of(subscriber).filter((reached) => reached.address === address)).slice(0, limit)
  }

  of(subscriber: SubscriberNumber): Reached[] {
    const channels = this.#reach.get(subscriber)
    return [channels?.get('email'), channels?.get('sms')].flatMap((reached) => (reached === undefined ? [] : { ...reached }))
  }

  mailOf(subscriber: SubscriberNumber): MailState {
    const address = this.#reach.get(subscriber)?.get('email')?.address
    if (address === undefined) return 'no address'
    return (this.#suppressed.get(subscriber) ?? []).some((one) => one.address === address) ? 'not written to' : 'can be mailed'
  }

  suppressions({ address, channel, before, limit }: Parameters<Store['suppressions']>[0]): StoredSuppression[] {
    const found: StoredSuppression[] = []
    for (const [subscriber, addresses] of this.#suppressed) {
      for (const one of addresses) {
        if (address !== undefined && one.address !== address) continue
        if (channel !== undefined && (one.address.includes('@') ? 'email' : 'sms') !== channel) continue
        found.push({ ...one, subscriber, isCurrent: this.of(subscriber).some((reached) => reached.address === one.address) })
      }
    }
    found.sort((one, other) => comparePlaces(other, one))
    return found.filter((one) => before === undefined || comparePlaces(one, before) < 0).slice(0, limit)
  }
}

type Place = Pick<StoredSuppression, 'at' | 'address' | 'subscriber'>

function comparePlaces(one: Place, other: Place): number {
  return one.at - other.at || compareByCodePoint(one.address, other.address) || one.subscriber - other.subscriber
}
