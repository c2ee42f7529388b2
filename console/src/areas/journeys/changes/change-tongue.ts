// What is needed to say a change: its own words, in files that are fetched with what shows changes, and those of journeys and conditions.

import { loadWords, registerWords, type Say, useWords } from '../../../words/words.ts'

export interface ChangeTongue {
  readonly say: Say
  readonly sayJourney: Say
  readonly sayCondition: Say
  /** The names are the author's own, such as those of attributes. */
  readonly isNamed?: true
}

/** Fetches the words together with what shows changes. */
export async function withChanges<Loaded>(load: Promise<Loaded>): Promise<Loaded> {
  registerWords('journey-changes', import.meta.glob('./words/*.json'))
  const [loaded] = await Promise.all([load, ...['journey-changes', 'journeys', 'conditions'].map((name) => loadWords(name))])
  return loaded
}

/** The tongue of now. */
export function useChangeTongue(): ChangeTongue {
  return { say: useWords('journey-changes'), sayJourney: useWords('journeys'), sayCondition: useWords('conditions') }
}
