// since: nothing of the kind has happened for at least so long.

import type { SinceCondition } from '../../model/condition.ts'
import { durationMs } from '../../model/duration.ts'
import { sentence } from '../../model/sentence.ts'
import type { Answer, MemorySlot, View } from '../answer.ts'
import { occurrencesOf } from '../memories/occurrences.ts'
import { compiled, no, yes } from './compiled.ts'
import type { CompileKind } from './condition-context.ts'
import { checkEventName } from './names.ts'
import { everyOccurrence } from './where.ts'
import { listWords } from './words.ts'

export const compileSince: CompileKind<SinceCondition> = (condition, compiling) => {
  const names = [...new Set(typeof condition.since === 'string' ? [condition.since] : condition.since)]
  for (const [index, name] of names.entries()) checkEventName(compiling, name, typeof condition.since === 'string' ? ['since'] : ['since', index])
  const durationAsked = durationMs(condition.gte)
  const countsNever = condition.never !== false
  const retention = { count: 1, windowMs: Number.POSITIVE_INFINITY }
  const slots = names.map((event) =>
    compiling.memories.need(occurrencesOf({ event, where: everyOccurrence(event), keys: [], holds: { kind: 'times' }, retention })),
  )
  return compiled({
    words: `no ${listWords(names, 'or')} for ${condition.gte}${countsNever ? '' : ' after the last one'}`,
    evaluate: (view) => evaluateSince(slots, { durationMs: durationAsked, countsNever }, view),
    detail: (view) => {
      const latest = latestOf(slots, view)
      return latest === undefined ? sentence('never-seen', { at: view.state.firstSeenAt }) : sentence('last', { at: latest })
    },
    measure: {
      of: (view) => {
        const latest = latestOf(slots, view)
        return latest === undefined && !countsNever ? undefined : view.now - (latest ?? view.state.firstSeenAt)
      },
      wanted: durationAsked,
      asks: 'gte',
      unit: 'ms',
    },
    memories: slots,
    reads: { events: names, firstSeen: countsNever },
    // Where the first one starts the clock, it may also be what makes it hold one day.
    loweredBy: countsNever ? names : [],
  })
}

function evaluateSince(slots: readonly MemorySlot[], asked: { readonly durationMs: number; readonly countsNever: boolean }, view: View): Answer {
  const latest = latestOf(slots, view)
  if (latest === undefined && !asked.countsNever) return no
  const at = (latest ?? view.state.firstSeenAt) + asked.durationMs
  return view.now >= at ? yes : { value: false, until: at }
}

function latestOf(slots: readonly MemorySlot[], view: View): number | undefined {
  let latest: number | undefined
  for (let index = 0; index < slots.length; index += 1) {
    const newest = view.state.memories.numberAt((slots[index] as MemorySlot).id, 0)
    if (newest !== undefined && (latest === undefined || newest > latest)) latest = newest
  }
  return latest
}
