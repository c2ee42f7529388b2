// The examination behind `oncue doctor`: every subscriber against the stuck check, every deadline and message under way against its state,
// and the running counts against a recount. Reads only, page by page, also beside a running server: what looks wrong because it was read
// between two commits is read once more.

import { checkState } from '../engine/check-state.ts'
import type { Program } from '../engine/program.ts'
import type { SubscriberState } from '../engine/state.ts'
import type { Examination, FindingView } from './views.ts'

/** The part of the store that is examined. */
export interface ExaminedStore {
  subscribersAfter(after: number, limit: number): Promise<readonly number[]>
  load(subscribers: readonly number[]): Promise<readonly (ExaminedSubscriber | undefined)[]>
  delivery(key: string): Promise<{ readonly status: string } | undefined>
  counts(): Promise<readonly { journey: string; version: number; step: string; measure: string; count: number }[]>
}

export interface ExaminedSubscriber {
  readonly number: number
  readonly state: Uint8Array
  readonly deadline: number | undefined
}

interface Examined {
  readonly store: ExaminedStore
  readonly program: Program
  readonly unpackState: (packed: Uint8Array) => SubscriberState
}

const page = 500

/** Visits everybody. Without a program nothing was ever published, and there is nobody to examine. */
export async function examineStore(store: ExaminedStore, program: Program | undefined, unpackState: Examined['unpackState']): Promise<Examination> {
  const findings: FindingView[] = []
  const inside = new Map<string, number>()
  let subscribers = 0
  let enrollments = 0
  let outdated = 0
  if (program === undefined) return { subscribers, enrollments, outdated, findings }
  const examined: Examined = { store, program, unpackState }
  const before = await store.counts()
  for (let numbers = await store.subscribersAfter(0, page); numbers.length > 0; numbers = await store.subscribersAfter(numbers.at(-1) ?? 0, page)) {
    for (const row of await store.load(numbers)) {
      if (row === undefined) continue
      subscribers += 1
      const state = stateOf(examined, row)
      for (const enrollment of state?.enrollments ?? []) {
        if (enrollment.status !== 'active') continue
        enrollments += 1
        const place = JSON.stringify([enrollment.journey, enrollment.version])
        inside.set(place, (inside.get(place) ?? 0) + 1)
      }
      if (state !== undefined && state.program !== program.id) outdated += 1
      findings.push(...(await findingsOf(examined, row)))
    }
  }
  const after = await store.counts()
  // Counts that move while people are counted cannot be held against each other.
  if (JSON.stringify(before) === JSON.stringify(after)) findings.push(...countFindings(after, inside))
  return { subscribers, enrollments, outdated, findings }
}

/** What is wrong with one subscriber, looked at twice where it matters. */
async function findingsOf(examined: Examined, row: ExaminedSubscriber): Promise<readonly FindingView[]> {
  const found = await look(examined, row)
  if (found.length === 0) return found
  const [again] = await examined.store.load([row.number])
  return again === undefined ? [] : look(examined, again)
}

async function look({ store, program, unpackState }: Examined, row: ExaminedSubscriber): Promise<readonly FindingView[]> {
  const { number, deadline } = row
  let state: SubscriberState
  try {
    state = unpackState(row.state)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return [{ subscriber: number, enrollment: null, what: `has a state that cannot be read: ${reason}`, repair: 'put the latest backup in place' }]
  }
  const findings: FindingView[] = checkState(program, state).map(({ enrollment = null, what }) => ({
    subscriber: number,
    enrollment,
    what,
    repair: 'look again',
  }))
  if ((deadline ?? Number.POSITIVE_INFINITY) !== state.deadline) {
    const kept = deadline === undefined ? 'never' : new Date(deadline).toISOString()
    findings.push({
      subscriber: number,
      enrollment: null,
      what: `is looked at by the store at ${kept}, which is not what its state says`,
      repair: 'look again',
    })
  }
  for (const { id, pending } of state.enrollments) {
    for (const { key } of pending) {
      const status = (await store.delivery(key))?.status
      if (status === 'waiting' || status === 'handing over') continue
      const what = `waits for the message ${key}, which is ${status === undefined ? 'not in the outbox' : `${status} already`}`
      findings.push({ subscriber: number, enrollment: id, what, repair: 'none' })
    }
  }
  return findings
}

function countFindings(counts: Awaited<ReturnType<ExaminedStore['counts']>>, inside: ReadonlyMap<string, number>): FindingView[] {
  const kept = new Map(counts.filter(({ measure }) => measure === 'inside').map((count) => [JSON.stringify([count.journey, count.version]), count.count]))
  return [...new Set([...kept.keys(), ...inside.keys()])].flatMap((place): FindingView[] => {
    const [journey, version] = JSON.parse(place) as [string, number]
    const [counted, found] = [kept.get(place) ?? 0, inside.get(place) ?? 0]
    if (counted === found) return []
    return [{ subscriber: null, enrollment: null, what: `${journey} v${version} counts ${counted} inside, but there are ${found}`, repair: 'none' }]
  })
}

function stateOf({ unpackState }: Examined, row: ExaminedSubscriber): SubscriberState | undefined {
  try {
    return unpackState(row.state)
  } catch {
    return undefined
  }
}
