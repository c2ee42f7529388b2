// Joins what the mailbox keeps with what the store knows about the delivery: whom it was for and when it was decided, and journey
// and step where the mail does not know them itself.

import type { Store } from '../../runtime/store.ts'
import type { MailboxEntry } from './mailbox-view.ts'

export interface MailboxItem extends MailboxEntry {
  readonly userId?: string
  readonly decidedAt?: number
}

/** The entries in the same order; one whose delivery is not known stays as it is. */
export async function mailboxItems(entries: readonly MailboxEntry[], store: Pick<Store, 'delivery' | 'identitiesOf'>): Promise<readonly MailboxItem[]> {
  return Promise.all(
    entries.map(async (entry) => {
      const delivery = await store.delivery(entry.key)
      if (delivery === undefined) return entry
      const { journey, step, template, decidedAt, subscriber } = delivery
      const userId = (await store.identitiesOf(subscriber)).find((identity) => identity.startsWith('u:'))?.slice(2)
      return { ...entry, journey, step, decidedAt, ...(template !== undefined && { template }), ...(userId !== undefined && { userId }) }
    }),
  )
}
