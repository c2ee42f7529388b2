// How much garbage a thread may keep before it collects it. Not for threads that run what somebody wrote, which have narrower bounds of their own.

import type { ResourceLimits } from 'node:worker_threads'

/** Unbounded, a thread lets its young garbage grow to 128 MB; the bound costs nothing that can be measured. */
export const threadMemory: ResourceLimits = { maxYoungGenerationSizeMb: 48 }

/**
 * For the thread that writes. Where an old heap may become 4 GB, V8 lets what lives there grow to four times before it collects, and to 1.6 times where it
 * may become 1 GB, as on a machine of 4 (bin/oncue.mjs says the same of the doors). A bound near what lives there makes V8 collect again and again.
 */
export const writerMemory: ResourceLimits = { ...threadMemory, maxOldGenerationSizeMb: 1024 }

/** For a thread that is there all the time and has little to do: what it holds matters more than how fast it is. */
export const quietThreadMemory: ResourceLimits = { maxYoungGenerationSizeMb: 12 }

/**
 * For a thread of a backtest: with more than 2 GB allowed V8 lets what lives grow to four times before it collects, below it to two times at most. What lives are the people
 * of one round, so the bound is never met by them.
 */
export const backtestMemory: ResourceLimits = { ...threadMemory, maxOldGenerationSizeMb: 2047 }

/** For work beside a server that nobody waits for. */
export const besideServer: ResourceLimits = { maxYoungGenerationSizeMb: 24 }
