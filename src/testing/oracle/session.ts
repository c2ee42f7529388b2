// The current session, folded naively from the whole history: docs/reference/conditions.md, "Sessions".

import { callEvents, isSystemEvent } from '../../model/event.ts'
import type { History } from './history.ts'

export interface Session {
  readonly id: string | undefined
  readonly startedAt: number
  readonly lastAt: number
}

/** The newest session, whether or not it is over. */
export function newestSession(history: History, gapMs: number): Session | undefined {
  let session: Session | undefined
  for (const input of history) {
    if (input.kind !== 'event' || isSystemEvent(input.event.name) || sessionless.has(input.event.name)) continue
    const { occurredAt, sessionId } = input.event
    const isOther = sessionId !== undefined && session?.id !== undefined && sessionId !== session.id
    if (session === undefined || occurredAt >= session.lastAt + gapMs || (occurredAt >= session.lastAt && isOther)) {
      session = { id: sessionId, startedAt: occurredAt, lastAt: occurredAt }
    } else if (occurredAt > session.startedAt - gapMs) {
      session = { id: session.id ?? sessionId, startedAt: Math.min(session.startedAt, occurredAt), lastAt: Math.max(session.lastAt, occurredAt) }
    }
  }
  return session
}

/** When the current session began; undefined when there is none at `now`. */
export function currentSessionStart(history: History, gapMs: number, now: number): number | undefined {
  const session = newestSession(history, gapMs)
  return session !== undefined && now < session.lastAt + gapMs ? session.startedAt : undefined
}

const sessionless: ReadonlySet<string> = new Set([callEvents.identify, callEvents.group, callEvents.alias, 'Price Dropped', 'Back In Stock'])
