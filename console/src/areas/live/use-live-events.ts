// The newest events of the stream, newest first. Paused, it goes on listening and shows what came meanwhile when it goes on.

import { useRef, useState } from 'react'
import { type StreamState, useStream } from '../../client/use-stream.ts'
import { keyOf, type LiveMessage, type Shown } from './live-item.ts'

const kept = 300

export interface Live {
  readonly items: readonly Shown[]
  /** How many came while it was paused. */
  readonly held: number
  /** How many came too fast to be shown. */
  readonly skipped: number
  readonly line: StreamState
  readonly isPaused: boolean
  readonly pause: () => void
  readonly goOn: () => void
  readonly clear: () => void
}

/** `address`: of the stream with its filters; another one begins anew. */
export function useLiveEvents(address: string): Live {
  const [heard, setHeard] = useState<{ readonly address: string; readonly items: readonly Shown[]; readonly skipped: number }>({
    address,
    items: [],
    skipped: 0,
  })
  const [pausedAt, setPausedAt] = useState<readonly Shown[]>()
  const own = heard.address === address ? heard : { address, items: [], skipped: 0 }
  const current = useRef(address)
  current.current = address
  const line = useStream<LiveMessage>(address, (message) => {
    setHeard((before) => {
      const { items, skipped } = before.address === current.current ? before : { items: [], skipped: 0 }
      if (message.kind === 'cut') return before
      if (message.kind === 'skipped') return { address: current.current, items, skipped: skipped + message.events }
      // After a break the newest come once more.
      if (items.some((one) => keyOf(one) === keyOf(message))) return before
      return { address: current.current, items: [message, ...items].slice(0, kept), skipped }
    })
  })
  return {
    items: pausedAt ?? own.items,
    held: pausedAt === undefined ? 0 : own.items.filter((one) => !pausedAt.includes(one)).length,
    skipped: own.skipped,
    line,
    isPaused: pausedAt !== undefined,
    pause: () => setPausedAt(own.items),
    goOn: () => setPausedAt(undefined),
    clear() {
      setHeard({ address, items: [], skipped: 0 })
      setPausedAt(undefined)
    },
  }
}
