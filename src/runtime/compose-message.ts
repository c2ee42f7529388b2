// Work -> the message that a channel hands over: the template or the webhook's definition, filled with the facts that were
// frozen at authorization. Anything an author or a subscriber wrote that cannot be rendered is a reason, never an exception.

import { createHash } from 'node:crypto'
import { journeyKey, type ProgramSource } from '../engine/program.ts'
import { idFromPlace, walkSteps } from '../engine/walk-steps.ts'
import type { Facts, Rendered, Renderer } from '../model/facts.ts'
import type { Step, WebhookStep } from '../model/journey.ts'
import type { Json } from '../model/json.ts'
import type { EmailMessage, OutgoingMessage, WebhookMessage } from './channel.ts'
import type { Work } from './requests.ts'

export interface Composer {
  readonly source: ProgramSource
  readonly renderer: Renderer
  /** The page on which this subscriber unsubscribes from this topic ("all" when the mail has none). */
  readonly unsubscribeUrl?: ((about: { readonly subscriber: number; readonly topic: string; readonly effect: string }) => string | Promise<string>) | undefined
}

/** The complete message, or the reason why there is none. */
export async function composeMessage(composer: Composer, work: Work): Promise<Rendered<{ readonly message: OutgoingMessage }>> {
  const facts = await factsOf(composer, work)
  return work.effect.kind === 'send' ? composeEmail(composer, work, facts) : composeWebhook(composer, work, facts)
}

async function factsOf({ source, unsubscribeUrl }: Composer, { effect, delivery, transmission, trigger }: Work): Promise<Facts> {
  const { workspace } = source
  const topic = effect.kind === 'send' ? effect.topic : undefined
  const about = { subscriber: delivery.subscriber, topic: topic ?? 'all', effect: effect.key }
  return {
    subscriber: transmission.attributes,
    trigger: trigger?.properties ?? {},
    cart: transmission.cart ?? {},
    journey: effect.journey,
    step: effect.step,
    workspace: workspace.zone === undefined ? { name: workspace.workspace } : { name: workspace.workspace, zone: workspace.zone },
    now: transmission.authorizedAt,
    ...(unsubscribeUrl === undefined || effect.kind !== 'send' ? {} : { unsubscribe_url: await unsubscribeUrl(about) }),
  }
}

async function composeEmail({ source, renderer }: Composer, work: Work, facts: Facts): Promise<Rendered<{ readonly message: EmailMessage }>> {
  const { delivery, effect, transmission } = work
  const template = source.templates.find((one) => one.template === delivery.template)
  if (template === undefined) return { ok: false, reason: `the template ${delivery.template} does not exist any more` }
  const sender = template.from ?? source.workspace.sender
  if (sender === undefined) return { ok: false, reason: 'nobody to send from: name a sender in the workspace, or from in the template' }
  if (transmission.to === undefined) return { ok: false, reason: 'the authorization named no address' }
  const rendered = await renderer.email(template, facts)
  if (!rendered.ok) return rendered
  const { subject, html, text } = rendered
  const message: EmailMessage = {
    kind: 'email',
    key: effect.key,
    from: sender.name === undefined ? { address: sender.address } : { name: sender.name, address: sender.address },
    to: transmission.to,
    subject,
    html,
    text,
    messageId: `<${hashOf(effect.key)}@${sender.address.split('@').at(-1)}>`,
    date: transmission.authorizedAt,
    about: { journey: effect.journey, step: effect.step, template: template.template, subscriber: String(delivery.subscriber) },
    ...(template.replyTo === undefined ? {} : { replyTo: template.replyTo }),
    ...(facts.unsubscribe_url === undefined ? {} : { unsubscribeUrl: facts.unsubscribe_url }),
  }
  return { ok: true, message }
}

