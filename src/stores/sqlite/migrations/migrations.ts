// The list of migrations, in order: the n-th brings a file from version n - 1 to version n. Append only; a migration that
// was ever released is never changed, and none goes back.

import { firstSchema } from './0001-first-schema.ts'
import { reportsAboutDeliveries } from './0002-reports-about-deliveries.ts'
import { adminRecords } from './0003-admin-records.ts'
import { erasure } from './0004-erasure.ts'
import { archive } from './0005-archive.ts'
import { addresses } from './0006-addresses.ts'
import { catalogue } from './0007-catalogue.ts'
import { sendingDomains } from './0008-sending-domains.ts'
import { definitionDrafts } from './0009-definition-drafts.ts'
import { segmentDays } from './0010-segment-days.ts'
import { members } from './0011-members.ts'
import { journeyDays } from './0012-journey-days.ts'
import { takenApart } from './0013-taken-apart.ts'
import { begunAudit } from './0014-begun-audit.ts'
import { auditIndexes } from './0015-audit-indexes.ts'
import { answers } from './0016-answers.ts'
import { firstImport } from './0017-first-import.ts'
import { waitingByJourney } from './0018-waiting-by-journey.ts'
import { whereabouts } from './0019-whereabouts.ts'
import { writesOfSettings } from './0020-writes-of-settings.ts'

export const migrations: readonly string[] = [
  firstSchema,
  reportsAboutDeliveries,
  adminRecords,
  erasure,
  archive,
  addresses,
  catalogue,
  sendingDomains,
  definitionDrafts,
  segmentDays,
  members,
  journeyDays,
  takenApart,
  begunAudit,
  auditIndexes,
  answers,
  firstImport,
  waitingByJourney,
  whereabouts,
  writesOfSettings,
]
