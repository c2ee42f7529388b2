// The auditor of the crash test: holds what a crash (or a stop) left on disk, what the client was told and what the receivers got against
// each other. It reads only, and says every breach of a promise as one sentence; no sentence means that all is well.

import { createHash } from 'node:crypto'
import { compile } from '../../src/engine/compile.ts'
import type { Program } from '../../src/engine/program.ts'
import type { SubscriberState } from '../../src/engine/state.ts'
import { createMessageHandles } from '../../src/inbound/message-handle.ts'
import type { Decision } from '../../src/model/decision.ts'
import type { Effect } from '../../src/model/effect.ts'
import { theEngine } from '../../src/runtime/engine.ts'
import { arrivalOf } from '../../src/runtime/log-entry.ts'
import { readPublished } from '../../src/runtime/publishing/published.ts'
import { openArchived } from '../../src/runtime/sending/archivist.ts'
import { unpackState } from '../../src/runtime/states/state-codec.ts'
import type { Delivery, LogEntry, Store, StoredSubscriber } from '../../src/runtime/store.ts'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import type { Client } from './client.ts'
import { type Receivers, refusal } from './receivers.ts'
import { countKey, differenceOf, type Replayed, replayLog } from './replay-log.ts'
import { addressOf } from './shoppers.ts'

export interface AuditOptions {
  readonly path: string
  /** Of the server: makes the Message-ID that a mail is known by. */
  readonly secret: string
  readonly client: Client
  readonly receivers: Receivers
  readonly policy: 'hold' | 'resend'
  /** after crash: whatever was under way may be half done · at the end: everything was repeated, has come to rest, and the server stopped. */
  readonly when: 'after crash' | 'at the end'
  /** At the end: the instant at which nothing was due any more. */
  readonly now: number
}

export interface AuditReport {
  readonly breaches: readonly string[]
  readonly lines: number
  readonly subscribers: number
  readonly merges: number
  readonly decisions: number
  readonly deliveries: Readonly<Record<Delivery['status'], number>>
}

/** Everything that is stored, read once; nobody may write meanwhile. */
interface Stored {
  readonly store: Store
  readonly program: Program
  readonly log: readonly LogEntry[]
  readonly rows: readonly StoredSubscriber[]
  readonly states: ReadonlyMap<number, SubscriberState>
  readonly deliveries: readonly Delivery[]
  /** The delivery that a Message-ID stands for. */
  readonly ofMail: (messageId: string) => Delivery | undefined
  /** Webhooks by the id that the outside knows them by. */
  readonly byHash: ReadonlyMap<string, Delivery>
}

type Say = (breach: string) => void

/** Opens the store for reading only and audits it. */
export async function audit(options: AuditOptions): Promise<AuditReport> {
  const store = await openSqliteStore({ path: options.path, readOnly: true })
  try {
    const breaches: string[] = []
    const say: Say = (breach) => void breaches.push(breach)
    const stored = await readAll(store, options.secret)
    const replayed = replayLog(stored.program, stored.log)
    for (const row of stored.rows) replayed.passTime(row.number, stored.states.get(row.number)?.now ?? 0)
    await auditLog(stored, options, say)
    await auditStates(stored, replayed, say)
    await auditEffects(stored, replayed, say)
    auditMails(stored, options, say)
    auditWebhooks(stored, options, say)
    await auditArchive(stored, replayed, options, say)
    await auditUnsubscribes(stored, options, say)
    for (const letter of await store.deadLetters({ limit: 10 })) say(`an input was set aside: ${letter.reason}: ${letter.body.slice(0, 300)}`)
    if (options.when === 'at the end') auditRest(stored, options, say)
    const counted: Record<Delivery['status'], number> = { waiting: 0, 'handing over': 0, sent: 0, failed: 0, refused: 0, unknown: 0 }
    for (const { status } of stored.deliveries) counted[status] += 1
    const decisions = [...replayed.decisions.values()].reduce((sum, list) => sum + list.length, 0)
    return { breaches, lines: stored.log.length, subscribers: stored.rows.length, merges: replayed.merged.size, decisions, deliveries: counted }
  } finally {
    await store.close()
  }
}

