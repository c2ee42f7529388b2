// The call of a `webhook` step: its address, headers and body with the subscriber's facts filled in, each escaped for the place where it lands.
// No value can name another host, add a header or break out of the text that it stands in.

import type { ProgramSource } from '../../engine/program.ts'
import { durationMs } from '../../model/duration.ts'
import type { Facts, Rendered, Renderer } from '../../model/facts.ts'
import type { WebhookStep } from '../../model/journey.ts'
import { type Json, readPath } from '../../model/json.ts'
import type { WebhookMessage } from '../channel.ts'
import type { Work } from '../requests.ts'
import { hashOf } from './effect-hash.ts'
import { stepIsGone, stepOfWork } from './step-of-work.ts'

interface WebhookComposer {
  readonly source: ProgramSource
  readonly renderer: Renderer
}

/** The call of a `webhook` step. */
export async function composeWebhook({ source, renderer }: WebhookComposer, work: Work, facts: Facts): Promise<Rendered<{ readonly message: WebhookMessage }>> {
  const { effect, transmission } = work
  const step = stepOfWork(source, work)
  if (step === undefined || !('webhook' in step)) return stepIsGone(work)
  const { url, method = 'POST', headers = {}, timeout } = step.webhook
  const body = bodyOf(step, work, facts)
  const names = Object.keys(headers)
  const texts = [
    { text: url, encode: 'url' as const },
    ...names.map((name) => ({ text: headers[name] ?? '', encode: 'header' as const })),
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
    ...(timeout === undefined ? {} : { timeoutMs: durationMs(timeout) }),
    body: method === 'GET' ? '' : body.fill(rest.slice(names.length)),
    webhookId: `msg_${hashOf(effect.key)}`,
    attemptedAt: transmission.authorizedAt,
  }
  return { ok: true, message }
}

interface Body {
  /** The texts in it that may hold placeholders. */
  readonly texts: readonly string[]
  readonly encode: 'none' | 'json' | 'url' | 'xml'
  readonly fill: (rendered: readonly string[]) => string
}

/**
 * A text is rendered as it stands, escaped for what its content type says it is. In JSON every text is rendered by itself, so that no value
 * can break out of its quotes; a text that is one placeholder and nothing else becomes the value itself, a number a number.
 */
function bodyOf(step: WebhookStep, work: Work, facts: Facts): Body {
  const { body, headers = {} } = step.webhook
  if (body === undefined) return { texts: [], encode: 'none', fill: () => JSON.stringify(payloadOf(work)) }
  if (typeof body === 'string') return { texts: [body], encode: encodingFor(headers), fill: ([text = '']) => text }
  const texts: string[] = []
  collectTexts(body, texts)
  return {
    texts,
    encode: 'none',
    fill: (rendered) => {
      const rest = [...rendered]
      return JSON.stringify(mapTexts(body, (text) => wholeValue(text, facts, rest.shift() ?? '')))
    },
  }
}

/** How values are escaped in a body of this type; JSON when nothing is said. */
function encodingFor(headers: Readonly<Record<string, string>>): Body['encode'] {
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? 'application/json'
  if (/json/i.test(type)) return 'json'
  if (/x-www-form-urlencoded/i.test(type)) return 'url'
  return /xml|html/i.test(type) ? 'xml' : 'none'
}

const wholePlaceholder = /^\{\{-?\s*(subscriber|trigger|cart|catalogue)\.([\w.-]+?)\s*-?\}\}$/

/** The value that a text of one placeholder names, where it is more than a text; else the text as it was rendered. */
function wholeValue(text: string, facts: Facts, rendered: string): Json {
  const [, root, path] = wholePlaceholder.exec(text) ?? []
  const value = path === undefined ? undefined : readPath(facts[root as 'subscriber' | 'trigger' | 'cart' | 'catalogue'] ?? {}, path.split('.'))
  return value === undefined || value === null || typeof value === 'string' ? rendered : value
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
function mapTexts(value: Json, replace: (text: string) => Json): Json {
  if (typeof value === 'string') return replace(value)
  if (Array.isArray(value)) return value.map((part) => mapTexts(part, replace))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, mapTexts(part, replace)]))
}
