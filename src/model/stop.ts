// Stop switches: messages that must not go out until somebody lifts the switch. They are no definitions: they come and go while the
// program stays, and are kept with the workspace.

import { z } from 'zod'
import { isCorrection } from './correction.ts'
import { sentence } from './sentence.ts'

const name = z.string().min(1).max(256)

/** What a switch holds back: everything, a journey (or one version of it), a template, or the mails from a domain (or those that advertise). */
export const stopScopeSchema = z.union([
  z.strictObject({ all: z.literal(true) }),
  z.strictObject({ journey: name, version: z.int().min(1).optional() }),
  z.strictObject({ template: name }),
  z.strictObject({ domain: name, purpose: z.literal('advertising').optional() }),
])
export type StopScope = z.infer<typeof stopScopeSchema>

/** A switch that is on. */
export interface Stop {
  readonly scope: StopScope
  readonly because: string
  /** When it was switched on, UTC milliseconds. */
  readonly since: number
  /** Who of the team did. */
  readonly who?: string
  /** Who did, when it was nobody of the team: the watch over complaints and bounces. */
  readonly by?: 'watch'
  /** Whether it ends by itself, too, once complaints and bounces are few again. */
  readonly lifts?: 'when clean'
}

/** The switches that were on after the line of the log at `position`, until the next change. Never shortened while replays need it. */
export interface StopsOfTime {
  readonly position: number
  /** When that was; earlier versions did not note it. */
  readonly at?: number
  readonly stops: readonly Stop[]
}

/** The switches that were on when the line at this position was decided. */
export function stopsAt(changes: readonly StopsOfTime[], position: number): readonly Stop[] {
  return changes.findLast((change) => change.position < position)?.stops ?? []
}

/** The switches that were on at an instant. A change of which nobody noted when it was counts as made before. */
export function stopsThen(changes: readonly StopsOfTime[], instant: number): readonly Stop[] {
  return changes.findLast(({ at }) => at === undefined || at <= instant)?.stops.filter(({ since }) => since <= instant) ?? []
}

/** What a switch looks at. */
export interface Stoppable {
  readonly journey: string
  readonly version: number
  readonly template: string | undefined
  /** Of mails: the domain that they come from. */
  readonly domain: string | undefined
  /** Whether it advertises: a mail on a topic that is not transactional. */
  readonly purpose: 'advertising' | 'transactional'
  /** UTC milliseconds. */
  readonly decidedAt: number
}

/** The first switch that holds a message back; undefined when none does. */
export function stopOf(stops: readonly Stop[], message: Stoppable): Stop | undefined {
  return stops.find((stop) => isInScope(stop.scope, message) && !isOverruled(stop, message))
}

/** Whoever stopped everything and then orders a correction wants it to leave: only what was stopped after that, or names it, holds it back. */
function isOverruled({ scope, since }: Stop, message: Stoppable): boolean {
  return 'all' in scope && isCorrection(message) && since < message.decidedAt
}

/** Whether the message is of the journey, version, template or domain that the scope names. */
export function isInScope(scope: StopScope, message: Omit<Stoppable, 'decidedAt'>): boolean {
  if ('all' in scope) return true
  if ('template' in scope) return scope.template === message.template
  if ('domain' in scope) return scope.domain === message.domain && (scope.purpose === undefined || scope.purpose === message.purpose)
  return scope.journey === message.journey && (scope.version === undefined || scope.version === message.version)
}

/** "everything", "journey welcome", "journey welcome version 2", "template hello", "domain shop.example", "advertising from shop.example". */
export function scopeText(scope: StopScope): string {
  if ('all' in scope) return sentence('scope-everything')
  if ('template' in scope) return sentence('scope-template', { template: scope.template })
  if ('domain' in scope) return sentence(scope.purpose === undefined ? 'scope-domain' : 'scope-advertising', { domain: scope.domain })
  return sentence('scope-journey', { journey: scope.journey, version: scope.version })
}

/** Whether two scopes are the same switch. */
export function isSameScope(one: StopScope, other: StopScope): boolean {
  return scopeText(one) === scopeText(other)
}
