// How a journey runs against what was expected of it: the forecast, what its guard goes by, and what really happened by day. Read from what is kept.

import type { Bound } from '../engine/policies/guard.ts'
import { boundOf, compileGuard } from '../engine/policies/guard.ts'
import type { Allowance, Forecast } from '../model/guard.ts'
import type { Pause, PauseChange } from '../model/pause.ts'
import { readPublished } from '../runtime/publishing/published.ts'
import { readPaused, readPauses } from '../runtime/stopping/pauses.ts'
import type { Store } from '../runtime/store.ts'
import { type Allowances, allowancesAt } from '../runtime/watching/allowances.ts'
import { expectedOf, openJourneyWatcher } from '../runtime/watching/journey-watcher.ts'
import type { GuardBounds } from './forecast.ts'

export interface JourneyVolume {
  readonly journey: string
  readonly forecast: Forecast | null
  readonly bounds: GuardBounds | null
  /** From when on the hour and the day below are counted, where that is later: its guard paused it, or somebody let it go on or ended an allowance. */
  readonly countedSince: number | null
  readonly hour: { readonly entries: number; readonly messages: number }
  readonly day: { readonly entries: number; readonly messages: number }
  readonly days: readonly { readonly day: string; readonly entries: number; readonly messages: number }[]
  readonly paused: Pause | null
  /** That more than usual is right for now. */
  readonly allowance: Allowance | null
}

const dayMs = 86_400_000
const handedOver: ReadonlySet<string> = new Set(['sent', 'unknown'])

/** Undefined where the journey is not in force. */
export async function journeyVolume(
  store: Pick<Store, 'setting' | 'journeyDays'>,
  { journey, days, now }: { readonly journey: string; readonly days: number; readonly now: number },
): Promise<JourneyVolume | undefined> {
  const published = await readPublished(store)
  const live = published?.journeys.find((one) => one.live && one.definition.journey === journey)
  if (published === undefined || live === undefined) return undefined
  const watcher = await openJourneyWatcher(store)
  const guard = compileGuard(published.workspace.guard, live.definition.guard)
  const { book, forecasts } = watcher
  const expected = expectedOf(watcher, journey, now)
  const bound = (what: 'entries' | 'messages', stretch: 'perHour' | 'perDay'): Bound | undefined => guard && boundOf(guard, expected, { what, stretch })
  const [entriesPerHour, entriesPerDay] = [bound('entries', 'perHour'), bound('entries', 'perDay')]
  const [messagesPerHour, messagesPerDay] = [bound('messages', 'perHour'), bound('messages', 'perDay')]
  const to = Math.floor(now / dayMs)
  const from = to - days + 1
  const counted = await store.journeyDays({ journey, from, to })
  const sum = (day: number, fits: (measure: string) => boolean): number =>
    counted.reduce((all, one) => (one.day === day && fits(one.measure) ? all + one.count : all), 0)
  const seen = (hours: number) => {
    const { entries, messages } = book.lately(journey, now, hours)
    return { entries, messages }
  }
  return {
    journey,
    forecast: forecasts[journey] ?? null,
    bounds: entriesPerHour && entriesPerDay && messagesPerHour && messagesPerDay ? { entriesPerHour, entriesPerDay, messagesPerHour, messagesPerDay } : null,
    countedSince: countedSince(await readPauses(store), watcher.allowances, { journey, now }),
    hour: seen(1),
    day: seen(24),
    days: Array.from({ length: days }, (_, index) => from + index).map((day) => ({
      day: new Date(day * dayMs).toISOString().slice(0, 10),
      entries: sum(day, (measure) => measure === 'entered'),
      messages: sum(day, (measure) => handedOver.has(measure)),
    })),
    paused: (await readPaused(store)).get(journey) ?? null,
    allowance: allowancesAt(watcher.allowances, now).find((one) => one.journey === journey) ?? null,
  }
}

/** The newest instant of the last 24 hours at which what was counted was forgotten. */
function countedSince(
  changes: readonly PauseChange[],
  { ended }: Allowances,
  { journey, now }: { readonly journey: string; readonly now: number },
): number | null {
  const forgot = changes
    .filter((change) => change.journey === journey && (change.do === 'resume' || (change.do === 'pause' && change.by === 'guard')))
    .map(({ at }) => at)
  const newest = Math.max(ended[journey] ?? 0, ...forgot)
  return newest > now - dayMs ? newest : null
}
