// Hands out messages in the very group that decides them, where a channel had room left when it last asked: one commit and one way to the writer
// and back less for each. The engine is asked as ever, after everything else in the group; what it does not let out, and what finds no room, waits in
// the outbox for the channel to ask.

import type { Effect } from '../../model/effect.ts'
import type { Handed } from '../requests.ts'
import { declaredUse } from '../sending/message-facts.ts'
import type { Delivery } from '../store.ts'
import { type Authorized, applyAuthorization } from './apply-take.ts'
import type { Group } from './group.ts'
import { withTriggers } from './with-triggers.ts'

/** Authorizes what this group decided and there is room for. It is out once the group is committed. */
export async function handOut(group: Group): Promise<readonly Handed[]> {
  const { room } = group.ledger
  if (room.size === 0 || group.decidedKeys.length === 0) return []
  const authorized = new Map<Delivery['channel'], Authorized[]>()
  for (const key of group.decidedKeys) {
    const delivery = group.deliveries.get(key)
    if (delivery?.status !== 'waiting' || delivery.dueAt > group.now || !mayGoNow(group, delivery)) continue
    const out = authorized.get(delivery.channel) ?? []
    if (out.length >= (room.get(delivery.channel) ?? 0)) continue
    const work = await applyAuthorization(group, delivery)
    if (work !== undefined) authorized.set(delivery.channel, [...out, work])
  }
  return Promise.all(Array.from(authorized, async ([channel, all]) => ({ channel, work: await withTriggers(group, all) })))
}

/** Not what somebody has to come for, nor what shows something that is looked up in the log: this group is not in it yet. */
function mayGoNow(group: Group, delivery: Delivery): boolean {
  return delivery.channel !== 'popup' && declaredUse(group, JSON.parse(delivery.effect) as Effect) === undefined
}

/** A channel that asked and was given all that is due takes so many more unasked; one that was given something unasked is expected to ask. */
export function noteRoom(group: Group, channel: Delivery['channel'], messages: number): void {
  const { room, pace } = group.ledger
  if (messages > 0 && pace === 'live') room.set(channel, messages)
  else room.delete(channel)
}
