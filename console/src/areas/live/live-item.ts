// What the server tells of events as they arrive.

import type { Said, ToldDecision } from '../decisions/told.ts'

export interface LiveEvent {
  readonly kind: 'event'
  readonly position: number
  readonly receivedAt: number
  readonly occurredAt: number
  readonly name: string
  readonly messageId: string
  readonly subscriber: number
  readonly userId: string | null
  readonly anonymousId: string | null
  readonly calledBy: string | null
  readonly source: 'browser' | 'server' | 'import' | 'report'
  readonly properties: Readonly<Record<string, unknown>>
  readonly traits: Readonly<Record<string, unknown>> | null
  readonly matched: readonly (ToldDecision & { readonly kind: string; readonly journey: string | null; readonly text: string })[]
}

export interface LiveRefusal {
  readonly kind: 'refused'
  readonly letter: string
  readonly receivedAt: number
  readonly through: string
  readonly reason: string
  readonly said: Said
  readonly body: string
}

export type Shown = LiveEvent | LiveRefusal
export type LiveMessage = Shown | { readonly kind: 'skipped'; readonly events: number } | { readonly kind: 'cut'; readonly because: string }

export function keyOf(item: Shown): string {
  return item.kind === 'event' ? String(item.position) : item.letter
}