async function readAll(store: Store, secret: string): Promise<Stored> {
  const source = await readPublished(store)
  const program = source && compile(source).program
  if (program === undefined) throw new Error('the store holds no definitions that compile')
  const log: LogEntry[] = []
  for (let page = await store.readLog(0, 5000); page.length > 0; page = await store.readLog(page.at(-1)?.position ?? 0, 5000)) log.push(...page)
  const numbers = await store.subscribersAfter(0, Number.MAX_SAFE_INTEGER)
  const rows = (await store.load(numbers)).filter((row) => row !== undefined)
  const states = new Map(rows.map((row) => [row.number, unpackState(theEngine, row.state)]))
  const deliveries = await store.messages({ limit: 1_000_000 })
  const byHash = new Map(deliveries.map((delivery) => [createHash('sha256').update(delivery.key).digest('hex').slice(0, 32), delivery]))
  return { store, program, log, rows, states, deliveries, byHash, ofMail: mailFinder(deliveries, secret) }
}

/** A mail is named after the subscriber who got it: the one that its key begins with, or the one that this person was merged into since. */
function mailFinder(deliveries: readonly Delivery[], secret: string): Stored['ofMail'] {
  const handles = createMessageHandles(secret)
  const byHandle = new Map<string, Delivery>()
  for (const delivery of deliveries) {
    for (const subscriber of new Set([Number.parseInt(delivery.key, 10), delivery.subscriber])) {
      byHandle.set(handles.handleOf({ subscriber, effect: delivery.key }), delivery)
    }
  }
  return (messageId) => {
    const handle = messageId.slice(0, messageId.indexOf('@'))
    return byHandle.get(handle) ?? deliveries.find(({ key }) => handles.read(handle)?.isOf(key))
  }
}

/** Every acknowledged message stands in the log exactly once, under the subscriber that its identity leads to, and nothing stands there that nobody sent. */
async function auditLog({ store, log, rows }: Stored, { client, when }: AuditOptions, say: Say): Promise<void> {
  const seen = new Set<string>()
  for (const [index, entry] of log.entries()) {
    if (entry.position !== index + 1) say(`the log has position ${entry.position} where ${index + 1} was due`)
    const arrival = arrivalOf(entry)
    if (arrival === undefined) continue
    const { messageId } = arrival.event
    if (seen.has(messageId)) say(`message ${messageId} stands in the log twice`)
    if (!client.sent.has(messageId)) say(`message ${messageId} stands in the log, but nobody sent it`)
    seen.add(messageId)
    const [owner] = await store.follow([entry.subscriber])
    const [byUser] = arrival.userId === undefined ? [owner] : await store.resolve([`u:${arrival.userId}`])
    if (owner !== byUser) say(`message ${messageId} of user ${arrival.userId} stands under subscriber ${owner}, but the user is ${byUser}`)
  }
  for (const messageId of when === 'at the end' ? client.sent.keys() : client.acknowledged) {
    if (!seen.has(messageId)) say(`message ${messageId} was ${client.acknowledged.has(messageId) ? 'acknowledged' : 'sent'}, but does not stand in the log`)
  }
  let chained = 0
  for (const { number, head } of rows) {
    const history = await store.history(head, Number.MAX_SAFE_INTEGER)
    chained += history.length
    for (const owner of await store.follow(history.map((entry) => entry.subscriber)))
      if (owner !== number) say(`the history of ${number} holds a line of ${owner}`)
  }
  if (chained !== log.length) say(`the log has ${log.length} lines, but the histories of all subscribers together ${chained}`)
}

/** States, deadlines, decisions and counts are those that an undisturbed engine makes from the log. */
async function auditStates({ store, rows, states }: Stored, replayed: Replayed, say: Say): Promise<void> {
  if (rows.length !== replayed.states.size) say(`${rows.length} subscribers are stored, but the log makes ${replayed.states.size}`)
  if (rows.length !== (await store.countSubscribers())) say(`${rows.length} subscribers are stored, but ${await store.countSubscribers()} are counted`)
  for (const { number, deadline } of rows) {
    const state = states.get(number)
    const made = replayed.states.get(number)
    if (state === undefined || made === undefined) {
      say(`subscriber ${number} is stored, but the log says nothing about it`)
      continue
    }
    const difference = differenceOf(state, made)
    if (difference !== undefined) say(`the state of subscriber ${number} is not what its log makes: ${difference}`)
    if ((deadline ?? Number.POSITIVE_INFINITY) !== state.deadline) say(`subscriber ${number} is looked at by ${deadline}, but its state says ${state.deadline}`)
    const decisions = (await store.decisions(number, 1_000_000)).filter((decision) => decision.kind !== 'told apart')
    const wanted = replayed.decisions.get(number) ?? []
    const missing = firstDifference(decisions, wanted, replayed.merged.has(number))
    if (missing !== undefined) say(`the decisions about subscriber ${number} are not those of its log: ${missing}`)
  }
  const counts = new Map((await store.counts()).map((count) => [countKey(count), count.count]))
  for (const key of new Set([...counts.keys(), ...replayed.counts.keys()])) {
    const [kept, wanted] = [counts.get(key) ?? 0, replayed.counts.get(key) ?? 0]
    if (kept !== wanted) say(`the count ${key} is ${kept}, but the log makes ${wanted}`)
  }
}

