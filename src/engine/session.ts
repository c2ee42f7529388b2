// Which session an event belongs to. The rules stand in docs/reference/conditions.md.

import type { SessionState } from './state.ts'

/** The session after one more of the client's events. Returns the same object when the event belongs to no current session. */
export function sessionAfter(
  session: SessionState | undefined,
  event: { readonly occurredAt: number; readonly sessionId?: string },
  gapMs: number,
): SessionState {
  const { occurredAt, sessionId } = event
  if (session === undefined || occurredAt >= session.lastAt + gapMs || isOtherSession(session, occurredAt, sessionId)) {
    return { id: sessionId, startedAt: occurredAt, lastAt: occurredAt }
  }
  if (occurredAt <= session.startedAt - gapMs) return session
  return {
    id: session.id ?? sessionId,
    startedAt: Math.min(session.startedAt, occurredAt),
    lastAt: Math.max(session.lastAt, occurredAt),
  }
}

function isOtherSession(session: SessionState, occurredAt: number, sessionId: string | undefined): boolean {
  return occurredAt >= session.lastAt && sessionId !== undefined && session.id !== undefined && sessionId !== session.id
}
