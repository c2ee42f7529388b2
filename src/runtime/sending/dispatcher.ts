// Carries messages from the outbox to the channels and says what became of each. It decides nothing: it asks the writer for
// authorized work, renders it, hands it over, and reports the outcome. It is woken by commits and by the next instant at
// which something is due, never by polling, and never has two attempts of one effect under way.

import type { ProgramSource } from '../../engine/program.ts'
import type { Renderer } from '../../model/facts.ts'
import { limits } from '../../model/limits.ts'
import { sentence } from '../../model/sentence.ts'
import { type Stop, stopOf } from '../../model/stop.ts'
import type { AttemptOutcome, Channel } from '../channel.ts'
import type { Clock } from '../clock.ts'
import type { Logger } from '../logger.ts'
import type { Metrics } from '../metrics.ts'
import type { Finished, Handed, Work } from '../requests.ts'
import type { Delivery, SubscriberNumber } from '../store.ts'
import type { Writer } from '../writer-port.ts'
import { reasonOf } from '../writing/roster.ts'
import { answerLine } from './answer-line.ts'
import { Archivist, type KeptMessage } from './archivist.ts'
import { type Composer, composeMessage } from './compose-message.ts'
import { type Flight, Lane } from './lane.ts'
import { longestSinceFirstMs, retryDelayMs } from './retry-schedule.ts'
import { type MailCopy, markedAsCopy, markedAsTest, nowhereLinks, type TestMail, testSource, testWork } from './test-mail.ts'

/** What happens to a mail or text message of which nobody knows whether it was handed over. Webhooks are always sent again: their id tells a repetition. */
export interface DispatchPolicy {
  /** hold: it stays `unknown`, so nobody gets it twice · resend: it is tried again, so nobody misses it. */
  readonly unknownMail: 'hold' | 'resend'
}

export interface DispatcherOptions extends Omit<Composer, 'source'> {
  readonly writer: Writer
  readonly clock: Clock
  readonly source: ProgramSource
  readonly renderer: Renderer
  readonly channels: readonly Channel[]
  /** Messages of one channel that are under way at a time; 20 by default. */
  readonly concurrency?: Partial<Record<Channel['name'], number>> | undefined
  readonly policy: DispatchPolicy
  readonly metrics: Metrics
  readonly logger: Logger
  /** Called when an address turned out to be bad. */
  readonly onBadAddress: (subscriber: SubscriberNumber, channel: Channel['name']) => Promise<void>
  /** Called once it is durable that a mail of this domain is held. */
  readonly onHeld?: ((domain: string) => void) | undefined
}

/** How many messages of a channel may be under way, and are. */
export interface ChannelLoad {
  readonly channel: Channel['name']
  readonly atOnce: number
  readonly underWay: number
  /** When the last message was taken, UTC milliseconds; null when none was since the start. */
  readonly lastSentAt: number | null
}

const defaultConcurrency = 20
const recoveryPage = 500
/** Popups that one visit may be given at a time. */
const visitLimit = 5

export class Dispatcher {
  readonly #options: DispatcherOptions
  readonly #lanes: readonly Lane[]
  readonly #archivist = new Archivist()
  #source: ProgramSource
  #stops: readonly Stop[] = []
  /** Nothing is taken before everything that an earlier process left was settled: what is taken now must not be found there. */
  #hasStarted = false
  #isStopping = false
  #hasEnded = false
  #unreported = 0
  #idleCallbacks: (() => void)[] = []

