// A workspace in which events really happened, at virtual pace, as it is left: what the tests of backtests hold their answers against.

import { expect } from 'vitest'
import type { ProgramSource } from '../../src/engine/program.ts'
import type { BacktestSpec } from '../../src/insight/backtest/backtest-spec.ts'
import { ShareReplay, type ShareResult } from '../../src/insight/backtest/replay-share.ts'
import type { Arrival } from '../../src/model/arrival.ts'
import type { Decision } from '../../src/model/decision.ts'
import type { Channel } from '../../src/runtime/channel.ts'
import { type Runtime, startRuntime } from '../../src/runtime/runtime.ts'
import type { Store } from '../../src/runtime/store.ts'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'
import { advanceTo, VirtualClock } from '../../src/testing/virtual-clock.ts'
import { Notebook, plainRenderer } from '../runtime/workshop.ts'

export interface Lived {
  readonly store: Store
  readonly from: number
  readonly to: number
}

/** What somebody of the team does before the arrivals of an instant. */
export interface Deed {
  readonly at: number
  do(runtime: Runtime): Promise<unknown>
}

interface Living {
  readonly store?: Store
  readonly restMs?: number
  readonly startAt?: number
  readonly deeds?: readonly Deed[]
  /** Mail alone when they are left out. */
  readonly channels?: readonly Channel[]
}

/** Takes the arrivals in, each when it was received, and lets time pass for a while after the last. */
export async function livedThrough(
  source: ProgramSource,
  arrivals: readonly Arrival[],
  { store = createMemoryStore(), restMs = 86_400_000, startAt = arrivals[0]?.event.receivedAt ?? 0, deeds = [], channels = [new Notebook()] }: Living = {},
): Promise<Lived> {
  const from = startAt
  const clock = new VirtualClock(from)
  const runtime = await startRuntime({
    store,
    clock,
    source,
    channels,
    renderer: plainRenderer,
    pace: 'virtual',
    tombstoneKey: 'a key of the test',
  })
  let batch: Arrival[] = []
  const open = deeds.toSorted((one, other) => one.at - other.at)
  const actUntil = async (until: number): Promise<void> => {
    for (let deed = open[0]; deed !== undefined && deed.at <= until; deed = open[0]) {
      open.shift()
      await advanceTo(clock, runtime, Math.max(deed.at, clock.now()))
      await deed.do(runtime)
      await runtime.settle()
    }
  }
  /** From deadline to deadline: what one of them decides about messages that wait is done before the next one comes. */
  const passTo = async (until: number): Promise<void> => {
    for (let next = await store.nextDeadline(); next !== undefined && next <= until; next = await store.nextDeadline())
      await advanceTo(clock, runtime, Math.max(next, clock.now()))
    await advanceTo(clock, runtime, until)
  }
  const flush = async (): Promise<void> => {
    const at = batch[0]?.event.receivedAt
    if (at === undefined) return
    await actUntil(at)
    await passTo(at)
    await runtime.inbox.submit(batch)
    // What of it came due has left before time goes on.
    await runtime.settle()
    batch = []
  }
  for (const arrival of arrivals) {
    if (batch.length >= 1000 || (batch[0] !== undefined && batch[0].event.receivedAt !== arrival.event.receivedAt)) await flush()
    batch.push(arrival)
  }
  await flush()
  const to = (arrivals.at(-1)?.event.receivedAt ?? from) + restMs
  await passTo(to)
  await runtime.stop()
  return { store, from, to }
}

/** A backtest of these definitions over everything, in this thread, with every decision by person. */
export async function backtestOf(
  store: Store,
  spec: Pick<BacktestSpec, 'arms' | 'to'> & Partial<BacktestSpec>,
): Promise<{ decisions: Map<number, Decision[]>; result: ShareResult }> {
  const decisions = new Map<number, Decision[]>()
  const whole: BacktestSpec = {
    before: [],
    pauses: [],
    from: Number.NEGATIVE_INFINITY,
    responses: { kind: 'recorded' },
    imports: 'as received',
    examples: 5,
    thresholds: false,
    ...spec,
  }
  const replay = new ShareReplay(whole, (arm, subscriber, decision) => {
    if (arm > 0) return
    const known = decisions.get(subscriber)
    if (known === undefined) decisions.set(subscriber, [decision])
    else known.push(decision)
  })
  const { position } = await store.last()
  for (const entry of await store.readShare({ index: 0, of: 1, moved: [], names: replay.names }, { after: 0, upTo: position })) replay.take(entry)
  replay.endPeople()
  return { decisions, result: replay.result() }
}

/** Decisions of one person as lines, in order; of one instant in the order of their words, because several mails of one instant have none. */
export function linesOf(decisions: readonly Decision[]): string[] {
  return decisions.map((decision) => `${decision.at} ${JSON.stringify(decision, Object.keys(decision).sort())}`).sort()
}

/** Of several mails of one instant, taken together or one by one, another may be under way when one is asked about. */
function asIfAlone(one: Decision): Decision {
  return one.kind === 'deferred' ? { ...one, because: one.because.replace(/, \d+ of them being sent first/, '') } : one
}

/**
 * A message that another one made room for is asked about once more, and may say once more why it waits, and until when: told of each once, and not again
 * where it was told before what is compared.
 */
function saidOnce(decisions: readonly Decision[], before: readonly Decision[]): readonly Decision[] {
  const waits = new Map<string, string>()
  const isNews = (one: Decision): boolean => {
    if (!('effect' in one)) return true
    const { at: _, ...said } = one
    const why = one.kind === 'deferred' ? JSON.stringify(said, Object.keys(said).sort()) : ''
    const isSaid = why !== '' && waits.get(one.effect) === why
    waits.set(one.effect, why)
    return !isSaid
  }
  for (const one of before) isNews(one)
  return decisions.filter(isNews)
}

/** What was decided about everybody from an instant on is what a backtest decided; gives back how many decisions were compared, and closes the store. */
export async function expectSame(store: Store, decisions: Map<number, Decision[]>, from = 0): Promise<number> {
  for (const [from, into] of await store.merges()) {
    decisions.set(into, [...(decisions.get(into) ?? []), ...(decisions.get(from) ?? [])])
    decisions.delete(from)
  }
  let compared = 0
  for (const number of await store.subscribersAfter(0, 1_000_000)) {
    // Who is who is settled at the door, before anything is decided; and that a state was brought up to definitions says nothing of anybody.
    const isSame = ({ kind, at }: Decision): boolean => kind !== 'told apart' && kind !== 'adopted' && at >= from
    const all = (await store.decisions(number, 1_000_000)).map(asIfAlone)
    const before = all.filter(({ at }) => at < from)
    const kept = all.filter(isSame)
    const again = (decisions.get(number) ?? []).filter(isSame).map(asIfAlone)
    expect(linesOf(saidOnce(again, before)), `subscriber ${number}`).toEqual(linesOf(saidOnce(kept, before)))
    compared += kept.length
  }
  await store.close()
  return compared
}
