// What would become of a mail that was sent again now: asked of the function that decides, over a copy of the person.

import type { Program } from '../engine/program.ts'
import type { SubscriberState } from '../engine/state.ts'
import { transition } from '../engine/transition.ts'
import type { Command } from '../model/input.ts'

export interface ResendVerdict {
  readonly verdict: 'goes' | 'waits' | 'not sent'
  /** Of what is not sent: one of a closed list. */
  readonly reason: string | null
  readonly because: string | null
  readonly until: number | null
}

/** The state is used up: it is somebody's copy. */
export function resendVerdict(
  program: Program,
  state: SubscriberState,
  { command, now }: { readonly command: Extract<Command, { do: 'resend' }>; readonly now: number },
): ResendVerdict {
  const at = Math.max(now, state.now)
  const asked = transition(program, state, { kind: 'command', at, command, source: 'admin', position: 0 })
  const effect = asked.effects.find((one) => one.kind === 'send' && one.resends === command.message)
  const none = { reason: null, because: null, until: null }
  if (effect === undefined) return { ...none, verdict: 'not sent', because: 'too many messages of this person wait already' }
  const { authorization } = transition(program, asked.state, { kind: 'authorize', at, effect: effect.key })
  switch (authorization?.kind) {
    case 'transmit':
      return { ...none, verdict: 'goes' }
    case 'deferred':
    case 'held':
      return { ...none, verdict: 'waits', because: authorization.because, until: authorization.until ?? null }
    case 'refused':
      return { ...none, verdict: 'not sent', reason: authorization.reason, because: authorization.because }
    case undefined:
      return { ...none, verdict: 'not sent', because: 'the engine gave no answer' }
  }
}