  constructor(options: DispatcherOptions) {
    this.#options = options
    this.#source = options.source
    const { clock, concurrency = {} } = options
    this.#lanes = options.channels.map((channel) => {
      const ways = { ask: (lane: Lane) => this.#pump(lane), rest: () => this.#checkIdle() }
      return new Lane({ channel, clock, concurrency: concurrency[channel.name] ?? defaultConcurrency, ...ways })
    })
  }

  /** Settles what an earlier process left being handed over, then begins to work. */
  async start(): Promise<void> {
    const interrupted: Partial<Record<Channel['name'], number>> = {}
    for (let page = await this.#nextInterrupted(); page.length > 0; page = await this.#nextInterrupted()) {
      await this.#options.writer.finish(page.map((delivery) => this.#afterInterruption(delivery)))
      for (const { channel } of page) {
        interrupted[channel] = (interrupted[channel] ?? 0) + 1
        this.#options.metrics.attempted(channel, 'unknown')
      }
    }
    if (Object.keys(interrupted).length > 0) {
      this.#options.logger.warn({ ...interrupted, policy: this.#options.policy.unknownMail }, 'deliveries were interrupted by the last stop')
    }
    this.#hasStarted = true
    this.notice(this.#options.clock.now())
  }

  #nextInterrupted(): Promise<readonly Delivery[]> {
    return this.#options.writer.interrupted(recoveryPage)
  }

  #afterInterruption(delivery: Delivery): Finished {
    const reason = sentence('cut-off')
    if (this.#isResent(delivery, 0)) return { key: delivery.key, outcome: 'retry', reason, afterMs: 0 }
    return { key: delivery.key, outcome: 'unknown', reason }
  }

  /** Whether what nobody knows the fate of is handed over again: where a repetition is recognized, or where the policy wants it. */
  #isResent({ channel, attempts, attemptedAt = 0 }: Delivery, afterMs: number): boolean {
    if (channel === 'webhook' || channel === 'popup' || this.#options.policy.unknownMail === 'resend') return true
    const recognizedMs = this.#lanes.find((lane) => lane.channel.name === channel)?.channel.recognizesRepeatsMs ?? 0
    // What is recognized is counted from the first attempt that may have been taken in, not from the last.
    return this.#options.clock.now() + afterMs + longestSinceFirstMs({ channel, attempts }) < attemptedAt + recognizedMs
  }

  /** Something in the outbox is due at this instant. */
  notice(dueAt: number): void {
    if (this.#hasStarted) for (const lane of this.#lanes) lane.wakeAt(dueAt)
  }

  /** Takes what was handed out unasked. What has no room any more, or may not go to its channel now, goes back untouched. */
  accept(handed: readonly Handed[]): void {
    for (const { channel, work } of handed) {
      const lane = this.#lanes.find((one) => one.channel.name === channel)
      if (lane === undefined) continue
      const admitted = lane.channel.admits?.() ?? { messages: lane.free }
      const room = 'until' in admitted ? 0 : Math.min(lane.free, admitted.messages)
      for (const [index, one] of work.entries()) void this.#handOver(lane, one, index < room)
      lane.wakeAt(this.#options.clock.now())
    }
  }

  /** Templates and webhooks are rendered from this from now on. */
  publish(source: ProgramSource): void {
    this.#source = source
  }

  /**
   * From now on nothing that these switches hold back is transmitted, whatever was authorized before. Resolves when what is being
   * transmitted of it has left (after limits.handoverWaitMs at most).
   */
  async stopped(stops: readonly Stop[]): Promise<void> {
    this.#stops = stops
    const flights = this.#lanes.flatMap((lane) => lane.flights).filter(({ isTransmitting, work }) => isTransmitting && this.#isStopped(work))
    if (flights.length > 0) await this.#atMost(Promise.all(flights.map((flight) => flight.landed)))
  }

  /** The switches that are known here. */
  get stops(): readonly Stop[] {
    return this.#stops
  }

  #isStopped({ effect, delivery }: Work): boolean {
    if (this.#stops.length === 0) return false
    const topic = 'topic' in effect ? effect.topic : undefined
    const isTransactional = topic === undefined || this.#source.workspace.topics?.some((one) => one.topic === topic && one.transactional === true) === true
    const about = { journey: effect.journey, version: effect.journeyVersion, template: delivery.template, decidedAt: effect.decidedAt, domain: delivery.domain }
    return stopOf(this.#stops, { ...about, purpose: isTransactional ? 'transactional' : 'advertising' }) !== undefined
  }

  /**
   * Resolves when nothing that was authorized before the call can reach the subscriber any more: what is not yet being
   * transmitted goes back to be asked about again, what is, is waited for (for limits.handoverWaitMs at most).
   */
  async quiet(subscriber: SubscriberNumber, addresses: readonly string[] = []): Promise<void> {
    const isMeant = ({ delivery, transmission: { to } }: Work): boolean =>
      delivery.subscriber === subscriber || (to !== undefined && addresses.includes(to.toLowerCase()))
    const flights = this.#lanes.flatMap((lane) => lane.flights).filter(({ work }) => isMeant(work))
    for (const flight of flights) flight.isRevoked = true
    await this.#atMost(Promise.all(flights.filter((flight) => flight.isTransmitting).map((flight) => flight.landed)))
  }

  /** How busy each channel is. */
  get loads(): readonly ChannelLoad[] {
    return this.#lanes.map((lane) => ({
      channel: lane.channel.name,
      atOnce: lane.concurrency,
      underWay: lane.flights.length,
      lastSentAt: lane.lastSentAt ?? null,
    }))
  }

  /** Hands a test straight to the mail channel: no delivery, no decision, no number knows of it. */
  async sendTest(mail: TestMail): Promise<AttemptOutcome> {
    const lane = this.#lanes.find(({ channel }) => channel.name === 'email')
    if (lane === undefined || this.#isStopping) return { kind: 'retry', reason: sentence('no-server') }
    const { renderer } = this.#options
    const composer = { source: testSource(this.#source, mail), renderer, ...nowhereLinks, ...(mail.draft && { head: mail.draft.head }) }
    const composed = await composeMessage(composer, testWork(mail)).catch(cannotRender)
    if (!composed.ok) return { kind: 'rejected', reason: composed.reason }
    return lane.channel.deliver(markedAsTest(composed.message)).catch(mayHaveBeenSent)
  }

  /** Hands a marked copy of a kept mail straight to the mail channel: no delivery, no decision, no number knows of it. */
  async sendCopy(copy: MailCopy): Promise<AttemptOutcome> {
    const lane = this.#lanes.find(({ channel }) => channel.name === 'email')
    if (lane === undefined || this.#isStopping) return { kind: 'retry', reason: sentence('no-server') }
    return lane.channel.deliver(markedAsCopy(copy)).catch(mayHaveBeenSent)
  }

  /** Hands over what waits for this subscriber's visit and may be shown now; resolves when it is recorded. */
  async visit(subscriber: SubscriberNumber): Promise<void> {
    const lane = this.#lanes.find(({ channel }) => channel.name === 'popup')
    if (lane === undefined || !this.#hasStarted || this.#isStopping) return
    const { work } = await this.#options.writer.take('popup', visitLimit, subscriber)
    await Promise.all(work.map((one) => this.#handOver(lane, one)))
  }

  /** Resolves when nothing is due and nothing under way. */
  idle(): Promise<void> {
    if (this.isIdle) return Promise.resolve()
    return new Promise((resolve) => this.#idleCallbacks.push(resolve))
  }

  /** Takes nothing new, gives back what is not yet being transmitted, and waits for the rest within limits.handoverWaitMs. */
  async stop(): Promise<void> {
    this.#isStopping = true
    for (const lane of this.#lanes) lane.stop()
    for (const flight of this.#lanes.flatMap((lane) => lane.flights)) flight.isRevoked = true
    // From these answers on nothing is handed out unasked any more.
    const withdrawn = Promise.allSettled(this.#lanes.map((lane) => this.#options.writer.take(lane.channel.name, 0)))
    await this.#atMost(withdrawn.then(() => this.idle()))
    const left = this.#lanes.reduce((sum, lane) => sum + lane.flights.length, 0)
    this.#hasEnded = true
    if (left > 0) this.#options.logger.warn({ deliveries: left }, 'stopped while messages were being handed over; they will be unknown at the next start')
  }

  async #pump(lane: Lane): Promise<void> {
    const { writer, logger, clock } = this.#options
    try {
      const admitted = lane.channel.admits?.() ?? { messages: lane.free }
      if ('until' in admitted) return lane.wakeAt(Math.max(admitted.until, clock.now() + 1))
      const { work, isDrained, nextDueAt } = await writer.take(lane.channel.name, Math.min(lane.free, admitted.messages))
      for (const one of work) void this.#handOver(lane, one)
      if (!isDrained) lane.wakeAt(clock.now())
      else if (nextDueAt !== undefined) lane.wakeAt(nextDueAt)
    } catch (error) {
      logger.error({ channel: lane.channel.name, reason: String(error) }, 'could not take deliveries from the outbox; trying again')
      lane.wakeAt(clock.now() + limits.commitRetryMs)
    }
  }

  async #handOver(lane: Lane, work: Work, hasRoom = true): Promise<void> {
    const { metrics } = this.#options
    const flight = lane.begin(work)
    flight.isRevoked = !hasRoom
    this.#unreported += 1
    metrics.queued('handover', this.#unreported)
    const finished = await this.#attempt(lane.channel, flight)
    lane.end(flight)
    if (finished.outcome === 'sent') lane.lastSentAt = this.#options.clock.now()
    await this.#report(finished)
    if (finished.outcome === 'held') this.#options.onHeld?.(finished.domain)
    this.#unreported -= 1
    metrics.queued('handover', this.#unreported)
    flight.land()
    if (finished.outcome === 'sent') metrics.handedOver(work.effect.journey, this.#options.clock.now() - work.effect.decidedAt)
    this.#checkIdle()
  }

  async #attempt(channel: Channel, flight: Flight): Promise<Finished> {
    const { key } = flight.work.effect
    if (this.#isStopping || flight.isRevoked) return { key, outcome: 'released' }
    const { metrics, renderer, unsubscribeUrl, viewUrl, smsStatusUrl, consentLinks, follow, comesBackAs, reopen } = this.#options
    const composer = { source: this.#source, renderer, unsubscribeUrl, viewUrl, smsStatusUrl, consentLinks, follow, comesBackAs, reopen }
    const composed = await composeMessage(composer, flight.work).catch(cannotRender)
    if (!composed.ok) {
      metrics.attempted(channel.name, 'rejected')
      return { key, outcome: 'failed', reason: composed.reason }
    }
    if (flight.isRevoked || this.#isStopped(flight.work)) return { key, outcome: 'released' }
    const { effect, transmission } = flight.work
    const toArchive = { ...composed, effect, at: transmission.authorizedAt, workspace: this.#source.workspace, channel }
    const ready = await this.#archivist.prepare(toArchive).catch(cannotLayOut)
    if ('reason' in ready) {
      metrics.attempted(channel.name, 'rejected')
      return { key, outcome: 'failed', reason: ready.reason }
    }
    // A link must lead somewhere before anybody can have it, nothing leaves that is not kept, and nothing that is not decided for good: what was handed
    // out unasked may be here before its commit has reached the disk, and what comes after it has not either.
    const { links } = composed
    if (!(await this.#keep(key, { ...ready.kept, ...(links === undefined ? {} : { links }) }))) return { key, outcome: 'released' }
    if (flight.isRevoked || this.#isStopped(flight.work)) return { key, outcome: 'released' }
    flight.isTransmitting = true
    const outcome = await channel.deliver(composed.message, ready.laid).catch(mayHaveBeenSent)
    if (outcome.kind !== 'held') metrics.attempted(channel.name, outcome.kind)
    if (outcome.kind === 'rejected' && outcome.addressIsBad === true) await this.#tellBadAddress(flight.work.delivery)
    return this.#finishedAs(flight.work, outcome)
  }

  async #keep(key: string, kept: KeptMessage): Promise<boolean> {
    try {
      await this.#options.writer.keepMessage(key, kept)
      return true
    } catch (error) {
      this.#options.logger.error({ delivery: key, reason: String(error) }, 'could not keep a message and where its links lead; it waits')
      return false
    }
  }

  /** Where that cannot be committed, the outcome counts all the same: the next mail to the address is rejected again, and tells it again. */
  async #tellBadAddress({ key, subscriber, channel }: Delivery): Promise<void> {
    try {
      await this.#options.onBadAddress(subscriber, channel)
    } catch (error) {
      this.#options.logger.error({ delivery: key, reason: String(error) }, 'could not record that an address is bad; its next rejection will')
    }
  }

  #finishedAs(work: Work, outcome: AttemptOutcome): Finished {
    const { key } = work.effect
    switch (outcome.kind) {
      case 'sent':
        return { key, outcome: 'sent', ...(outcome.detail !== undefined && { answer: answerLine(outcome.detail) }) }
      case 'rejected':
        return { key, outcome: 'failed', reason: outcome.reason, ...(outcome.addressIsBad === true && { isBounce: true }) }
      case 'unknown': {
        const again = retryOf(work, outcome)
        const isResent = this.#isResent(work.delivery, again.outcome === 'retry' ? again.afterMs : 0)
        return isResent ? again : { key, outcome: 'unknown', reason: outcome.reason }
      }
      case 'retry':
        return retryOf(work, outcome)
      case 'held': {
        const { expiresAt } = work.effect
        return { key, outcome: 'held', reason: outcome.reason, domain: outcome.domain, ...(expiresAt === undefined ? {} : { expiresAt }) }
      }
    }
  }

  /**
   * An outcome that happened must not be lost because a commit fails: it is reported until it is durable. After the end nobody is left who could commit it;
   * the next start finds the delivery cut off.
   */
  async #report(finished: Finished): Promise<void> {
    const { writer, clock, logger } = this.#options
    for (;;) {
      try {
        return await writer.finish([finished])
      } catch (error) {
        if (this.#hasEnded) return
        logger.error({ outcome: finished.outcome, reason: String(error) }, 'could not record the outcome of a delivery; trying again')
        await new Promise<void>((resolve) => clock.at(clock.now() + limits.commitRetryMs, resolve))
      }
    }
  }

  /** Whether nothing is due and nothing under way. */
  get isIdle(): boolean {
    return this.#unreported === 0 && this.#lanes.every((lane) => lane.isIdle)
  }

  #checkIdle(): void {
    if (!this.isIdle) return
    const callbacks = this.#idleCallbacks
    this.#idleCallbacks = []
    for (const callback of callbacks) callback()
  }

  /** Waits for the promise, but not longer than limits.handoverWaitMs. */
  async #atMost(promise: Promise<unknown>): Promise<void> {
    const { clock } = this.#options
    let cancel = (): void => {}
    const tooLong = new Promise<void>((resolve) => {
      cancel = clock.at(clock.now() + limits.handoverWaitMs, resolve)
    })
    await Promise.race([promise, tooLong])
    cancel()
  }
}

function cannotLayOut(error: unknown): { readonly reason: string } {
  return { reason: sentence('not-laid-out', { words: reasonOf(error) }) }
}

function cannotRender(error: unknown): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason: sentence('not-rendered', { words: reasonOf(error) }) }
}

/** A channel that breaks its promise never to throw leaves everything open. */
function mayHaveBeenSent(error: unknown): AttemptOutcome {
  return { kind: 'unknown', reason: sentence('channel-failed', { words: reasonOf(error) }) }
}

function retryOf({ effect, delivery }: Work, outcome: { readonly reason: string; readonly afterMs?: number }): Finished {
  const isLast = effect.kind === 'webhook' && effect.attempts !== undefined && delivery.attempts >= effect.attempts
  const afterMs = isLast ? undefined : retryDelayMs(delivery, outcome.afterMs)
  if (afterMs === undefined) return { key: effect.key, outcome: 'failed', reason: sentence('gave-up', { count: delivery.attempts, tried: outcome.reason }) }
  const expires = effect.expiresAt === undefined ? {} : { expiresAt: effect.expiresAt }
  return { key: effect.key, outcome: 'retry', reason: outcome.reason, afterMs, ...expires }
}
