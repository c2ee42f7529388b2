// The part of the contract of every store that is about what is counted apart from running counts.

import { describeJourneyDays } from './journey-days-contract.ts'
import { describeSendingCounts } from './sending-counts-contract.ts'
import type { StoreUnderTest } from './store-under-test.ts'

/** Runs this part of the contract. */
export function describeCounts(underTest: StoreUnderTest): void {
  describeSendingCounts(underTest)
  describeJourneyDays(underTest)
}
