// What Oncue sees of one visitor of the demo shop and decides about them, in plain words, newest last: what happened, what is due and when, and the mails
// that came of it. Read from the store; it changes nothing.

import { compile } from '../engine/compile.ts'
import type { Program, ProgramSource } from '../engine/program.ts'
import { runningTimers } from '../engine/triggers/quiet.ts'
import type { Decision } from '../model/decision.ts'
import type { JsonObject } from '../model/json.ts'
import { theEngine } from '../runtime/engine.ts'
import { inputOf } from '../runtime/log-entry.ts'
import { unpackState } from '../runtime/states/state-codec.ts'
import type { Store } from '../runtime/store.ts'
import { type Teller, tellerOf } from './telling.ts'
import { filled, reasonWords, type StoryLanguage, type StoryLineCode, storyWords } from './visitor-words.ts'

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
const messagesLookedAt = 100
/** Told, but of no interest to somebody who looks on. */
const quiet = new Set(['Page Left', 'Form Started', 'Form Submitted', 'Form Abandoned'])
const programs = new WeakMap<ProgramSource, Program | undefined>()

/** Undefined when nobody is known by this anonymousId. */
export async function visitorStory(
  store: Store,
  source: ProgramSource,
  { anonymousId, language = 'en' }: { readonly anonymousId: string; readonly language?: StoryLanguage },
): Promise<VisitorStory | undefined> {
  const [known] = await store.resolve([`a:${anonymousId}`])
  const [number = 0] = known === undefined ? [] : await store.follow([known])
  const [stored] = await store.load([number])
  if (stored === undefined) return undefined
  const state = unpackState(theEngine, stored.state)
  const program = programOf(source)
  const tongue: Tongue = { language, reason: tellerOf(program).reason }
  const { lines: words } = storyWords[language]
  const [history, decisions, deliveries] = await Promise.all([
    store.history(stored.head, linesLookedAt),
    store.decisions(number, linesLookedAt),
    store.messages({ subscriber: number, limit: messagesLookedAt }),
  ])
  const seen = history.toReversed().flatMap((entry): StoryLine[] => {
    const input = inputOf(entry)
    return input?.kind === 'event' && !quiet.has(input.event.name)
      ? [{ at: input.at, kind: 'seen', text: eventText(input.event.name, input.event.properties) }]
      : []
  })
  const decided = decisions.flatMap((decision): StoryLine[] => {
    const line = lineOf(decision, tongue)
    return line === undefined ? [] : [{ at: decision.at, ...line }]
  })
  const lines = [...seen, ...decided].map((line, index) => ({ line, index })).sort((one, other) => one.line.at - other.line.at || one.index - other.index)
  const timers = program === undefined ? [] : runningTimers(program, state)
  const pending = [
    ...timers.map((one) => ({ text: filled(words['enters-after'], { journey: one.journey, words: because(one.words, tongue) }), dueAt: one.dueAt })),
    ...state.enrollments
      .filter(({ status, wakeAt }) => status === 'active' && Number.isFinite(wakeAt))
      .map(({ journey, step, wakeAt }) => ({ text: filled(words['goes-on'], { journey, step }), dueAt: wakeAt })),
    ...deliveries
      .filter(({ status, channel }) => status === 'waiting' && channel !== 'popup')
      .map(({ template, channel, dueAt }) => ({ text: filled(words['asked-again'], { what: template ?? channel }), dueAt })),
  ]
  const next = Math.min(...pending.map(({ dueAt }) => dueAt))
  // What nobody waits for in so many words, such as sixty days without an order.
  const silent = stored.deadline !== undefined && stored.deadline < next ? [{ text: words['asked-by-time'], dueAt: stored.deadline }] : []
  const sent = deliveries.filter(({ status, channel }) => status === 'sent' && channel !== 'webhook')
  return {
    name: textOf(state.attributes['first_name']),
    email: textOf(state.attributes['email']),
    lines: lines.map(({ line }) => line).slice(-linesLookedAt),
    pending: [...silent, ...pending].filter(({ dueAt }) => dueAt < Number.MAX_SAFE_INTEGER).sort((one, other) => one.dueAt - other.dueAt),
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
  const about =
    textOf(properties['name']) ??
    textOf(properties['title']) ??
    textOf(properties['order_id']) ??
    textOf(properties['template']) ??
    textOf(properties['path']) ??
    textOf(path)
  return about === null ? name : `${name}: ${about}`
}

interface Tongue {
  readonly language: StoryLanguage
  readonly reason: Teller['reason']
}

function because(text: string, { language, reason }: Tongue): string {
  return reasonWords(text, reason(text), language)
}

/** Only what a visitor of the shop would want to know. */
function lineOf(decision: Decision, tongue: Tongue): Omit<StoryLine, 'at'> | undefined {
  const { lines, outcomes } = storyWords[tongue.language]
  const line = (kind: StoryLine['kind'], code: StoryLineCode, values: Readonly<Record<string, string>> = {}, why = ''): Omit<StoryLine, 'at'> => {
    const reason = why === '' ? '' : because(why, tongue)
    return { kind, text: filled(lines[code], values) + (reason === '' ? '' : `: ${reason}`) }
  }
  switch (decision.kind) {
    case 'entered':
      return line('decided', 'entered', { journey: decision.journey }, decision.because)
    case 'not entered':
      return line('held', 'not-entered', { journey: decision.journey }, decision.because)
    case 'waiting':
      return line('decided', 'waits', { journey: decision.journey, step: decision.step }, decision.because)
    case 'skipped':
      return line('held', 'skipped', { journey: decision.journey, step: decision.step }, decision.because)
    case 'exited':
      return line('decided', 'left', { journey: decision.journey }, decision.because)
    case 'completed':
      return line('decided', 'done', { journey: decision.journey })
    case 'converted':
      return line('reached', 'goal', { journey: decision.journey, event: decision.event })
    case 'refused':
      return line('held', 'not-sent', { what: decision.template ?? decision.channel }, decision.because)
    case 'deferred':
      return line('held', 'held-back', { what: decision.template ?? decision.channel }, decision.because)
    case 'handed over': {
      const values = { channel: decision.channel, what: decision.template ?? decision.step, outcome: outcomes[decision.outcome] }
      return line('reached', decision.channel === 'email' ? 'mail' : 'message', values)
    }
    case 'added':
      return line('decided', 'known')
    case 'segment':
      return line('decided', decision.entered ? 'into-segment' : 'out-of-segment', { segment: decision.segment })
    default:
      return undefined
  }
}
