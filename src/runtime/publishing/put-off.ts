// How many messages a publication lets be asked about at once, because it changes the limits or the quiet hours that they wait for. Whether one of them then
// goes out is the engine's word when it is asked, so what leaves may be less and never more. Reads only, a page at a time.

import { canonicalJson } from '../../engine/canonical-json.ts'
import type { ProgramSource } from '../../engine/program.ts'
import { limits } from '../../model/limits.ts'
import { isHeldBack } from '../stopping/stop-switches.ts'
import type { MessagePlace, Store } from '../store.ts'

/** Null where neither limits nor quiet hours change. Counted up to limits.putOffCounted. */
export async function countPutOff(
  store: Pick<Store, 'messages'>,
  { before, after, now }: { readonly before: ProgramSource | undefined; readonly after: ProgramSource; readonly now: number },
): Promise<number | null> {
  if (before === undefined || waitedFor(before) === waitedFor(after)) return null
  let count = 0
  for (let place: MessagePlace | undefined; count < limits.putOffCounted; ) {
    const page = await store.messages({ status: 'waiting', limit: limits.groupInputs, ...(place && { before: place }) })
    for (const message of page) if (message.dueAt > now && message.channel !== 'popup' && !isHeldBack(message)) count += 1
    const last = page.at(-1)
    if (last === undefined || page.length < limits.groupInputs) break
    place = { decidedAt: last.decidedAt, key: last.key }
  }
  return Math.min(count, limits.putOffCounted)
}

function waitedFor({ workspace: { policy } }: ProgramSource): string {
  return canonicalJson([policy?.caps ?? null, policy?.quietHours ?? null])
}
