// A channel asks for what is due: what the engine lets out is handed out once the group is committed, and whether there was less than the channel has
// room for is noted.

import type { TakeRequest } from '../requests.ts'
import type { Delivery } from '../store.ts'
import { type Authorized, applyAuthorization } from './apply-take.ts'
import type { Group } from './group.ts'
import { noteRoom } from './hand-out.ts'
import type { Ledger } from './ledger.ts'
import { withTriggers } from './with-triggers.ts'

/** Tells somebody who waits what came of a request. */
export type Told = () => void

interface TakeProgress {
  /** Keys of what was looked at in this group. */
  readonly taken: Set<string>
  /** Run after the commit; what each gives back, once it is durable. */
  readonly answers: (() => Told | Promise<Told>)[]
}

/** What is asked for; for a visitor what waits for them, newest first. */
export async function fetchDue({ store, pace, turns }: Ledger, { channel, limit, visitor }: TakeRequest, now: number): Promise<readonly Delivery[]> {
  if (visitor === undefined) return pace === 'virtual' ? store.dueDeliveries(now, limit, { channel }) : turns.next(store, { channel, limit, now })
  const [subscriber = visitor] = await store.follow([visitor])
  const waiting = await store.messages({ subscriber, status: 'waiting', limit: visitorMessages })
  return waiting.filter((delivery) => delivery.channel === channel).slice(0, limit)
}

/** Waiting messages of a visitor that are looked through for popups. */
const visitorMessages = 200

export async function decideTake(group: Group, request: TakeRequest, due: readonly Delivery[], progress: TakeProgress): Promise<void> {
  const authorized: Authorized[] = []
  for (const delivery of due) {
    if (progress.taken.has(delivery.key)) continue
    progress.taken.add(delivery.key)
    const work = await applyAuthorization(group, delivery, request.visitor === undefined ? 'in time' : 'for a visitor')
    if (work !== undefined) authorized.push(work)
  }
  const work = await withTriggers(group, authorized)
  const isDrained = due.length < request.limit
  progress.answers.push(async () => {
    if (request.visitor === undefined) noteRoom(group, request.channel, request.limit - due.length)
    // What was authorized is on its way, so its hand-over must not fail with a look at what comes later.
    const [next] = isDrained ? await group.ledger.store.dueDeliveries(Number.MAX_SAFE_INTEGER, 1, { channel: request.channel }).catch(() => []) : []
    return () => request.resolve({ work, isDrained, nextDueAt: next?.dueAt })
  })
}
