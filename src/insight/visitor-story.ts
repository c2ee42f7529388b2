// What Oncue sees of one visitor of the demo shop and decides about them, in plain words, newest last: what happened, what is due and when, and the mails
// that came of it. Read from the store; it changes nothing.

import { compile } from '../engine/compile.ts'
import type { Program, ProgramSource } from '../engine/program.ts'
import { runningTimers } from '../engine/triggers/quiet.ts'
import type { Decision } from '../model/decision.ts'
import type { JsonObject } from '../model/json.ts'
import { theEngine } from '../runtime/engine.ts'
import { inputOf } from '../runtime/log-entry.ts'
import { unpackState } from '../runtime/state-codec.ts'
import type { Store } from '../runtime/store.ts'

export interface VisitorStory {
  readonly name: string | null
  readonly email: string | null
  readonly lines: readonly StoryLine[]
  /** What comes next if nothing else happens, earliest first. */
  readonly pending: readonly Pending[]
  /** Newest first. */
  readonly messages: readonly StoryMessage[]
}

export interface StoryLine {
  readonly at: number
  /** seen: it happened · decided · held: not done, with the reason · reached: a message is out, a goal is met. */
  readonly kind: 'seen' | 'decided' | 'held' | 'reached'
  readonly text: string
}

export interface Pending {
  readonly text: string
  readonly dueAt: number
}

export interface StoryMessage {
  readonly key: string
  readonly channel: string
  readonly subject: string
  readonly at: number
}

const linesLookedAt = 60
/** Told, but of no interest to somebody who looks on. */
const quiet = new Set(['Page Left', 'Form Started', 'Form Submitted', 'Form Abandoned'])
const programs = new WeakMap<ProgramSource, Program | undefined>()

/** Undefined when nobody is known by this anonymousId. */
export async function visitorStory(store: Store, source: ProgramSource, anonymousId: string): Promise<VisitorStory | undefined> {
  const [known] = await store.resolve([`a:${anonymousId}`])
  const [number = 0] = known === undefined ? [] : await store.follow([known])
  const [stored] = await store.load([number])
  if (stored === undefined) return undefined
  const state = unpackState(theEngine, stored.state)
  const program = programOf(source)
  const [history, decisions, deliveries] = await Promise.all([
    store.history(stored.head, linesLookedAt),
    store.decisions(number, linesLookedAt),
    store.messages({ subscriber: number, limit: 20 }),
  ])
  const seen = history.toReversed().flatMap((entry): StoryLine[] => {
    const input = inputOf(entry)
    return input?.kind === 'event' && !quiet.has(input.event.name)
      ? [{ at: input.at, kind: 'seen', text: eventText(input.event.name, input.event.properties) }]
      : []
  })
  const decided = decisions.flatMap((decision): StoryLine[] => {
    const line = lineOf(decision)
    return line === undefined ? [] : [{ at: decision.at, ...line }]
  })
  const lines = [...seen, ...decided].map((line, index) => ({ line, index })).sort((one, other) => one.line.at - other.line.at || one.index - other.index)
  const timers = program === undefined ? [] : runningTimers(program, state)
  const pending = [
    ...timers.map(({ journey, words, dueAt }) => ({ text: `enters “${journey}” after ${words}`, dueAt })),
    ...state.enrollments
      .filter(({ status, wakeAt }) => status === 'active' && Number.isFinite(wakeAt))
      .map(({ journey, step, wakeAt }) => ({ text: `goes on in “${journey}”, after “${step}”`, dueAt: wakeAt })),
    ...deliveries
      .filter(({ status, channel }) => status === 'waiting' && channel !== 'popup')
      .map(({ template, channel, dueAt }) => ({ text: `“${template ?? channel}” is asked about again`, dueAt })),
  ]
  const sent = deliveries.filter(({ status, channel }) => status === 'sent' && channel !== 'webhook')
  return {
    name: textOf(state.attributes['first_name']),
    email: textOf(state.attributes['email']),
    lines: lines.map(({ line }) => line).slice(-linesLookedAt),
    pending: pending.filter(({ dueAt }) => dueAt < Number.MAX_SAFE_INTEGER).sort((one, other) => one.dueAt - other.dueAt),
    messages: await Promise.all(
      sent.map(async ({ key, channel, template, finishedAt, decidedAt }) => ({
        key,
        channel,
        subject: (await store.archived(key))?.subject ?? template ?? channel,
        at: finishedAt ?? decidedAt,
      })),
    ),
  }
}

/** Compiled once for each publication. */
function programOf(source: ProgramSource): Program | undefined {
  if (!programs.has(source)) programs.set(source, compile(source).program)
  return programs.get(source)
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

/** "Product Added: Nebula Pro Headlamp". */
function eventText(name: string, properties: JsonObject): string {
  const { path } = (properties['context'] ?? {}) as { readonly path?: unknown }
  const about = textOf(properties['name']) ?? textOf(properties['order_id']) ?? textOf(properties['template']) ?? textOf(properties['path']) ?? textOf(path)
  return about === null ? name : `${name}: ${about}`
}

/** Only what a visitor of the shop would want to know. */
function lineOf(decision: Decision): Omit<StoryLine, 'at'> | undefined {
  switch (decision.kind) {
    case 'entered':
      return { kind: 'decided', text: `Enters “${decision.journey}”: ${decision.because}` }
    case 'not entered':
      return { kind: 'held', text: `Does not enter “${decision.journey}”: ${decision.because}` }
    case 'waiting':
      return { kind: 'decided', text: `Waits in “${decision.journey}”, step “${decision.step}”: ${decision.because}` }
    case 'skipped':
      return { kind: 'held', text: `Skips “${decision.step}” of “${decision.journey}”: ${decision.because}` }
    case 'exited':
      return { kind: 'decided', text: `Leaves “${decision.journey}”: ${decision.because}` }
    case 'completed':
      return { kind: 'decided', text: `“${decision.journey}” is done` }
    case 'converted':
      return { kind: 'reached', text: `Goal of “${decision.journey}” reached: ${decision.event}` }
    case 'refused':
      return { kind: 'held', text: `“${decision.template ?? decision.channel}” is not sent, ${decision.reason}: ${decision.because}` }
    case 'deferred':
      return { kind: 'held', text: `“${decision.template ?? decision.channel}” is held back, ${decision.rule}: ${decision.because}` }
    case 'handed over':
      return {
        kind: 'reached',
        text: `${decision.channel === 'email' ? 'Mail' : decision.channel} “${decision.template ?? decision.step}” ${decision.outcome}`,
      }
    case 'added':
      return { kind: 'decided', text: 'Is a subscriber now: the mail address is known' }
    case 'segment':
      return { kind: 'decided', text: `${decision.entered ? 'Enters' : 'Leaves'} segment “${decision.segment}”` }
    default:
      return undefined
  }
}
