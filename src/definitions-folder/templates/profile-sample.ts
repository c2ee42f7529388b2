// A sample of real profiles, spread over everybody from the first to the newest, or those of one journey: for shares of the kind "14 % have no first
// name". The same store gives the same sample.

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { JsonObject } from '../../model/json.ts'
import { limits } from '../../model/limits.ts'
import { theEngine } from '../../runtime/engine.ts'
import { unpackState } from '../../runtime/states/state-codec.ts'
import type { Store, SubscriberNumber } from '../../runtime/store.ts'

export type SampledStore = Pick<Store, 'last' | 'subscribersAfter' | 'messages' | 'follow' | 'load'>

/** Numbers that are asked for at a time. */
const stretch = 10

/** Attributes of at most `limits.profileSample` people. */
export async function profileSample(store: SampledStore): Promise<readonly JsonObject[]> {
  const { subscriber: last } = await store.last()
  const stretches = Math.min(Math.ceil(limits.profileSample / stretch), Math.ceil(last / stretch))
  const numbers = new Set<SubscriberNumber>()
  for (let index = 0; index < stretches; index += 1) {
    const after = Math.floor((index * last) / stretches)
    for (const number of await store.subscribersAfter(after, stretch)) numbers.add(number)
  }
  return attributesOf(store, [...numbers])
}

/** Attributes of people to whom a journey lately sent something, or meant to. */
export async function profilesIn(store: SampledStore, journey: string): Promise<readonly JsonObject[]> {
  const messages = await store.messages({ journey, limit: limits.profileSample })
  const numbers = await store.follow(messages.map(({ subscriber }) => subscriber))
  return attributesOf(store, [...new Set(numbers)])
}

async function attributesOf(store: SampledStore, numbers: readonly SubscriberNumber[]): Promise<readonly JsonObject[]> {
  // Whoever wants a sample wants those of twenty journeys: others have their turn between two.
  await nextTurn()
  const stored = await store.load(numbers.slice(0, limits.profileSample))
  return stored.flatMap((one) => (one === undefined ? [] : [unpackState(theEngine, one.state).attributes]))
}
