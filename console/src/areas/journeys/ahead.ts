// What the page of a journey shows first, asked for and fetched while the page itself is still on its way: one after another they would wait for each other.

import { askAhead } from '../../client/use-ask.ts'
import { partAhead } from '../../kit/lazy.ts'
import { loadWords } from '../../words/words.ts'
import { Canvas, Inspector } from './first-parts.ts'

/** The file with its draft, its numbers, and the drawing. */
export function journeyAhead({ journey = '', view, days = '30' }: { readonly journey?: string; readonly view?: string; readonly days?: string }): void {
  void askAhead('GET /definitions', {}).then((folder) => {
    const path = folder?.files.find(({ holds }) => holds.some(({ kind, name }) => kind === 'journey' && name === journey))?.path
    if (path !== undefined) void askAhead('GET /definitions/file', { query: { path } })
  })
  void askAhead('GET /journeys', { query: { days: 30 } }).then((list) => {
    // There are no numbers of what was never in force.
    if (list?.journeys.some((one) => one.journey === journey) !== true) return
    void askAhead('GET /journeys/{journey}/statistics', { params: { journey }, query: days === 'all' ? {} : { days: Number(days) } })
  })
  if (view === undefined || view === 'canvas') void Promise.all([partAhead(Canvas), loadWords('conditions').catch(() => undefined)])
  if (view !== 'code') void partAhead(Inspector)
}
