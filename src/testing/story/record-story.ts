// Turns what really happened to a person into a test: the inputs as a story, what was decided as what is expected. Whatever could tell who it was is
// replaced: every text that the definitions do not name themselves becomes a made-up one, the same everywhere it stands, and of names, addresses, numbers of
// people and the like none stays even then.

import { channelNames } from '../../model/channel-names.ts'
import type { Decision } from '../../model/decision.ts'
import type { Definitions } from '../../model/definitions.ts'
import { isReaction } from '../../model/event.ts'
import { type FieldRole, roleOf } from '../../model/field-roles.ts'
import type { Input } from '../../model/input.ts'
import { isZone } from '../../model/is-zone.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { visitors } from '../../model/report.ts'
import type { Expectation, StoryLine, TriggerTest } from '../../model/trigger-test.ts'

/** As the schema of tests has them. */
type Fields = NonNullable<StoryLine['properties']>

export interface Recorded {
  readonly test: TriggerTest
  /** Inputs that a story cannot say, in words, with how often each came. */
  readonly leftOut: ReadonlyMap<string, number>
}

export interface Recording {
  readonly subscriber: number
  /** In the order of the log; undefined for one that no single line says, such as a merge. */
  readonly inputs: readonly (Input | undefined)[]
  readonly decisions: readonly Decision[]
  /** What is expected is about this journey alone. */
  readonly journey: string
  readonly definitions: Definitions
  /** Until when it is watched, UTC milliseconds. */
  readonly until: number
}

/** Decisions that come so soon after one another are looked at together: a server hands a message over a moment after it decided it. */
const togetherMs = 60_000

/**
 * Makes a test of it. `each time`: what was decided is expected where it was decided, so a wait that changes is noticed. `at the end`: all of it there, for
 * what happened later than it should have, such as after a server stood still.
 */
export function recordStory({ subscriber, inputs, decisions, journey, definitions, until }: Recording, looks: 'each time' | 'at the end'): Recorded {
  const mask = masker(definitions)
  const leftOut = new Map<string, number>()
  const lines: StoryLine[] = []
  const first = inputs.find((input) => input !== undefined)?.at ?? until
  let now = first
  const own = decisions.filter((one) => 'journey' in one && one.journey === journey)
  const groups = looks === 'at the end' ? [] : groupsOf(own.filter(isExpected))
  const lookUntil = (at: number): void => {
    for (let group = groups[0]; group !== undefined && (group.at(-1) as Decision).at < at; group = groups[0]) {
      groups.shift()
      const seenAt = (group.at(-1) as Decision).at
      const expect = expectationOf(group, journey, mask)
      const before = lines.at(-1)
      if (seenAt > now || before === undefined || before.expect !== undefined) lines.push({ ...(seenAt > now ? { at: iso(seenAt) } : {}), expect })
      else lines[lines.length - 1] = { ...before, expect }
      now = Math.max(now, seenAt)
    }
  }
  for (const input of inputs) {
    if (input !== undefined) lookUntil(input.at)
    const line = input === undefined ? undefined : lineOf(input, mask)
    if (line === undefined) {
      const what = wordsOf(input)
      if (what !== undefined) leftOut.set(what, (leftOut.get(what) ?? 0) + 1)
      continue
    }
    const at = (input as Input).at
    lines.push(at > now ? { at: iso(at), ...line } : line)
    now = Math.max(now, at)
  }
  lookUntil(Number.POSITIVE_INFINITY)
  lines.push({ ...(until > now ? { at: iso(until) } : {}), expect: expectationOf(looks === 'at the end' ? own : [], journey, mask) })
  const start = iso(first)
  return { test: { test: `what happened to somebody in ${journey}`, journey, start, subscriber: String(subscriber), story: lines }, leftOut }
}

/** What a test can expect; everything else follows from it. */
function isExpected(one: Decision): boolean {
  return one.kind === 'handed over' ? one.outcome === 'sent' : ['entered', 'exited', 'completed', 'converted'].includes(one.kind)
}

function groupsOf(decisions: readonly Decision[]): Decision[][] {
  const groups: Decision[][] = []
  for (const one of decisions) {
    const last = groups.at(-1)
    if (last === undefined || one.at - (last.at(-1) as Decision).at > togetherMs) groups.push([one])
    else last.push(one)
  }
  return groups
}

function lineOf(input: Input, mask: Mask): StoryLine | undefined {
  if (input.kind === 'event') {
    const { name, properties, traits, occurredAt, silent } = input.event
    return {
      event: mask.name('event', name),
      ...(Object.keys(properties).length === 0 ? {} : { properties: maskedProperties(name, properties, mask) as Fields }),
      ...(traits === undefined || Object.keys(traits).length === 0 ? {} : { traits: mask.object(traits, 'person') as Fields }),
      ...(occurredAt === input.at ? {} : { occurred: iso(occurredAt) }),
      ...(silent === true ? { silent } : {}),
    }
  }
  if (input.kind !== 'command') return undefined
  const { command } = input
  switch (command.do) {
    case 'set attributes':
      return { set: { ...(mask.object(command.set, 'person') as Fields), ...Object.fromEntries((command.unset ?? []).map((name) => [name, null])) } }
    case 'join list':
      return { join: command.list }
    case 'leave list':
      return { leave: command.list }
    case 'subscribe':
    case 'unsubscribe':
      return { [command.do]: command.channel === undefined ? command.topic : { topic: command.topic, channel: command.channel } }
    case 'suppress':
      return { suppress: command.reason }
    default:
      return undefined
  }
}

