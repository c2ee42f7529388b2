// The single writer: everything that changes a subscriber passes through here, one group after another. Whatever queued up
// while the last group was committed makes the next one: decided in order of arrival, committed in one transaction, then
// answered. So an answer means durable, and the more comes in, the less a commit costs each. It never sends anything.

import { strict as assert } from 'node:assert'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ProgramSource } from '../../engine/program.ts'
import type { Arrival, Receipt } from '../../model/arrival.ts'
import { OncueError } from '../../model/errors.ts'
import type { Command, CommandSource } from '../../model/input.ts'
import { limits } from '../../model/limits.ts'
import type { Pause, PauseWish } from '../../model/pause.ts'
import type { Publication } from '../../model/publication.ts'
import type { Stop } from '../../model/stop.ts'
import { type ChangeCatalogue, changeCatalogue } from '../catalogue/change-catalogue.ts'
import type { Clock } from '../clock.ts'
import type { Engine } from '../engine.ts'
import type { CommandIdentity } from '../inbox.ts'
import { eraseTraces } from '../people/erase-subscriber.ts'
import { Forgetting } from '../people/forgetting.ts'
import { indexAddresses } from '../people/index-addresses.ts'
import { indexMembers } from '../people/index-members.ts'
import type { Parting } from '../people/take-apart.ts'
import { Tombstones } from '../people/tombstones.ts'
import { missingOf, readPublished, recordPublication } from '../publishing/published.ts'
import type { Answer, Description, Finished, Handed, PublishHow, Request, Taken } from '../requests.ts'
import type { KeptMessage } from '../sending/archivist.ts'
import { changePauses, lastVisit, readPauses, wishesOfFiles } from '../stopping/pauses.ts'
import { type LiftMark, readStops, type StopChange } from '../stopping/stop-switches.ts'
import type { AdminRecord, DeadLetter, Delivery, Erasure, Store, SubscriberNumber } from '../store.ts'
import { isWindable, keepLead } from '../time/workspace-clock.ts'
import type { AllowanceChange, Allowances } from '../watching/allowances.ts'
import { expectVolume, type Forecasts, saveVolume } from '../watching/journey-watcher.ts'
import { changeAllowance, watchDueAt } from '../watching/watch-journeys.ts'
import { chooseDue, trialDueAt } from '../watching/watch-trials.ts'
import type { Writer } from '../writer-port.ts'
import { type DecidedGroup, decideGroup } from './decide-group.ts'
import type { GroupReport } from './group-report.ts'
import { HeldBack } from './held-back.ts'
import { type Ledger, openLedger, type Pace } from './ledger.ts'
import { nextDue } from './next-due.ts'
import { sizeOf } from './request-size.ts'
import { Settling } from './settling.ts'
import { Sweep } from './sweep.ts'
import { takeGroup } from './take-group.ts'

export interface WriterOptions {
  readonly store: Store
  readonly clock: Clock
  readonly engine: Engine
  readonly source: ProgramSource
  readonly pace: Pace
  /** Who publishes the source, when it is not in force already. */
  readonly by?: string
  /** Called after each commit. `workDueAt`: the earliest instant at which a delivery that this group changed is due. */
  readonly onCommit: (report: GroupReport & { readonly waiting: number }) => void
  /** Called when a commit handed messages out unasked, before anything else is made of it. */
  readonly onHanded: (handed: readonly Handed[]) => void
  /** Called when a group could not be committed, after its callers were told. */
  readonly onError: (error: unknown) => void
  /** Instead of limits.cachedSubscribers. */
  readonly cachedSubscribers?: number
  /** Under which what stays of the erased is hashed; without it nobody can be erased. */
  readonly tombstoneKey?: string | undefined
  /** Instead of limits.queuedEvents. */
  readonly queuedEvents?: number
}

