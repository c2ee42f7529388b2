// The one writer, with all that it puts into messages as they leave, and the view of its file that everybody else reads.

import { consentLinksBelow } from '../api/consent/consent-tokens.ts'
import { unsubscribeLinksBelow } from '../api/links/link-token.ts'
import { createVisits } from '../api/links/visits.ts'
import { openMessage } from '../api/messages/view-routes.ts'
import { pageLinksBelow } from '../api/messages/view-token.ts'
import { mailboxFile } from '../channels/mailbox/mailbox-channel.ts'
import { createRenderer } from '../content/renderer.ts'
import { openBacktestShelf } from '../desks/backtest-shelf.ts'
import { reportsOfImports } from '../imports/job-folder.ts'
import { returnPathOf } from '../inbound/smtp-receiver.ts'
import { startRuntime } from '../runtime/runtime.ts'
import type { Store } from '../runtime/store.ts'
import { reportArrival } from '../runtime/writing/report-arrival.ts'
import { openSqliteStore } from '../stores/sqlite/sqlite-store.ts'
import type { Closing } from './closing.ts'
import type { Ground } from './ground.ts'
import type { Out } from './out.ts'
import type { Signs } from './signs.ts'

export type Writer = Awaited<ReturnType<typeof startWriting>>

/** Starts it. `leadTo` is to be told where links lead, once that is known: mails wait for it. */
export async function startWriting(ground: Ground, signs: Signs, { channels, mailbox, board, numbers, held }: Out, opened: Closing) {
  const { configuration, secrets, logger, metrics, clock, files, source, thread, storeOptions } = ground
  // Mails that were left by an earlier process may be due before the server listens: they wait until it is known where links lead.
  const publicUrl = Promise.withResolvers<string>()
  if (configuration.publicUrl !== undefined) publicUrl.resolve(configuration.publicUrl)
  // What is sent again is read from the archive, which is opened after the writer's own.
  const reader = Promise.withResolvers<Store>()
  const shelf = openBacktestShelf(files.backtests)
  const renderer = opened.closing(createRenderer())
  const runtime = await startRuntime({
    store: thread,
    clock,
    source,
    channels,
    ...{ renderer, metrics, logger, onHeld: held.onHeld },
    policy: { unknownMail: configuration.unknownDeliveries },
    tombstoneKey: secrets.tombstone,
    keepers: [mailbox ?? mailboxFile(files.mailbox), board, numbers, reportsOfImports(files.imports), shelf],
    concurrency: { email: configuration.mailAtOnce, sms: configuration.smsAtOnce, webhook: configuration.webhookAtOnce },
    // A provider out there cannot call this machine under its own name.
    ...(configuration.publicUrl === undefined
      ? {}
      : { smsStatusUrl: ({ effect }) => `${configuration.publicUrl}/v1/sms/status/${signs.smsStatus.seal(effect)}` }),
    comesBackAs: (about) => {
      const handle = signs.handles.handleOf(about)
      return configuration.bounceAddress === undefined ? { handle } : { handle, returnPath: returnPathOf(configuration.bounceAddress, handle) }
    },
    consentLinks: consentLinksBelow(publicUrl.promise, signs.consent),
    follow: async (message) => {
      const base = await publicUrl.promise
      return {
        base,
        click: (link) => `${base}/c/${signs.reactions.sign({ message, link })}`,
        open: () => `${base}/o/${signs.reactions.sign({ message, link: 'open' })}`,
      }
    },
    reopen: async (message) => {
      const kept = await openMessage(message, { reactions: signs.reactions, store: await reader.promise })
      if (kept === undefined) return undefined
      const { subject, html, text, headers } = kept.mail
      const replyTo = headers.find(({ name }) => name.toLowerCase() === 'reply-to')?.value
      return { subject, html, text, ...(replyTo === undefined ? {} : { replyTo }) }
    },
    unsubscribeUrl: unsubscribeLinksBelow(publicUrl.promise, signs.unsubscribe),
    viewUrl: pageLinksBelow(publicUrl.promise, signs.pages),
  })
  opened.whenClosed(() => {
    const stopped = runtime.stop()
    // A mail that still waits for it, because the start failed, is given back to the outbox by then.
    publicUrl.resolve('')
    return stopped
  })
  const visits = createVisits({
    clock,
    report: (delivery, report) => runtime.inbox.submit([reportArrival(delivery, report, clock.now())]),
    onLost: (reason) => logger.error({ reason: String(reason) }, 'an opening or a click could not be recorded'),
  })
  // What is held is judged after the doors are closed and before the writer stops.
  opened.whenClosed(() => visits.flush())
  const views = opened.closing(await openSqliteStore({ ...storeOptions, readOnly: true }))
  reader.resolve(views)
  return { runtime, visits, views, shelf, leadTo: publicUrl.resolve }
}
