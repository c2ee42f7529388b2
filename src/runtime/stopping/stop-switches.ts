// Stop switches where they are kept and what they do to what waits. A message that a switch holds back stays `waiting` with a due time
// that never comes; when a switch is lifted, those that no other one holds become due at once. That is done a page at a time, so that
// ingest goes on, and is gone on with after a restart.

import { isQuestion } from '../../engine/opt-in.ts'
import { pausedNow } from '../../engine/pauses.ts'
import { ownDomain } from '../../engine/policies/route.ts'
import type { Program } from '../../engine/program.ts'
import type { Effect } from '../../model/effect.ts'
import type { JsonObject } from '../../model/json.ts'
import { limits } from '../../model/limits.ts'
import { isSameScope, type Stop, type Stoppable, type StopScope, type StopsOfTime, stopOf } from '../../model/stop.ts'
import type { Delivery, Store } from '../store.ts'
import type { Group } from '../writing/group.ts'
import type { Ledger } from '../writing/ledger.ts'

/** When a message that a switch holds back, and that never expires, is due: never, as far as the store can tell. */
export const heldUntil = Date.UTC(9999, 11, 31)

/** What stands before the reason of a message that is held back. */
export const heldReason = 'held back: '

/** The delivery while a switch holds it back. */
export function heldBack(delivery: Delivery, { until = heldUntil, because }: { readonly until: number | undefined; readonly because: string }): Delivery {
  return { ...delivery, dueAt: until, reason: `${heldReason}${because}` }
}

/** Whether a switch holds the delivery back. */
export function isHeldBack({ status, reason }: Pick<Delivery, 'status' | 'reason'>): boolean {
  return status === 'waiting' && reason?.startsWith(heldReason) === true
}

/** `stop` replaces a switch of the same scope. `ask again` changes none: whatever is held back by no switch is let go on, to be asked about anew. */
export type StopChange = { readonly stop: Stop } | { readonly resume: StopScope } | 'ask again'

/** Everything up to this delivery was looked at; newest first. `lifts` tells one look at everything from the next. */
export interface LiftMark {
  readonly lifts: number
  readonly decidedAt: number
  readonly key: string
}

const setting = 'stops'

export interface KeptStops {
  readonly stops: readonly Stop[]
  /** What waited under a switch that was lifted is still being looked for. */
  readonly isLifting: boolean
  /** Which were on when: what was decided while a switch held something back can be decided again only by whoever knows of it. */
  readonly changes?: readonly StopsOfTime[]
}

/** Which switches were on when, oldest first. */
export async function readStopChanges(store: Pick<Store, 'setting'>): Promise<readonly StopsOfTime[]> {
  return (await readStops(store)).changes ?? []
}

/** The switches that are on. */
export async function readStops(store: Pick<Store, 'setting'>): Promise<KeptStops> {
  return ((await store.setting(setting)) as unknown as KeptStops | undefined) ?? { stops: [], isLifting: false }
}

/** Switches on or off, durably, and in force with the next authorization. */
export async function changeStops(ledger: Ledger, change: StopChange, at: number): Promise<readonly Stop[]> {
  if (change === 'ask again') {
    await noteLift(ledger)
    return ledger.program.stops
  }
  const scope = 'stop' in change ? change.stop.scope : change.resume
  const others = ledger.program.stops.filter((stop) => !isSameScope(stop.scope, scope))
  const stops = 'stop' in change ? [...others, change.stop] : others
  const { isLifting, changes = [] } = await readStops(ledger.store)
  const kept = [...changes, { position: ledger.lastPosition, at, stops }].slice(-limits.stopChanges)
  await keep(ledger.store, { stops, isLifting: isLifting || 'resume' in change, changes: kept })
  ledger.program = withStops(ledger.program, stops)
  if ('resume' in change) ledger.lifts += 1
  return stops
}

/** Notes that something is lifted: what waits is to be looked through, also after a restart. */
export async function noteLift(ledger: Ledger): Promise<void> {
  await keep(ledger.store, { ...(await readStops(ledger.store)), stops: ledger.program.stops, isLifting: true })
  ledger.lifts += 1
}

/** The same program under these switches. */
export function withStops(program: Program, stops: readonly Stop[]): Program {
  return { ...program, stops }
}

/** Makes due what no switch holds any more, a page of what waits at a time. Where to go on; undefined when that was the last page. */
export async function liftPage(group: Group, after: LiftMark | undefined): Promise<LiftMark | undefined> {
  const { store, program, lifts } = group.ledger
  const before = after === undefined ? {} : { before: { decidedAt: after.decidedAt, key: after.key } }
  const page = await store.messages({ status: 'waiting', ...before, limit: limits.groupInputs })
  for (const stored of page) {
    const delivery = group.deliveries.get(stored.key) ?? stored
    if (!isHeldBack(delivery) || isHeldStill(program, delivery)) continue
    group.deliveries.set(delivery.key, { ...delivery, dueAt: group.now, reason: undefined })
  }
  const last = page.at(-1)
  return last === undefined || page.length < limits.groupInputs ? undefined : { decidedAt: last.decidedAt, key: last.key, lifts: after?.lifts ?? lifts }
}

/** Notes that everything was looked at, unless another switch was lifted meanwhile. */
export async function noteLifted(ledger: Ledger, after: LiftMark | undefined): Promise<void> {
  if (after === undefined || after.lifts === ledger.lifts)
    await keep(ledger.store, { ...(await readStops(ledger.store)), stops: ledger.program.stops, isLifting: false })
}

/** Whether a switch, or a pause of its journey, holds the delivery. */
function isHeldStill(program: Program, delivery: Delivery): boolean {
  return stopOf(program.stops, stoppable(program, delivery)) !== undefined || pausedNow(program.pauses).has(delivery.journey)
}

/** What a switch sees of a delivery. */
function stoppable(program: Program, { journey, template, channel, effect }: Delivery): Stoppable {
  const decided = JSON.parse(effect) as Effect
  const domain = ownDomain({ program }, { channel, template })
  return { journey, template, version: decided.journeyVersion, decidedAt: decided.decidedAt, domain, purpose: purposeOfEffect(program, decided) }
}

/** What a message is for: as the engine sees it, by its topic alone. */
export function purposeOfEffect({ policy }: Pick<Program, 'policy'>, effect: Effect): Stoppable['purpose'] {
  const topic = 'topic' in effect ? effect.topic : undefined
  return topic === undefined || policy.transactional.has(topic) || isQuestion({ journey: effect.journey, version: effect.journeyVersion })
    ? 'transactional'
    : 'advertising'
}

async function keep(store: Pick<Store, 'setSetting'>, kept: KeptStops): Promise<void> {
  await store.setSetting(setting, kept as unknown as JsonObject)
}
