// What the page of a journey shows first, asked for and fetched while the page itself is still on its way: one after another they would wait for each other.

import { askAhead, keepSameAnswer } from '../../client/use-ask.ts'
import { partAhead } from '../../kit/lazy.ts'
import { loadWords } from '../../words/words.ts'
import { Inspector } from './first-parts.ts'
import { fetchReader } from './journey-reader.ts'

/** Asks for the file with its draft, and for its numbers. */
export function journeyAhead({ journey = '', days = '30' }: { readonly journey?: string; readonly days?: string }): void {
  // By the name of the journey: to learn its path first would be one more way there and back.
  void askAhead('GET /definitions/file', { query: { journey } }).then((file) => {
    if (file === undefined) return
    keepSameAnswer('GET /definitions/file', { of: { query: { journey } }, also: { query: { path: file.path } } })
    // What was found in it is shown at its lines.
    if (file.problems.length > 0) void fetchReader()
  })
  void askAhead('GET /definitions', {})
  void askAhead('GET /journeys', { query: { days: 30 } }).then((list) => {
    // There are no numbers of what was never in force.
    if (list?.journeys.some((one) => one.journey === journey) !== true) return
    void askAhead('GET /journeys/{journey}/statistics', { params: { journey }, query: days === 'all' ? {} : { days: Number(days) } })
  })
}

/**
 * Fetches what stands beside the drawing, and the words of both; resolves when that is over, whether or not it went well. A page that is drawn without them
 * shows place holders, which React keeps for 0.3 s.
 */
export async function firstParts(): Promise<void> {
  await Promise.allSettled([partAhead(Inspector), loadWords('conditions')])
  // It comes while the page is drawn.
  void fetchReader()
}
