// Alerts of a running server: every minute it looks at what needs attention, keeps which of it are alerts, and tells the team where the settings or
// the workspace say so, by a signed webhook and by mail. What is kept names causes and instants only, nobody's data.

import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { AdminParts, ChannelReport, PublishDoor } from '../api/admin/admin-route.ts'
import type { AlertDoor } from '../api/admin/alert-door.ts'
import { whatElseIsKnown } from '../api/admin/what-else-is-known.ts'
import { type Alert, acknowledge, alertWords, lookAgain, reasonToTell } from '../insight/overview/alert-book.ts'
import { attentionKinds } from '../insight/overview/attention.ts'
import { readAttentionNow } from '../insight/overview/overview.ts'
import type { Workspace } from '../model/definitions.ts'
import { limits } from '../model/limits.ts'
import type { AttemptOutcome, Channel } from '../runtime/channel.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Logger } from '../runtime/logger.ts'
import type { Configuration } from '../settings/configuration.ts'
import { readKeptNotes, replaceFile } from '../settings/kept-file.ts'

export interface AlertsOptions {
  /** Where they are kept. */
  readonly file: string
  readonly configuration: Pick<Configuration, 'alertWebhook' | 'alertMail' | 'publicUrl'>
  readonly store: AdminParts['store']
  readonly folder: { readonly door: PublishDoor; workspace(): Workspace }
  readonly arrivals: AdminParts['arrivals']
  readonly channels: () => readonly ChannelReport[]
  readonly mails: Pick<Channel, 'deliver'>
  readonly calls: Pick<Channel, 'deliver'>
  readonly clock: Clock
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>
}

export interface Alerts extends AlertDoor {
  close(): Promise<void>
}

const lookEveryMs = 60_000
const hourMs = 3_600_000
/** A notice that cannot be handed over is tried again with each look, so often. */
const mostTries = 10

const alertSchema = z.object({
  id: z.string(),
  kind: z.enum(attentionKinds),
  about: z.string().nullable(),
  count: z.number().nullable(),
  // Reasons may quote what a mail server said about somebody.
  because: z.null(),
  state: z.enum(['new', 'open', 'over']),
  since: z.number(),
  seenAt: z.number(),
  overAt: z.number().nullable(),
  acknowledged: z.object({ by: z.string(), at: z.number() }).nullable(),
  toldAt: z.number().nullable(),
})
const fileSchema = z.object({ alerts: z.array(alertSchema) })

interface Notice {
  readonly id: string
  readonly way: 'webhook' | 'mail'
  readonly to: string
  readonly what: 'opened' | 'over'
  readonly alert: Alert
  readonly at: number
  tries: number
}

/** Opens what is kept, and looks every minute from then on. */
export function openAlerts(options: AlertsOptions): Alerts {
  const { file, configuration, store, folder, arrivals, channels, clock, logger } = options
  let alerts: readonly Alert[] = readKeptNotes(file, fileSchema, { alerts: [] }).alerts
  let waiting: Notice[] = []
  let toldLately: number[] = []
  let last: Promise<unknown> = Promise.resolve()
  let cancel = (): void => {}
  let isClosed = false
  const addresses = (): readonly string[] => [...new Set([...configuration.alertMail, ...(folder.workspace().alerts?.mail ?? [])])]
  const keep = (next: readonly Alert[]): void => {
    const text = JSON.stringify({ alerts: next.map((alert) => ({ ...alert, because: null })) })
    if (text !== JSON.stringify({ alerts: alerts.map((alert) => ({ ...alert, because: null })) })) replaceFile(file, text)
    alerts = next
  }
  const tell = (what: Notice['what'], told: readonly Alert[], now: number): void => {
    for (const alert of told) {
      logger.warn({ alert: alert.id }, `${what === 'opened' ? 'alert' : 'alert is over'}: ${alertWords(alert)}`)
      toldLately = toldLately.filter((at) => now - at < hourMs)
      if (toldLately.length >= limits.alertsAnHour) continue
      toldLately.push(now)
      const notice = { what, alert, at: now, tries: 0 }
      if (configuration.alertWebhook !== undefined) waiting.push({ ...notice, id: `alert_${randomUUID()}`, way: 'webhook', to: configuration.alertWebhook })
      for (const to of addresses()) waiting.push({ ...notice, id: `alert_${randomUUID()}`, way: 'mail', to })
    }
  }
  const look = async (): Promise<void> => {
    const now = clock.now()
    const found = await readAttentionNow(store, { now, ...(await whatElseIsKnown({ channels, publishing: folder.door, arrivals })) })
    if (isClosed) return
    const looked = lookAgain(alerts, found, now)
    keep(looked.alerts)
    tell('opened', looked.opened, now)
    tell('over', looked.ended, now)
    const handed = await Promise.all(waiting.map(async (notice) => ({ notice, isDone: await handOver(notice, options, now) })))
    waiting = handed.flatMap(({ notice, isDone }) => (isDone ? [] : [notice]))
  }
  const inTurn = (): Promise<void> => {
    const turn = last.then(() => (isClosed ? undefined : look()))
    last = turn.catch((error: unknown) => logger.error({ reason: String(error) }, 'what needs attention could not be looked at; trying again'))
    return turn as Promise<void>
  }
  const again = async (): Promise<void> => {
    await inTurn().catch(() => {})
    if (!isClosed) cancel = clock.at(clock.now() + lookEveryMs, () => void again())
  }
  cancel = clock.at(clock.now() + lookEveryMs, () => void again())
  return {
    async list() {
      await inTurn()
      return alerts
    },
    async acknowledge(id, by) {
      await last
      const next = acknowledge(alerts, id, { by, at: clock.now() })
      if (next === undefined) return false
      keep(next)
      return true
    },
    ways: () => ({ webhook: configuration.alertWebhook !== undefined, mail: addresses().length }),
    async close() {
      isClosed = true
      cancel()
      await last
    },
  }
}