/** Of two who were merged, the decisions were made side by side: there only their instants have an order. */
function firstDifference(decisions: readonly Decision[], wanted: readonly Decision[], wasMerged: boolean): string | undefined {
  const lines = (list: readonly Decision[]): string[] => {
    const texts = list.map((decision) => JSON.stringify(decision))
    return wasMerged ? texts.sort() : texts
  }
  const [ours, theirs] = [lines(decisions), lines(wanted)]
  const index = Array.from({ length: Math.max(ours.length, theirs.length) }).findIndex((_, at) => ours[at] !== theirs[at])
  return index === -1 ? undefined : `number ${index + 1} of ${ours.length} is ${ours[index]} and not ${theirs[index]} (of ${theirs.length})`
}

/** Every effect has one delivery, and what became of it is what was decided. */
async function auditEffects({ deliveries }: Stored, replayed: Replayed, say: Say): Promise<void> {
  const keys = new Set(deliveries.map((delivery) => delivery.key))
  if (keys.size !== deliveries.length) say(`${deliveries.length} deliveries have only ${keys.size} keys`)
  for (const key of replayed.effects.keys()) if (!keys.has(key)) say(`the effect ${key} was decided, but has no delivery`)
  const ends = new Map<string, string[]>()
  for (const decision of [...replayed.decisions.values()].flat()) {
    if (decision.kind !== 'handed over' && decision.kind !== 'refused') continue
    const end = decision.kind === 'refused' ? 'refused' : decision.outcome
    ends.set(decision.effect, [...(ends.get(decision.effect) ?? []), end])
  }
  for (const delivery of deliveries) {
    if (!replayed.effects.has(delivery.key)) say(`the delivery ${delivery.key} belongs to no effect`)
    const isFinal = delivery.status !== 'waiting' && delivery.status !== 'handing over'
    const end = ends.get(delivery.key) ?? []
    if (end.length > 1) say(`the effect ${delivery.key} came to an end ${end.length} times: ${end.join(', ')}`)
    if (isFinal ? end[0] !== delivery.status : end.length > 0)
      say(`the delivery ${delivery.key} is ${delivery.status}, but its end is ${end[0] ?? 'undecided'}`)
  }
}

/** No mail is received that was not decided, none twice that a crash did not leave open, and what is `sent` was received. */
function auditMails({ deliveries, ofMail }: Stored, { receivers, policy }: AuditOptions, say: Say): void {
  const received = new Map<string, number>()
  for (const mail of receivers.mails) {
    const delivery = ofMail(mail.messageId)
    if (delivery === undefined) say(`a mail to ${mail.to} was received that nobody decided`)
    else received.set(delivery.key, (received.get(delivery.key) ?? 0) + 1)
  }
  for (const { key, channel, status, attempts, reason } of deliveries) {
    if (channel !== 'email') continue
    if (status === 'failed' && !reason?.includes(refusal)) say(`the mail ${key} failed, although nobody refused it: ${reason}`)
    const times = received.get(key) ?? 0
    const most = policy === 'resend' ? attempts : status === 'sent' || status === 'unknown' || status === 'handing over' ? 1 : 0
    if (times > most) say(`the mail ${key} is ${status} after ${attempts} attempts, but was received ${times} times`)
    if (status === 'sent' && times === 0) say(`the mail ${key} is sent, but was never received`)
  }
}

/**
 * Whatever reached a mail server stands in the archive, and what is `sent` stands there to the byte; nothing stands there that was never about to be
 * handed over. Of a mail that was tried again, the archive has the last attempt.
 */
