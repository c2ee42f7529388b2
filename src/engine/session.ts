// Which session an event belongs to. The rules stand in docs/reference/conditions.md.

import type { SessionState } from './state.ts'

/** The session after one more of the client's events: a new one, or the same object, moved on in place where the event belongs to it. */
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
  session.id ??= sessionId
  if (occurredAt < session.startedAt) session.startedAt = occurredAt
  if (occurredAt > session.lastAt) session.lastAt = occurredAt
  return session
}

function isOtherSession(session: SessionState, occurredAt: number, sessionId: string | undefined): boolean {
  return occurredAt >= session.lastAt && sessionId !== undefined && session.id !== undefined && sessionId !== session.id
}
