// Journeys that come with Oncue and have no page: the question of the double opt-in, and corrections.

import type { Tongue } from './tongue.ts'

const ownJourneys: ReadonlySet<string> = new Set(['double opt-in', 'correction'])

/** Whether nobody wrote it. */
export function isOwnJourney(journey: string): boolean {
  return ownJourneys.has(journey)
}

/** What a journey is called: by its name, or in words where it comes with Oncue. */
export function journeyName(journey: string, { say }: Tongue): string {
  return isOwnJourney(journey) ? say(`own-journey.${journey}`) : journey
}
