// What `oncue doctor` says of pools of discount codes: those that run out, before a mail has to go without.

import type { ProgramSource } from '../engine/program.ts'
import { usualLow } from '../model/code-pool.ts'
import type { FindingView } from './views.ts'

export interface CountedCodes {
  /** How many codes are free and good at `now`, counted up to `limit`. */
  countFreeCodes(pool: string, now: number, limit: number): Promise<number>
}

/** Pools with fewer codes than they want. */
export async function poolFindings(source: ProgramSource | undefined, codes: CountedCodes, now: number): Promise<readonly FindingView[]> {
  const findings: FindingView[] = []
  for (const { codes: pool, generate, low = usualLow } of source?.pools ?? []) {
    if (generate !== undefined) continue
    const left = await codes.countFreeCodes(pool, now, low)
    if (left >= low) continue
    const what = `the pool of codes ${pool} has ${left === 0 ? 'none' : left} left, fewer than ${low}`
    findings.push({ subscriber: null, enrollment: null, what, repair: `upload more with oncue codes upload FILE --pool ${pool}` })
  }
  return findings
}
