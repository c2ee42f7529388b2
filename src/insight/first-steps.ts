// Which of the first steps have been taken, found out from what really happened: mails that left, events that came, definitions that were published. Looks at the newest of each only,
// because whoever asks remembers what was found.

import { inputOf } from '../runtime/log-entry.ts'
import { readPublications } from '../runtime/publishing/published.ts'
import type { Store } from '../runtime/store.ts'

const newestLines = 3000
const newestMails = 300
/** What made-up people of a demo are known by. */
const madeUp = /^(?:demo-|first-visitor)/

/** Whether somebody who is not made up got a mail: in a demo the one about a cart, otherwise any. */
export async function hasSeenItWork(store: Pick<Store, 'messages' | 'identitiesOf'>, of: 'demo' | 'own site'): Promise<boolean> {
  const looked = new Set<number>()
  for (const { subscriber, template, channel } of await store.messages({
    ...(of === 'demo' && { journey: 'abandoned-cart' }),
    status: 'sent',
    limit: newestMails,
  })) {
    if (channel !== 'email' || template === undefined || looked.has(subscriber)) continue
    looked.add(subscriber)
    const identities = await store.identitiesOf(subscriber)
    if (!identities.some((identity) => madeUp.test(identity.slice(2)))) return true
  }
  return false
}

/** Whether an event came: in a demo from a server or a shell, whose shop tells of itself; otherwise from a page, too. */
export async function hasSentAnEvent(store: Pick<Store, 'last' | 'readLog'>, of: 'demo' | 'own site'): Promise<boolean> {
  const others = of === 'demo' ? /^(?:browser|opened|clicked|bounced):/ : /^(?:console\/|opened:|clicked:|bounced:)/
  const { position } = await store.last()
  for (const entry of await store.readLog(Math.max(0, position - newestLines), newestLines)) {
    const input = inputOf(entry)
    if (input?.kind !== 'event' || madeUp.test(input.event.messageId) || others.test(input.event.messageId)) continue
    if (!input.event.name.startsWith('Message ')) return true
  }
  return false
}

/** Whether somebody published a change after the first start. */
export async function hasPublished(store: Pick<Store, 'setting'>): Promise<boolean> {
  return (await readPublications(store)).some(({ by, number }) => number > 1 && by !== 'start')
}
