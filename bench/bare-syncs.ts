// What the disk alone makes a mail wait: as many bytes as its commits write, appended to a file and synced, at the rate of the mails.
// Nothing is decided, sent or looked up, so no server on this disk can be quicker.

import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { preciseNow } from './measurement.ts'
import { newFolder } from './preloaded.ts'

/** Nine pages of the store's: a mail writes 26 pages in its three commits. */
const bytesPerCommit = 9 * 2072
/** A mail leaves when what decided it and what it says are on disk; the second is written while the first is synced. */
const syncsBesideEachOther = 2

export interface BareSyncs {
  readonly perSecond: number
  readonly mails: number
}

/** Milliseconds from each mail's turn to the end of its syncs. */
export async function timeBareSyncs({ perSecond, mails }: BareSyncs): Promise<readonly number[]> {
  const file = await open(join(newFolder(), 'bare'), 'w')
  const bytes = Buffer.alloc(bytesPerCommit, 1)
  const one = async (): Promise<number> => {
    const begunAt = preciseNow()
    const syncs: Promise<void>[] = []
    for (let sync = 0; sync < syncsBesideEachOther; sync += 1) {
      await file.appendFile(bytes)
      syncs.push(file.datasync())
    }
    await Promise.all(syncs)
    return preciseNow() - begunAt
  }
  const waits: Promise<number>[] = []
  const done = Promise.withResolvers<void>()
  const startedAt = preciseNow()
  const timer = setInterval(() => {
    while (waits.length < mails && (waits.length * 1000) / perSecond <= preciseNow() - startedAt) waits.push(one())
    if (waits.length === mails) done.resolve()
  }, 1)
  await done.promise
  clearInterval(timer)
  const waited = await Promise.all(waits)
  await file.close()
  return waited
}
