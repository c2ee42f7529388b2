// Every question that the store in a file answers, prepared once for a connection. What a commit writes is in write-commit.ts.

import type { DatabaseSync } from 'node:sqlite'
import { readReachedAt, readReachOf, readSuppressions } from './queries/addresses.ts'
import { readAnswer, readAudit } from './queries/admin-records.ts'
import { readApart } from './queries/apart.ts'
import { forgetArchivedBefore, readArchived, readDayCounts, readDictionary } from './queries/archive.ts'
import { readCounts, readCountsOfJourney, readSubscriberTotal } from './queries/counts.ts'
import { readDeadLetter, readDeadLetters } from './queries/dead-letters.ts'
import { readDecisionsBefore, readNewestDecisions } from './queries/decisions.ts'
import { readDrafts } from './queries/definition-drafts.ts'
import { countDueDeliveries, readDeliveriesOfStatus, readDelivery, readDueDeliveries, readDueJourneys, searchDeliveries } from './queries/deliveries.ts'
import { findAnyTombstone, readErasures, readTombstones } from './queries/erasure.ts'
import { readHistory } from './queries/history.ts'
import { followMerges, readIdentitiesOf, readMerges, resolveIdentities } from './queries/identities.ts'
import { readJourneyDays } from './queries/journey-days.ts'
import { readEntriesAt, readLastPosition, readLogAfter, readLogOfNames } from './queries/log.ts'
import { readLogShare } from './queries/log-share.ts'
import { findPeople, readGroupings, searchPeople } from './queries/members.ts'
import { searchMessages } from './queries/search-messages.ts'
import { findSeen, forgetSeenRange, readNextSeenSubscriber } from './queries/seen.ts'
import { readSegmentDays } from './queries/segment-days.ts'
import { readSending } from './queries/sending-counts.ts'
import { readSetting, writeSetting } from './queries/settings.ts'
import { loadSubscribers, readDueSubscribers, readLastNumber, readNextDeadline, readNumbersAfter } from './queries/subscribers.ts'

export type Queries = ReturnType<typeof prepareQueries>

/** Prepares every statement but those of the commit. */
export function prepareQueries(database: DatabaseSync) {
  return {
    readLastPosition: readLastPosition(database),
    readLastNumber: readLastNumber(database),
    resolveIdentities: resolveIdentities(database),
    readIdentitiesOf: readIdentitiesOf(database),
    followMerges: followMerges(database),
    loadSubscribers: loadSubscribers(database),
    readNumbersAfter: readNumbersAfter(database),
    readSubscriberTotal: readSubscriberTotal(database),
    readDueSubscribers: readDueSubscribers(database),
    readNextDeadline: readNextDeadline(database),
    readReachedAt: readReachedAt(database),
    readReachOf: readReachOf(database),
    readSuppressions: readSuppressions(database),
    findSeen: findSeen(database),
    forgetSeenRange: forgetSeenRange(database),
    readNextSeenSubscriber: readNextSeenSubscriber(database),
    readLogAfter: readLogAfter(database),
    readHistory: readHistory(database),
    readLogOfNames: readLogOfNames(database),
    readEntriesAt: readEntriesAt(database),
    readLogShare: readLogShare(database),
    readMerges: readMerges(database),
    readApart: readApart(database),
    readNewestDecisions: readNewestDecisions(database),
    readDueDeliveries: readDueDeliveries(database),
    readDueJourneys: readDueJourneys(database),
    countDueDeliveries: countDueDeliveries(database),
    readDeliveriesOfStatus: readDeliveriesOfStatus(database),
    readDelivery: readDelivery(database),
    searchDeliveries: searchDeliveries(database),
    searchMessages: searchMessages(database),
    readArchived: readArchived(database),
    readDictionary: readDictionary(database),
    forgetArchivedBefore: forgetArchivedBefore(database),
    readDayCounts: readDayCounts(database),
    readCounts: readCounts(database),
    readSegmentDays: readSegmentDays(database),
    readJourneyDays: readJourneyDays(database),
    readSending: readSending(database),
    readCountsOfJourney: readCountsOfJourney(database),
    readDeadLetters: readDeadLetters(database),
    readDeadLetter: readDeadLetter(database),
    findPeople: findPeople(database),
    searchPeople: searchPeople(database),
    readGroupings: readGroupings(database),
    readDecisionsBefore: readDecisionsBefore(database),
    readAudit: readAudit(database),
    readAnswer: readAnswer(database),
    readDrafts: readDrafts(database),
    readErasures: readErasures(database),
    readTombstones: readTombstones(database),
    findAnyTombstone: findAnyTombstone(database),
    readSetting: readSetting(database),
    writeSetting: writeSetting(database),
  }
}
