// Pauses, and what was chosen in trials, where they are kept, and how they come into force. Each is one line added to a list that is never shortened: whoever goes through the
// log again needs all of them. A pause needs nothing done to anybody: each subscriber lives through it when looked at next. When a journey goes
// on, everybody is visited once in the background, and what waited in the outbox is looked for, both a page at a time beside ingest and gone on
// with after a restart.

import { pausedNow, pausesOf } from '../../engine/pauses.ts'
import type { Program, ProgramSource } from '../../engine/program.ts'
import { OncueError } from '../../model/errors.ts'
import type { JsonObject } from '../../model/json.ts'
import type { Pause, PauseChange, PauseWish } from '../../model/pause.ts'
import { sentence } from '../../model/sentence.ts'
import { readPublished } from '../publishing/published.ts'
import type { Store } from '../store.ts'
import type { Ledger } from '../writing/ledger.ts'
import type { Sweep } from '../writing/sweep.ts'
import { noteLift } from './stop-switches.ts'

const setting = 'pauses'

/** Everything that was ever paused and went on, in order. */
export async function readPauses(store: Pick<Store, 'setting'>): Promise<readonly PauseChange[]> {
  return ((await store.setting(setting)) as { readonly changes?: readonly PauseChange[] } | undefined)?.changes ?? []
}

/** The journeys that are paused now. */
export async function readPaused(store: Pick<Store, 'setting'>): Promise<ReadonlyMap<string, Pause>> {
  return pausedNow(pausesOf(await readPauses(store)))
}

/** What was last published, with every pause so far; undefined for a new store. */
export async function readInForce(store: Pick<Store, 'setting'>): Promise<ProgramSource | undefined> {
  const source = await readPublished(store)
  return source && { ...source, pauses: await readPauses(store) }
}

/** Puts wishes in force, durably, at an instant. Throws when a journey is paused already, or is not paused. */
export async function changePauses(ledger: Ledger, sweep: Sweep, wishes: readonly PauseWish[], now: number): Promise<ReadonlyMap<string, Pause>> {
  let { pauses } = ledger.program
  for (const wish of wishes) {
    const pause = pausedNow(pauses).get(wish.journey)
    if (wish.do === 'pause' && pause !== undefined) throw new OncueError('already-paused', { journey: wish.journey, by: pause.by })
    if (wish.do === 'resume' && pause === undefined) throw new OncueError('not-paused', { journey: wish.journey })
    const last = pauses.changes.at(-1)?.at ?? 0
    pauses = pausesOf([...pauses.changes, { ...wish, at: Math.max(now, last), position: ledger.lastPosition }])
  }
  if (wishes.length === 0) return pausedNow(pauses)
  const isResuming = wishes.some((wish) => wish.do === 'resume')
  const isVisiting = wishes.some(asksForVisits)
  if (isResuming) await noteLift(ledger)
  await ledger.store.setSetting(setting, { changes: pauses.changes as unknown as JsonObject[] })
  ledger.program = { ...ledger.program, pauses }
  if (isVisiting) sweep.begin(lastVisit(ledger.program))
  return pausedNow(pauses)
}

/** What the lines `status: paused` of these definitions ask for beyond what is in force. */
export function wishesOfFiles(program: Pick<Program, 'pauses'>, source: ProgramSource): readonly PauseWish[] {
  const paused = pausedNow(program.pauses)
  const live = new Map(source.journeys.filter((one) => one.live).map(({ definition }) => [definition.journey, definition]))
  const wishes: PauseWish[] = []
  for (const [journey, { status }] of live) {
    if (status === 'paused' && !paused.has(journey)) wishes.push({ journey, do: 'pause', because: sentence('file-says-paused'), by: 'file' })
  }
  for (const [journey, { by }] of paused) {
    const definition = live.get(journey)
    if (by === 'file' && definition?.status !== 'paused') wishes.push({ journey, do: 'resume', mode: definition?.resume ?? 'shift' })
  }
  return wishes
}

/**
 * How many changes there were up to the last one after which everybody is visited: everybody has to have lived through so many. 0 when there never was
 * one.
 */
export function lastVisit({ pauses }: Pick<Program, 'pauses'>): number {
  return pauses.changes.findLastIndex(asksForVisits) + 1
}

/** Whoever stands still by a pause has no deadline; nor has, before the time of a trial is over, whoever waits in it. After it their own clocks ring. */
function asksForVisits(change: PauseWish): boolean {
  return change.do === 'resume' || (change.do === 'choose' && change.because === 'by-hand')
}
