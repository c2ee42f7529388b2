// Holds what is stored against what the people outside know, and every stored state against the stuck check: each changed state at every
// commit, everything at chosen moments. It reads only. Every breach of a promise is one sentence.

import { checkState } from '../../src/engine/check-state.ts'
import { compile } from '../../src/engine/compile.ts'
import { noPauses, pausedNow, pausesOf } from '../../src/engine/pauses.ts'
import type { Pauses, Program, ProgramSource } from '../../src/engine/program.ts'
import type { SubscriberState } from '../../src/engine/state.ts'
import { zoneOf } from '../../src/engine/turn.ts'
import type { Decision, DeferralRule } from '../../src/model/decision.ts'
import type { JsonObject } from '../../src/model/json.ts'
import type { PauseChange } from '../../src/model/pause.ts'
import { isInScope, type StopScope, scopeText } from '../../src/model/stop.ts'
import type { OutgoingMessage } from '../../src/runtime/channel.ts'
import { theEngine } from '../../src/runtime/engine.ts'
import { arrivalOf, isErased } from '../../src/runtime/log-entry.ts'
import { unpackState } from '../../src/runtime/states/state-codec.ts'
import type { Commit, Delivery, LogEntry, Store, StoredSubscriber, SubscriberNumber } from '../../src/runtime/store.ts'
import { foldLog, stepsOf } from '../crash/fold-log.ts'
import { countKey, differenceOf, replayLog } from '../crash/replay-log.ts'
import type { PolicyAuditor } from './policy-auditor.ts'
import { isToldByDecisions, recountOf } from './recount.ts'
import { TrialAuditor } from './trial-auditor.ts'
import type { Truth } from './truth.ts'
import { mailingName } from './workspaces.ts'

const finalStatuses: ReadonlySet<Delivery['status']> = new Set(['sent', 'failed', 'refused', 'unknown'])

/** The first of them do most. */
const mostReplayed = 60

export class Auditor {
  readonly #truth: Truth
  readonly #policy: 'hold' | 'resend'
  readonly #policies: PolicyAuditor
  readonly trials: TrialAuditor
  readonly #programs = new Map<number, Program>()
  #pauses: Pauses = noPauses
  /** Journeys of which somebody was told that they are paused, and switches of which somebody was told that they are on. */
  readonly paused = new Set<string>()
  readonly stops: StopScope[] = []
  readonly #queued = new Set<string>()
  readonly #deliveries = new Map<string, Delivery>()
  /** What people who were erased left in the counts; undefined while nobody was. */
  #leftCounts: ReadonlyMap<string, number> | undefined
  /** States that were held against the stuck check. */
  checked = 0
  /** People whose state and decisions were made again from the log and every publication. */
  replayed = 0

  constructor(truth: Truth, policy: 'hold' | 'resend', policies: PolicyAuditor) {
    this.#policies = policies
    this.trials = new TrialAuditor(truth)
    this.#truth = truth
    this.#policy = policy
  }

  /** A program that may be in force from now on. */
  knows(program: Program): void {
    this.#programs.set(program.id, program)
  }

  /** A setting stands. */
  kept(name: string, value: JsonObject): void {
    if (name === 'pauses') this.#pauses = pausesOf(value['changes'] as unknown as readonly PauseChange[])
    if (name !== 'published') return
    const { program } = compile(value as unknown as ProgramSource)
    if (program === undefined) this.#truth.say('what was published does not compile')
    else this.knows(program)
  }

  /** A message leaves for whoever takes it over. */
  leaves({ key }: OutgoingMessage): void {
    const delivery = this.#deliveries.get(key)
    if (delivery === undefined) return this.#truth.say(`${key} leaves, but is not in the outbox`)
    const { journey, template } = delivery
    const stop = this.stops.find((scope) => isInScope(scope, { journey, template, version: 0, domain: undefined, purpose: 'advertising' }))
    if (stop !== undefined) this.#truth.say(`${key} leaves, although ${scopeText(stop)} was stopped`)
  }

