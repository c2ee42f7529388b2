// The first steps as the server knows them, asked for again while they are looked at: so an event that comes ticks its step at once.

import { useAsk } from '../../client/use-ask.ts'

/** Steps, people, and how far the demo is filled. */
export function useFirstSteps() {
  return useAsk('GET /first-steps', {}, { everyMs: 2000, keepsPrevious: true })
}
