// The workspace that is looked at: its name, and whether its messages reach people.

import { useEffect } from 'react'
import { useAsk } from '../client/use-ask.ts'
import { follow } from '../kit/clock.ts'

/** Name, environment and what this server offers besides. */
export function useWorkspace() {
  const asked = useAsk('GET /workspace', {}, { everyMs: 60_000 })
  const { data } = asked
  // Times are told by the server's clock: that of a demo may be days ahead.
  useEffect(() => {
    if (data !== undefined) follow(data.now)
  }, [data])
  return asked
}
