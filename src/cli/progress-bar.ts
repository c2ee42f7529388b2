// A bar for whoever watches how far history is read; nothing where nobody does.

import { SingleBar } from 'cli-progress'
import type { BacktestHow, Shell } from './shell.ts'

/** It appears with the first news. */
export function progressBar({ terminal }: Pick<Shell, 'terminal'>): { update: NonNullable<BacktestHow['onProgress']>; stop: () => void } {
  const bar = terminal.isWatched
    ? new SingleBar({ format: '{bar} {percentage}% | {events} events', hideCursor: true, clearOnComplete: true, stream: process.stderr })
    : undefined
  let isStarted = false
  return {
    update: ({ done, of, events }) => {
      if (!isStarted) bar?.start(of, 0, { events: 0 })
      isStarted = true
      bar?.update(done, { events: events.toLocaleString('en') })
    },
    stop: () => bar?.stop(),
  }
}
