// What time it is in a workspace. In one that is there to be tried, a mark in its store says so, with how far its clock was wound ahead of the
// machine's: so a restart goes on where the clock stood. The mark is made while nothing is in the store yet, and only then: a workspace that
// people live in can never be wound.

import { type Clock, wallClock } from '../clock.ts'
import type { Store } from '../store.ts'
import { type WindableClock, windableClock } from './windable-clock.ts'

/** What a workspace with a clock of its own is there for. */
export type WindableKind = 'demo' | 'staging'

const markName = 'virtual clock'

export interface ClockMark {
  readonly of: WindableKind
  /** How far the clock stands ahead of the machine's. */
  readonly leadMs: number
  /** What was decided before this instant was played in virtual time: how long it took was never measured. */
  readonly playedUntil?: number
}

/** Undefined for a workspace that cannot be wound. */
export async function readClockMark(store: Pick<Store, 'setting'>): Promise<ClockMark | undefined> {
  return (await store.setting(markName)) as ClockMark | undefined
}

/** Lets the clock of a new workspace be wound from now on. False, with nothing changed, where there is anybody or anything in it. */
export async function markWindable(store: Pick<Store, 'setting' | 'setSetting' | 'last'>, of: WindableKind): Promise<boolean> {
  if ((await readClockMark(store)) !== undefined) return true
  const { position, subscriber } = await store.last()
  if (position > 0 || subscriber > 0) return false
  await store.setSetting(markName, { of, leadMs: 0 })
  return true
}

/** Notes that everything up to an instant was played in virtual time. */
export async function markPlayed(store: Pick<Store, 'setting' | 'setSetting'>, playedUntil: number): Promise<void> {
  const mark = await readClockMark(store)
  if (mark !== undefined) await store.setSetting(markName, { ...mark, playedUntil })
}

/** Keeps how far the clock was wound. Throws for a workspace that cannot be. */
export async function keepLead(store: Pick<Store, 'setting' | 'setSetting'>, leadMs: number): Promise<void> {
  const mark = await readClockMark(store)
  if (mark === undefined) throw new Error('only the clock of a demo or a staging copy can be wound')
  if (leadMs > mark.leadMs) await store.setSetting(markName, { ...mark, leadMs })
}

/** The clock of a workspace, over the machine's. */
export async function workspaceClock(store: Pick<Store, 'setting'>, machine: Clock = wallClock()): Promise<Clock | WindableClock> {
  const mark = await readClockMark(store)
  return mark === undefined ? machine : clockOf(mark, machine)
}

/** The clock that a mark speaks of. */
export function clockOf(mark: ClockMark, machine: Clock = wallClock()): WindableClock {
  const clock = windableClock(machine)
  clock.wind(mark.leadMs)
  return clock
}

/** How far a clock stands ahead of the machine's. */
export function leadOf(clock: Clock): number {
  return isWindable(clock) ? clock.leadMs : 0
}

/** Whether it may be wound. */
export function isWindable(clock: Clock): clock is WindableClock {
  return 'wind' in clock
}
