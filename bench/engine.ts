// The engine alone, in one thread and without a store: events to decisions. Measured by the thread's own processor time, because other
// processes on the same cores do not count against it.

import { performance } from 'node:perf_hooks'
import { compile, sourceOf } from '../src/engine/compile.ts'
import { newState, type SubscriberState } from '../src/engine/state.ts'
import { transition } from '../src/engine/transition.ts'
import { limits } from '../src/model/limits.ts'
import { type Effort, type Measurement, median, numberText, spread } from './measurement.ts'
import { shopDefinitions, shopEvents, type WorkloadEvent, withPolicies } from './workload.ts'

/** As many as the server keeps decoded. */
const people = limits.cachedSubscribers
const startAt = Date.UTC(2026, 0, 1)

interface Setting {
  readonly journeys: number
  readonly segments: number
  /** Journeys that no event of the workload touches. */
  readonly idle: number
  /** Every policy on. */
  readonly policies?: true
  /** Each message is authorized and handed over the moment it is decided. */
  readonly handsOver?: true
}

/** Transitions per second of the whole workload and of a small one, and what journeys cost that an event does not touch. */
export async function measureEngine({ isQuick, rounds }: Effort): Promise<readonly Measurement[]> {
  const events = [...shopEvents({ people, events: isQuick ? 100_000 : 400_000, startAt, spacingMs: 200 })]
  const run = (setting: Setting): Timing => timeEngine(events, setting)
  const settings = {
    whole: { journeys: 20, segments: 30, idle: 0 },
    small: { journeys: 10, segments: 0, idle: 0 },
    smallWithIdle: { journeys: 10, segments: 0, idle: 490 },
    sending: { journeys: 20, segments: 30, idle: 0, handsOver: true },
    sendingWithPolicies: { journeys: 20, segments: 30, idle: 0, handsOver: true, policies: true },
  } as const
  const perRound: Record<keyof typeof settings, Timing>[] = []
  // The first round warms up.
  for (let round = 0; round <= rounds; round += 1) {
    const timings = {
      whole: run(settings.whole),
      small: run(settings.small),
      smallWithIdle: run(settings.smallWithIdle),
      sending: run(settings.sending),
      sendingWithPolicies: run(settings.sendingWithPolicies),
    }
    if (round > 0) perRound.push(timings)
  }
  const noteOn = (timings: readonly Timing[]): string =>
    `per second of processor time, ${spread(timings.map((timing) => timing.perCpuSecond))}; ${numberText(median(timings.map((timing) => timing.perSecond)))}/s by the clock`
  const whole = perRound.map((round) => round.whole)
  const small = perRound.map((round) => round.small)
  const policyCost = perRound.map((round) => round.sending.perCpuSecond / round.sendingWithPolicies.perCpuSecond)
  const growth = perRound.map((round) => round.small.perCpuSecond / round.smallWithIdle.perCpuSecond)
  return [
    { what: 'engine alone, 20 journeys and 30 segments', value: rate(whole), unit: 'transitions/s', target: { atLeast: 300_000 }, note: noteOn(whole) },
    { what: 'engine alone, 10 journeys', value: rate(small), unit: 'transitions/s', target: { atLeast: 300_000 }, note: noteOn(small) },
    {
      what: 'cost at 500 journeys of which 490 are not touched, of that at 10',
      value: median(growth),
      unit: 'times',
      target: { atMost: 1.1 },
      note: spread(growth),
    },
    {
      what: 'cost with all policies on and every mail handed over, of that without policies',
      value: median(policyCost),
      unit: 'times',
      target: { atMost: 1.1 },
      note: `${spread(policyCost)}; ${perRound[0]?.sendingWithPolicies.sent} mails sent, ${perRound[0]?.sendingWithPolicies.waiting} waited or were refused`,
    },
  ]
}

interface Timing {
  readonly perCpuSecond: number
  readonly perSecond: number
  readonly sent: number
  readonly waiting: number
}

function rate(timings: readonly Timing[]): number {
  return median(timings.map((timing) => timing.perCpuSecond))
}

/** For each event its person, as a number from 0: finding them by name is the server's work and not the engine's, and took a tenth of the time. */
function peopleOf(events: readonly WorkloadEvent[]): readonly number[] {
  const numbers = new Map<string, number>()
  return events.map(({ userId }) => {
    const known = numbers.get(userId) ?? numbers.size
    numbers.set(userId, known)
    return known
  })
}

function timeEngine(events: readonly WorkloadEvent[], { journeys, segments, idle, policies, handsOver }: Setting): Timing {
  const definitions = shopDefinitions(journeys, segments, idle)
  const { program } = compile(sourceOf(policies ? withPolicies(definitions) : definitions))
  if (program === undefined) throw new Error('the benchmark’s definitions do not compile')
  const persons = peopleOf(events)
  const states: SubscriberState[] = []
  const cpuBefore = process.threadCpuUsage()
  const before = performance.now()
  let sent = 0
  let waiting = 0
  for (let index = 0; index < events.length; index += 1) {
    const { userId, event } = events[index] as WorkloadEvent
    const person = persons[index] as number
    let state = states[person]
    if (state === undefined) {
      state = newState(userId, event.receivedAt)
      state.attributes = { email: 'somebody@example.com' }
      states[person] = state
    }
    const { effects } = transition(program, state, { kind: 'event', at: event.receivedAt, event, position: index + 1 })
    if (handsOver === undefined) continue
    for (const { key } of effects) {
      const { authorization } = transition(program, state, { kind: 'authorize', at: event.receivedAt, effect: key })
      if (authorization?.kind !== 'transmit') waiting += 1
      else {
        sent += 1
        transition(program, state, { kind: 'outcome', at: event.receivedAt, effect: key, outcome: 'sent' })
      }
    }
  }
  const durationMs = performance.now() - before
  const cpu = process.threadCpuUsage(cpuBefore)
  return { perCpuSecond: (events.length * 1_000_000) / (cpu.user + cpu.system), perSecond: (events.length * 1000) / durationMs, sent, waiting }
}
