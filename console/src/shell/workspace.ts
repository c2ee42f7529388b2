// The workspace that is looked at: its name, and whether its messages reach people.

import { useAsk } from '../client/use-ask.ts'

/** Name, environment and what this server offers besides. */
export function useWorkspace() {
  return useAsk('GET /workspace', {}, { everyMs: 60_000 })
}