async function auditArchive({ store, deliveries, ofMail }: Stored, { decisions }: Replayed, { receivers }: AuditOptions, say: Say): Promise<void> {
  const allowed = new Map<string, number>()
  for (const decision of [...decisions.values()].flat())
    if (decision.kind === 'authorized') allowed.set(decision.effect, (allowed.get(decision.effect) ?? 0) + 1)
  const received = new Map<string, string[]>()
  for (const mail of receivers.mails) {
    const key = ofMail(mail.messageId)?.key ?? ''
    received.set(key, [...(received.get(key) ?? []), mail.source])
  }
  for (const { key, channel, status, attempts } of deliveries) {
    const message = await store.archived(key)
    const isOut = status === 'sent' || received.has(key)
    if (isOut && message === undefined) say(`the ${channel} message ${key} is ${status} and was handed over, but is not in the archive`)
    if (message === undefined) continue
    if (attempts === 0) say(`the message ${key} is in the archive, but was never handed over`)
    // What was packed against another page cannot be read at all.
    const source = await openArchived(store, message).then(String, () => undefined)
    const mails = received.get(key) ?? []
    // One that was given back is no attempt, and may have been kept in the place of an earlier one.
    const isLast = status === 'sent' || (allowed.get(key) === 1 && mails.length > 0)
    if (channel === 'email' && isLast && mails.at(-1)?.trimEnd() !== source?.trimEnd())
      say(`the mail ${key} is ${status}, but the archive has other bytes than were received`)
  }
}

/** A webhook arrives at least once, always under the same id, and again only for another attempt. */
function auditWebhooks({ deliveries, byHash }: Stored, { receivers }: AuditOptions, say: Say): void {
  const received = new Map<string, number>()
  for (const [id, times] of receivers.webhooks) {
    const delivery = byHash.get(id.replace(/^msg_/, ''))
    if (delivery === undefined) say(`a webhook was received that nobody decided: ${id}`)
    else received.set(delivery.key, times)
  }
  for (const { key, channel, status, attempts } of deliveries) {
    if (channel !== 'webhook') continue
    const times = received.get(key) ?? 0
    if (times > attempts) say(`the webhook ${key} was received ${times} times in ${attempts} attempts`)
    if (status === 'sent' && times === 0) say(`the webhook ${key} is sent, but was never received`)
    if (status === 'unknown') say(`the webhook ${key} is unknown, although its receiver could have told a repetition`)
  }
}

/** After an unsubscribe was acknowledged, nothing of its topic is received by that person, and the state remembers it. */
async function auditUnsubscribes({ store, ofMail, states }: Stored, { client, receivers }: AuditOptions, say: Say): Promise<void> {
  const effectOf = (messageId: string): Effect | undefined => {
    const delivery = ofMail(messageId)
    return delivery && (JSON.parse(delivery.effect) as Effect)
  }
  const topicOf = (messageId: string): string => {
    const effect = effectOf(messageId)
    return (effect?.kind === 'send' ? effect.topic : undefined) ?? 'all'
  }
  for (const { mail, scope, order } of client.unsubscribes) {
    const topic = scope === 'all' ? 'all' : topicOf(mail.messageId)
    for (const later of receivers.mails) {
      if (later.order < order || later.to !== mail.to) continue
      if (topic === 'all' || topicOf(later.messageId) === topic) say(`${mail.to} got ${later.messageId} after leaving ${topic} was acknowledged`)
    }
    const userId = mail.to.slice(0, mail.to.indexOf('@'))
    if (addressOf(userId) !== mail.to) say(`a mail went to ${mail.to}, which is nobody's address`)
    const [number = 0] = await store.resolve([`u:${userId}`])
    const said = states.get(number)?.topics[topic]
    if (said?.subscribed !== false) say(`${userId} left ${topic} and had it acknowledged, but the state says ${JSON.stringify(said)}`)
  }
}

/** Nothing is overdue, nothing hangs between two states, and everybody in a journey has something that will move them. */
function auditRest({ program, states, deliveries }: Stored, { now }: AuditOptions, say: Say): void {
  for (const { key, status, dueAt, reason } of deliveries) {
    if (status === 'handing over') say(`the delivery ${key} is still being handed over, although nobody works on it`)
    // What became due after the instant of rest was decided while the server was being stopped: it goes out at the next start.
    if (status === 'waiting' && dueAt <= now) say(`the delivery ${key} waits since ${now - dueAt} ms, because ${reason}`)
  }
  for (const [number, state] of states) {
    if (state.deadline <= now) say(`subscriber ${number} is overdue by ${now - state.deadline} ms`)
    for (const { status, journey, version, step, wakeAt } of state.enrollments) {
      if (status !== 'active' || Number.isFinite(wakeAt)) continue
      const compiled = program.journeys.get(`${journey}\n${version}`)?.steps.get(step)
      if (compiled === undefined || (compiled.hears.length === 0 && compiled.conditions.length === 0)) {
        say(`subscriber ${number} is at ${step} of ${journey} for ever: nothing will move it`)
      }
    }
  }
}
