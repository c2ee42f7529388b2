// How many codes are left in the pools from which a group gave some, for the metrics and a warning in time.

import { usualLow } from '../../model/code-pool.ts'
import { limits } from '../../model/limits.ts'
import type { Group } from './group.ts'

export interface CodesLeft {
  readonly pool: string
  /** Counted up to `limits.codesCounted`, or what the pool wants. */
  readonly left: number
  /** A warning when fewer are left. */
  readonly low: number
}

/** Counts them, after the commit. Codes that are made up do not run out. */
export async function codesLeft({ codes, ledger, now }: Group): Promise<readonly CodesLeft[]> {
  const counted: CodesLeft[] = []
  for (const pool of new Set(codes.given.map((code) => code.pool))) {
    const { generate, low = usualLow } = ledger.program.pools.get(pool) ?? {}
    if (generate !== undefined) continue
    counted.push({ pool, low, left: await ledger.store.catalogue.countFreeCodes(pool, now, Math.max(low, limits.codesCounted)) })
  }
  return counted
}
