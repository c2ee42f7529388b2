// The end of everything that a subscriber is in, because the person is erased: every passage is ended, and what waits is refused, so that
// the running numbers stay right when the state is gone. Nothing is let in because of it.

import { sentence } from '../model/sentence.ts'
import { exit, refuse } from './passage.ts'
import type { Turn } from './turn.ts'

const because = sentence('erased')

/** What is being handed over at this moment keeps its place, until it is known what became of it. */
export function leaveEverything(turn: Turn): void {
  turn.silent = true
  for (const enrollment of [...turn.state.enrollments]) {
    exit(turn, enrollment, because)
    for (const pending of enrollment.pending) if (pending.authorizedAt === undefined) refuse(turn, enrollment, { pending, reason: 'stopped', because })
  }
}