async function composeWebhook({ source, renderer }: Composer, work: Work, facts: Facts): Promise<Rendered<{ readonly message: WebhookMessage }>> {
  const { effect, transmission } = work
  const key = journeyKey(effect.journey, effect.journeyVersion)
  const journey = source.journeys.find((one) => journeyKey(one.definition.journey, one.version) === key)
  const step = journey && findStep(journey.definition.steps, effect.step)
  if (step === undefined || !('webhook' in step)) return { ok: false, reason: `the step ${effect.step} of ${effect.journey} does not exist any more` }
  const { url, method = 'POST', headers = {} } = (step as WebhookStep).webhook
  const body = bodyOf(step as WebhookStep, work)
  const names = Object.keys(headers)
  const texts = [
    { text: url, encode: 'url' as const },
    ...names.map((name) => ({ text: headers[name] ?? '', encode: 'none' as const })),
    ...body.texts.map((text) => ({ text, encode: body.encode })),
  ]
  const rendered = await renderer.texts(texts, facts)
  if (!rendered.ok) return rendered
  const [renderedUrl = '', ...rest] = rendered.texts
  const filled = Object.fromEntries(names.map((name, index) => [name.toLowerCase(), rest[index] ?? '']))
  const message: WebhookMessage = {
    kind: 'webhook',
    key: effect.key,
    url: renderedUrl,
    method,
    headers: method === 'GET' ? filled : { 'content-type': 'application/json', ...filled },
    body: method === 'GET' ? '' : body.fill(rest.slice(names.length)),
    webhookId: `msg_${hashOf(effect.key)}`,
    attemptedAt: transmission.authorizedAt,
  }
  return { ok: true, message }
}

function findStep(steps: readonly Step[], id: string): Step | undefined {
  for (const [step, place] of walkSteps(steps, ['steps'])) if ((step.id ?? idFromPlace(place)) === id) return step
  return undefined
}

interface Body {
  /** The texts in it that may hold placeholders. */
  readonly texts: readonly string[]
  readonly encode: 'none' | 'json'
  readonly fill: (rendered: readonly string[]) => string
}

/** A text is rendered as it stands; in JSON every text is rendered by itself, so that no value can break out of its quotes. */
function bodyOf(step: WebhookStep, work: Work): Body {
  const { body } = step.webhook
  if (body === undefined) return { texts: [], encode: 'none', fill: () => JSON.stringify(payloadOf(work)) }
  if (typeof body === 'string') return { texts: [body], encode: 'json', fill: ([text = '']) => text }
  const texts: string[] = []
  collectTexts(body, texts)
  return {
    texts,
    encode: 'none',
    fill: (rendered) => {
      const rest = [...rendered]
      return JSON.stringify(mapTexts(body, () => rest.shift() ?? ''))
    },
  }
}

/** What is sent when the author names no body: the event as a Standard Webhooks payload. */
function payloadOf({ effect, delivery, transmission, trigger }: Work): Json {
  return {
    type: trigger?.name ?? `${effect.journey}.${effect.step}`,
    timestamp: new Date(trigger?.occurredAt ?? effect.decidedAt).toISOString(),
    data: {
      subscriber: { id: delivery.subscriber, attributes: transmission.attributes },
      properties: trigger?.properties ?? {},
      cart: transmission.cart ?? {},
      journey: effect.journey,
      step: effect.step,
    },
  }
}

function collectTexts(value: Json, into: string[]): void {
  if (typeof value === 'string') into.push(value)
  else if (value !== null && typeof value === 'object') for (const part of Object.values(value)) collectTexts(part, into)
}

/** A copy in which every text is replaced, in the order in which `collectTexts` met them. */
function mapTexts(value: Json, replace: (text: string) => string): Json {
  if (typeof value === 'string') return replace(value)
  if (Array.isArray(value)) return value.map((part) => mapTexts(part, replace))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, mapTexts(part, replace)]))
}

/** A short name of an effect for the outside: always the same, and it tells nothing about anybody. */
function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32)
}
