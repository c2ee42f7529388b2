// The ways out that the settings name: which mail server, sending service or provider of text messages a URL means. Says in words without
// secrets what a URL lacks; connects to nobody.

import type { SigningKey } from './channels/email/composition.ts'
import { createServiceChannel } from './channels/email/service-channel.ts'
import { serviceOf } from './channels/email/services/services.ts'
import { createSmtpChannel, type SmtpChannelOptions } from './channels/email/smtp-channel.ts'
import { createGuardedChannel, type GuardedChannel, type GuardedChannelOptions, type Way } from './channels/guard/guarded-channel.ts'
import type { Mailbox } from './channels/mailbox/mailbox-channel.ts'
import { createSmsChannel, type SmsChannelOptions } from './channels/sms/sms-channel.ts'
import type { Configuration } from './configuration.ts'
import { OncueError } from './model/errors.ts'
import type { Channel } from './runtime/channel.ts'

/**
 * Connections to the mail server, and mails that are being handed over at a time. The two are one number: a mail that only waits for a
 * connection would be of unknown fate after a crash, although it never left.
 */
export const mailConnections = 10

/** Whether mails stay in the built-in mailbox. */
export function usesMailbox({ mailbox, mailUrl, smtpUrl }: Configuration): boolean {
  return mailbox ?? (mailUrl ?? smtpUrl) === undefined
}

export interface MailParts extends Pick<GuardedChannelOptions, 'onChange'> {
  /** UTC milliseconds. */
  readonly now: () => number
  /** The key that signs mails of a domain. */
  readonly keyOf: (domain: string) => SigningKey | undefined
}

/** The way of mails: the mailbox, a mail server or a sending service. */
export function emailChannel(configuration: Configuration, mailbox: Mailbox | undefined, parts: MailParts): Channel | GuardedChannel {
  if (mailbox !== undefined) return mailbox.channel
  const { mailUrl, smtpUrl, mailFallbackUrl, mailPerSecond: perSecond } = configuration
  if (mailUrl !== undefined && smtpUrl !== undefined) throw invalid('mailUrl (ONCUE_MAIL_URL) and smtpUrl (ONCUE_SMTP_URL) are both set; set one of them')
  const url = mailUrl ?? smtpUrl
  if (url === undefined) throw invalid('mailbox is off and neither mailUrl (ONCUE_MAIL_URL) nor smtpUrl (ONCUE_SMTP_URL) is set')
  const way = (named: string, setting: string): Way => ({ name: new URL(named).protocol.slice(0, -1), channel: mailChannel(named, setting, parts) })
  const first = way(url, 'mailUrl (ONCUE_MAIL_URL)')
  if (mailFallbackUrl === undefined) return createGuardedChannel({ ways: [first], perSecond, ...parts })
  const second = way(mailFallbackUrl, 'mailFallbackUrl (ONCUE_MAIL_FALLBACK_URL)')
  return createGuardedChannel({ ways: [first, { ...second, name: `${second.name} (fallback)` }], perSecond, ...parts })
}

function mailChannel(url: string, setting: string, { now, keyOf }: MailParts): Channel {
  if (/^smtps?:/.test(url)) return createSmtpChannel({ ...smtpOptions(url), keyOf })
  const named = serviceOf(url)
  if ('problem' in named) throw invalid(`${setting}: ${named.problem}`)
  return createServiceChannel({ ...named, now, keyOf, connections: mailConnections })
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
    pool: { connections: mailConnections },
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

/** Mails go out and nobody said through whom text messages do: they wait, and say why. */
const noSmsChannel: Channel = {
  name: 'sms',
  deliver: async () => ({ kind: 'retry', reason: 'there is no provider of text messages: set smsUrl (ONCUE_SMS_URL)' }),
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
