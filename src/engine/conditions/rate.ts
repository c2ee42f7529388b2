// rate: which share of somebody's newest messages was opened or clicked. Each message counts once, however often it was opened, and
// whenever. It looks at two memories: when each message was delivered, and which messages were opened.

import type { RateCondition } from '../../model/condition.ts'
import type { SystemEventName } from '../../model/event.ts'
import { limits } from '../../model/limits.ts'
import { mistake } from '../../model/mistake.ts'
import type { Answer, MemorySlot, View } from '../answer.ts'
import { occurrencesOf } from '../memories/occurrences.ts'
import type { MemoryState } from '../state.ts'
import { boundOf } from './bound.ts'
import { checkNumbers } from './comparison-problems.ts'
import { compiled, lasting } from './compiled.ts'
import type { CompileKind, Compiling } from './condition-context.ts'
import { type EngagementBy, engagementWhere, engagementWords } from './engagement.ts'
import { compileNumbers } from './numbers.ts'
import { splitWhere } from './where.ts'
import { compileWindow, floorOf, type Window } from './window.ts'
import { comparisonWords } from './words.ts'

const reactions: Record<RateCondition['rate'], SystemEventName> = { opened: 'Message Opened', clicked: 'Message Clicked' }
const messages: Record<RateCondition['over'], SystemEventName> = { sent: 'Message Sent', delivered: 'Message Delivered' }

export const compileRate: CompileKind<RateCondition> = (condition, compiling) => {
  const { rate, over, last = limits.memoryKeys, within, by = 'human', eq, ne, gt, gte, lt, lte } = condition
  const comparison = JSON.parse(JSON.stringify({ eq, ne, gt, gte, lt, lte })) as typeof condition
  checkNumbers(compiling, comparison, [])
  checkShares(compiling, comparison)
  const window = compileWindow(compiling, within === undefined ? {} : { within })
  const asked: Asked = {
    messages: memoryByMessage(compiling, messages[over], window.windowMs),
    reactions: memoryByMessage(compiling, reactions[rate], Number.POSITIVE_INFINITY, by),
    last,
    window,
    passes: compileNumbers(comparison),
  }
  const which = condition.last === undefined ? `the messages ${over}${window.words}` : `the last ${last} messages ${over}`
  const bound = condition.last === undefined ? ` (of the newest ${limits.memoryKeys})` : ''
  const asks = boundOf(comparison)
  return compiled({
    words: `the share ${rate} by a ${engagementWords(by)} of ${which} ${comparisonWords(comparison)}${bound}`,
    evaluate: (view) => evaluateRate(asked, view),
    detail: (view) => rateDetail(asked, view),
    measure: asks && { ...asks, of: (view) => shareNow(asked, view), unit: 'share' },
    memories: [asked.messages, asked.reactions],
    reads: { events: [messages[over], reactions[rate]] },
  })
}

interface Asked {
  readonly messages: MemorySlot
  readonly reactions: MemorySlot
  readonly last: number
  readonly window: Window
  readonly passes: (share: number | undefined) => boolean
}

/** When the event last happened to each message: the most recent messages, newest first. */
function memoryByMessage(compiling: Compiling, event: SystemEventName, windowMs: number, by?: EngagementBy): MemorySlot {
  const where = by === undefined ? undefined : { by: engagementWhere(by) }
  const { fixed } = splitWhere(compiling, { event, where, eventPath: [], wherePath: [] })
  const keys = [{ path: 'message', keeps: 'scalars' }] as const
  return compiling.memories.need(occurrencesOf({ event, where: fixed, keys, holds: { kind: 'times' }, retention: { count: 1, windowMs } }))
}

function checkShares(compiling: Compiling, comparison: object): void {
  for (const [operator, share] of Object.entries(comparison) as [string, number][]) {
    if (share >= 0 && share <= 1) continue
    const fix = share > 1 && share <= 100 ? mistake('rate-as-percent', { share: share / 100, percent: share }) : mistake('rate-form')
    compiling.problem('rate-out-of-range', mistake('rate-range', { share }), fix, [operator])
  }
}

/**
 * Counts from the newest message back. What is left when the oldest ones have gone is a beginning of that walk, so the verdict of every
 * beginning is noted on the way: the longest one with the other verdict tells when the answer turns.
 */
function evaluateRate({ messages: slot, reactions: reacted, last, window, passes }: Asked, view: View): Answer {
  const content = view.state.memories.get(slot.id)
  const passesNothing = passes(undefined)
  if (content === undefined) return lasting(passesNothing)
  const answered = keysOf(view.state.memories.get(reacted.id))
  const floor = floorOf(window, view)
  const isSliding = window.kind === 'duration'
  let lastPassing = passesNothing ? 0 : -1
  let lastFailing = passesNothing ? -1 : 0
  let engaged = 0
  let count = 0
  for (; count < last && 2 * count < content.length && instantAt(content, count) > floor; count += 1) {
    if (isSliding && count > 0 && instantAt(content, count) !== instantAt(content, count - 1)) {
      if (passes(engaged / count)) lastPassing = count
      else lastFailing = count
    }
    if (answered.has(content[2 * count])) engaged += 1
  }
  if (count === 0) return lasting(passesNothing)
  const holds = passes(engaged / count)
  const turn = holds ? lastFailing : lastPassing
  return !isSliding || turn === -1 ? lasting(holds) : { value: holds, until: instantAt(content, turn) + window.windowMs }
}

function instantAt(content: MemoryState, index: number): number {
  return (content[2 * index + 1] as MemoryState)[0] as number
}

function keysOf(content: MemoryState | undefined): ReadonlySet<unknown> {
  const keys = new Set<unknown>()
  for (let index = 0; content !== undefined && index < content.length; index += 2) keys.add(content[index])
  return keys
}

function rateDetail(asked: Asked, view: View): string {
  const { engaged, of } = reactedNow(asked, view)
  return of === 0 ? 'no message yet' : `${engaged} of ${of} (${Number((engaged / of).toPrecision(3))})`
}

/** Undefined while there is no message. */
function shareNow(asked: Asked, view: View): number | undefined {
  const { engaged, of } = reactedNow(asked, view)
  return of === 0 ? undefined : engaged / of
}

function reactedNow({ messages: slot, reactions: reacted, last, window }: Asked, view: View): { readonly engaged: number; readonly of: number } {
  const content = view.state.memories.get(slot.id) ?? []
  const floor = floorOf(window, view)
  const counted: unknown[] = []
  for (let index = 0; counted.length < last && 2 * index < content.length && instantAt(content, index) > floor; index += 1) counted.push(content[2 * index])
  const answered = keysOf(view.state.memories.get(reacted.id))
  return { engaged: counted.filter((key) => answered.has(key)).length, of: counted.length }
}
