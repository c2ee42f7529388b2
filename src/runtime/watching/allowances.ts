// That more than usual is right for a journey for a while: who said so, how much, until when and why. Kept beside what the guard counts and no part of the
// log: a replay lives through the pauses of the guard, not through what it was told.

import { instantOfLocal } from '../../engine/zone.ts'
import type { Allowance } from '../../model/guard.ts'
import { isInstant } from '../../model/instant-text.ts'
import type { JsonObject } from '../../model/json.ts'
import type { Store } from '../store.ts'

const allowancesSetting = 'guard allowances'
const dayMs = 86_400_000
/** When one ended is known for so long: the day after it is judged by whole days too. */
const endedMs = 2 * dayMs

export interface Allowances {
  /** By journey. One whose time is over stands here until the writer has put away what it was about. */
  readonly holding: Readonly<Record<string, Allowance>>
  /** When the last one of a journey ended, for two days. */
  readonly ended: Readonly<Record<string, number>>
}

export type AllowanceChange = { readonly allow: Omit<Allowance, 'since'> } | { readonly end: string }

/** What is kept of them. */
export async function readAllowances(store: Pick<Store, 'setting'>): Promise<Allowances> {
  return ((await store.setting(allowancesSetting)) as unknown as Allowances | undefined) ?? { holding: {}, ended: {} }
}

/** Those that hold at an instant. */
export function allowancesAt({ holding }: Allowances, now: number): readonly Allowance[] {
  return Object.values(holding).filter(({ until }) => until > now)
}

/** So many times as much is right now. */
export function timesAllowed({ holding }: Pick<Allowances, 'holding'>, journey: string, now: number): number {
  const allowance = holding[journey]
  return allowance !== undefined && allowance.until > now ? allowance.times : 1
}

/** Whether more than usual was right for it today or yesterday (UTC). */
export function wasAllowedLately({ holding, ended }: Allowances, journey: string, now: number): boolean {
  const yesterday = Math.floor(now / dayMs) * dayMs - dayMs
  return holding[journey] !== undefined || (ended[journey] ?? Number.NEGATIVE_INFINITY) >= yesterday
}

/** With one more, or with another in its place: what it was about goes back to where the first began. */
export function withAllowance(all: Allowances, allowance: Omit<Allowance, 'since'>, now: number): Allowances {
  const since = all.holding[allowance.journey]?.since ?? now
  return { ...all, holding: { ...all.holding, [allowance.journey]: { ...allowance, since } } }
}

/** Without that of a journey. */
export function withoutAllowance({ holding, ended }: Allowances, journey: string, now: number): Allowances {
  const others = Object.entries(holding).filter(([one]) => one !== journey)
  const lately = Object.entries(ended).filter(([, at]) => now - at < endedMs)
  return { holding: Object.fromEntries(others), ended: { ...Object.fromEntries(lately), [journey]: now } }
}

/** Keeps them. */
export async function keepAllowances(store: Pick<Store, 'setSetting'>, allowances: Allowances): Promise<void> {
  await store.setSetting(allowancesSetting, allowances as unknown as JsonObject)
}

/** An instant: with its zone, or the time on a clock in that of the workspace ("2026-11-27T23:59"). Undefined where it is none. */
export function untilOf(text: string, zone: string): number | undefined {
  if (isInstant(text)) return Date.parse(text)
  const local = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) ? Date.parse(`${text}Z`) : Number.NaN
  // The 31st of February would be read as some day of March.
  return Number.isNaN(local) || !new Date(local).toISOString().startsWith(text) ? undefined : instantOfLocal(zone, local)
}
