// What holds at every step of a journey: the goal, and the reasons to leave early. Pure data.

import { type RulePlace, rulePlaces, type Value } from './step-tree.ts'

export interface Rule {
  readonly place: RulePlace
  readonly values: readonly Value[]
}

/** Selects what is said of the whole journey, where nothing selected shows nothing: on a phone. */
export const wholeJourney = 'journey'

/** Both of them; one of which nothing is said has no values. */
export function rulesOf({ goal, exits }: { readonly goal: Value | undefined; readonly exits: readonly Value[] }): readonly Rule[] {
  const said = { goal: goal === undefined ? [] : [goal], exit: exits }
  return rulePlaces.map((place) => ({ place, values: said[place] }))
}
