// One commit as one transaction. This is the hot path: every event waits for it, so rows go in ascending order (pages are
// touched once), the log many rows to a statement, and nothing is read that need not be. Whatever fails, everything is
// rolled back and what is kept in memory is read again.

import assert from 'node:assert/strict'
import type { DatabaseSync } from 'node:sqlite'
import type { Decision } from '../../model/decision.ts'
import { isCountedByDay } from '../../model/journey-day-count.ts'
import { limits } from '../../model/limits.ts'
import type { Commit, CountChange, StoredSubscriber, SubscriberNumber } from '../../runtime/store.ts'
import type { CarryOver } from './carry-over.ts'
import { dropReach, dropReachOf, dropSuppressionsOf, putReach, putSuppression } from './queries/addresses.ts'
import { appendAudit, beginAudit, dropOldAnswers, dropOldAudit, endAudit, keepAnswer } from './queries/admin-records.ts'
import { takeApart } from './queries/apart.ts'
import { addToDayCount, forgetArchivedOf, keepArchived, keepDictionary } from './queries/archive.ts'
import { addToCount, addToSubscriberTotal } from './queries/counts.ts'
import { dropDeadLetter, dropOldDeadLetters, keepDeadLetter } from './queries/dead-letters.ts'
import { appendDecisions, moveDecisions } from './queries/decisions.ts'
import { dropDraft, putDraft } from './queries/definition-drafts.ts'
import { moveDeliveries, putDelivery } from './queries/deliveries.ts'
import { giveCode, moveCodes } from './queries/discount-codes.ts'
import { dropTombstone } from './queries/erasure.ts'
import { noteFirstImport } from './queries/first-import.ts'
import { followMerges, moveIdentities, pointIdentity, recordMerge } from './queries/identities.ts'
import { addToJourneyDay } from './queries/journey-days.ts'
import { appendLog, readLastPosition } from './queries/log.ts'
import { putMemberships } from './queries/members.ts'
import { copySeen, forgetSeenOf, recordSeen } from './queries/seen.ts'
import { addToSegmentDay } from './queries/segment-days.ts'
import { addToSending, dropOldSending } from './queries/sending-counts.ts'
import { deleteSubscriber, insertSubscriber, readLastNumber, updateKeepingDeadline, updateMovingDeadline } from './queries/subscribers.ts'

export interface CommitWriter {
  write(commit: Commit): void
  /** The last position and the last subscriber number in use. */
  last(): { readonly position: number; readonly subscriber: SubscriberNumber }
}

/** Prepares every statement that a commit may need. `carryOver` is told of each commit. */
export function createCommitWriter(database: DatabaseSync, carryOver: Pick<CarryOver, 'committed'>): CommitWriter {
  const statements = prepareStatements(database)
  let last = readLast(statements)

  const write = (commit: Commit): void => {
    statements.begin.run()
    try {
      const next = writeAll(statements, commit, last)
      statements.commit.run()
      last = next
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      statements.putMemberships.forget()
      statements.firstImport.forget()
      throw error
    }
    carryOver.committed(commit.log.length)
  }
  return { write, last: () => last }
}

const dayMs = 86_400_000

type Statements = ReturnType<typeof prepareStatements>
type Last = ReturnType<CommitWriter['last']>

function prepareStatements(database: DatabaseSync) {
  return {
    begin: database.prepare('BEGIN IMMEDIATE'),
    commit: database.prepare('COMMIT'),
    putDraft: putDraft(database),
    dropDraft: dropDraft(database),
    appendLog: appendLog(database),
    firstImport: noteFirstImport(database),
    insertSubscriber: insertSubscriber(database),
    updateKeepingDeadline: updateKeepingDeadline(database),
    updateMovingDeadline: updateMovingDeadline(database),
    deleteSubscriber: deleteSubscriber(database),
    addToSubscriberTotal: addToSubscriberTotal(database),
    pointIdentity: pointIdentity(database),
    recordMerge: recordMerge(database),
    followMerges: followMerges(database),
    moveIdentities: moveIdentities(database),
    appendDecisions: appendDecisions(database),
    moveDecisions: moveDecisions(database),
    putDelivery: putDelivery(database),
    moveDeliveries: moveDeliveries(database),
    addToCount: addToCount(database),
    addToJourneyDay: addToJourneyDay(database),
    addToSending: addToSending(database),
    dropOldSending: dropOldSending(database),
    keepDeadLetter: keepDeadLetter(database),
    dropOldDeadLetters: dropOldDeadLetters(database),
    dropDeadLetter: dropDeadLetter(database),
    putMemberships: putMemberships(database),
    recordSeen: recordSeen(database),
    copySeen: copySeen(database),
    forgetSeenOf: forgetSeenOf(database),
    appendAudit: appendAudit(database),
    beginAudit: beginAudit(database),
    endAudit: endAudit(database),
    dropOldAudit: dropOldAudit(database),
    keepAnswer: keepAnswer(database),
    dropOldAnswers: dropOldAnswers(database),
    dropTombstone: dropTombstone(database),
    putReach: putReach(database),
    dropReach: dropReach(database),
    dropReachOf: dropReachOf(database),
    putSuppression: putSuppression(database),
    dropSuppressionsOf: dropSuppressionsOf(database),
    keepArchived: keepArchived(database),
    keepDictionary: keepDictionary(database),
    forgetArchivedOf: forgetArchivedOf(database),
    addToDayCount: addToDayCount(database),
    addToSegmentDay: addToSegmentDay(database),
    giveCode: giveCode(database),
    moveCodes: moveCodes(database),
    takeApart: takeApart(database),
    readLastPosition: readLastPosition(database),
    readLastNumber: readLastNumber(database),
  }
}

