// Fills the index of addresses of a store from before there was one, once, at the start. Begun again, it goes on where it was. What was said about an
// address before is not known to be vouched for: a server says so the next time it names the person.

import type { Engine } from '../engine.ts'
import { unpackState } from '../states/state-codec.ts'
import type { Commit, ReachChange, Store } from '../store.ts'
import { addressesOf } from './addresses-of.ts'

const settingName = 'addresses to index'
const page = 2000

/** Resolves when everybody is in the index. A state that cannot be read is left out. */
export async function indexAddresses(store: Store, engine: Engine): Promise<void> {
  const mark = await store.setting(settingName)
  if (mark === undefined || mark['isDone'] === true) return
  for (let after = Number(mark['after']); ; ) {
    const numbers = await store.subscribersAfter(after, page)
    const reach: ReachChange[] = []
    const suppressed: NonNullable<Commit['suppressed']>[number][] = []
    for (const row of await store.load(numbers)) {
      const state = row && readable(engine, row.state)
      if (row === undefined || state === undefined) continue
      const { email, sms } = addressesOf(state)
      reach.push(
        { subscriber: row.number, channel: 'email', address: email, isVouched: false },
        { subscriber: row.number, channel: 'sms', address: sms, isVouched: false },
      )
      if (state.suppressed.length > 0) suppressed.push({ subscriber: row.number, addresses: state.suppressed })
    }
    await store.commit({ ...nothing, reach, suppressed })
    after = numbers.at(-1) ?? after
    const isDone = numbers.length < page
    await store.setSetting(settingName, isDone ? { isDone } : { after })
    if (isDone) return
  }
}

const nothing: Commit = { log: [], subscribers: [], identities: [], merged: [], decisions: [], deliveries: [], counts: [], deadLetters: [], seen: [] }

function readable(engine: Engine, packed: Uint8Array): ReturnType<typeof unpackState> | undefined {
  try {
    return unpackState(engine, packed)
  } catch {
    return undefined
  }
}
