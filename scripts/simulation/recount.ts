// Statistics counted once more, slowly and obviously: from everybody's decisions, and for the numbers of this moment from everybody's state.

import type { SubscriberState } from '../../src/engine/state.ts'
import type { Decision } from '../../src/model/decision.ts'
import { countKey } from '../crash/replay-log.ts'

/** Measures that leave no decision of their own; the fold of the log tells them. */
export const isToldByDecisions = (key: string): boolean => !key.endsWith(' reached') && !/ variant: \S+$/.test(key)

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
  const add = (journey: string, version: number, step: string, measure: string): void => {
    const key = countKey({ journey, version, step, measure })
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  for (const { state, decisions } of people) {
    for (const decision of decisions) {
      const measure = decision.kind === 'handed over' ? decision.outcome : measures[decision.kind]
      if (measure === undefined || !('journeyVersion' in decision)) continue
      const step = 'step' in decision && !ofJourney.has(measure) ? decision.step : ''
      add(decision.journey, decision.journeyVersion, step, measure)
      const why = decision.kind === 'exited' ? decision.because.slice(0, 200) : 'reason' in decision ? decision.reason : undefined
      if (why !== undefined) add(decision.journey, decision.journeyVersion, step, `${measure}: ${why}`)
    }
    for (const { status, journey, version, step } of state.enrollments) {
      if (status !== 'active') continue
      add(journey, version, '', 'inside')
      add(journey, version, step, 'here now')
    }
  }
  return counts
}