/** Whether it need not be tried again. */
async function handOver(notice: Notice, { mails, calls, folder, logger, configuration }: AlertsOptions, now: number): Promise<boolean> {
  const { id, way, to, what, alert } = notice
  notice.tries += 1
  const workspace = folder.workspace()
  const outcome =
    way === 'webhook'
      ? await calls.deliver(alertCall(notice, workspace.workspace, now))
      : await sendMail(notice, { mails, workspace, publicUrl: configuration.publicUrl }, now)
  if (outcome.kind === 'sent') return true
  const isTriedAgain = outcome.kind === 'retry' || outcome.kind === 'held'
  const isGivenUp = !isTriedAgain || notice.tries >= mostTries
  if (isGivenUp)
    logger.error({ alert: alert.id, what, way, to: way === 'mail' ? to : undefined, id, reason: outcome.reason }, 'nobody could be told of an alert')
  return isGivenUp
}

/** The call that tells an alert; it goes the way of webhooks, with their guard. `now` in UTC milliseconds. */
export function alertCall({ id, to, what, alert }: Pick<Notice, 'id' | 'to' | 'what' | 'alert'>, workspace: string, now: number) {
  const { because: _, ...about } = alert
  const body = JSON.stringify({
    type: `alert.${what}`,
    timestamp: new Date(now).toISOString(),
    data: { workspace, words: alertWords(alert), because: reasonToTell(alert), alert: about },
  })
  const headers = { 'content-type': 'application/json' }
  return { kind: 'webhook', key: id, url: to, method: 'POST', headers, body, webhookId: id, attemptedAt: now } as const
}

function asSentence(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
}

function consoleOf(publicUrl: string): string {
  return `${publicUrl.replace(/\/$/, '')}/console/`
}

async function sendMail(
  { id, to, what, alert }: Notice,
  { mails, workspace, publicUrl }: Pick<AlertsOptions, 'mails'> & { readonly workspace: Workspace; readonly publicUrl: string | undefined },
  now: number,
): Promise<AttemptOutcome> {
  const { sender, workspace: name } = workspace
  if (sender === undefined) return { kind: 'rejected', reason: 'the workspace names no sender' }
  const from = sender.name === undefined ? { address: sender.address } : { name: sender.name, address: sender.address }
  const words = alertWords(alert)
  const subject = `${what === 'over' ? 'Over: ' : ''}${name}: ${words}`.slice(0, 200)
  const because = reasonToTell(alert)
  const lines = [
    `${asSentence(words)}.`,
    ...(because === null ? [] : [`${asSentence(because).replace(/\.$/, '')}.`]),
    `Since ${new Date(alert.since).toISOString()}.`,
    what === 'over'
      ? 'It is over.'
      : `The console shows it on its first page${publicUrl === undefined ? '' : `, ${consoleOf(publicUrl)}`}; \`oncue alerts\` does at the command line. It is told once, and once more when it is over.`,
  ]
  const html = lines.map((line) => `<p>${line.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`).join('')
  const domain = sender.address.slice(sender.address.lastIndexOf('@') + 1)
  const mail = { kind: 'email', key: id, from, to, subject, html, text: lines.join('\n\n'), messageId: `<${id}@${domain}>`, date: now } as const
  return mails.deliver({ ...mail, headers: { 'Auto-Submitted': 'auto-generated' }, about: { journey: 'alerts', step: what, subscriber: 'team' } })
}