function readLast(statements: Statements): Last {
  return { position: statements.readLastPosition(), subscriber: statements.readLastNumber() }
}

/** Writes the commit's parts inside the open transaction; returns the last position and number after it. */
function writeAll(statements: Statements, commit: Commit, last: Last): Last {
  let before = last.position
  for (const { position } of commit.log) {
    // What an assertion says would be put together for every line.
    if (position <= before) assert.fail(`Log position ${position} does not come after ${before}.`)
    before = position
  }
  if (commit.apart !== undefined) statements.takeApart(commit.apart)
  statements.appendLog(commit.log)
  statements.firstImport.note(commit.log)
  const added = writeSubscribers(statements, commit.subscribers, last.subscriber)
  for (const { identity, subscriber } of commit.identities) statements.pointIdentity(identity, subscriber)
  for (const { subscriber, fingerprint, day } of commit.seen) statements.recordSeen(subscriber, fingerprint, day)
  // Whoever has a row was never merged away: where their number leads need not be asked.
  const here = new Set(commit.subscribers.map(({ number }) => number))
  writeDecisions(statements, commit, here)
  writeDeliveries(statements, commit, here)
  writeCounts(statements, commit)
  writeSending(statements, commit)
  for (const letter of commit.deadLetters) statements.keepDeadLetter(letter)
  if (commit.deadLetters.length > 0) statements.dropOldDeadLetters(limits.deadLetters)
  for (const id of commit.droppedLetters ?? []) statements.dropDeadLetter(id)
  statements.putMemberships.put(commit.members ?? [])
  writeAdminRecords(statements, commit)
  writeArchive(statements, commit)
  for (const change of commit.segmentDays ?? []) statements.addToSegmentDay(change)
  for (const hash of commit.liftedTombstones ?? []) statements.dropTombstone(hash)
  writeAddresses(statements, commit)
  for (const code of commit.codes ?? []) assert(statements.giveCode(withSubscriber(statements, code)), `The code ${code.code} was given before.`)
  const removed = writeMerges(statements, commit)
  if (added !== removed) statements.addToSubscriberTotal(added - removed)
  return {
    position: commit.log.at(-1)?.position ?? last.position,
    subscriber: highestNumber(commit, last.subscriber),
  }
}

/** After the deliveries that the messages belong to. */
function writeArchive(statements: Statements, { archived = [], dictionaries = [], unarchived = [], dayCounts = [] }: Commit): void {
  for (const dictionary of dictionaries) statements.keepDictionary(dictionary)
  for (const message of archived) statements.keepArchived(message)
  for (const key of unarchived) statements.forgetArchivedOf(key)
  for (const change of dayCounts) statements.addToDayCount(change)
}

/** What is counted by day is written beside the running count. */
function writeCounts(statements: Statements, { counts, countedOn }: Commit): void {
  for (const change of sumCounts(counts)) {
    statements.addToCount(change)
    if (countedOn !== undefined && isCountedByDay(change)) statements.addToJourneyDay(change, countedOn)
  }
}

function writeSending(statements: Statements, { sending = [] }: Commit): void {
  if (sending.length === 0) return
  for (const change of sending) statements.addToSending(change)
  statements.dropOldSending(Math.max(...sending.map(({ slot }) => slot)) - limits.sendingDays * dayMs)
}

function writeAdminRecords(statements: Statements, { audit = [], begunAudit = [], endedAudit = [], answers = [], drafts = [] }: Commit): void {
  for (const draft of drafts) {
    if ('gone' in draft) statements.dropDraft(draft.path)
    else statements.putDraft(draft)
  }
  for (const entry of audit) statements.appendAudit(entry)
  for (const begun of begunAudit) statements.beginAudit(begun)
  for (const ended of endedAudit) statements.endAudit(ended)
  if (audit.length + begunAudit.length > 0) statements.dropOldAudit(limits.auditEntries)
  for (const answer of answers) {
    statements.dropOldAnswers(answer.at - limits.idempotencyKeyMs)
    statements.keepAnswer(answer)
  }
}

