// Joins the writer and the dispatcher to what the rest of the product sees: an inbox to put things in, and a way to publish,
// ask and stop. It decides nothing and keeps nothing.

import type { ProgramSource } from '../engine/program.ts'
import type { SubscriberState } from '../engine/state.ts'
import type { Arrival } from '../model/arrival.ts'
import { isOncueError, OncueError } from '../model/errors.ts'
import type { SubscriberEvent } from '../model/event.ts'
import type { Command } from '../model/input.ts'
import type { Pause, PauseWish } from '../model/pause.ts'
import type { Publication } from '../model/publication.ts'
import type { Stop } from '../model/stop.ts'
import type { ChangeCatalogue } from './catalogue/change-catalogue.ts'
import type { AttemptOutcome, Channel, Keeper } from './channel.ts'
import type { Clock } from './clock.ts'
import { type Engine, theEngine } from './engine.ts'
import type { CommandIdentity, Inbox } from './inbox.ts'
import { type Logger, noLogger } from './logger.ts'
import { type Metrics, noMetrics } from './metrics.ts'
import { addressesOf } from './people/addresses-of.ts'
import { type Erased, Erasures } from './people/erasures.ts'
import type { Parting } from './people/take-apart.ts'
import type { Description, Handed, PublishHow } from './requests.ts'
import { type ChannelLoad, Dispatcher, type DispatcherOptions, type DispatchPolicy } from './sending/dispatcher.ts'
import type { MailCopy, TestMail } from './sending/test-mail.ts'
import type { StopChange } from './stopping/stop-switches.ts'
import type { AdminRecord, Store, SubscriberNumber } from './store.ts'
import { windTo } from './time/wind.ts'
import { isWindable } from './time/workspace-clock.ts'
import type { AllowanceChange, Allowances } from './watching/allowances.ts'
import type { Forecasts } from './watching/journey-watcher.ts'
import type { Writer } from './writer-port.ts'
import type { CodesLeft } from './writing/codes-left.ts'
import type { GroupReport } from './writing/group-report.ts'
import type { Pace } from './writing/ledger.ts'
import type { WriterThread } from './writing/thread-messages.ts'
import { startThreadedWriter } from './writing/threaded-writer.ts'
import { startWriter, type WriterOptions } from './writing/writer.ts'

export interface RuntimeOptions
  extends Pick<
    DispatcherOptions,
    'renderer' | 'unsubscribeUrl' | 'viewUrl' | 'smsStatusUrl' | 'consentLinks' | 'follow' | 'comesBackAs' | 'reopen' | 'concurrency' | 'onHeld'
  > {
  /** The store that the writer works on, in this thread; or how a thread of its own opens one. */
  readonly store: Store | WriterThread
  readonly clock: Clock
  readonly source: ProgramSource
  readonly channels: readonly Channel[]
  /** hold by default. */
  readonly policy?: DispatchPolicy
  /** Under which what stays of the erased is hashed; without it nobody can be erased. */
  readonly tombstoneKey?: string
  /** Who else keeps something about people. */
  readonly keepers?: readonly Keeper[]
  readonly metrics?: Metrics
  readonly logger?: Logger
  /** virtual: for a clock that is wound by hand, so that a replay decides what a live server would have decided. Only without a thread. */
  readonly pace?: Pace
  readonly engine?: Engine
  /** Decoded subscribers kept in memory, instead of limits.cachedSubscribers. */
  readonly cachedSubscribers?: number
}

/** A subscriber with the state decoded. */
export interface Described extends Omit<Description, 'state'> {
  readonly state: SubscriberState
}

