// Backtests over the log of a store. The people are shared out to threads, each of which reads the log by a connection of its own and holds its
// people only; where there are more than a thread may hold, the log is read again for the next ones. Nothing is written, and what is read is the log
// up to the place where it ended when the backtest began: lines are added behind it and never changed.

import { setImmediate as nextTurn } from 'node:timers/promises'
import { limits } from '../../model/limits.ts'
import type { LogShare, Store } from '../../runtime/store.ts'
import type { BacktestSpec } from './backtest-spec.ts'
import { KeptLines } from './kept-lines.ts'
import { ShareReplay, type ShareResult } from './replay-share.ts'
import { addAll, newTally, type Tally } from './tally.ts'

export type ReadableLog = Pick<Store, 'readShare'>

/** The part of the log that one thread reads, round by round. */
export interface ThreadPart {
  /** The last place that is read. */
  readonly upTo: number
  readonly moved: LogShare['moved']
  readonly shares: readonly { readonly index: number; readonly of: number }[]
}

/** How many lines were gone through, and how many of them were events that somebody caused. */
export type OnLines = (lines: number, events: number) => void

/** How often a part says how far it is: whoever is told wakes up for it, on a core that others work on. */
const timesTold = 200

/** What is shared out. `heldLines`: of historical imports, which are held until they happen; of all others none is, however many there are. */
export interface SharedLog {
  readonly upTo: number
  readonly people: number
  readonly moved: LogShare['moved']
  readonly arms: number
  readonly atOnce: number
  readonly heldLines: number
}

/** How the people are shared out: one part for each thread, which holds so many `atOnce`. */
export function partsOf({ upTo, people, moved, arms, atOnce, heldLines }: SharedLog, threads: number): readonly ThreadPart[] {
  const rounds = Math.max(1, Math.ceil((people * arms) / (threads * atOnce)), Math.ceil(heldLines / (threads * limits.backtestLines)))
  const of = rounds * threads
  return Array.from({ length: threads }, (_, thread) => ({
    upTo,
    moved,
    shares: Array.from({ length: rounds }, (_unused, round) => ({ index: round * threads + thread, of })),
  }))
}

export interface PartWork {
  readonly part: ThreadPart
  readonly onLines: OnLines
  /** After each page that was read, and after as many lines as a page has were decided: to look at what is in use. */
  readonly onPage?: () => void
  /** Asked between pages. */
  readonly isOver: () => boolean
}

/** Works one thread's part off. */
export async function backtestPart(store: ReadableLog, spec: BacktestSpec, { part, onLines, onPage, isOver }: PartWork): Promise<ShareResult> {
  const all = part.upTo * part.shares.length
  let whole: ShareResult | undefined
  let lines = 0
  let events = 0
  let told = 0
  for (const share of part.shares) {
    const replay = new ShareReplay(spec)
    if (spec.imports === 'as it happened') {
      const silent: LogShare = { ...share, moved: part.moved, isSilent: true }
      await eachPage(part, isOver, async (range) => {
        for (const entry of await store.readShare(silent, range)) replay.hold(entry)
      })
      replay.sortHeld()
    }
    const wanted: LogShare = { ...share, moved: part.moved, names: replay.names }
    const kept = new KeptLines(part.moved, Math.min(limits.backtestBlock, Math.max(1, part.upTo)), {
      take: (line) => replay.take(line),
      onPerson: () => {
        replay.rest()
        if (lines - kept.waiting - looked >= limits.backtestPage) look()
      },
    })
    let looked = lines
    const look = (): void => {
      // What was read is done when it is decided, and most of the work is deciding.
      looked = lines - kept.waiting
      onPage?.()
      if (looked < all && looked - told < all / timesTold) return
      told = looked
      onLines(looked, events + replay.eventsTaken)
    }
    await eachPage(part, isOver, async (range) => {
      const read = await store.readShare(wanted, range)
      lines += range.upTo - range.after
      kept.add(read)
      if (range.upTo === part.upTo) kept.takeAll()
      look()
    })
    replay.endPeople()
    events += replay.eventsTaken
    whole = whole === undefined ? replay.result() : joined(whole, replay.result(), spec.examples)
  }
  return whole ?? new ShareReplay(spec).result()
}

async function eachPage(
  part: ThreadPart,
  isOver: () => boolean,
  read: (range: { readonly after: number; readonly upTo: number }) => Promise<void>,
): Promise<void> {
  for (let after = 0; after < part.upTo; after += limits.backtestPage) {
    if (isOver()) throw new Error('the backtest was cancelled')
    await read({ after, upTo: Math.min(after + limits.backtestPage, part.upTo) })
    await nextTurn()
  }
}

/** The results of two shares as one. */
export function joined(one: ShareResult, other: ShareResult, examples: number): ShareResult {
  const join = (mine: readonly Tally[], theirs: readonly Tally[]): readonly Tally[] =>
    mine.map((tally, index) => {
      const sum = newTally()
      addAll(sum, tally, examples)
      addAll(sum, theirs[index] as Tally, examples)
      return sum
    })
  return {
    arms: join(one.arms, other.arms),
    differences: join(one.differences, other.differences),
    people: one.people + other.people,
    events: one.events + other.events,
    firstAt: least(one.firstAt, other.firstAt),
    lastAt: one.lastAt === undefined ? other.lastAt : Math.max(one.lastAt, other.lastAt ?? one.lastAt),
  }
}

function least(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined ? other : other === undefined ? one : Math.min(one, other)
}
