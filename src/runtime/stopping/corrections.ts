// Carries out corrections: finds everybody who got what was wrong, and has one mail queued for each. The audit log holds the order before the
// first mail and the end after the last; what a crash interrupted is gone on with at the next start, and nobody is told twice, because the
// writer knows the command by its id for limits.messageIdDays.

import { correctionJourney, isCorrection } from '../../model/correction.ts'
import type { Affected, CorrectionOrder, CorrectionReach, CorrectionReport } from '../../model/correction-order.ts'
import type { Effect } from '../../model/effect.ts'
import { isOncueError } from '../../model/errors.ts'
import type { Command } from '../../model/input.ts'
import type { JsonObject } from '../../model/json.ts'
import { limits } from '../../model/limits.ts'
import { isInScope } from '../../model/stop.ts'
import type { AuditEntry, Count, Delivery, MessagePlace, Store, StoredAuditEntry, SubscriberNumber } from '../store.ts'
import type { ReadsPeople } from './brought-up.ts'
import { correctionReach } from './correction-reach.ts'

export interface CorrectionParts {
  readonly store: Pick<Store, 'messages' | 'audit' | 'counts' | 'follow'> & ReadsPeople
  readonly command: (subscriber: SubscriberNumber, command: Command) => Promise<void>
  readonly record: (audit: AuditEntry) => Promise<void>
  readonly clock: { now(): number }
  readonly onError: (error: unknown, order: CorrectionOrder) => void
}

/** How the audit log calls the two. */
/** How an order, and the end of looking for everybody whom it is for, stand in the audit log. */
export const ordered = 'orderCorrection'
export const ended = 'endCorrection'
const page = 500

export class Corrections {
  readonly #parts: CorrectionParts
  /** Those under way, each with its end. */
  readonly #underWay = new Map<string, Promise<void>>()
  #isStopping = false

  constructor(parts: CorrectionParts) {
    this.#parts = parts
  }

  /** What an order is about, without doing anything. */
  async preview(order: CorrectionOrder): Promise<Affected> {
    return this.#find(order, async () => {})
  }