export interface Runtime {
  readonly inbox: Inbox
  /** Puts new definitions in force and brings everybody up to them in the background. Throws when they do not compile. */
  publish(source: ProgramSource, how?: PublishHow): Promise<Publication>
  /** Hands a test of a template straight to the mail channel. It is counted nowhere. */
  sendTest(mail: TestMail): Promise<AttemptOutcome>
  /** Hands a marked copy of a kept mail straight to the mail channel, to whoever is named. It is counted nowhere. */
  sendCopy(copy: MailCopy): Promise<AttemptOutcome>
  /** Hands over the popups that wait for this subscriber and may be shown now. */
  visit(subscriber: number): Promise<void>
  /**
   * Switches a stop switch on or off. Once `stop` has resolved, nothing that it holds back can leave any more. Those that are on from
   * then on.
   */
  changeStops(change: Exclude<StopChange, 'ask again'>): Promise<readonly Stop[]>
  /** What was held back and no switch holds is asked about anew, whatever held it; gone on with after a restart. Resolves when that is durable. */
  askHeldAgain(): Promise<void>
  /**
   * Pauses a journey or lets it go on. Once a pause has resolved, nobody enters and nobody moves, and nothing is authorized any more; what is being
   * handed over finishes. Those that are paused from then on.
   */
  changePause(wish: PauseWish): Promise<ReadonlyMap<string, Pause>>
  /** From now on this is expected of these journeys: the guard goes by it. */
  expectVolume(forecasts: Forecasts): Promise<void>
  /** Lets the guard allow a journey more for a while, or ends that; resolves when it is durable. What is kept from then on. */
  changeAllowance(change: AllowanceChange): Promise<Allowances>
  /** False for half a minute after something could not be written, unless something was since: so that whoever asks sends elsewhere, and tries again. */
  canWrite(): boolean
  /** How busy each channel is. */
  loads(): readonly ChannelLoad[]
  /** What is known about a subscriber, after everything that was submitted before; undefined when nobody is. */
  describe(identity: CommandIdentity): Promise<Described | undefined>
  /** Takes a merge back; false, with nothing changed, when something happened to the person since the split was found out. */
  takeApart(parting: Parting): Promise<boolean>
  /** Forgets a person. Resolves when nothing about them can be found any more, in no file either, except where a reader stands in the way. */
  erase(subscriber: SubscriberNumber): Promise<Erased>
  /** Changes the catalogue or a pool of codes, in one transaction; resolves when that is durable. */
  readonly changeCatalogue: ChangeCatalogue
  /** Keeps what somebody of the team did, and how it was answered; resolves when that is durable. */
  record(record: AdminRecord): Promise<void>
  /** Calls back with what is submitted, before it is decided, until the returned function is called. */
  onSubmit(listener: (arrivals: readonly Arrival[]) => void): () => void
  /** Calls back after each commit, until the returned function is called; costs nothing while nobody listens. */
  onCommit(listener: () => void): () => void
  /**
   * Winds the clock forward to an instant, as a live server would have lived through it. Resolves when everything due by then is decided and
   * handed over. Rejects with `clock-not-windable` where people live in the workspace.
   */
  wind(to: number): Promise<void>
  /** Resolves when everything due at the clock's instant has been decided and handed over. */
  settle(): Promise<void>
  /** Takes nothing more in, finishes what is under way, and closes what it was given except a store. Nothing that was answered is lost. */
  stop(): Promise<void>
}

const restAfterFailureMs = 30_000

