// How people answered messages of the past: for each template, rows of what became of single mails and how long it took. A mail that was never sent
// is answered like one of those, drawn by a seed and its key: the shares and the delays are the real ones, and the same seed gives the same again.

import { hash32 } from '../../engine/chance.ts'
import type { Decision } from '../../model/decision.ts'
import type { ReportEventName, SubscriberEvent } from '../../model/event.ts'

/** Milliseconds from sending; null where it did not happen. */
export interface PastResponse {
  readonly delivered: number | null
  readonly opened: number | null
  readonly clicked: number | null
}

export interface PastResponses {
  readonly byTemplate: Readonly<Record<string, readonly PastResponse[]>>
  /** Of all templates, for those that were never sent. */
  readonly all: readonly PastResponse[]
}

/** A delivery, as far as its answers go. */
export interface AnsweredMessage {
  readonly template: string | undefined
  readonly attemptedAt: number | undefined
  readonly finishedAt: number | undefined
  readonly reports: string | undefined
}

/** Of a template with fewer mails than this, those of all templates tell more. */
const leastMails = 20

/** Reads what people did with messages that were sent. */
export function pastResponsesOf(messages: Iterable<AnsweredMessage>): PastResponses {
  const byTemplate: Record<string, PastResponse[]> = {}
  const all: PastResponse[] = []
  for (const { template, attemptedAt, finishedAt, reports } of messages) {
    const sentAt = attemptedAt ?? finishedAt
    if (sentAt === undefined) continue
    const said = (reports === undefined ? {} : JSON.parse(reports)) as Readonly<Record<string, number>>
    const after = (...names: readonly string[]): number | null => {
      const instants = names.flatMap((name) => said[name] ?? [])
      return instants.length === 0 ? null : Math.max(0, Math.min(...instants) - sentAt)
    }
    const response = { delivered: after('delivered'), opened: after('opened by human'), clicked: after('clicked by human') }
    all.push(response)
    if (template === undefined) continue
    const known = byTemplate[template]
    if (known === undefined) byTemplate[template] = [response]
    else known.push(response)
  }
  return { byTemplate, all }
}

/** What is reported about a message that was handed over, in order; nothing when nothing is known of the past. */
export function answersTo(message: Extract<Decision, { kind: 'handed over' }>, seed: string, { byTemplate, all }: PastResponses): readonly SubscriberEvent[] {
  const own = message.template === undefined ? undefined : byTemplate[message.template]
  const rows = own !== undefined && own.length >= leastMails ? own : all
  const row = rows[hash32(`${seed}\n${message.effect}`) % Math.max(1, rows.length)]
  if (row === undefined) return []
  const event = (name: ReportEventName, after: number): SubscriberEvent => ({
    name,
    occurredAt: message.at + after,
    receivedAt: message.at + after,
    messageId: `assumed ${name} ${message.effect}`,
    properties: {
      message: message.effect,
      template: message.template ?? null,
      ...(message.topic === undefined ? {} : { topic: message.topic }),
      journey: message.journey,
      version: message.journeyVersion,
      step: message.step,
      channel: message.channel,
      sentAt: message.at,
      first: true,
      ...(name === 'Message Delivered' ? {} : { by: 'human', rule: 'assumed' }),
    },
  })
  const answers: SubscriberEvent[] = []
  if (row.delivered !== null) answers.push(event('Message Delivered', row.delivered))
  if (row.opened !== null) answers.push(event('Message Opened', row.opened))
  if (row.clicked !== null) answers.push(event('Message Clicked', row.clicked))
  return answers.sort((one, other) => one.occurredAt - other.occurredAt)
}