  /** The same, with whom its mail would reach now. */
  async reach(order: CorrectionOrder): Promise<{ readonly affected: Affected; readonly reach: CorrectionReach | undefined }> {
    const { store, clock } = this.#parts
    const people: SubscriberNumber[] = []
    const affected = await this.#find(order, async (subscriber) => {
      people.push(subscriber)
    })
    return { affected, reach: await correctionReach(store, people, { command: commandOf(order), now: clock.now() }) }
  }

  /** Resolves when the order is kept; the rest is done in the background. False when there is a correction of that id already. */
  async begin(order: CorrectionOrder, who: Pick<AuditEntry, 'admin' | 'through'>): Promise<boolean> {
    if (this.#underWay.has(order.id) || (await this.#reports()).some((one) => one.order.id === order.id)) return false
    await this.#parts.record({ ...who, at: this.#parts.clock.now(), did: ordered, subscriber: undefined, details: JSON.stringify(order) })
    this.#carryOut(order, who)
    return true
  }

  /** Goes on with what an earlier process left. */
  async goOn(): Promise<void> {
    for (const { order, by, state } of await this.#reports()) if (state === 'going on') this.#carryOut(order, { admin: by, through: 'api' })
  }

  /** Newest first. */
  async reports(): Promise<readonly CorrectionReport[]> {
    return this.#reports()
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await Promise.all(this.#underWay.values())
  }

  async stop(): Promise<void> {
    this.#isStopping = true
    await this.idle()
  }

  #carryOut(order: CorrectionOrder, who: Pick<AuditEntry, 'admin' | 'through'>): void {
    const done = this.#tellAll(order, who)
      .catch((error: unknown) => this.#parts.onError(error, order))
      .finally(() => this.#underWay.delete(order.id))
    this.#underWay.set(order.id, done)
  }

  async #tellAll(order: CorrectionOrder, who: Pick<AuditEntry, 'admin' | 'through'>): Promise<void> {
    const command = commandOf(order)
    const affected = await this.#find(order, async (subscriber) => {
      try {
        await this.#parts.command(subscriber, command)
      } catch (error) {
        // Erased since they were found.
        if (!isOncueError(error, 'unknown-subscriber')) throw error
      }
    })
    if (this.#isStopping) return
    const details = JSON.stringify({ id: order.id, affected })
    await this.#parts.record({ ...who, at: this.#parts.clock.now(), did: ended, subscriber: undefined, details })
  }

  /** Each person once, with whoever they were merged into. */
  async #find(order: CorrectionOrder, tell: (subscriber: SubscriberNumber) => Promise<void>): Promise<Affected> {
    const counts = { sent: 0, unknown: 0, onItsWay: 0, held: 0, notSent: 0 }
    const people = new Set<SubscriberNumber>()
    for await (const deliveries of this.#pagesOf(order)) {
      const got: SubscriberNumber[] = []
      for (const delivery of deliveries) {
        const fate = fateOf(delivery)
        counts[fate] += 1
        if (fate === 'sent' || (order.inDoubt && (fate === 'unknown' || fate === 'onItsWay'))) got.push(delivery.subscriber)
      }
      const now = [...new Set(await this.#parts.store.follow(got))].filter((subscriber) => !people.has(subscriber))
      for (const subscriber of now) people.add(subscriber)
      await Promise.all(now.map(tell))
    }
    return { ...counts, people: people.size }
  }

  /** The messages that the order is about, newest first. A correction is not corrected by the next one of everything. */
  async *#pagesOf({ scope, since, until }: CorrectionOrder): AsyncIterable<readonly Delivery[]> {
    const filter = 'journey' in scope ? { journey: scope.journey } : 'template' in scope ? { template: scope.template } : {}
    let before: MessagePlace | undefined = { decidedAt: until + 1, key: '' }
    while (before !== undefined && !this.#isStopping) {
      const deliveries: readonly Delivery[] = await this.#parts.store.messages({ ...filter, before, limit: page })
      const recent = deliveries.filter((delivery) => delivery.decidedAt >= since && delivery.decidedAt <= until)
      yield recent.filter((delivery) => {
        const message = correctable(delivery)
        return delivery.channel !== 'webhook' && isInScope(scope, message) && ('all' in scope ? !isCorrection(message) : true)
      })
      const last = deliveries.at(-1)
      before = last === undefined || deliveries.length < page || last.decidedAt < since ? undefined : { decidedAt: last.decidedAt, key: last.key }
    }
  }

  async #reports(): Promise<readonly CorrectionReport[]> {
    const [orders, ends, counts] = await Promise.all([this.#linesOf(ordered), this.#linesOf(ended), this.#parts.store.counts(correctionJourney)])
    const affectedBy = new Map(ends.map(({ details }) => endOf(details)))
    return orders.map(({ admin, at, details }): CorrectionReport => {
      const order = JSON.parse(details) as CorrectionOrder
      const affected = affectedBy.get(order.id)
      return { order, by: admin, at, state: affected === undefined ? 'going on' : 'ordered', affected, told: toldOf(order.id, counts) }
    })
  }

  /** All that the audit log holds of one kind, newest first, however much else was done since. */
  async #linesOf(did: string): Promise<readonly StoredAuditEntry[]> {
    const lines: StoredAuditEntry[] = []
    for (;;) {
      const found = await this.#parts.store.audit({ did, limit: limits.adminPage, before: lines.at(-1)?.id })
      lines.push(...found)
      if (found.length < limits.adminPage) return lines
    }
  }
}

function commandOf({ id: correction, template, topic }: CorrectionOrder): Extract<Command, { do: 'correct' }> {
  return { do: 'correct', correction, template, messageId: `correction ${correction}`, ...(topic === undefined ? {} : { ownTopic: topic }) }
}

function endOf(details: string): readonly [string, Affected] {
  const { id, affected } = JSON.parse(details) as { readonly id: string; readonly affected: Affected & JsonObject }
  return [id, affected]
}

/** What an order sees of a delivery; it names no domain. */
function correctable({ journey, template, effect }: Delivery): Parameters<typeof isInScope>[1] {
  const { journeyVersion: version } = JSON.parse(effect) as Effect
  return { journey, template, version, domain: undefined, purpose: 'transactional' }
}

function fateOf({ status }: Delivery): Exclude<keyof Affected, 'people'> {
  if (status === 'sent' || status === 'unknown') return status
  if (status === 'handing over') return 'onItsWay'
  return status === 'waiting' ? 'held' : 'notSent'
}

function toldOf(id: string, counts: readonly Count[]): CorrectionReport['told'] {
  const of = (measure: string): number => counts.filter((one) => one.step === id && one.measure === measure).reduce((sum, { count }) => sum + count, 0)
  return { queued: of('queued'), sent: of('sent'), failed: of('failed'), refused: of('refused'), unknown: of('unknown') }
}