function writeAddresses(statements: Statements, { reach = [], suppressed = [] }: Commit): void {
  for (const { subscriber, channel, address, isVouched } of reach) {
    if (address === undefined) statements.dropReach(subscriber, channel)
    else statements.putReach({ subscriber, channel, address, isVouched })
  }
  for (const { subscriber, addresses } of suppressed) {
    statements.dropSuppressionsOf(subscriber)
    for (const one of addresses) statements.putSuppression(subscriber, one)
  }
}

/** Somebody who was made and merged away in one commit has no row, but the number is taken. */
function highestNumber(commit: Commit, last: SubscriberNumber): SubscriberNumber {
  let highest = last
  for (const { number } of commit.subscribers) highest = Math.max(highest, number)
  for (const { from } of commit.merged) highest = Math.max(highest, from)
  return highest
}

/** Writes the rows in order of number; returns how many were not there before. */
function writeSubscribers(statements: Statements, subscribers: readonly StoredSubscriber[], last: SubscriberNumber): number {
  const ascending = subscribers.toSorted((one, other) => one.number - other.number)
  let added = 0
  for (const subscriber of ascending) {
    if (subscriber.number <= last && updateSubscriber(statements, subscriber)) continue
    statements.insertSubscriber(subscriber)
    added += 1
  }
  return added
}

/** False when there is no such row. Most deadlines stay as they are, and are tried so unless it is known better. */
function updateSubscriber(statements: Statements, subscriber: StoredSubscriber): boolean {
  if (subscriber.isDeadlineMoved !== true && statements.updateKeepingDeadline(subscriber)) return true
  return statements.updateMovingDeadline(subscriber)
}

function writeDecisions(statements: Statements, { decisions }: Commit, here: ReadonlySet<SubscriberNumber>): void {
  const bySubscriber = new Map<SubscriberNumber, Decision[]>()
  for (const { subscriber, decision } of decisions) {
    const list = bySubscriber.get(subscriber)
    if (list === undefined) bySubscriber.set(subscriber, [decision])
    else list.push(decision)
  }
  for (const [subscriber, list] of bySubscriber) statements.appendDecisions(here.has(subscriber) ? subscriber : follow(statements, subscriber), list)
}

/** What was taken out for delivery before its subscriber was merged away comes back under the old number. */
function writeDeliveries(statements: Statements, { deliveries }: Commit, here: ReadonlySet<SubscriberNumber>): void {
  for (const delivery of deliveries) {
    const subscriber = here.has(delivery.subscriber) ? delivery.subscriber : follow(statements, delivery.subscriber)
    statements.putDelivery(subscriber === delivery.subscriber ? delivery : { ...delivery, subscriber })
  }
}

/** The same for anything else, which may be about nobody. */
function withSubscriber<Belonging extends { readonly subscriber: SubscriberNumber | undefined }>(statements: Statements, belonging: Belonging): Belonging {
  if (belonging.subscriber === undefined) return belonging
  const subscriber = follow(statements, belonging.subscriber)
  return subscriber === belonging.subscriber ? belonging : { ...belonging, subscriber }
}

function follow(statements: Statements, subscriber: SubscriberNumber): SubscriberNumber {
  return statements.followMerges([subscriber])[0] ?? subscriber
}

/** Adds equal counts up first: a commit counts the same few things again and again. */
function sumCounts(changes: readonly CountChange[]): Iterable<CountChange> {
  const sums = new Map<string, CountChange>()
  for (const change of changes) {
    const key = `${change.version} ${change.measure.length} ${change.journey.length} ${change.measure}${change.journey}${change.step}`
    const sum = sums.get(key)
    sums.set(key, sum === undefined ? change : { ...sum, by: sum.by + change.by })
  }
  return sums.values()
}

/** Hands everything that a merged subscriber had over to the other; returns how many rows of subscribers went away. */
function writeMerges(statements: Statements, { merged }: Commit): number {
  let removed = 0
  for (const { from, into } of merged) {
    const destination = follow(statements, into)
    assert(destination !== from, `Subscriber ${from} cannot be merged into itself.`)
    statements.recordMerge(from, destination)
    statements.putMemberships.put([{ subscriber: from, groupings: [] }])
    if (statements.deleteSubscriber(from)) removed += 1
    statements.moveIdentities(from, destination)
    statements.moveDecisions(from, destination)
    statements.moveDeliveries(from, destination)
    statements.moveCodes(from, destination)
    statements.copySeen(from, destination)
    statements.forgetSeenOf(from)
    statements.dropReachOf(from)
    statements.dropSuppressionsOf(from)
  }
  return removed
}
