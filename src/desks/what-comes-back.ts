// Joins what comes back to the rest: the receiver of returned mail, and the secrets of sending services that may report and of other systems that may call.

import { providers } from '../api/providers/providers.ts'
import type { MessageHandles } from '../inbound/message-handle.ts'
import type { ReportedMessages } from '../inbound/reported-messages.ts'
import { type SmtpReceiver, startSmtpReceiver } from '../inbound/smtp-receiver.ts'
import type { Workspace } from '../model/definitions.ts'
import { OncueError } from '../model/errors.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Logger } from '../runtime/logger.ts'
import type { Configuration } from '../settings/configuration.ts'

/** Secrets of sending services and of hooks of the workspace, by name; throws for one that could prove nothing. */
export function hookSecrets({ hooks }: Pick<Configuration, 'hooks'>): ReadonlyMap<string, string> {
  const secrets = new Map(hooks.map((hook) => [hook.slice(0, Math.max(0, hook.indexOf('='))).trim(), hook.slice(hook.indexOf('=') + 1).trim()]))
  const isService = (name: string): boolean => providers.some((provider) => provider.name === name)
  const short = [...secrets].filter(([name, secret]) => name === '' || secret.length < (isService(name) ? 1 : leastSecret))
  if (short.length > 0) {
    const names = providers.map(({ name }) => name).join(', ')
    throw new OncueError('configuration-invalid', {
      problems: `hooks (ONCUE_HOOKS): write NAME=SECRET, NAME being a sending service (${names}) or a hook of the workspace, whose secret has at least ${leastSecret} characters`,
    })
  }
  for (const { name, secretProblem } of providers) {
    const secret = secrets.get(name)
    const problem = secret === undefined ? undefined : secretProblem?.(secret)
    // The secret itself is never said.
    if (problem !== undefined) throw new OncueError('configuration-invalid', { problems: `hooks (ONCUE_HOOKS): the secret of ${name}: ${problem}` })
  }
  return secrets
}

/** Of a hook: what is shorter can be tried out. */
const leastSecret = 8

/** The secrets of who may call, and the hooks of the workspace in force with whether each has one; says what does not fit together. */
export function openHooks(configuration: Pick<Configuration, 'hooks'>, workspace: () => Pick<Workspace, 'hooks'>, logger: Pick<Logger, 'warn'>) {
  const secrets = hookSecrets(configuration)
  warnOfHooks(secrets, workspace(), logger)
  return { secrets, list: () => (workspace().hooks ?? []).map((hook) => ({ hook, hasSecret: secrets.has(hook.hook) })) }
}

/** Says which hook of the workspace has no door, for want of a secret, and which secret is nobody's. */
function warnOfHooks(secrets: ReadonlyMap<string, string>, { hooks = [] }: Pick<Workspace, 'hooks'>, logger: Pick<Logger, 'warn'>): void {
  for (const { hook } of hooks) {
    if (!secrets.has(hook))
      logger.warn({ hook }, 'a hook of the workspace takes nothing in before the setting hooks (ONCUE_HOOKS) has a secret for it: NAME=SECRET')
  }
  const known = [...providers.map(({ name }) => name), ...hooks.map(({ hook }) => hook)]
  for (const name of secrets.keys()) {
    if (!known.includes(name))
      logger.warn({ hook: name }, 'the setting hooks (ONCUE_HOOKS) has a secret for what is neither a sending service nor a hook of the workspace')
  }
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
