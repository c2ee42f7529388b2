// Before a way of mails: lets none go from a domain of which it is not known that receivers take its mail. Such a mail is held, which is no attempt, so nothing is
// lost while somebody sets the records; the reason stands with it. Nothing in front of the way is touched: its rate, its rest and its errors know of no such mail.

import { domainOf } from '../../model/sender.ts'
import type { GuardedChannel } from './guarded-channel.ts'

export interface CheckedDomainOptions {
  readonly channel: GuardedChannel
  /** What keeps mails of a domain back, in words; undefined when nothing does. */
  readonly whyNot: (domain: string) => string | undefined
  /** Called before a mail is answered to be held. */
  readonly onHold: () => void
}

/** The channel behind the question. */
export function createCheckedDomainChannel({ channel, whyNot, onHold }: CheckedDomainOptions): GuardedChannel {
  return {
    ...channel,
    async deliver(message, laid) {
      if (message.kind !== 'email') return channel.deliver(message, laid)
      const domain = domainOf(message.from.address)
      const reason = whyNot(domain)
      if (reason === undefined) return channel.deliver(message, laid)
      onHold()
      return { kind: 'held', reason, domain }
    },
  }
}
