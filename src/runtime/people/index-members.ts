// Fills the index of who is where of a store from before there was one, once, at the start. Begun again, it goes on where it was.

import type { Program } from '../../engine/program.ts'
import type { Engine } from '../engine.ts'
import type { MembershipChange } from '../people-reader.ts'
import { unpackState } from '../states/state-codec.ts'
import type { Commit, Store } from '../store.ts'
import { groupingsOf } from './memberships.ts'

const settingName = 'members to index'
const page = 2000

/** Resolves when everybody is in the index. A state that cannot be read is left out. */
export async function indexMembers(store: Store, engine: Engine, program: Program): Promise<void> {
  const mark = await store.setting(settingName)
  if (mark === undefined || mark['isDone'] === true) return
  for (let after = Number(mark['after']); ; ) {
    const numbers = await store.subscribersAfter(after, page)
    const members: MembershipChange[] = []
    for (const row of await store.load(numbers)) {
      if (row === undefined) continue
      try {
        members.push({ subscriber: row.number, groupings: groupingsOf(program, unpackState(engine, row.state)) })
      } catch {}
    }
    await store.commit({ ...nothing, members })
    after = numbers.at(-1) ?? after
    const isDone = numbers.length < page
    await store.setSetting(settingName, isDone ? { isDone } : { after })
    if (isDone) return
  }
}

const nothing: Commit = { log: [], subscribers: [], identities: [], merged: [], decisions: [], deliveries: [], counts: [], deadLetters: [], seen: [] }
