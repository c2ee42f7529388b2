// A workspace in which events really happened, at virtual pace, as it is left: what the tests of backtests hold their answers against.

import type { ProgramSource } from '../../src/engine/program.ts'
import type { BacktestSpec } from '../../src/insight/backtest/backtest-spec.ts'
import { ShareReplay, type ShareResult } from '../../src/insight/backtest/replay-share.ts'
import type { Arrival } from '../../src/model/arrival.ts'
import type { Decision } from '../../src/model/decision.ts'
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
}

/** Takes the arrivals in, each when it was received, and lets time pass for a while after the last. */
export async function livedThrough(
  source: ProgramSource,
  arrivals: readonly Arrival[],
  { store = createMemoryStore(), restMs = 86_400_000, startAt = arrivals[0]?.event.receivedAt ?? 0, deeds = [] }: Living = {},
): Promise<Lived> {
  const from = startAt
  const clock = new VirtualClock(from)
  const runtime = await startRuntime({
    store,
    clock,
    source,
    channels: [new Notebook()],
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
  const flush = async (): Promise<void> => {
    const at = batch[0]?.event.receivedAt
    if (at === undefined) return
    await actUntil(at)
    await advanceTo(clock, runtime, at)
    await runtime.inbox.submit(batch)
    batch = []
  }
  for (const arrival of arrivals) {
    if (batch.length >= 1000 || (batch[0] !== undefined && batch[0].event.receivedAt !== arrival.event.receivedAt)) await flush()
    batch.push(arrival)
  }
  await flush()
  const to = (arrivals.at(-1)?.event.receivedAt ?? from) + restMs
  for (let next = await store.nextDeadline(); next !== undefined && next <= to; next = await store.nextDeadline())
    await advanceTo(clock, runtime, Math.max(next, clock.now()))
  await advanceTo(clock, runtime, to)
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
