// How much garbage a thread may keep before it collects it. Not for threads that run what somebody wrote, which have narrower bounds of their own.

import type { ResourceLimits } from 'node:worker_threads'

/**
 * Unbounded, a thread lets its young garbage grow to 128 MB; the bound costs nothing that can be measured. The old heap is not bounded: little of it
 * lives, and a bound makes V8 collect it again and again, at 20 us of processor time per event in the thread that writes.
 */
export const threadMemory: ResourceLimits = { maxYoungGenerationSizeMb: 48 }

/** For a thread that is there all the time and has little to do: what it holds matters more than how fast it is. */
export const quietThreadMemory: ResourceLimits = { maxYoungGenerationSizeMb: 12 }

/** For work beside a server that nobody waits for. */
export const besideServer: ResourceLimits = { maxYoungGenerationSizeMb: 24 }
