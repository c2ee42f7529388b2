// The names that a condition speaks of, so that it can be tried without the definitions that they stand for.

import type { Condition } from '../../model/condition.ts'

export interface NamedInCondition {
  readonly templates: ReadonlySet<string>
  /** Journeys with the steps that are asked about. */
  readonly journeys: ReadonlyMap<string, ReadonlySet<string>>
}

/** Collects the names, at any depth. */
export function namesOf(condition: Condition): NamedInCondition {
  const templates = new Set<string>()
  const journeys = new Map<string, Set<string>>()
  const visit = (one: Condition): void => {
    if ('all' in one) one.all.forEach(visit)
    else if ('any' in one) one.any.forEach(visit)
    else if ('not' in one) visit(one.not)
    else if ('message' in one && one.message !== 'any') templates.add(one.message)
    else if ('journey' in one) {
      const steps = journeys.get(one.journey) ?? new Set(['start'])
      if (one.at !== undefined) steps.add(one.at)
      journeys.set(one.journey, steps)
    }
  }
  visit(condition)
  return { templates, journeys }
}
