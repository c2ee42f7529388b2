// Joins what comes back to the rest: the receiver of returned mail, and the secrets of sending services that may report.

import { providers } from '../api/providers/providers.ts'
import type { MessageHandles } from '../inbound/message-handle.ts'
import type { ReportedMessages } from '../inbound/reported-messages.ts'
import { type SmtpReceiver, startSmtpReceiver } from '../inbound/smtp-receiver.ts'
import { OncueError } from '../model/errors.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Logger } from '../runtime/logger.ts'
import type { Configuration } from '../settings/configuration.ts'

/** Secrets of sending services by name; throws for a service that is not known, and for a secret that could prove nothing. */
export function hookSecrets({ hooks }: Pick<Configuration, 'hooks'>): ReadonlyMap<string, string> {
  const secrets = new Map(hooks.map((hook) => [hook.slice(0, Math.max(0, hook.indexOf('='))).trim(), hook.slice(hook.indexOf('=') + 1).trim()]))
  const known = providers.map(({ name }) => name)
  const unknown = [...secrets].filter(([name, secret]) => !known.includes(name) || secret === '').map(([name]) => name)
  if (unknown.length > 0) {
    throw new OncueError('configuration-invalid', { problems: `hooks (ONCUE_HOOKS): write NAME=SECRET, NAME being one of ${known.join(', ')}` })
  }
  for (const { name, secretProblem } of providers) {
    const secret = secrets.get(name)
    const problem = secret === undefined ? undefined : secretProblem?.(secret)
    // The secret itself is never said.
    if (problem !== undefined) throw new OncueError('configuration-invalid', { problems: `hooks (ONCUE_HOOKS): the secret of ${name}: ${problem}` })
  }
  return secrets
}

/** Fetches a small text from an address that was checked, and from nowhere that it leads to. */
export async function fetchText(url: string): Promise<string> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(5_000) })
  if (!response.ok) throw new Error(`${new URL(url).host} answered ${response.status}`)
  return (await response.text()).slice(0, 100_000)
}

/** The mail server for what comes back, where one is wanted. */
export async function startReceiver(
  { bounceAddress, bounceListen }: Pick<Configuration, 'bounceAddress' | 'bounceListen'>,
  parts: { readonly handles: MessageHandles; readonly reported: ReportedMessages; readonly logger: Logger; readonly clock: Clock },
): Promise<SmtpReceiver | undefined> {
  if (bounceListen === undefined) return undefined
  if (bounceAddress === undefined)
    throw new OncueError('configuration-invalid', { problems: 'bounceListen is set and bounceAddress (ONCUE_BOUNCE_ADDRESS) is not' })
  const colon = bounceListen.lastIndexOf(':')
  const [host, port] = [bounceListen.slice(0, colon).replace(/^\[|\]$/g, ''), Number(bounceListen.slice(colon + 1))]
  const onError = (error: unknown): void => parts.logger.error({ reason: String(error) }, 'a mail that came back could not be taken in')
  const take = (source: string, recipient: string) => parts.reported.takeMail(source, recipient)
  return startSmtpReceiver({ host, port, address: bounceAddress, handles: parts.handles, take, onError, clock: parts.clock }).catch((error: unknown) => {
    throw new OncueError('cannot-listen', { address: bounceListen, reason: String(error) }, error)
  })
}
