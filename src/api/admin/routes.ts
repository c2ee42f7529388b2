// The table of admin doors. A new one is a file in routes/ and a line here; the reference page and the OpenAPI document follow.

import type { AdminRoute } from './admin-route.ts'
import { adminsRoutes } from './routes/admins.ts'
import { alertRoutes } from './routes/alerts.ts'
import { auditRoutes } from './routes/audit.ts'
import { backtestRoutes } from './routes/backtests.ts'
import { caseRoutes } from './routes/cases.ts'
import { catalogueRoutes } from './routes/catalogue.ts'
import { channelRoutes } from './routes/channels.ts'
import { codeRoutes } from './routes/codes.ts'
import { conditionRoutes } from './routes/conditions.ts'
import { consentRoutes } from './routes/consents.ts'
import { correctionRoutes } from './routes/corrections.ts'
import { deadLetterRoutes } from './routes/dead-letters.ts'
import { definitionRoutes } from './routes/definitions.ts'
import { demoRoutes } from './routes/demo.ts'
import { documentRoute } from './routes/document.ts'
import { domainRoutes } from './routes/domains.ts'
import { experimentRoutes } from './routes/experiments.ts'
import { firstStepRoutes } from './routes/first-steps.ts'
import { forecastRoutes } from './routes/forecasts.ts'
import { guardRoutes } from './routes/guard.ts'
import { hookRoutes } from './routes/hooks.ts'
import { importRoutes } from './routes/imports.ts'
import { journeyRoutes } from './routes/journeys.ts'
import { keyRoutes } from './routes/keys.ts'
import { liveRoutes } from './routes/live.ts'
import { mergeRoutes } from './routes/merges.ts'
import { messageRoutes } from './routes/messages.ts'
import { overviewRoutes } from './routes/overview.ts'
import { pauseRoutes } from './routes/pauses.ts'
import { peopleRoutes } from './routes/people.ts'
import { peopleChangeRoutes } from './routes/people-changes.ts'
import { publishRoutes } from './routes/publish.ts'
import { recommendationRoutes } from './routes/recommendations.ts'
import { resendRoutes } from './routes/resend.ts'
import { returnedMailRoutes } from './routes/returned-mails.ts'
import { reviewRoutes } from './routes/reviews.ts'
import { schemaRoutes } from './routes/schema.ts'
import { segmentRoutes } from './routes/segments.ts'
import { sessionRoutes } from './routes/session.ts'
import { settingRoutes } from './routes/settings.ts'
import { setupRoutes } from './routes/setup.ts'
import { stagingRoutes } from './routes/staging.ts'
import { statisticsRoutes } from './routes/statistics.ts'
import { stopRoutes } from './routes/stops.ts'
import { subscriberRoutes } from './routes/subscribers.ts'
import { templatePreviewRoutes } from './routes/template-previews.ts'
import { templateVersionRoutes } from './routes/template-versions.ts'
import { templateRoutes } from './routes/templates.ts'
import { testMailRoutes } from './routes/test-mail.ts'
import { walkRoutes } from './routes/walks.ts'
import { webhookSecretRoutes } from './routes/webhook-secrets.ts'
import { whyRoutes } from './routes/why.ts'
import { winnerRoutes } from './routes/winner.ts'
import { workspaceRoutes } from './routes/workspace.ts'
import { writeKeyRoutes } from './routes/write-keys.ts'

export const adminRoutes: readonly AdminRoute[] = [
  ...peopleRoutes,
  ...peopleChangeRoutes,
  ...subscriberRoutes,
  ...deadLetterRoutes,
  ...liveRoutes,
  ...hookRoutes,
  ...mergeRoutes,
  ...consentRoutes,
  ...segmentRoutes,
  ...conditionRoutes,
  ...schemaRoutes,
  ...stopRoutes,
  ...domainRoutes,
  ...channelRoutes,
  ...correctionRoutes,
  ...journeyRoutes,
  ...pauseRoutes,
  ...winnerRoutes,
  ...guardRoutes,
  ...publishRoutes,
  ...setupRoutes,
  ...definitionRoutes,
  ...sessionRoutes,
  ...adminsRoutes,
  ...keyRoutes,
  ...writeKeyRoutes,
  ...webhookSecretRoutes,
  ...settingRoutes,
  ...experimentRoutes,
  ...importRoutes,
  ...returnedMailRoutes,
  ...caseRoutes,
  ...catalogueRoutes,
  ...recommendationRoutes,
  ...codeRoutes,
  ...messageRoutes,
  ...resendRoutes,
  ...auditRoutes,
  ...statisticsRoutes,
  ...templateRoutes,
  ...templatePreviewRoutes,
  ...templateVersionRoutes,
  ...testMailRoutes,
  ...whyRoutes,
  ...backtestRoutes,
  ...forecastRoutes,
  ...reviewRoutes,
  ...walkRoutes,
  ...workspaceRoutes,
  ...demoRoutes,
  ...stagingRoutes,
  ...overviewRoutes,
  ...alertRoutes,
  ...firstStepRoutes,
  documentRoute(() => adminRoutes),
]
