// A channel of mails that lets none go from a domain of which it is not known that receivers take its mail. Such a mail waits and is tried again, so nothing is lost
// while somebody sets the records; the reason stands with it.

import { domainOf } from '../../model/sender.ts'
import type { Channel, OutgoingMessage } from '../../runtime/channel.ts'

export interface CheckedDomainOptions {
  readonly channel: Channel
  /** What keeps mails of a domain back, in words; undefined when nothing does. */
  readonly whyNot: (domain: string) => string | undefined
}

const againMs = 5 * 60_000

/** The channel behind the question. */
export function createCheckedDomainChannel({ channel, whyNot }: CheckedDomainOptions): Channel {
  const { name, recognizesRepeatsMs, admits, layOut } = channel
  return {
    name,
    ...(recognizesRepeatsMs === undefined ? {} : { recognizesRepeatsMs }),
    ...(admits === undefined ? {} : { admits: () => admits.call(channel) }),
    ...(layOut === undefined ? {} : { layOut: (message: OutgoingMessage) => layOut.call(channel, message) }),
    async deliver(message, laid) {
      const reason = message.kind === 'email' ? whyNot(domainOf(message.from.address)) : undefined
      return reason === undefined ? channel.deliver(message, laid) : { kind: 'retry', reason, afterMs: againMs }
    },
    close: () => channel.close(),
  }
}
