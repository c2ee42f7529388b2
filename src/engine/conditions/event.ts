// event: how often something happened, at all or inside a window, alone or for any one value of a property.

import type { EventCondition } from '../../model/condition.ts'
import { limits } from '../../model/limits.ts'
import { sentence } from '../../model/sentence.ts'
import type { Answer, CompiledCondition, MemorySlot, View } from '../answer.ts'
import { occurrencesOf } from '../memories/occurrences.ts'
import type { MemoryState } from '../state.ts'
import { boundOfCount } from './bound.ts'
import { compiled, no, yes } from './compiled.ts'
import type { Compiling } from './condition-context.ts'
import { answerAtLeast, answerCount, type Counting, checkCounting, compileCounting, countIn } from './counting.ts'
import { readsOfRefs } from './refs.ts'
import { compileSelection, type Selection } from './selection.ts'
import { splitWhere } from './where.ts'
import { compileWindow, floorOf, readsOfWindow, type Window } from './window.ts'
import { countWords } from './words.ts'

const holds = { kind: 'times' } as const

export function compileEvent(condition: EventCondition, compiling: Compiling): CompiledCondition {
  const { event, count = { gte: 1 }, by } = condition
  const { fixed, refs, words } = splitWhere(compiling, { event, where: condition.where, eventPath: ['event'], wherePath: ['where'] })
  const window = compileWindow(compiling, condition)
  const least = by === undefined ? 0 : 1
  checkCounting(compiling, count, { least, path: ['count'] })
  const counting = compileCounting(count, { least, stride: 1 })
  const selection = compileSelection(refs, holds, by)
  const { countsTo = 0 } = compiling
  const measured: Counting = { ...counting, limit: Math.max(counting.limit, countsTo) }
  const slot = compiling.memories.need(
    occurrencesOf({ event, where: fixed, keys: selection.keys, holds, retention: { count: Math.max(counting.limit, countsTo), windowMs: window.windowMs } }),
  )
  const asked: Asked = { slot, selection, window, counting }
  // Without keys, of which the oldest leaves, and without a window that moves by itself, a further occurrence counts for good.
  const isPlain = selection.keys.length === 0 && window.since === undefined && window.kind !== 'session'
  const bound = selection.keys.length > 0 ? ` (of the ${limits.memoryKeys} latest values)` : ''
  const asks = boundOfCount(counting)
  return compiled({
    words: `${event} ${countWords(count)}${window.words}${words}${by === undefined ? '' : ` for one ${by}`}${bound}`,
    evaluate: by !== undefined ? (view) => evaluateBy(asked, view) : isPlain ? evaluatePlain(asked) : (view) => evaluateCount(asked, view),
    detail: by === undefined ? (view) => countDetail(asked, view) : (view) => byDetail(asked, view),
    sieve: {
      floor: (view) => floorOf(window, view),
      passes: (one, view) => (by === undefined ? selection.content(one, view) : selection.groups(one, view)) !== undefined,
      least: by === undefined ? counting.atLeast : undefined,
    },
    measure:
      asks === undefined || (by !== undefined && counting.atLeast === undefined)
        ? undefined
        : {
            ...asks,
            of: (view) => {
              const floor = floorOf(window, view)
              return by === undefined ? countIn(selection.content(slot, view), floor, measured) : mostIn(selection.groups(slot, view) ?? [], floor, measured)
            },
            unit: 'times',
          },
    memories: [slot],
    reads: { events: [event], ...readsOfWindow(window), ...readsOfRefs(refs.map(({ ref }) => ref)) },
    raisedBy: isPlain && counting.atLeast !== undefined ? [event] : [],
    loweredBy: isPlain && counting.below !== undefined ? [event] : [],
  })
}

interface Asked {
  readonly slot: MemorySlot
  readonly selection: Selection
  readonly window: Window
  readonly counting: Counting
}

function evaluatePlain(asked: Asked): CompiledCondition['evaluate'] {
  const { slot, counting, window } = asked
  const { atLeast } = counting
  if (atLeast === undefined) return (view) => evaluateCount(asked, view)
  return (view) => answerAtLeast(view.state.memories.numberAt(slot.id, atLeast - 1), window.windowMs, view)
}

function evaluateCount({ slot, selection, window, counting }: Asked, view: View): Answer {
  return answerCount(selection.content(slot, view), floorOf(window, view), counting, window, view)
}

/** True while it is so for at least one value: as long as for the one that lasts longest; false until the first one turns. */
function evaluateBy({ slot, selection, window, counting }: Asked, view: View): Answer {
  const groups = selection.groups(slot, view)
  if (groups === undefined) return no
  const floor = floorOf(window, view)
  let failsUntil = Number.POSITIVE_INFINITY
  let holdsUntil = Number.NEGATIVE_INFINITY
  for (let index = 0; index < groups.length; index += 2) {
    if (groups[index] === null) continue
    const content = groups[index + 1] as MemoryState
    if ((content[0] as number) <= floor) continue
    const { value, until } = answerCount(content, floor, counting, window, view)
    if (!value) {
      if (until < failsUntil) failsUntil = until
    } else if (until === Number.POSITIVE_INFINITY) return yes
    else if (until > holdsUntil) holdsUntil = until
  }
  return holdsUntil === Number.NEGATIVE_INFINITY ? { value: false, until: failsUntil } : { value: true, until: holdsUntil }
}

/** How many there are of the value that has the most. */
function mostIn(groups: MemoryState, floor: number, counting: Counting): number {
  let most = 0
  for (let index = 0; index < groups.length; index += 2) {
    if (groups[index] !== null) most = Math.max(most, countIn(groups[index + 1] as MemoryState, floor, counting))
  }
  return most
}

function countDetail({ slot, selection, window, counting }: Asked, view: View): string {
  return timesDetail(selection.content(slot, view), floorOf(window, view), counting)
}

function byDetail({ slot, selection, window, counting }: Asked, view: View): string {
  const groups = selection.groups(slot, view) ?? []
  const floor = floorOf(window, view)
  let most = 0
  let detail: string = sentence(Number.isFinite(floor) ? 'not-in-time-any' : 'never-any')
  for (let index = 0; index < groups.length; index += 2) {
    const content = groups[index + 1] as MemoryState
    const count = countIn(content, floor, counting)
    if (groups[index] === null || count <= most) continue
    most = count
    detail = `${JSON.stringify(groups[index])}: ${timesDetail(content, floor, counting)}`
  }
  return detail
}

function timesDetail(content: MemoryState | undefined, floor: number, counting: Counting): string {
  const count = countIn(content, floor, counting)
  if (content === undefined || count === 0) return sentence(Number.isFinite(floor) ? 'not-in-time' : 'never')
  const at = content[0] as number
  const isMore = count === counting.limit
  if (count === 1) return sentence(isMore ? 'times-once-or-more' : 'times-once', { at })
  return sentence(isMore ? 'times-or-more' : 'times', { count, at })
}
