// The table of commands. Each is loaded only when it is asked for, so that `oncue --help` is instant.

import { type AnyCommand, commandGroup } from './command.ts'

export const commands: AnyCommand = commandGroup('oncue', 'A behavioral trigger engine for e-mail that a team hosts itself', {
  start: async () => (await import('./commands/start.ts')).start,
  validate: async () => (await import('./commands/validate.ts')).validate,
  render: async () => (await import('./commands/render.ts')).render,
  test: async () => (await import('./commands/test.ts')).test,
  snippet: async () => (await import('./commands/snippet.ts')).snippet,
  try: async () => (await import('./commands/try.ts')).tryCondition,
  backtest: async () => (await import('./commands/backtest.ts')).backtest,
  events: async () => commandGroup('events', 'Look at what arrives', { schema: async () => (await import('./commands/events-schema.ts')).eventsSchema }),
  import: async () =>
    commandGroup('import', 'Bring data in', {
      events: async () => (await import('./commands/import-events.ts')).importEvents,
      subscribers: async () => (await import('./commands/import-subscribers.ts')).importSubscribers,
    }),
  hook: async () => commandGroup('hook', 'Calls of other systems', { try: async () => (await import('./commands/hook-try.ts')).hookTry }),
  subscriber: async () =>
    commandGroup('subscriber', 'Look at one person, hand out what is known, forget', {
      show: async () => (await import('./commands/subscriber-show.ts')).subscriberShow,
      record: async () => (await import('./commands/subscriber-record.ts')).subscriberRecord,
      export: async () => (await import('./commands/subscriber-export.ts')).subscriberExport,
      unmerge: async () => (await import('./commands/subscriber-unmerge.ts')).subscriberUnmerge,
      erase: async () => (await import('./commands/subscriber-erase.ts')).subscriberErase,
    }),
  journey: async () =>
    commandGroup('journey', 'Look at journeys, pause them and let them go on', {
      list: async () => (await import('./commands/journey-list.ts')).journeyList,
      show: async () => (await import('./commands/journey-show.ts')).journeyShow,
      people: async () => (await import('./commands/journey-people.ts')).journeyPeople,
      pause: async () => (await import('./commands/journey-pause.ts')).journeyPause,
      resume: async () => (await import('./commands/journey-resume.ts')).journeyResume,
      winner: async () => (await import('./commands/journey-winner.ts')).journeyWinner,
      walk: async () => (await import('./commands/journey-walk.ts')).journeyWalk,
      review: async () => (await import('./commands/journey-review.ts')).journeyReview,
    }),
  guard: async () =>
    commandGroup('guard', 'Tell the guard over journeys that more than usual is right for a while', {
      allow: async () => (await import('./commands/guard.ts')).guardAllow,
      end: async () => (await import('./commands/guard.ts')).guardEnd,
      list: async () => (await import('./commands/guard.ts')).guardList,
    }),
  catalogue: async () =>
    commandGroup('catalogue', 'What mails show of the shop: look at it, bring it in', {
      list: async () => (await import('./commands/catalogue-list.ts')).catalogueList,
      show: async () => (await import('./commands/catalogue-show.ts')).catalogueShow,
      import: async () => (await import('./commands/catalogue-import.ts')).catalogueImport,
      fetch: async () => (await import('./commands/catalogue-fetch.ts')).catalogueFetch,
    }),
  template: async () =>
    commandGroup('template', 'Templates: what they said before, what real people lack that they print', {
      versions: async () => (await import('./commands/template-versions.ts')).templateVersions,
      diff: async () => (await import('./commands/template-diff.ts')).templateDiff,
      restore: async () => (await import('./commands/template-restore.ts')).templateRestore,
      gaps: async () => (await import('./commands/template-gaps.ts')).templateGaps,
    }),
  codes: async () =>
    commandGroup('codes', 'Discount codes: how many are left, upload, who got which', {
      list: async () => (await import('./commands/codes-list.ts')).codesList,
      upload: async () => (await import('./commands/codes-upload.ts')).codesUpload,
      export: async () => (await import('./commands/codes-export.ts')).codesExport,
    }),
  messages: async () => (await import('./commands/messages.ts')).messages,
  message: async () =>
    commandGroup('message', 'Look at one message: what it was, why it was sent, what came back', {
      show: async () => (await import('./commands/message-show.ts')).messageShow,
      source: async () => (await import('./commands/message-source.ts')).messageSource,
      view: async () => (await import('./commands/message-view.ts')).messageView,
      resend: async () => (await import('./commands/message-resend.ts')).messageResend,
      statistics: async () => (await import('./commands/message-statistics.ts')).messageStatisticsCommand,
    }),
  'send-test': async () => (await import('./commands/send-test.ts')).sendTest,
  why: async () => (await import('./commands/why.ts')).why,
  trace: async () => (await import('./commands/trace.ts')).trace,
  alerts: async () => (await import('./commands/alerts.ts')).alerts,
  forecast: async () => (await import('./commands/forecast.ts')).forecast,
  publish: async () => (await import('./commands/publish.ts')).publish,
  versions: async () => (await import('./commands/versions.ts')).versions,
  diff: async () => (await import('./commands/diff.ts')).diff,
  rollback: async () => (await import('./commands/rollback.ts')).rollback,
  'dead-letters': async () => (await import('./commands/dead-letters.ts')).deadLetters,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
  audit: async () => (await import('./commands/audit.ts')).audit,
  admin: async () =>
    commandGroup('admin', 'The people of the team who may sign in', {
      create: async () => (await import('./commands/admin.ts')).adminCreate,
      list: async () => (await import('./commands/admin.ts')).adminList,
      role: async () => (await import('./commands/admin.ts')).adminRole,
      password: async () => (await import('./commands/admin.ts')).adminPassword,
      remove: async () => (await import('./commands/admin.ts')).adminRemove,
    }),
  key: async () =>
    commandGroup('key', 'Make, list and revoke admin keys', {
      create: async () => (await import('./commands/key.ts')).keyCreate,
      list: async () => (await import('./commands/key.ts')).keyList,
      revoke: async () => (await import('./commands/key.ts')).keyRevoke,
    }),
  'webhook-secret': async () =>
    commandGroup('webhook-secret', 'The secrets that sign calls of webhooks', {
      list: async () => (await import('./commands/webhook-secret.ts')).webhookSecretList,
      rotate: async () => (await import('./commands/webhook-secret.ts')).webhookSecretRotate,
      retire: async () => (await import('./commands/webhook-secret.ts')).webhookSecretRetire,
    }),
  consents: async () =>
    commandGroup('consents', 'What was said about consent', { export: async () => (await import('./commands/consents-export.ts')).consentsExport }),
  bounces: async () => commandGroup('bounces', 'What came back', { import: async () => (await import('./commands/bounces-import.ts')).bouncesImport }),
  draft: async () =>
    commandGroup('draft', 'What somebody wants definition files to say, and has not published', {
      list: async () => (await import('./commands/drafts.ts')).draftList,
      show: async () => (await import('./commands/drafts.ts')).draftShow,
      discard: async () => (await import('./commands/drafts.ts')).draftDiscard,
    }),
  suppressions: async () =>
    commandGroup('suppressions', 'Addresses that are not written to', {
      list: async () => (await import('./commands/suppressions.ts')).suppressionsList,
      lift: async () => (await import('./commands/suppressions.ts')).suppressionsLift,
    }),
  domain: async () =>
    commandGroup('domain', 'Sign mails, and check what receivers demand of a sending domain', {
      add: async () => (await import('./commands/domain.ts')).domainAdd,
      check: async () => (await import('./commands/domain.ts')).domainCheck,
      list: async () => (await import('./commands/domain.ts')).domainList,
    }),
  stop: async () => (await import('./commands/stop.ts')).stop,
  resume: async () => (await import('./commands/resume.ts')).resume,
  correct: async () => (await import('./commands/correct.ts')).correct,
  corrections: async () => (await import('./commands/correct.ts')).corrections,
  demo: async () =>
    commandGroup('demo', 'A demo, or a copy for staging: wind its clock, fill it, end it', {
      forward: async () => (await import('./commands/demo.ts')).demoForward,
      fill: async () => (await import('./commands/demo.ts')).demoFill,
      end: async () => (await import('./commands/demo.ts')).demoEnd,
    }),
  staging: async () =>
    commandGroup('staging', 'Copies of a workspace to try things on, with people who are nobody', {
      create: async () => (await import('./commands/staging.ts')).stagingCreate,
      start: async () => (await import('./commands/staging.ts')).stagingStart,
      'take-over': async () => (await import('./commands/staging.ts')).stagingTakeOver,
    }),
  backup: async () => (await import('./commands/backup.ts')).backup,
})
