// What a workspace sells comes into a copy as it is. Its discount codes do not, because they are worth something: there are as many made-up ones.

import type { ProgramSource } from '../engine/program.ts'
import { limits } from '../model/limits.ts'
import type { Store } from '../runtime/store.ts'
import type { Pseudonyms } from './pseudonyms.ts'

const page = 1000

/** A page at a time. */
export async function copyCatalogue(
  from: Pick<Store, 'catalogue'>,
  to: Pick<Store, 'catalogue'>,
  { source, pseudonyms }: { readonly source: ProgramSource; readonly pseudonyms: Pseudonyms },
): Promise<void> {
  for (const { collection } of source.collections ?? []) {
    for (let after = ''; ; ) {
      const items = await from.catalogue.itemsAfter(collection, { after, limit: page })
      if (items.length > 0) await to.catalogue.putItems(items)
      if (items.length < page) break
      after = items.at(-1)?.id ?? after
    }
  }
  for (const { codes: pool } of source.pools ?? []) {
    const { given, free } = await from.catalogue.countCodes(pool)
    const wanted = Math.min(given + free, limits.stagingCodes)
    for (let made = 0; made < wanted; made += page) {
      const codes = Array.from({ length: Math.min(page, wanted - made) }, (_, index) => ({
        code: `COPY-${pseudonyms.token(`${pool} ${made + index}`).toUpperCase()}`,
        expiresAt: undefined,
      }))
      await to.catalogue.addCodes(pool, codes)
    }
  }
}
