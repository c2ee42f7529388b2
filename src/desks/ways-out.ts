// The ways out that the settings name: which mail server, sending service or provider of text messages a URL means. Says in words without
// secrets what a URL lacks; connects to nobody.

import type { ChannelReport } from '../api/admin/admin-route.ts'
import type { SigningKey } from '../channels/email/dkim.ts'
import { createServiceChannel } from '../channels/email/service-channel.ts'
import { serviceOf } from '../channels/email/services/services.ts'
import { createSmtpChannel, type SmtpChannelOptions } from '../channels/email/smtp-channel.ts'
import { createCheckedDomainChannel } from '../channels/guard/checked-domain-channel.ts'
import type { WayState } from '../channels/guard/circuit-breaker.ts'
import { createGuardedChannel, type GuardedChannel, type GuardedChannelOptions, type Way } from '../channels/guard/guarded-channel.ts'
import type { Mailbox } from '../channels/mailbox/mailbox-channel.ts'
import { createSmsChannel, type SmsChannelOptions } from '../channels/sms/sms-channel.ts'
import { createWebhookChannel, type WebhookChannelOptions } from '../channels/webhook/webhook-channel.ts'
import { OncueError } from '../model/errors.ts'
import { sentence } from '../model/sentence.ts'
import type { Channel } from '../runtime/channel.ts'
import type { Logger } from '../runtime/logger.ts'
import type { ChannelLoad } from '../runtime/sending/dispatcher.ts'
import type { Configuration } from '../settings/configuration.ts'
import type { HeldMails } from './held-mails.ts'

/** Whether mails stay in the built-in mailbox. */
export function usesMailbox({ mailbox, mailUrl, smtpUrl }: Configuration): boolean {
  return mailbox ?? (mailUrl ?? smtpUrl) === undefined
}

export interface WayParts extends Pick<MailParts, 'now' | 'keyOf' | 'held'> {
  readonly mailbox: Mailbox | undefined
  /** Of a workspace whose clock can be wound: what that brings about must reach nobody. */
  readonly mark: { readonly of: string } | undefined
  readonly metrics: { wayStands(way: string, state: WayState): void }
  readonly logger: Logger
  /** Those that sign calls at an instant. */
  readonly webhookSecrets: (now: number) => readonly string[]
}

export interface Ways {
  readonly mails: Channel | GuardedChannel
  readonly texts: Channel | GuardedChannel
  readonly calls: Channel | GuardedChannel
  /** The provider of text messages; undefined where none is used. */
  readonly sms: SmsChannelOptions | undefined
}

/** All ways out of a workspace. */
export function openWays(configuration: Configuration, { mailbox, mark, metrics, logger, now, keyOf, held, webhookSecrets }: WayParts): Ways {
  const watch = { now, onChange: noteWays(metrics, logger) }
  const { smsUrl, smsPerSecond, webhookAllow: allow, webhookPerSecond } = configuration
  const mails = emailChannel(configuration, mailbox, { ...watch, keyOf, held })
  const sms = mark !== undefined || smsUrl === undefined ? undefined : smsOptions(smsUrl)
  const texts = smsChannel(sms, mailbox, { ...watch, perSecond: smsPerSecond })
  const keptIn = mark?.of === 'staging' ? mailbox : undefined
  const calls = webhookChannel({ secret: webhookSecrets, allow, keptIn }, { ...watch, perSecond: webhookPerSecond })
  for (const way of Object.keys(statesOf([mails, texts]))) metrics.wayStands(way, 'closed')
  return { mails, texts, calls, sms }
}

export interface MailParts extends Pick<GuardedChannelOptions, 'onChange'> {
  /** UTC milliseconds. */
  readonly now: () => number
  /** The key that signs mails of a domain. */
  readonly keyOf: (domain: string) => SigningKey | undefined
  /** Why no mail may come from a domain, where the settings refuse those that were not checked; told before such a mail is held. */
  readonly held: Pick<HeldMails, 'whyNot' | 'onHold'>
}

/**
 * Connections to the mail server: as many as mails are being handed over at a time. A mail that only waited for a connection would be of unknown
 * fate after a crash, although it never left.
 */
interface Connections {
  readonly connections: number
}

/** The way of mails: the mailbox, a mail server or a sending service. */
export function emailChannel(configuration: Configuration, mailbox: Mailbox | undefined, parts: MailParts): Channel | GuardedChannel {
  if (mailbox !== undefined) return mailbox.channel
  const { mailUrl, smtpUrl, mailFallbackUrl, mailPerSecond: perSecond, mailAtOnce } = configuration
  if (mailUrl !== undefined && smtpUrl !== undefined) throw invalid('mailUrl (ONCUE_MAIL_URL) and smtpUrl (ONCUE_SMTP_URL) are both set; set one of them')
  const url = mailUrl ?? smtpUrl
  if (url === undefined) throw invalid('mailbox is off and neither mailUrl (ONCUE_MAIL_URL) nor smtpUrl (ONCUE_SMTP_URL) is set')
  const behindCheck = (channel: GuardedChannel): GuardedChannel =>
    configuration.uncheckedDomains === 'refuse' ? createCheckedDomainChannel({ channel, ...parts.held }) : channel
  const way = (named: string, setting: string): Way => ({
    name: new URL(named).protocol.slice(0, -1),
    channel: mailChannel(named, setting, { ...parts, connections: mailAtOnce }),
  })
  const first = way(url, 'mailUrl (ONCUE_MAIL_URL)')
  if (mailFallbackUrl === undefined) return behindCheck(createGuardedChannel({ ways: [first], perSecond, ...parts }))
  const second = way(mailFallbackUrl, 'mailFallbackUrl (ONCUE_MAIL_FALLBACK_URL)')
  return behindCheck(createGuardedChannel({ ways: [first, { ...second, name: `${second.name} (fallback)` }], perSecond, ...parts }))
}