/** Starts a writer over an opened store. There must be no other one for the same store. */
export async function startWriter(options: WriterOptions): Promise<LocalWriter> {
  const { clock, store, engine, pace } = options
  await indexAddresses(store, engine)
  const { stops, isLifting } = await readStops(store)
  const pauses = await readPauses(store)
  const program = engine.compile({ ...options.source, stops, pauses })
  await indexMembers(store, engine, program)
  const now = clock.now()
  const [{ position }, sweptBefore] = [await store.last(), await Sweep.isDone(store, await readPublished(store))]
  const due = (await store.nextDeadline()) ?? Number.POSITIVE_INFINITY
  const about = { source: options.source, program, at: now, position, pauses: pauses.length, by: options.by ?? 'start', isTakenOver: sweptBefore }
  const publication = await recordPublication(store, { ...about, ...(due <= now && { dueFrom: due }) })
  await store.dropFilled()
  const { cachedSubscribers: cached } = options
  const tombstones = options.tombstoneKey === undefined ? undefined : new Tombstones(options.tombstoneKey)
  const ledger = await openLedger({
    store,
    engine,
    pace,
    program,
    tombstones,
    publishedAt: publication.at,
    missing: missingOf(program, publication),
    ...(cached === undefined ? {} : { cachedSubscribers: cached }),
  })
  const pauseSweep = await Sweep.open(store, lastVisit(program), 'pause sweep')
  await chooseDue(ledger, pauseSweep, now)
  const wishes = wishesOfFiles(program, options.source)
  await changePauses(ledger, pauseSweep, wishes, now)
  const writer = new LocalWriter(options, ledger, { sweep: await Sweep.open(store, program.id), pauseSweep })
  writer.wake()
  if (isLifting || wishes.some((wish) => wish.do === 'resume')) writer.lift()
  return writer
}

/** Tells those whose requests a group holds that it failed; the requests themselves need not wait with it. */
type Refuse = readonly ((error: unknown) => void)[]

export class LocalWriter implements Writer {
  readonly #options: WriterOptions
  readonly #ledger: Ledger
  readonly #sweep: Sweep
  readonly #pauseSweep: Sweep
  readonly #heldBack = new HeldBack()
  readonly #queue: Request[] = []
  readonly #limit: number
  #waiting = 0
  #isRunning = false
  #isStopping = false
  /** Nothing that the writer does of its own accord can go on before a request comes. */
  #isStalled = false
  /** What waited under a switch that was lifted is being looked for. */
  #isLifting = false
  #ownWorkFrom = 0
  readonly #settling = new Settling(() => this.#tellIdle())
  readonly #forgetting: Forgetting
  readonly #erasing = new Set<Promise<unknown>>()
  #cancelTimer: (() => void) | undefined
  #idleCallbacks: (() => void)[] = []

  constructor(options: WriterOptions, ledger: Ledger, sweeps: { readonly sweep: Sweep; readonly pauseSweep: Sweep }) {
    this.#options = options
    this.#forgetting = new Forgetting(options)
    this.#ledger = ledger
    this.#sweep = sweeps.sweep
    this.#pauseSweep = sweeps.pauseSweep
    this.#limit = options.queuedEvents ?? limits.queuedEvents
  }

  submit(arrivals: readonly Arrival[], bodies?: readonly string[]): Promise<readonly Receipt[]> {
    if (arrivals.length === 0) return Promise.resolve([])
    const receipts = new Array<undefined>(arrivals.length).fill(undefined)
    return this.#ask((answer) => ({ kind: 'arrivals', arrivals, bodies, receipts, ...answer }))
  }

  command(identity: CommandIdentity, command: Command, source: CommandSource): Promise<SubscriberNumber> {
    return this.#ask((answer) => ({ kind: 'command', identity, command, source, ...answer }))
  }

  refuse(letters: readonly DeadLetter[]): Promise<void> {
    if (letters.length === 0) return Promise.resolve()
    return this.#ask((answer) => ({ kind: 'letters', letters, ...answer }))
  }

  take(channel: Delivery['channel'], limit: number, visitor?: SubscriberNumber): Promise<Taken> {
    return this.#ask((answer) => ({ kind: 'take', channel, limit, ...(visitor === undefined ? {} : { visitor }), ...answer }))
  }

  finish(finished: readonly Finished[]): Promise<void> {
    return this.#ask((answer) => ({ kind: 'finish', finished, ...answer }))
  }

  keepMessage(key: string, kept: KeptMessage): Promise<void> {
    return this.#ask((answer) => ({ kind: 'keep', key, kept, ...answer }))
  }

  interrupted(limit: number): Promise<readonly Delivery[]> {
    return this.#options.store.interrupted(limit)
  }

