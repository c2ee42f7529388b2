// Statistics counted once more, slowly and obviously: from everybody's decisions, and for the numbers of this moment from everybody's state.

import type { SubscriberState } from '../../src/engine/state.ts'
import type { Decision } from '../../src/model/decision.ts'
import { countKey } from '../crash/replay-log.ts'

/** Measures that leave no decision of their own; the fold of the log tells them. */
export const isToldByDecisions = (key: string): boolean => !key.endsWith(' reached') && !/ variant(?: held out| chosen)?: | stayed (?:ms )?\d+$/.test(key)

/** The measures that decisions alone tell. */
const measures: Partial<Record<Decision['kind'], 'entered' | 'completed' | 'exited' | 'converted' | 'skipped' | 'queued' | 'refused'>> = {
  entered: 'entered',
  completed: 'completed',
  exited: 'exited',
  converted: 'converted',
  skipped: 'skipped',
  queued: 'queued',
  refused: 'refused',
}
const ofJourney: ReadonlySet<string> = new Set(['entered', 'completed', 'exited', 'converted'])

/** "journey version step measure" -> count, for everything that can be told; those that cannot are left out on both sides. */
export function recountOf(people: Iterable<{ readonly state: SubscriberState; readonly decisions: readonly Decision[] }>): Map<string, number> {
  const counts = new Map<string, number>()
  const add: Add = (journey, version, step, measure, by = 1) => {
    const key = countKey({ journey, version, step, measure })
    counts.set(key, (counts.get(key) ?? 0) + by)
  }
  for (const { state, decisions } of people) {
    for (const decision of decisions) {
      if (decision.kind === 'changed version') {
        const { from, journeyVersion: to, converted = false, heldOut = false, anew = false } = decision
        add(decision.journey, from, '', 'moved out')
        add(decision.journey, to, '', 'moved in')
        if (converted) add(decision.journey, from, '', 'moved out converted')
        if (converted && !anew) add(decision.journey, to, '', 'moved in converted')
        if (heldOut && !converted) add(decision.journey, from, '', 'held out', -1)
        if (heldOut && (!converted || anew)) add(decision.journey, to, '', 'held out')
      }
      const measure = decision.kind === 'handed over' ? decision.outcome : measures[decision.kind]
      if (measure === undefined || !('journeyVersion' in decision)) continue
      const step = 'step' in decision && !ofJourney.has(measure) ? decision.step : ''
      add(decision.journey, decision.journeyVersion, step, measure)
      if (decision.kind === 'entered' && decision.heldOut === true) add(decision.journey, decision.journeyVersion, '', 'held out')
      if (decision.kind === 'converted') addConversion(decision, add)
      const why = decision.kind === 'exited' ? decision.because.slice(0, 200) : 'reason' in decision ? decision.reason : undefined
      if (why !== undefined) add(decision.journey, decision.journeyVersion, step, `${measure}: ${why}`)
      if ('effect' in decision && decision.template !== undefined) {
        add('', 0, decision.template, measure)
        if (why !== undefined) add('', 0, decision.template, `${measure}: ${why}`)
      }
    }
    for (const { status, journey, version, step } of state.enrollments) {
      if (status !== 'active') continue
      add(journey, version, '', 'inside')
      add(journey, version, step, 'here now')
    }
  }
  return counts
}

type Add = (journey: string, version: number, step: string, measure: string, by?: number) => void

/** What a conversion adds besides itself: revenue, and both once more for the holdout, the variants, the message and its template. */
function addConversion(decision: Extract<Decision, { kind: 'converted' }>, add: Add): void {
  const { journey, journeyVersion: version, value, currency, heldOut = false, variants = [], creditedTo, creditedVersion = version, template } = decision
  const revenue = (of: string, journeyName: string, atVersion: number, step: string): void => {
    const units = Math.round((value ?? 0) * 10_000)
    if (value !== undefined && units > 0) add(journeyName, atVersion, step, `revenue ${currency}${of}`, units)
  }
  revenue('', journey, version, '')
  if (heldOut) {
    add(journey, version, '', 'converted held out')
    revenue(' held out', journey, version, '')
  }
  for (const [step, variant, taken] of variants) {
    const of = `${heldOut ? ' held out' : ''}: ${variant}`
    add(journey, taken, step, `converted${of}`)
    revenue(of, journey, taken, step)
  }
  if (creditedTo === undefined) return
  add(journey, creditedVersion, creditedTo, 'converted')
  revenue('', journey, creditedVersion, creditedTo)
  if (template === undefined) return
  add('', 0, template, 'converted')
  revenue('', '', 0, template)
}
