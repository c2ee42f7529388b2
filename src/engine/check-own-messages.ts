// Journeys that what they send lets in again: each mail is sent, or opened, and that begins another passage, which sends the next. No time limit ends
// it and no cut, because every round is an input of its own; the warning is for the author who meant other mails. It stays silent where something may
// end it: `again` that lets in less than always, or a condition on the way in.

import { type Comparison, compileComparison, refsOf } from '../model/comparison.ts'
import type { Problem } from '../model/definitions.ts'
import type { Step, Trigger } from '../model/journey.ts'
import type { CompiledJourney, Program } from './program.ts'
import { idFromPlace, walkSteps } from './walk-steps.ts'

/** What happens to a message, by the channels on which it happens; undefined: all. A complaint ends all mail by itself. */
const happenings: Readonly<Record<string, readonly string[] | undefined>> = {
  'Message Sent': undefined,
  'Message Failed': undefined,
  'Message Skipped': undefined,
  'Message Delivered': undefined,
  'Message Opened': ['email', 'popup'],
  'Message Clicked': ['email', 'sms', 'popup'],
  'Message Closed': ['popup'],
  'Message Bounced': ['email'],
}

/** What its events tell of a message. */
interface OwnMessage {
  readonly journey: string
  readonly step: string
  readonly channel: string
  readonly template: string | null
  readonly topic: string | null
}

/** Reports each way in once. */
export function checkOwnMessages(journeys: readonly CompiledJourney[], templates: Program['templates'], report: (problem: Problem) => void): void {
  for (const journey of journeys) {
    if (!journey.live || !letsInAnew(journey)) continue
    const { name, definition } = journey
    const messages = Array.from(walkSteps(definition.steps, ['steps'])).flatMap(([step, place]) => {
      const sent = sentBy(step, templates)
      return sent === undefined ? [] : [{ journey: name, step: step.id ?? idFromPlace(place), ...sent }]
    })
    for (const [index, trigger] of definition.enter.entries()) {
      const found = messages.map((message) => ({ message, event: openedBy(trigger, message) })).find(({ event }) => event !== undefined)
      if (found === undefined) continue
      const message = `${found.event} of its own step ${found.message.step} lets people into ${name} again, which sends again, and so on without end`
      const fix = `leave its own messages out with where: { journey: { ne: ${name} } }, or let in less often with again`
      report({ severity: 'warning', code: 'journey.own-messages', message, fix, definition: { kind: 'journey', name }, path: ['enter', index] })
    }
  }
}

/** Whether each message may begin another passage: a key that every message has anew makes one of each. */
function letsInAnew({ again, definition: { key } }: CompiledJourney): boolean {
  return again === 'always' || key === 'properties.message' || key === 'properties.enrollment'
}

function sentBy(step: Step, templates: Program['templates']): Omit<OwnMessage, 'journey' | 'step'> | undefined {
  if ('send' in step) return { channel: 'email', template: step.send, topic: step.topic ?? templates.get(step.send)?.topic ?? null }
  if ('sms' in step) return { channel: 'sms', template: null, topic: step.topic ?? null }
  if ('popup' in step) return { channel: 'popup', template: null, topic: step.topic ?? null }
  return 'webhook' in step ? { channel: 'webhook', template: null, topic: null } : undefined
}

/** The event of the message that this way in waits for; undefined when none, or when a condition may end it. */
function openedBy(trigger: Trigger, message: OwnMessage): string | undefined {
  if (!('on' in trigger) || trigger.if !== undefined) return undefined
  const known: Readonly<Record<string, string | null>> = { ...message }
  const mayPass = Object.entries(trigger.where ?? {}).every(([path, comparison]) => fits(comparison, known[path]))
  return mayPass ? [trigger.on].flat().find((event) => Object.hasOwn(happenings, event) && (happenings[event]?.includes(message.channel) ?? true)) : undefined
}

/** What is not known may fit. */
function fits(comparison: Comparison, value: string | null | undefined): boolean {
  return value === undefined || refsOf(comparison).length > 0 || compileComparison(comparison)(value, () => undefined)
}