  /** One commit stands. */
  committed(commit: Commit): void {
    for (const key of commit.apart?.deliveries ?? []) {
      const delivery = this.#deliveries.get(key)
      if (delivery !== undefined) this.#deliveries.set(key, { ...delivery, subscriber: commit.apart?.from ?? delivery.subscriber })
    }
    for (const number of commit.apart === undefined ? [] : [commit.apart.from, commit.apart.into]) this.trials.forgot(number)
    if (commit.apart !== undefined) this.#policies.parted({ ...commit.apart, keys: commit.apart.deliveries })
    const zones = new Map<SubscriberNumber, string>()
    for (const row of commit.subscribers) {
      const zone = this.#checkRow(row)
      if (zone !== undefined) zones.set(row.number, zone)
    }
    for (const { subscriber, decision } of commit.decisions) {
      this.trials.decided(subscriber, decision)
      if (decision.kind === 'entered' && this.#isPaused(decision.journey, decision.at)) {
        this.#truth.say(`somebody entered ${decision.journey} in a pause of it, at ${new Date(decision.at).toISOString()}`)
      }
      if (decision.kind !== 'queued') continue
      if (this.#queued.has(decision.effect)) this.#truth.say(`${decision.effect} was decided twice`)
      this.#queued.add(decision.effect)
      if (this.#isPaused(decision.journey, decision.at)) this.#truth.say(`${decision.effect} was decided in a pause of its journey`)
    }
    for (const delivery of commit.deliveries) {
      const before = this.#deliveries.get(delivery.key)
      if (before !== undefined && finalStatuses.has(before.status)) {
        this.#truth.say(`${delivery.key} was ${before.status} for good, and is ${delivery.status} now`)
      }
      if (delivery.status === 'handing over' && before?.status === 'waiting' && this.paused.has(delivery.journey)) {
        this.#truth.say(`${delivery.key} was authorized in a pause of its journey`)
      }
      this.#policies.changed(before, delivery, zones.get(delivery.subscriber))
      this.#deliveries.set(delivery.key, delivery)
    }
    for (const letter of commit.deadLetters) this.#truth.say(`an input was set aside: ${letter.reason}: ${letter.body.slice(0, 300)}`)
  }

  #isPaused(journey: string, at: number): boolean {
    const since = this.paused.has(journey) ? pausedNow(this.#pauses).get(journey)?.since : undefined
    return since !== undefined && at > since
  }

  /** Says in which zone the person is. */
  #checkRow(row: StoredSubscriber): string | undefined {
    const state = unpackState(theEngine, row.state)
    const program = this.#programs.get(state.program)
    if (program === undefined) return undefined
    this.#checkState(row, state, program)
    return zoneOf(program, state)
  }

  #checkState(row: StoredSubscriber, state: SubscriberState, program: Program): void {
    this.checked += 1
    for (const { enrollment, what } of checkState({ ...program, pauses: this.#pauses }, state)) {
      this.#truth.say(`subscriber ${row.number}${enrollment === undefined ? '' : `, enrollment ${enrollment},`} ${what}`)
    }
    if ((row.deadline ?? Number.POSITIVE_INFINITY) !== state.deadline) {
      this.#truth.say(`subscriber ${row.number} is looked at by ${row.deadline}, but its state says ${state.deadline}`)
    }
  }

  /** Somebody was erased: what was decided for them is gone, and what they left in the counts stays. */
  async forgot(gone: { readonly number: SubscriberNumber; readonly keys: readonly string[] }, store: Store): Promise<void> {
    this.trials.forgot(gone.number)
    const keys = [...this.#deliveries.values()].flatMap(({ key, subscriber }) => (subscriber === gone.number ? key : []))
    for (const key of [...keys, ...gone.keys]) {
      this.#queued.delete(key)
      this.#deliveries.delete(key)
      this.#truth.received.delete(key)
    }
    const left = new Map<string, number>()
    for (const { key, kept, wanted } of await this.#counts(store, await allRows(store))) if (kept !== wanted) left.set(key, kept - wanted)
    for (const [key, count] of left) {
      if (key.endsWith(' inside') || key.endsWith(' here now')) this.#truth.say(`the count ${key} is off by ${count} after an erasure`)
      if (count < 0) this.#truth.say(`the count ${key} is ${count} too low after an erasure`)
    }
    this.#leftCounts = left
  }

  /** Everything that is stored, at a moment at which nothing is under way. */
  async audit(store: Store, program: Program, now: number): Promise<void> {
    const log = await wholeLog(store)
    const rows = await allRows(store)
    await this.#auditLog(store, log, rows)
    for (const row of rows) {
      const state = unpackState(theEngine, row.state)
      if (state.program !== program.id) this.#truth.say(`subscriber ${row.number} was not brought up to the program in force`)
      this.#checkState(row, state, program)
      if (row.deadline !== undefined && row.deadline <= now) this.#truth.say(`the deadline of subscriber ${row.number} was passed over`)
    }
    await this.auditCounts(store, rows)
    await this.#auditDeliveries(store, now)
  }

  /** The mail to many, at a moment at which nothing is under way. */
  async auditMailing(store: Store, when: { readonly beganAt: number; readonly now: number }): Promise<void> {
    const states = (await allRows(store)).map(({ number, state }) => [number, unpackState(theEngine, state)] as const)
    this.trials.audit({ ...when, changes: this.#pauses.changes, counts: await store.counts(mailingName), states })
  }

  /** Every acknowledged event stands in the log exactly once and in exactly one chain, and nothing stands there that nobody sent. */
  async #auditLog(store: Store, log: readonly LogEntry[], rows: readonly StoredSubscriber[]): Promise<void> {
    const seen = new Set<string>()
    for (const [index, entry] of log.entries()) {
      if (entry.position !== index + 1) this.#truth.say(`the log has position ${entry.position} where ${index + 1} was due`)
      const arrival = isErased(entry) ? undefined : arrivalOf(entry)
      if (arrival === undefined) continue
      const { messageId } = arrival.event
      // What belonged to a device is nobody's any more once its owner was erased: what it repeats of before then comes from a stranger.
      const isOfErased = arrival.userId === undefined && this.#truth.erasedDevices.has(arrival.anonymousId ?? '')
      if (seen.has(messageId) && !isOfErased) this.#truth.say(`message ${messageId} stands in the log twice`)
      if (!this.#truth.sent.has(messageId)) this.#truth.say(`message ${messageId} stands in the log, but nobody sent it`)
      seen.add(messageId)
    }
    for (const messageId of this.#truth.acknowledged) {
      if (!seen.has(messageId)) this.#truth.say(`message ${messageId} was acknowledged, but does not stand in the log`)
    }
    let chained = 0
    for (const row of rows) chained += (await store.history(row.head, Number.MAX_SAFE_INTEGER)).filter((entry) => !isErased(entry)).length
    const lines = log.reduce((sum, entry) => sum + (isErased(entry) ? 0 : 1), 0)
    if (chained !== lines) this.#truth.say(`the log has ${lines} lines, but all histories together have ${chained}`)
  }

  /** Counts are those of the decisions of everybody who is there, and of what the erased left. */
  async auditCounts(store: Store, rows?: readonly StoredSubscriber[]): Promise<void> {
    for (const { key, kept, wanted } of await this.#counts(store, rows ?? (await allRows(store)))) {
      const expected = wanted + (this.#leftCounts?.get(key) ?? 0)
      if (kept !== expected) this.#truth.say(`the count ${key} is ${kept}, but a recount gives ${expected}`)
    }
  }

  async #counts(store: Store, rows: readonly StoredSubscriber[]): Promise<readonly { readonly key: string; readonly kept: number; readonly wanted: number }[]> {
    const people = await Promise.all(
      rows.map(async (row) => ({ state: unpackState(theEngine, row.state), decisions: await store.decisions(row.number, Number.MAX_SAFE_INTEGER) })),
    )
    const wanted = recountOf(people)
    const kept = new Map((await store.counts()).map((count) => [countKey(count), count.count]))
    const keys = [...new Set([...wanted.keys(), ...kept.keys()])].filter(isToldByDecisions)
    return keys.map((key) => ({ key, kept: kept.get(key) ?? 0, wanted: wanted.get(key) ?? 0 }))
  }

  async #auditDeliveries(store: Store, now: number): Promise<void> {
    const stored = new Map((await store.messages({ limit: 10_000_000 })).map((delivery) => [delivery.key, delivery]))
    for (const key of this.#queued) if (!stored.has(key)) this.#truth.say(`${key} was decided, but is not in the outbox`)
    for (const [key, { status, dueAt }] of stored) {
      const received = this.#truth.received.get(key)
      if (!this.#queued.has(key)) this.#truth.say(`${key} is in the outbox, but was never decided`)
      if (status === 'handing over') this.#truth.say(`${key} is being handed over for ever`)
      if (status === 'waiting' && dueAt <= now) this.#truth.say(`${key} has been due since ${new Date(dueAt).toISOString()} and waits`)
      if (status === 'sent' && received === undefined) this.#truth.say(`${key} counts as sent, but never arrived`)
    }
    for (const [key, outcomes] of this.#truth.received) this.#checkReceived(key, outcomes, stored.get(key))
  }

  #checkReceived(key: string, outcomes: readonly string[], delivery: Delivery | undefined): void {
    if (delivery === undefined) this.#truth.say(`${key} arrived, but is not in the outbox`)
    else if (this.#policy === 'hold' && delivery.channel === 'email') {
      if (outcomes.length > 1) this.#truth.say(`${key} arrived ${outcomes.length} times, although what is unknown is held`)
      if (delivery.status !== 'sent' && delivery.status !== 'unknown') this.#truth.say(`${key} arrived, but is ${delivery.status}`)
    } else if (outcomes.filter((outcome) => outcome === 'sent').length > 1 && delivery.attempts < outcomes.length) {
      this.#truth.say(`${key} arrived ${outcomes.length} times in ${delivery.attempts} attempts`)
    }
  }

  /**
   * The same where definitions were edited, from the log, the publications and the pauses. Whoever had not been brought up to one publication when
   * the next one came lives through both at the later one's instant: of them it cannot be said from outside.
   */
  async auditFoldOverEdits(store: Store): Promise<void> {
    const steps = await stepsOf(store)
    for (const { number, head, state: packed } of (await allRows(store)).slice(0, mostReplayed)) {
      if (head === 0) continue
      const state = unpackState(theEngine, packed)
      const folded = await foldLog(store, { number, head, until: state.now, lived: state.pauses }, steps)
      const decisions = await store.decisions(number, Number.MAX_SAFE_INTEGER)
      const parted = decisions.findLast(({ kind }) => kind === 'taken apart')
      if (parted === undefined && textsOf(decisions, isAdoption).join() !== textsOf(folded.decisions, isAdoption).join()) continue
      this.replayed += 1
      const difference = differenceOf(state, folded.state)
      if (difference !== undefined) this.#truth.say(`the state of subscriber ${number} is not what its log and the publications make: ${difference}`)
      // Of the time as one it is kept what was decided, not what would have been.
      if (parted !== undefined) continue
      const [kept, made] = [textsOf(decisions, isInTheLog), textsOf(folded.decisions, isInTheLog)]
      const wrong = kept.find((one, index) => one !== made[index]) ?? made[kept.length]
      if (wrong !== undefined) this.#truth.say(`of subscriber ${number} something else was decided than its log and the publications make: ${wrong}`)
    }
  }

  /** States, decisions and counts are those that an undisturbed engine makes from the log. Only where the definitions stayed the same. */
  async auditFold(store: Store, program: Program): Promise<void> {
    const replayed = replayLog({ ...program, pauses: this.#pauses }, await wholeLog(store))
    const numbers = await store.subscribersAfter(0, Number.MAX_SAFE_INTEGER)
    for (const row of await store.load(numbers)) {
      if (row === undefined) continue
      const state = unpackState(theEngine, row.state)
      replayed.passTime(row.number, state.now, state.pauses)
      const made = replayed.states.get(row.number)
      const difference = made === undefined ? 'the log says nothing about it' : differenceOf(state, made)
      if (difference !== undefined) this.#truth.say(`the state of subscriber ${row.number} is not what its log makes: ${difference}`)
    }
    // What the erased left in the counts stands in no log any more.
    if (this.#leftCounts !== undefined || (await store.apart()).length > 0) return
    const kept = new Map((await store.counts()).map((count) => [countKey(count), count.count]))
    for (const key of new Set([...kept.keys(), ...replayed.counts.keys()])) {
      if ((kept.get(key) ?? 0) !== (replayed.counts.get(key) ?? 0)) {
        this.#truth.say(`the count ${key} is ${kept.get(key) ?? 0}, but the log makes ${replayed.counts.get(key) ?? 0}`)
      }
    }
  }
}

/** What is decided at one instant may be kept in another order. */
function textsOf(decisions: readonly Decision[], are: (decision: Decision) => boolean): readonly string[] {
  return decisions
    .filter(are)
    .map((one) => JSON.stringify(one))
    .sort()
}

function isAdoption({ kind }: Decision): boolean {
  return kind === 'adopted'
}

const leaveNoLine: ReadonlySet<DeferralRule> = new Set(['stop switch', 'pause', 'slowed domain', 'warm-up'])

/** Switches, pauses and domains that are spared hold messages back without a line in the log, and who is told apart is the runtime's own. */
function isInTheLog(decision: Decision): boolean {
  if (decision.kind === 'deferred') return !leaveNoLine.has(decision.rule)
  return decision.kind !== 'told apart'
}

async function allRows(store: Store): Promise<readonly StoredSubscriber[]> {
  const numbers = await store.subscribersAfter(0, Number.MAX_SAFE_INTEGER)
  return (await store.load(numbers)).filter((row) => row !== undefined)
}

async function wholeLog(store: Store): Promise<readonly LogEntry[]> {
  const log: LogEntry[] = []
  for (let page = await store.readLog(0, 5000); page.length > 0; page = await store.readLog(page.at(-1)?.position ?? 0, 5000)) log.push(...page)
  return log
}
