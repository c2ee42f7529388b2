// Takes a person out of the file, a bounded transaction at a time, and sees to it that what was deleted is nowhere in the file or its
// write-ahead log. What is deleted inside a page is overwritten at once (secure_delete); pages that became free are overwritten here.

import type { DatabaseSync } from 'node:sqlite'
import type { BeginErasure, Erasure, Position, SubscriberNumber, Tombstone } from '../../runtime/store.ts'
import { inTransaction } from './in-transaction.ts'
import { dropReachOf, dropSuppressionsOf } from './queries/addresses.ts'
import { addToCount, addToSubscriberTotal } from './queries/counts.ts'
import { forgetOwnerOfCodes } from './queries/discount-codes.ts'
import {
  blankLogEntry,
  forgetAnswers,
  forgetDecisions,
  forgetDeliveries,
  forgetErasure,
  forgetIdentities,
  forgetLetter,
  forgetOpenDeliveries,
  keepErasedNumber,
  keepErasure,
  putTombstone,
  readLetterTexts,
} from './queries/erasure.ts'
import { putMemberships } from './queries/members.ts'
import { forgetSeenOf } from './queries/seen.ts'
import { deleteSubscriber } from './queries/subscribers.ts'

export interface Eraser {
  begin(begin: BeginErasure): void
  blank(step: { readonly positions: readonly Position[]; readonly erasure: Erasure; readonly tombstones: readonly Tombstone[] }): void
  /** Whether nothing is left. */
  forgetBelongings(subscriber: SubscriberNumber, limit: number): boolean
  /** The last one that was looked at; undefined when that was the last page. */
  forgetLetters(isAbout: (text: string) => boolean, page: { readonly after: number; readonly limit: number }): number | undefined
  /** Whether nothing of it can be found in the files any more. */
  finish(subscriber: SubscriberNumber): boolean
}

/** Prepares every statement that an erasure needs. */
export function createEraser(database: DatabaseSync): Eraser {
  const statements = prepareStatements(database)
  const once = <Result>(work: () => Result): Result => inTransaction(database, work)
  return {
    begin: ({ erasure, tombstones, counts }) =>
      once(() => {
        const { subscriber } = erasure
        statements.keepErasure(erasure)
        for (const tombstone of tombstones) statements.putTombstone(tombstone)
        statements.putMemberships.put([{ subscriber, groupings: [] }])
        if (statements.deleteSubscriber(subscriber)) statements.addToSubscriberTotal(-1)
        statements.keepErasedNumber(subscriber)
        statements.forgetIdentities(subscriber)
        statements.dropReachOf(subscriber)
        statements.dropSuppressionsOf(subscriber)
        statements.forgetSeenOf(subscriber)
        statements.forgetOpenDeliveries(subscriber)
        statements.forgetAnswers()
        statements.forgetOwnerOfCodes(subscriber)
        for (const change of counts) statements.addToCount(change)
      }),
    blank: ({ positions, erasure, tombstones }) =>
      once(() => {
        for (const position of positions) statements.blankLogEntry(position)
        for (const tombstone of tombstones) statements.putTombstone(tombstone)
        statements.keepErasure(erasure)
      }),
    forgetBelongings: (subscriber, limit) => once(() => statements.forgetDecisions(subscriber, limit) + statements.forgetDeliveries(subscriber, limit) === 0),
    forgetLetters: (isAbout, { after, limit }) =>
      once(() => {
        const letters = statements.readLetterTexts(after, limit)
        for (const { id, text } of letters) if (isAbout(text)) statements.forgetLetter(id)
        return letters.length < limit ? undefined : letters.at(-1)?.id
      }),
    finish(subscriber) {
      // Without names, so that what is left to do after a failure is to overwrite.
      once(() => statements.keepErasure({ subscriber, at: 0, chains: [], numbers: [], ids: [], addresses: [] }))
      if (!scrub(database)) return false
      once(() => statements.forgetErasure(subscriber))
      return true
    },
  }
}

/** Bytes of zeros in one row. */
const zerosPerRow = 16 * 1024 * 1024

/** Overwrites every free page, and empties the write-ahead log. False while somebody reads what stands in that. */
export function scrub(database: DatabaseSync): boolean {
  const wasScrubbed = database.prepare("SELECT 1 FROM setting WHERE name = 'unscrubbed'").get() === undefined
  if (wasScrubbed) overwriteFreePages(database)
  else {
    // Once in the life of a file from before deleted content was overwritten.
    database.exec('VACUUM')
    database.exec("DELETE FROM setting WHERE name = 'unscrubbed'")
  }
  const { busy } = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number }
  return busy === 0
}

function overwriteFreePages(database: DatabaseSync): void {
  const { freelist_count: pages } = database.prepare('PRAGMA freelist_count').get() as { freelist_count: number }
  const { page_size: pageBytes } = database.prepare('PRAGMA page_size').get() as { page_size: number }
  if (pages > 0) {
    const insert = database.prepare('INSERT INTO scrub (zeros) VALUES (zeroblob(?))')
    database.exec('BEGIN IMMEDIATE')
    for (let left = pages * pageBytes; left > 0; left -= zerosPerRow) insert.run(Math.min(left, zerosPerRow))
    database.exec('COMMIT')
  }
  // In a transaction of its own: what becomes free in the one that wrote it need not be written at all.
  database.exec('DELETE FROM scrub')
}

function prepareStatements(database: DatabaseSync) {
  return {
    keepErasure: keepErasure(database),
    forgetErasure: forgetErasure(database),
    putTombstone: putTombstone(database),
    deleteSubscriber: deleteSubscriber(database),
    addToSubscriberTotal: addToSubscriberTotal(database),
    addToCount: addToCount(database),
    keepErasedNumber: keepErasedNumber(database),
    forgetIdentities: forgetIdentities(database),
    dropReachOf: dropReachOf(database),
    dropSuppressionsOf: dropSuppressionsOf(database),
    putMemberships: putMemberships(database),
    forgetSeenOf: forgetSeenOf(database),
    forgetOpenDeliveries: forgetOpenDeliveries(database),
    forgetDeliveries: forgetDeliveries(database),
    forgetDecisions: forgetDecisions(database),
    forgetAnswers: forgetAnswers(database),
    forgetOwnerOfCodes: forgetOwnerOfCodes(database),
    blankLogEntry: blankLogEntry(database),
    readLetterTexts: readLetterTexts(database),
    forgetLetter: forgetLetter(database),
  }
}