function mailChannel(url: string, setting: string, { now, keyOf, connections }: Pick<MailParts, 'now' | 'keyOf'> & Connections): Channel {
  if (/^smtps?:/.test(url)) return createSmtpChannel({ ...smtpOptions(url), keyOf, pool: { connections } })
  const named = serviceOf(url)
  if ('problem' in named) throw invalid(`${setting}: ${named.problem}`)
  return createServiceChannel({ ...named, now, keyOf, connections })
}

function invalid(problems: string): OncueError<'configuration-invalid'> {
  return new OncueError('configuration-invalid', { problems })
}

/** The mail server that a URL names. A password is sent under TLS only, unless the server is on this machine or `?tls=optional` says otherwise. */
export function smtpOptions(smtpUrl: string): SmtpChannelOptions & { readonly requireTls: boolean } {
  const url = new URL(smtpUrl)
  const secure = url.protocol === 'smtps:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const auth = url.username === '' ? {} : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }
  return {
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTls: !secure && url.username !== '' && !isThisMachine(host) && url.searchParams.get('tls') !== 'optional',
    ...auth,
  }
}

/** The way of text messages. */
export function smsChannel(
  options: SmsChannelOptions | undefined,
  mailbox: Mailbox | undefined,
  { perSecond, ...parts }: Pick<GuardedChannelOptions, 'now' | 'onChange' | 'perSecond'>,
): Channel | GuardedChannel {
  if (options === undefined) return mailbox?.smsChannel ?? noSmsChannel
  return createGuardedChannel({ ways: [{ name: 'sms', channel: createSmsChannel(options) }], perSecond, ...parts })
}

/** The way of webhooks: no rest after failures, because every address is another receiver. `keptIn`: nobody is called, and the mailbox keeps them. */
export function webhookChannel(
  { keptIn, ...options }: WebhookChannelOptions & { readonly keptIn: Mailbox | undefined },
  parts: Pick<GuardedChannelOptions, 'now' | 'onChange' | 'perSecond'>,
): Channel | GuardedChannel {
  return keptIn?.webhookChannel ?? createGuardedChannel({ ways: [{ name: 'webhook', channel: createWebhookChannel(options) }], rests: 'never', ...parts })
}

/** Mails go out and nobody said through whom text messages do: they wait, and say why. */
const noSmsChannel: Channel = {
  name: 'sms',
  deliver: async () => ({ kind: 'retry', reason: sentence('no-phone-way') }),
  close: async () => {},
}

/** The provider of text messages that a URL names. A password leaves under TLS only, unless the provider is on this machine. */
export function smsOptions(smsUrl: string): SmsChannelOptions {
  const url = new URL(smsUrl)
  const from =
    url.searchParams
      .get('from')
      ?.trim()
      .replace(/^(?=\d{7,15}$)/, '+') ?? ''
  const problem =
    url.username === '' || url.password === ''
      ? 'it names no account and token'
      : from === ''
        ? 'it does not say who sends: add ?from=+15550001111'
        : url.protocol === 'http:' && !isThisMachine(url.hostname.replace(/^\[|\]$/g, ''))
          ? 'its password would be sent without TLS'
          : undefined
  if (problem !== undefined) throw new OncueError('configuration-invalid', { problems: `smsUrl (ONCUE_SMS_URL): ${problem}` })
  const account = url.searchParams.get('account')
  return {
    origin: url.origin,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    ...(account === null ? {} : { account }),
    from,
  }
}

/** Whether a host is this machine itself. */
export function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host)
}

/** How the ways stand of those channels that mind them. */
export function statesOf(channels: readonly (Channel | GuardedChannel)[]): Readonly<Record<string, WayState>> {
  return Object.fromEntries(channels.flatMap((channel) => ('states' in channel ? Object.entries(channel.states()) : [])))
}

/** How every channel stands, for the admin doors. */
export function channelReports(loads: readonly ChannelLoad[], channels: readonly (Channel | GuardedChannel)[]): readonly ChannelReport[] {
  return loads.map((load) => {
    const guarded = channels.find((channel): channel is GuardedChannel => channel.name === load.channel && 'standing' in channel)
    const { perSecond = null, mayGo = null, ways = [] } = guarded?.standing() ?? {}
    return {
      ...load,
      perSecond,
      mayGo,
      ways: ways.map((way) => ({ ...way, restsUntil: way.restsUntil ?? null, lastError: way.lastError ?? null, failsSince: way.failsSince ?? null })),
    }
  })
}

/** Counts and logs how the ways out stand. */
export function noteWays(metrics: { wayStands(way: string, state: WayState): void }, logger: Logger): (way: string, state: WayState) => void {
  return (way, state) => {
    metrics.wayStands(way, state)
    if (state === 'open') logger.warn({ way }, 'whoever sends does not answer; messages wait or go the second way, and it is tried again in a while')
    if (state === 'closed') logger.info({ way }, 'whoever sends answers again')
  }
}
