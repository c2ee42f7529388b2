// Asks why about people of the newest lines before anybody does, so that the first question finds its code compiled: what goes through a life takes
// three to five times as long until it is. Nobody reads what comes of it. Slices are short, and others have their turn between them.

import { setImmediate as nextTurn } from 'node:timers/promises'
import { readPublished } from '../../runtime/publishing/published.ts'
import type { Store } from '../../runtime/store.ts'
import { why } from '../why/why.ts'

type Rehearsed = Pick<Store, 'last' | 'readLog' | 'load' | 'history' | 'setting' | 'sendingCounts'>

export interface RehearsalHow {
  readonly now: number
  /** Asked before each question: resolves when there is time for it, with false when there is nothing more to make quick. */
  readonly mayGoOn: () => Promise<boolean>
}

/** Of so many newest lines the people are asked about. */
const newestLines = 2000
/** The newest lines of each that are gone through: some milliseconds. */
const linesEach = 300
/** What is gone through in all, where there is so much: a second of processor time at most. */
const linesInAll = 60_000

/** How many questions were asked. */
export async function rehearse(store: Rehearsed, { now, mayGoOn }: RehearsalHow): Promise<number> {
  const published = await readPublished(store)
  const journeys = (published?.journeys ?? []).map(({ definition }) => definition.journey)
  const { position } = await store.last()
  const newest = await store.readLog(Math.max(0, position - newestLines), newestLines)
  const people = [...new Set(newest.map(({ subscriber }) => subscriber))].reverse()
  const most = Math.min(linesInAll / linesEach, people.length * journeys.length)
  let asked = 0
  while (asked < most && (await mayGoOn())) {
    const journey = journeys[asked % journeys.length] as string
    // A round through everybody for each journey, each round beginning with another one.
    const number = people[(asked + Math.floor(asked / people.length)) % people.length] as number
    await why(store, { number, journey, at: now, from: 0, lines: linesEach })
    asked += 1
    await nextTurn()
  }
  return asked
}
