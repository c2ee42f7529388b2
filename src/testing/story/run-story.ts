// Runs one test of triggers: its story through the engine that runs in production, in virtual time, and what it expects held against what was
// decided. It sends nothing, stores nothing and looks at no clock.

import { compile, sourceOf } from '../../engine/compile.ts'
import type { Explanation } from '../../engine/conditions/explain.ts'
import type { Program } from '../../engine/program.ts'
import type { Decision } from '../../model/decision.ts'
import type { Definitions, Problem } from '../../model/definitions.ts'
import { durationMs } from '../../model/duration.ts'
import type { Command } from '../../model/input.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { readSentence } from '../../model/read-sentence.ts'
import { plain, type Said, saidText } from '../../model/said.ts'
import { defaultStart, type StoryLine, type TriggerTest } from '../../model/trigger-test.ts'
import { type OneSubscriber, subscriberOf } from '../one-subscriber.ts'
import { type AskedCondition, answerOf, askedConditions, problemOfAsked, withAsked } from './asked-conditions.ts'
import { type Look, type Unmet, unmet } from './expectations.ts'
import { followWays, type TakenWay } from './followed-ways.ts'

export interface StoryFailure {
  /** Path from the root of the test. */
  readonly path: readonly (string | number)[]
  readonly message: string
  /** Why it fails in one sentence, as data: what was looked at, with what was expected and found where that is a few lines. */
  readonly said: Said
  readonly expected: readonly string[]
  readonly found: readonly string[]
  /** What happened since the last look. */
  readonly since: readonly string[]
}

export interface StoryResult {
  readonly failures: readonly StoryFailure[]
  readonly decisions: readonly Decision[]
  /** The branches that were taken. */
  readonly ways: readonly TakenWay[]
  /** Every input and decision, a line each. */
  readonly trace: string
}

/** Runs a test. Definitions that do not compile are a failure of the test, with their first mistake. */
export function runStory(definitions: Definitions, test: TriggerTest): StoryResult {
  const asked = askedConditions(test, definitions)
  const { program, problems } = compile(sourceOf(withAsked(definitions, asked)))
  const failures = [...unknownPlaces(asked), ...problems.filter(({ severity }) => severity === 'error').map((problem) => uncompiled(problem, asked))]
  if (program === undefined || failures.length > 0) return { failures, decisions: [], ways: [], trace: '' }
  return new Teller(program, test, asked).tell()
}

class Teller {
  readonly #program: Program
  readonly #test: TriggerTest
  readonly #asked: readonly AskedCondition[]
  readonly #one: OneSubscriber
  readonly #failures: StoryFailure[] = []
  readonly #ways: TakenWay[] = []
  #now: number
  #seenDecisions = 0
  #seenLines = 0