/** Of reactions stays what the product itself says: the key of the message, which is made from the number of the person, its channel, and who it was. */
function maskedProperties(name: string, properties: JsonObject, mask: Mask): JsonObject {
  const masked = mask.object(properties)
  if (!isReaction(name)) return masked
  const own = Object.entries(properties).filter(
    ([key, value]) =>
      key === 'message' || (key === 'by' && visitors.some((one) => one === value)) || (key === 'channel' && channelNames.some((one) => one === value)),
  )
  return { ...masked, ...Object.fromEntries(own) }
}

/** What the server asks itself on the way of a message follows from the rest. */
function wordsOf(input: Input | undefined): string | undefined {
  if (input === undefined) return 'a merge with another person, or something that was erased'
  if (input.kind === 'command') return `the command "${input.command.do}"`
  return input.kind === 'outcome' && input.outcome !== 'sent' ? `a message that was ${input.outcome}` : undefined
}

/** Of decisions about the journey. */
function expectationOf(own: readonly Decision[], journey: string, mask: Mask): Expectation {
  const of = <Kind extends Decision['kind']>(kind: Kind) => own.filter((one): one is Extract<Decision, { kind: Kind }> => one.kind === kind)
  const passage = ({ key }: { readonly key?: string }) => (key === undefined ? journey : { journey, key: mask.text('key', key) })
  return {
    enters: of('entered').map(passage),
    sends: of('handed over').flatMap(({ outcome, channel, template, step }) =>
      outcome === 'sent' ? [template === undefined ? { channel, step } : { template, step }] : [],
    ),
    exits: of('exited').map(passage),
    completes: of('completed').map(passage),
    converts: of('converted').map(passage),
  }
}

interface Mask {
  readonly text: (name: string, text: string) => string
  /** `person`: attributes, in which `name` is somebody's. */
  readonly object: (object: JsonObject, about?: 'person') => JsonObject
  /** The name of an event or of a field: structure, unless somebody's address or number stands in it. */
  readonly name: (kind: string, name: string) => string
}

const dateOrInstant = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2}))?$/
const tellsSomebody = /@|\d{5}|(?:\d[\s()./-]{0,2}){7}/
/** Whole numbers from here on that are no instants may be a phone number, or the number of a contract. */
const longNumber = 1e9
/** The only year that a day of birth has in a test; a leap year, so that every day is in it. */
const anyYear = '1992'

/** What tells nobody apart stays, because conditions ask about it: numbers, yes and no, instants, zones, and what the definitions themselves name. */
function masker(definitions: Definitions): Mask {
  const named = new Set<string>()
  collectTexts(definitions.workspace as unknown as Json, named)
  collectTexts(definitions.journeys as unknown as Json, named)
  collectTexts(definitions.segments as unknown as Json, named)
  const currencies = new Set(Intl.supportedValuesOf('currency'))
  const made = new Map<string, string>()
  const madeNumbers = new Map<number, number>()
  const counts = new Map<string, number>()
  const replaced = (kind: string, value: string): string => {
    const known = made.get(value)
    if (known !== undefined) return known
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    const next = kind === 'person' ? `person-${count}@example.com` : /^https?:/i.test(value) ? `https://example.com/${kind}-${count}` : `${kind}-${count}`
    made.set(value, next)
    return next
  }
  const text = (name: string, value: string, role?: FieldRole): string => {
    if (value === '') return value
    if (role === 'birth' && dateOrInstant.test(value)) return `${anyYear}${value.slice(4, 10)}`
    const mayStay = role === undefined || role === 'place'
    if (mayStay && named.has(value)) return value
    if (role === undefined && (isZone(value) || dateOrInstant.test(value) || currencies.has(value))) return value
    return replaced(value.includes('@') ? 'person' : name.replaceAll(/[^A-Za-z0-9]+/g, '-').toLowerCase() || 'text', value)
  }
  const number = (value: number, role: FieldRole | undefined): number => {
    if (role === 'point' || (role === 'place' && !Number.isInteger(value))) return Math.trunc(value)
    if (role === undefined && (Math.abs(value) < longNumber || !Number.isInteger(value) || isInstant(value))) return value
    const known = madeNumbers.get(value) ?? madeNumbers.size + 1
    madeNumbers.set(value, known)
    return known
  }
  const value = (name: string, one: Json, role: FieldRole | undefined, about: 'person' | undefined): Json => {
    if (typeof one === 'string') return text(name, one, role)
    if (typeof one === 'number') return number(one, role)
    if (typeof one !== 'object' || one === null) return one
    if (Array.isArray(one)) return one.map((item: Json) => value(name, item, role, about))
    // What stands below a field of a person, such as an address with its parts, is of a person too.
    return object(one as JsonObject, role === undefined ? about : 'person')
  }
  const name = (kind: string, given: string): string => (tellsSomebody.test(given) && !named.has(given) ? replaced(kind, given) : given)
  const object = (one: JsonObject, about?: 'person'): JsonObject =>
    Object.fromEntries(
      Object.entries(one).map(([key, inner]) => {
        const kept = name('field', key)
        return [kept, value(kept, inner, about === 'person' && /^name$/i.test(key) ? 'full name' : roleOf(key), about)]
      }),
    )
  return { text, object, name }
}

/** UTC milliseconds or seconds of the years in which people live. */
function isInstant(value: number): boolean {
  return (value >= 9.4e11 && value < 4.1e12) || (value >= 1e9 && value < 2.1e9)
}

function collectTexts(value: Json, into: Set<string>): void {
  if (typeof value === 'string') into.add(value)
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) collectTexts(inner as Json, into)
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