/** Starts deciding and dispatching. What an earlier process left unfinished is dealt with first. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { clock, source, renderer, channels, unsubscribeUrl, viewUrl, smsStatusUrl, consentLinks, follow, comesBackAs, reopen, concurrency } = options
  const { engine = theEngine, logger = noLogger, metrics = noMetrics } = options
  let dispatcher: Dispatcher | undefined
  const warnOfCodes = codeWarnings(logger)
  const listeners = new Set<() => void>()
  const onSubmit = new Set<(arrivals: readonly Arrival[]) => void>()
  let failedAt: number | undefined
  let isDiskSound = true
  const onCommit = (report: GroupReport & { readonly waiting: number }): void => {
    failedAt = undefined
    count(metrics, report)
    for (const listener of listeners) listener()
    for (const codes of report.codesLeft) warnOfCodes(codes)
    if (report.workDueAt !== undefined) dispatcher?.notice(report.workDueAt)
    for (const did of report.watched.did) logger.warn({}, did)
    if (report.watched.stops !== undefined) void dispatcher?.stopped(report.watched.stops)
  }
  const onError = (error: unknown): void => {
    failedAt = clock.now()
    if (isOncueError(error, 'store-not-durable')) isDiskSound = false
    logger.error({ reason: String(error) }, 'a group could not be committed; its callers were told')
  }
  const onHanded = (handed: readonly Handed[]): void => dispatcher?.accept(handed)
  const writer = await openWriter(options, engine, { onCommit, onHanded, onError })
  const policy = options.policy ?? { unknownMail: 'hold' }
  const onBadAddress = async (subscriber: number, channel: Channel['name']): Promise<void> => {
    if (channel === 'sms') {
      await writer.command({ subscriber }, { do: 'suppress', channel, reason: 'number rejected' }, 'system')
      return
    }
    await writer.command({ subscriber }, { do: 'suppress', reason: 'address rejected' }, 'system')
    await writer.command({ subscriber }, { do: 'unsubscribe', topic: 'all', reason: 'address rejected' }, 'system')
  }
  const started = new Dispatcher({
    writer,
    clock,
    source,
    renderer,
    channels,
    unsubscribeUrl,
    viewUrl,
    smsStatusUrl,
    consentLinks,
    follow,
    comesBackAs,
    reopen,
    concurrency,
    policy,
    metrics,
    logger,
    onBadAddress,
    onHeld: options.onHeld,
  })
  dispatcher = started
  await started.start()
  const erasures = new Erasures({ writer, dispatcher: started, keepers: options.keepers ?? [], logger })
  await erasures.goOn()
  let isStopping = false
  let wound: Promise<void> = Promise.resolve()
  const settle = async (): Promise<void> => {
    do {
      await writer.idle()
      await started.idle()
      await erasures.ended()
    } while (!writer.isIdle || !started.isIdle)
  }
  return {
    inbox: inboxOf(writer, { dispatcher: started, engine, onSubmit }),
    async publish(next, how) {
      const publication = await writer.publish(next, how)
      started.publish(next)
      return publication
    },
    changeStops: (change) => changeStops(change, writer, started),
    askHeldAgain: async () => void (await writer.changeStops('ask again')),
    visit: (subscriber) => started.visit(subscriber),
    changePause: (wish) => writer.changePause(wish),
    expectVolume: (forecasts) => writer.expectVolume(forecasts),
    changeAllowance: (change) => writer.changeAllowance(change),
    sendTest: (mail) => started.sendTest(mail),
    sendCopy: (copy) => started.sendCopy(copy),
    canWrite: () => isDiskSound && (failedAt === undefined || clock.now() - failedAt >= restAfterFailureMs),
    loads: () => started.loads,
    async describe(identity) {
      const description = await writer.describe(identity)
      return description && { ...description, state: engine.parseState(description.state) }
    },
    async takeApart(parting) {
      const isDone = await writer.takeApart(parting)
      if (isDone) await Promise.all([started.quiet(parting.into), started.quiet(parting.from)])
      return isDone
    },
    erase: (subscriber) => erasures.erase(subscriber),
    changeCatalogue: (change) => writer.changeCatalogue(change),
    record: (record) => writer.record(record),
    onSubmit(listener) {
      onSubmit.add(listener)
      return () => void onSubmit.delete(listener)
    },
    onCommit(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    wind(to) {
      if (!isWindable(clock)) return Promise.reject(new OncueError('clock-not-windable', {}))
      // One after another: each sees what the one before has brought.
      const turn = wound.then(() => windTo({ clock, writer, settle, isStopping: () => isStopping }, to))
      wound = turn.catch(() => {})
      return turn
    },
    settle,
    async stop() {
      isStopping = true
      await started.stop()
      await writer.stop()
      await erasures.ended()
      await Promise.all(channels.map((channel) => channel.close()))
    },
  }
}

/** Nothing more is transmitted from the first line on; the writer makes it last. */
async function changeStops(change: Exclude<StopChange, 'ask again'>, writer: Writer, dispatcher: Dispatcher): Promise<readonly Stop[]> {
  const before = dispatcher.stops
  const isStopping = 'stop' in change
  const left = isStopping ? dispatcher.stopped([...before, change.stop]) : Promise.resolve()
  try {
    const stops = await writer.changeStops(change)
    await Promise.all([left, dispatcher.stopped(stops)])
    return stops
  } catch (error) {
    await dispatcher.stopped(before)
    throw error
  }
}

