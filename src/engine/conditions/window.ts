// The stretch of time in which occurrences count.

import { durationMs } from '../../model/duration.ts'
import { mistake } from '../../model/mistake.ts'
import type { View } from '../answer.ts'
import type { Reads } from './compiled.ts'
import type { Compiling } from './condition-context.ts'

export interface Window {
  readonly kind: 'ever' | 'duration' | 'session'
  /** How far back a memory must keep entries: Infinity unless the window is a duration. */
  readonly windowMs: number
  readonly since: 'enrollment' | 'step' | undefined
  /** 1 for events about messages, which count from the very instant of `since` on: a passage's own message may be sent in the millisecond it begins. */
  readonly sinceMarginMs: 0 | 1
  readonly sessionGapMs: number
  /** " within 24h", or "". */
  readonly words: string
}

/** Checks and compiles the `within` and the `since` of a condition. */
export function compileWindow(compiling: Compiling, of: { readonly event?: string; readonly within?: string; readonly since?: 'enrollment' | 'step' }): Window {
  const { within, since } = of
  if (since !== undefined && !compiling.hasPassage) {
    compiling.problem('no-enrollment', mistake('since-without-enrollment', { word: since }), mistake('inside-or-within'), ['since'])
  }
  const windowMs = within === undefined || within === 'session' ? Number.POSITIVE_INFINITY : durationMs(within)
  if (windowMs === 0) compiling.problem('empty-window', mistake('window-empty', { within: String(within) }), mistake('longer-window'), ['within'])
  return {
    kind: within === undefined ? 'ever' : within === 'session' ? 'session' : 'duration',
    windowMs,
    since,
    sinceMarginMs: of.event?.startsWith('Message ') === true ? 1 : 0,
    sessionGapMs: compiling.sessionGapMs,
    words: withinWords(within) + sinceWords(since),
  }
}

/** What a condition with this window reads. */
export function readsOfWindow(window: Window): Pick<Reads, 'session'> {
  return { session: window.kind === 'session' }
}

/** Occurrences strictly after this instant are in the window. */
export function floorOf(window: Window, view: View): number {
  let floor = Number.NEGATIVE_INFINITY
  if (window.kind === 'duration') floor = view.now - window.windowMs
  else if (window.kind === 'session') {
    const { session } = view.state
    // Instants are whole milliseconds: what is after the one before the start is at the start or after.
    floor = session === undefined || view.now >= session.lastAt + window.sessionGapMs ? Number.POSITIVE_INFINITY : session.startedAt - 1
  }
  if (window.since === undefined) return floor
  const { passage } = view
  if (passage === undefined) return Number.POSITIVE_INFINITY
  return Math.max(floor, (window.since === 'enrollment' ? passage.startedAt : passage.stepEnteredAt) - window.sinceMarginMs)
}

/** When the current session ends if nothing else happens: from then on its window is empty. */
export function closesAt(window: Window, view: View): number {
  const { session } = view.state
  if (session === undefined) return Number.POSITIVE_INFINITY
  const endsAt = session.lastAt + window.sessionGapMs
  return view.now < endsAt ? endsAt : Number.POSITIVE_INFINITY
}

function withinWords(within: string | undefined): string {
  if (within === undefined) return ''
  return within === 'session' ? ' in the current session' : ` within ${within}`
}

function sinceWords(since: 'enrollment' | 'step' | undefined): string {
  if (since === undefined) return ''
  return since === 'enrollment' ? ' since the enrollment began' : ' since the step was entered'
}
