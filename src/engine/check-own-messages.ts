// Journeys that what they send lets in again: each mail is sent, or opened, and that begins another passage, which sends the next; of one journey, or of
// several in a circle, of which a message is one way at least and the others are messages, lists, attributes and starts. No time limit ends it and no cut,
// because every round is an input of its own; the warning is for the author who meant other mails. It stays silent where something may end it: `again`
// that lets in less than always, or a condition on the way in.

import { type Comparison, compileComparison, refsOf } from '../model/comparison.ts'
import type { Problem } from '../model/definitions.ts'
import type { Step, Trigger } from '../model/journey.ts'
import { mistake } from '../model/mistake.ts'
import { dataEntrances, type LettingIn } from './data-ways.ts'
import { goesOn, shortestWay, type Way, waysOut } from './journey-ways.ts'
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

/** So many are enough to read; the others are told once these are mended. */
const mostCircles = 20

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
    const messages = messagesOf(journey, templates)
    for (const [index, trigger] of definition.enter.entries()) {
      const found = messages.map((message) => ({ message, event: openedBy(trigger, message) })).find(({ event }) => event !== undefined)
      if (found === undefined) continue
      const message = mistake('own-message-lets-in', { event: String(found.event), step: found.message.step, journey: name })
      const fix = mistake('leave-own-out', { example: `where: { journey: { ne: ${name} } }` })
      report({ severity: 'warning', code: 'journey.own-messages', message, fix, definition: { kind: 'journey', name }, path: ['enter', index] })
    }
  }
}

/** Reports each circle of two or more once, at the journey of it that comes first. */
export function checkMessageCircles(
  journeys: readonly CompiledJourney[],
  { templates, lettingIn }: { readonly templates: Program['templates']; readonly lettingIn: LettingIn },
  report: (problem: Problem) => void,
): void {
  const endless = journeys.filter((one) => one.live && letsInAnew(one))
  const entrances = dataEntrances(endless, lettingIn)
  const names = new Set(endless.map(({ name }) => name))
  const steps = new Map(endless.map(({ name, definition }) => [name, Array.from(walkSteps(definition.steps, ['steps']), ([step]) => step)]))
  const messages = new Map(endless.map((one) => [one.name, messagesOf(one, templates)]))
  const hearing = endless.filter(({ definition }) => definition.enter.some((trigger) => heardBy(trigger).length > 0))
  const byMessage = endless.flatMap(({ name }) => hearing.filter((to) => to.name !== name).flatMap((to) => messageWay(messages.get(name) ?? [], to)))
  const ways = new Map<string, readonly Way[]>()
  for (const { name } of endless) {
    const byData = waysOut(name, steps.get(name) ?? [], entrances).filter(({ to }) => names.has(to))
    ways.set(name, [...byMessage.filter(({ from }) => from === name), ...byData])
  }
  const reported = new Set<string>()
  for (const first of byMessage) {
    const back = shortestWay({ from: first.to, to: first.from }, ways)
    if (back === undefined) continue
    const circle = [first, ...back]
    const isData = circle.some(({ change }) => change !== undefined)
    if (isData && !goesOn(circle, steps)) continue
    const members = circle.map(({ from }) => from)
    const key = members.toSorted().join('\n')
    if (reported.has(key)) continue
    reported.add(key)
    if (reported.size > mostCircles) return
    const message = mistake('messages-circle', { way: [...members, first.from].join(' -> '), words: circle.map(({ words }) => words).join('; ') })
    const fix = mistake('leave-others-out', { example: `where: { journey: { ne: ${first.from} } }` })
    report({ severity: 'warning', code: 'journey.message-circle', message, fix, definition: { kind: 'journey', name: first.from }, path: ['enter'] })
  }
}

/** The first way in that a message opens; none where no message does. */
function messageWay(messages: readonly OwnMessage[], { name: to, definition }: CompiledJourney): readonly Way[] {
  for (const trigger of definition.enter) {
    for (const message of messages) {
      const event = openedBy(trigger, message)
      if (event !== undefined)
        return [{ from: message.journey, to, words: `${event} of step ${message.step} of ${message.journey} lets into ${to}`, change: undefined }]
    }
  }
  return []
}

function messagesOf({ name, definition }: CompiledJourney, templates: Program['templates']): readonly OwnMessage[] {
  return Array.from(walkSteps(definition.steps, ['steps'])).flatMap(([step, place]) => {
    const sent = sentBy(step, templates)
    return sent === undefined ? [] : [{ journey: name, step: step.id ?? idFromPlace(place), ...sent }]
  })
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
  const heard = heardBy(trigger)
  if (heard.length === 0) return undefined
  const known: Readonly<Record<string, string | null>> = { ...message }
  const where = 'where' in trigger ? (trigger.where ?? {}) : {}
  const mayPass = Object.entries(where).every(([path, comparison]) => fits(comparison, known[path]))
  return mayPass ? heard.find((event) => happenings[event]?.includes(message.channel) ?? true) : undefined
}

/** The events of messages that a way in waits for, where no condition may end it. */
function heardBy(trigger: Trigger): readonly string[] {
  return 'on' in trigger && trigger.if === undefined ? [trigger.on].flat().filter((event) => Object.hasOwn(happenings, event)) : []
}

/** What is not known may fit. */
function fits(comparison: Comparison, value: string | null | undefined): boolean {
  return value === undefined || refsOf(comparison).length > 0 || compileComparison(comparison)(value, () => undefined)
}