type Hooks = Pick<WriterOptions, 'onCommit' | 'onHanded' | 'onError'>

function openWriter(options: RuntimeOptions, engine: Engine, hooks: Hooks): Promise<Writer> {
  const { store, clock, source, tombstoneKey, pace = 'live' } = options
  if ('storeModule' in store) return startThreadedWriter({ thread: store, source, tombstoneKey, lead: isWindable(clock) ? clock.lead : undefined, ...hooks })
  const cached = options.cachedSubscribers === undefined ? {} : { cachedSubscribers: options.cachedSubscribers }
  return startWriter({ store, clock, source, engine, pace, tombstoneKey, ...cached, ...hooks })
}

interface BehindTheInbox {
  readonly dispatcher: Dispatcher
  readonly engine: Engine
  readonly onSubmit: ReadonlySet<(arrivals: readonly Arrival[]) => void>
}

function inboxOf(writer: Writer, { dispatcher, engine, onSubmit }: BehindTheInbox): Inbox {
  // The word holds for everybody who has the address.
  const quiet = async (subscriber: SubscriberNumber): Promise<void> => {
    const known = await writer.describe({ subscriber })
    const { email, sms } = known === undefined ? {} : addressesOf(engine.parseState(known.state))
    await dispatcher.quiet(
      subscriber,
      [email, sms].flatMap((address) => address ?? []),
    )
  }
  const quietAll = async (subscribers: readonly SubscriberNumber[]): Promise<void> => {
    for (const subscriber of subscribers) await quiet(subscriber)
  }
  return {
    // The arrivals are not held on to while the writer works.
    submit(arrivals) {
      for (const listener of onSubmit) listener(arrivals)
      const ended = arrivals.flatMap(({ report, event }) => (report !== undefined && endsMail(event) ? [report.subscriber] : []))
      const submitted = writer.submit(arrivals)
      return ended.length === 0 ? submitted : submitted.then((receipts) => quietAll(ended).then(() => receipts))
    },
    async command(identity, command, source) {
      const subscriber = await writer.command(identity, command, source)
      if (command.do === 'suppress' || (command.do === 'unsubscribe' && source === 'link')) await quiet(subscriber)
      else if (holdsBack.has(command.do)) await dispatcher.quiet(subscriber)
    },
    refuse: (letters) => writer.refuse(letters),
  }
}

/** After these, something that was authorized before may not go out any more: it is asked about again. */
const holdsBack: ReadonlySet<Command['do']> = new Set(['unsubscribe', 'pause mail', 'forbid tracking', 'stop journey'])

/** Whether nothing more may be handed over to the address once the report is acknowledged. */
function endsMail({ name, properties }: SubscriberEvent): boolean {
  return name === 'Message Complained' || (name === 'Message Bounced' && properties.hard === true)
}

/** Says once that a pool is low, and once that it is empty; again after it was filled. */
function codeWarnings(logger: Logger): (codes: CodesLeft) => void {
  const warned = new Map<string, 'low' | 'empty'>()
  return ({ pool, left, low }) => {
    const state = left === 0 ? 'empty' : left < low ? 'low' : undefined
    if (state !== undefined && warned.get(pool) !== state)
      logger.warn({ pool, left, low }, 'a pool of discount codes runs out; upload more with `oncue codes upload`')
    if (state === undefined) warned.delete(pool)
    else warned.set(pool, state)
  }
}

function count(metrics: Metrics, report: GroupReport & { readonly waiting: number }): void {
  if (report.accepted > 0) metrics.received('accepted', report.accepted)
  if (report.duplicates > 0) metrics.received('duplicate', report.duplicates)
  if (report.refused > 0) metrics.received('refused', report.refused)
  for (const [journey, delayMs] of report.decided) metrics.decided(journey, delayMs)
  for (const delayMs of report.late) metrics.late(delayMs)
  for (const channel of report.stopped) metrics.attempted(channel, 'refused')
  metrics.committed(report.accepted + report.duplicates, report.durationMs)
  metrics.queued('inbox', report.waiting)
  for (const { pool, left } of report.codesLeft) metrics.codesLeft(pool, left)
}