  constructor(program: Program, test: TriggerTest, asked: readonly AskedCondition[]) {
    followWays(program, (way) => this.#ways.push(way))
    this.#program = program
    this.#test = test
    this.#asked = asked
    this.#now = Date.parse(test.start ?? defaultStart)
    this.#one = subscriberOf(program, { startAt: this.#now, id: test.subscriber ?? '1' })
  }

  tell(): StoryResult {
    for (const [index, line] of this.#test.story.entries()) {
      if (!this.#pass(line, index)) break
      happen(this.#one, line)
      if (line.expect !== undefined) this.#look(line.expect, index)
    }
    return { failures: this.#failures, decisions: this.#one.decisions, ways: this.#ways, trace: this.#one.trace }
  }

  /** Lets time pass; false when it would run backwards. */
  #pass({ after, at }: StoryLine, index: number): boolean {
    if (after === undefined && at === undefined) return true
    const target = at === undefined ? this.#now + durationMs(after as string) : Date.parse(at)
    if (target < this.#now) {
      this.#failures.push(failureOf(['story', index, 'at'], { code: 'test-backwards', values: { at: this.#now } }))
      return false
    }
    this.#one.advanceTo(new Date(target).toISOString())
    this.#now = target
    return true
  }

  #look(expectation: NonNullable<StoryLine['expect']>, index: number): void {
    const look = this.#lookNow()
    const add = (failure: Omit<StoryFailure, 'since' | 'path'> & { readonly path: Unmet['path'] }): void => {
      this.#failures.push({ ...failure, path: ['story', index, 'expect', ...failure.path], since: look.trace })
    }
    for (const one of unmet(expectation, look)) {
      const { path, what, expected, found } = one
      add({ path, message: unlike(what), said: differenceOf(one), expected: expected.map(saidText), found: found.map(saidText) })
    }
    for (const [at, asked] of this.#asked.entries()) {
      if (asked.path[1] !== index) continue
      const isHeld = asked.path[3] === 'holds'
      const answer = answerOf(asked, at, { program: this.#program, one: this.#one, now: this.#now })
      if (answer.value === isHeld) continue
      const message = isHeld ? 'the condition does not hold' : 'the condition holds'
      const said: Said = { code: isHeld ? 'test-not-held' : 'test-held', values: { inner: conditionSaid(asked, answer) } }
      add({ path: asked.path.slice(3), message, said, expected: [], found: explained(answer, 0) })
    }
    this.#seenDecisions = this.#one.decisions.length
    this.#seenLines = linesOf(this.#one).length
  }

  #lookNow(): Look {
    const { state, decisions } = this.#one
    const { journey } = this.#test
    const isOwn = (decision: Decision): boolean => journey === undefined || !('journey' in decision) || decision.journey === journey
    const view = { state, now: this.#now, zone: this.#program.zone, passage: undefined }
    const segments = this.#program.segments.filter(({ condition }) => condition.evaluate(view).value).map(({ segment }) => segment as string)
    return {
      state,
      decisions: decisions.slice(this.#seenDecisions).filter(isOwn),
      trace: linesOf(this.#one).slice(this.#seenLines),
      segments: new Set(segments),
    }
  }
}

function linesOf({ trace }: OneSubscriber): string[] {
  return trace.split('\n').filter((line) => line !== '')
}

/** What the line says happens. */
function happen(one: OneSubscriber, line: StoryLine): void {
  const command = commandOf(line)
  if (command !== undefined) one.command(command)
  else if (line.event !== undefined) {
    const { properties, traits, occurred, silent } = line
    const more = {
      ...(traits === undefined ? {} : { traits: traits as JsonObject }),
      ...(occurred === undefined ? {} : { occurredAt: occurred }),
      ...(silent === undefined ? {} : { silent }),
    }
    one.event(line.event, properties as JsonObject | undefined, more)
  } else if (line.identify !== undefined) one.identify(line.identify as JsonObject)
  else if (line.pause !== undefined) one.pause(line.pause, 'the test says so')
  else if (line.resume !== undefined) {
    const { journey, mode } = typeof line.resume === 'string' ? { journey: line.resume, mode: 'shift' as const } : line.resume
    one.resume(journey, mode)
  } else if (line.delivery !== undefined) {
    const { delivery } = line
    one.outcome = () => delivery
  } else if (line.messages === 'hold') one.holdMessages()
  else if (line.messages === 'deliver') one.deliver()
}

function commandOf(line: StoryLine): Command | undefined {
  if (line.set !== undefined) {
    const known = Object.entries(line.set).filter(([, value]) => value !== null)
    const unset = Object.keys(line.set).filter((name) => line.set?.[name] === null)
    return { do: 'set attributes', set: Object.fromEntries(known) as JsonObject, ...(unset.length === 0 ? {} : { unset }) }
  }
  if (line.join !== undefined) return { do: 'join list', list: line.join }
  if (line.leave !== undefined) return { do: 'leave list', list: line.leave }
  if (line.suppress !== undefined) return { do: 'suppress', reason: line.suppress }
  for (const act of ['subscribe', 'unsubscribe'] as const) {
    const said = line[act]
    if (said !== undefined) return { do: act, ...(typeof said === 'string' ? { topic: said } : said) }
  }
  return undefined
}

function unknownPlaces(asked: readonly AskedCondition[]): StoryFailure[] {
  return asked
    .filter(({ condition }) => condition === undefined)
    .map(({ path, held }) => {
      const { of, at } = held as { readonly of: string; readonly at: string }
      return failureOf(path, { code: 'test-no-condition', values: { path: at, journey: of } })
    })
}

function uncompiled(problem: Problem, asked: readonly AskedCondition[]): StoryFailure {
  const own = problemOfAsked(problem, asked)
  const where = own === undefined ? `${problem.definition.kind} ${problem.definition.name}: ` : ''
  return failureOf(own?.path ?? [], plain(`${where}${problem.message.replace(/\.$/, '')}${problem.fix === undefined ? '' : `; ${problem.fix}`}`))
}

/** One that is said without anything to compare. */
function failureOf(path: StoryFailure['path'], said: Said): StoryFailure {
  return { path, message: saidText(said), said, expected: [], found: [], since: [] }
}

/** Lines that a sentence can name; of more, the difference is shown by who shows lines. */
const fewLines = 5

function differenceOf({ what, expected, found }: Unmet): Said {
  if (Math.max(expected.length, found.length) > fewLines) return { code: 'test-unlike', values: { what } }
  if (expected.length === 0) return { code: 'test-wants-none', values: { what, found } }
  if (found.length === 0) return { code: 'test-finds-none', values: { what, wanted: expected } }
  return { code: 'test-differs', values: { what, wanted: expected, found } }
}

function unlike(what: Said): string {
  return saidText({ code: 'test-unlike', values: { what } })
}

/** The condition with the numbers behind its answer. */
function conditionSaid({ condition }: AskedCondition, { words, detail }: Explanation): Said {
  const asWritten: Said = condition === undefined ? plain(words) : { code: 'condition', values: { words, condition: condition as unknown as Json } }
  return { code: 'condition-numbers', values: { condition: asWritten, ...(detail === '' ? {} : { numbers: readSentence(detail) }) } }
}

function explained({ words, value, detail, parts }: Explanation, depth: number): string[] {
  const own = `${'  '.repeat(depth)}${value ? 'yes' : 'no '}  ${words}${detail === '' ? '' : ` (${detail})`}`
  return [own, ...parts.flatMap((part) => explained(part, depth + 1))]
}