  async publish(source: ProgramSource, how: PublishHow = { by: 'the program' }): Promise<Publication> {
    const program = this.#options.engine.compile(source)
    this.#forgetting.workspace = source.workspace
    const lifts = this.#ledger.lifts
    const publication = await this.#ask<Publication>((answer) => ({ kind: 'publish', program, source, how, ...answer }))
    if (this.#ledger.lifts > lifts) this.lift()
    return publication
  }

  async changePause(wish: PauseWish): Promise<ReadonlyMap<string, Pause>> {
    const paused = await this.#ask<ReadonlyMap<string, Pause>>((answer) => ({ kind: 'pause', wish, ...answer }))
    if (wish.do === 'resume') this.lift()
    return paused
  }

  expectVolume(forecasts: Forecasts): Promise<void> {
    if (this.#isStopping) return Promise.reject(new OncueError('stopping', {}))
    return expectVolume(this.#ledger.journeys, this.#options.store, forecasts)
  }

  async changeAllowance(change: AllowanceChange): Promise<Allowances> {
    if (this.#isStopping) throw new OncueError('stopping', {})
    return changeAllowance(this.#ledger, change, this.#options.clock.now())
  }

  async changeStops(change: StopChange): Promise<readonly Stop[]> {
    const stops = await this.#ask<readonly Stop[]>((answer) => ({ kind: 'switch', change, ...answer }))
    if (change === 'ask again' || 'resume' in change) this.lift()
    return stops
  }

  /** Begins to look for what no switch holds back any more. What fails or is cut short is gone on with at the next start. */
  lift(): void {
    this.#isLifting = true
    void this.#liftAll()
      .catch((error: unknown) => this.#options.onError(error))
      .finally(() => {
        this.#isLifting = false
        this.wake()
      })
  }

  async #liftAll(): Promise<void> {
    let after: LiftMark | undefined
    do {
      const from: LiftMark | undefined = after
      after = await this.#ask<LiftMark | undefined>((answer) => ({ kind: 'lift', after: from, ...answer }))
    } while (after !== undefined && !this.#isStopping)
  }

  describe(identity: CommandIdentity): Promise<Description | undefined> {
    return this.#ask((answer) => ({ kind: 'describe', identity, ...answer }))
  }

  record(record: AdminRecord): Promise<void> {
    return this.#ask((answer) => ({ kind: 'record', record, ...answer }))
  }

  readonly nextDue = (after: number): Promise<number | undefined> => nextDue(this.#options.store, after, trialDueAt(this.#ledger))

  async wind(leadMs: number): Promise<void> {
    const { clock, store } = this.#options
    assert(isWindable(clock), 'only a clock that stands for itself can be wound')
    // First what a restart goes by: a clock must not stand earlier after it.
    await keepLead(store, leadMs)
    clock.wind(leadMs)
    this.wake()
  }

  readonly changeCatalogue: ChangeCatalogue = (change) =>
    this.#isStopping ? Promise.reject(new OncueError('stopping', {})) : changeCatalogue(this.#options.store, change)

  takeApart(parting: Parting): Promise<boolean> {
    return this.#ask((answer) => ({ kind: 'take apart', parting, ...answer }))
  }

  async erase(subscriber: SubscriberNumber): Promise<Erasure> {
    const begun = await this.#ask<Erasure>((answer) => ({ kind: 'erase', subscriber, ...answer }))
    const { store, tombstones } = this.#ledger
    assert(tombstones !== undefined, 'An erasure needs the key of the tombstones.')
    const erasing = eraseTraces(store, begun, tombstones, () => {
      if (this.#isStopping) throw new OncueError('stopping', {})
    })
    this.#erasing.add(erasing)
    return erasing.finally(() => this.#erasing.delete(erasing))
  }

  readonly finishErasure = (subscriber: SubscriberNumber): Promise<boolean> => this.#options.store.finishErasure(subscriber)

  readonly unfinishedErasures = (): Promise<readonly Erasure[]> => this.#options.store.erasures()

  /** Puts a request at the end of the queue. */
  #ask<Result>(make: (answer: Answer<Result>) => Request): Promise<Result> {
    return new Promise((resolve, reject) => {
      const request = make({ resolve, reject })
      const isNew = request.kind === 'arrivals' || request.kind === 'letters' || (request.kind === 'command' && request.source !== 'system')
      const size = sizeOf(request)
      if (isNew && this.#isStopping) return reject(new OncueError('stopping', {}))
      // A request that is larger than the whole queue still gets through an empty one.
      if (isNew && this.#waiting > 0 && this.#waiting + size > this.#limit) return reject(new OncueError('overloaded', { waiting: this.#waiting }))
      if (request.kind === 'switch' || request.kind === 'pause') this.#queue.unshift(request)
      else this.#queue.push(request)
      this.#waiting += size
      this.#isStalled = false
      this.wake()
    })
  }

  /** Whether nothing is queued and no deadline is due. */
  get isIdle(): boolean {
    return !this.#isRunning && this.#settling.isEmpty && !this.#isLifting && !this.#hasWork()
  }

  idle(): Promise<void> {
    if (this.isIdle) return Promise.resolve()
    return new Promise((resolve) => {
      this.#idleCallbacks.push(resolve)
      this.wake()
    })
  }

  async stop(): Promise<void> {
    this.#isStopping = true
    while (this.#queue.length > 0 || this.#isRunning || !this.#settling.isEmpty) await this.idle()
    for (const request of this.#heldBack.clear()) request.reject(new OncueError('stopping', {}))
    this.#cancelTimer?.()
    await this.#forgetting.stop()
    await Promise.allSettled(this.#erasing)
    await this.#sweep.save()
    await this.#pauseSweep.save()
    await saveVolume(this.#ledger.journeys, this.#options.store, this.#options.clock.now())
  }

  /** Starts working unless it works already. */
  wake(): void {
    if (this.#isRunning) return
    this.#isRunning = true
    void this.#work()
  }

  async #work(): Promise<void> {
    // What else is about to be asked in this turn of the event loop joins the group.
    await nextTurn()
    while (this.#hasWork()) {
      await this.#runGroup()
      if (!this.#isStopping) this.#forgetting.begin()
      await nextTurn()
    }
    this.#isRunning = false
    this.#armTimer()
    this.#tellIdle()
  }

  #tellIdle(): void {
    if (this.#isRunning || !this.#settling.isEmpty || this.#isLifting) return
    const callbacks = this.#idleCallbacks
    this.#idleCallbacks = []
    for (const callback of callbacks) callback()
  }

  #hasWork(): boolean {
    return this.#queue.length > 0 || this.#hasOwnWork()
  }

  get #isSweeping(): boolean {
    return this.#sweep.isUnderWay || this.#pauseSweep.isUnderWay
  }

  /** Deadlines, a sweep or the watch over journeys, which nobody waits for. */
  #hasOwnWork(): boolean {
    const now = this.#options.clock.now()
    if (this.#isStopping || this.#isStalled || now < this.#ownWorkFrom) return false
    return this.#ledger.nextDeadline <= this.#horizon(now) || this.#isSweeping || watchDueAt(this.#ledger) <= now
  }

  /** Time does not pass by events that wait here: deadlines after the oldest of them are left for later. */
  #horizon(now: number): number {
    let horizon = Math.min(now, this.#heldBack.oldestReceivedAt)
    for (const request of this.#queue) {
      if (request.kind !== 'arrivals') continue
      for (const arrival of request.arrivals) horizon = Math.min(horizon, arrival.event.receivedAt)
      if (this.#ledger.pace === 'live') break
    }
    return horizon
  }

  async #runGroup(): Promise<void> {
    const { clock, onHanded } = this.#options
    const now = clock.now()
    const { requests, inputs } = takeGroup(this.#queue)
    const refuse = requests.map(({ reject }) => reject)
    this.#waiting -= inputs
    const isAlone = requests.length === 0 && this.#queue.length === 0
    const mayOwn = !this.#isStopping && now >= this.#ownWorkFrom
    const horizon = mayOwn ? this.#horizon(now) : Number.NEGATIVE_INFINITY
    try {
      const plan = { requests, heldBack: this.#heldBack, sweep: this.#sweep, pauseSweep: this.#pauseSweep, mayOwn, isAlone, now, horizon, clock, onHanded }
      const group = await decideGroup(this.#ledger, plan)
      this.#isStalled = isAlone && !group.hasChanged && !this.#isSweeping && this.#ledger.nextDeadline <= horizon
      return this.#settling.add(() => this.#settle(group, refuse))
    } catch (error) {
      this.#fail(refuse, error)
    }
  }

  /** Once a group is durable: its callers are told, and who watches over the groups. */
  async #settle(group: DecidedGroup, refuse: Refuse): Promise<void> {
    try {
      const report = await group.settle()
      this.#options.onCommit({ ...report, waiting: this.#waiting })
      if (report.watched.hasLifted) this.lift()
    } catch (error) {
      this.#fail(refuse, error)
    }
  }

  #fail(refuse: Refuse, error: unknown): void {
    this.#ownWorkFrom = this.#options.clock.now() + limits.commitRetryMs
    for (const reject of [...refuse, ...this.#heldBack.clear().map((request) => request.reject)]) reject(error)
    this.#options.onError(error)
  }

  #armTimer(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    const next = this.#isSweeping ? this.#ownWorkFrom : Math.min(this.#ledger.nextDeadline, watchDueAt(this.#ledger))
    if (this.#isStopping || this.#isStalled || !Number.isFinite(next)) return
    this.#cancelTimer = this.#options.clock.at(Math.max(next, this.#ownWorkFrom), () => this.wake())
  }
}
