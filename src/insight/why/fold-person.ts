// One person as they were at an instant, made again from the log and what was in force: with every decision on the way, and a look at chosen moments.

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { RuleAnswer } from '../../engine/policies/rule-answers.ts'
import type { SubscriberState } from '../../engine/state.ts'
import type { Decision } from '../../model/decision.ts'
import type { SubscriberEvent } from '../../model/event.ts'
import { type Chapter, heardNames, withLaterMemories } from '../../replay/chapters.ts'
import { type ObserveReplay, PersonReplay } from '../../replay/person-replay.ts'
import { arrivalOf, inputOf, isErased, type MergeBody, mergeName } from '../../runtime/log-entry.ts'
import { readPublished } from '../../runtime/publishing/published.ts'
import { readSources } from '../../runtime/publishing/source-records.ts'
import { readPauses } from '../../runtime/stopping/pauses.ts'
import { readStopChanges } from '../../runtime/stopping/stop-switches.ts'
import type { LogEntry, Store } from '../../runtime/store.ts'
import { journeysMet } from './journeys-met.ts'
import { type PastProgram, pastProgram } from './past-programs.ts'

export type ReadableHistory = Pick<Store, 'load' | 'history' | 'setting'>

export interface PersonLine {
  readonly entry: LogEntry
  /** Undefined for what is no event. */
  readonly event: SubscriberEvent | undefined
}

/** What is needed to go through somebody's life. */
export interface Life {
  readonly number: number
  readonly chapters: readonly Chapter[]
  /** Oldest first; blank ones are left out. What a line says is read when its turn comes: kept, all events of a long life outlive their youth. */
  readonly lines: readonly LogEntry[]
  /** Whether there are older lines that were not read. */
  readonly isCut: boolean
}

export interface LifeWanted {
  readonly number: number
  readonly at: number
  readonly lines: number
  /**
   * `journeys`: without what no journey can notice, lines and segments; the person at its end lacks those segments. A journey: without journeys that
   * cannot matter to it, either, where that is known. `everything` when not said.
   */
  readonly about?: 'everything' | 'journeys' | { readonly journey: string }
}

/** Reads the lines of somebody up to an instant; undefined when nothing is known by then, or nothing was ever in force. */
export async function readLife(store: ReadableHistory, { number, at, lines: most, about = 'everything' }: LifeWanted): Promise<Life | undefined> {
  const [[stored], published, pauses, stopChanges] = await Promise.all([store.load([number]), readPublished(store), readPauses(store), readStopChanges(store)])
  if (stored === undefined || published === undefined) return undefined
  const sources = await readSources(store, published.publication?.number ?? 0)
  const history = (await store.history(stored.head, most + 1)).toReversed()
  const isCut = history.length > most
  const kept = (isCut ? history.slice(1) : history).filter((entry) => entry.receivedAt <= at && !isErased(entry))
  const [first] = kept
  if (first === undefined) return undefined
  const started = Math.max(
    0,
    sources.findLastIndex(({ position }) => position < first.position),
  )
  const inForce = sources.slice(started).filter((source, index) => index === 0 || source.at <= at)
  const chaptersAbout = (what: PastProgram['about']): readonly Chapter[] =>
    inForce.map((source) => {
      const { at: from, position, dueFrom, pauses: before } = source
      return { at: from, position, dueFrom, pauses: before, program: pastProgram(store, source, { about: what, pauses, stopChanges }), deliveries: 'as told' }
    })
  if (about === 'everything') return { number, chapters: withLaterMemories(chaptersAbout('everything')), lines: kept, isCut }
  const whole = chaptersAbout('journeys')
  const met = about === 'journeys' ? undefined : journeysMet(stored, { at, lines: kept, last: (whole.at(-1) as Chapter).program })
  const chapters = met === undefined || about === 'journeys' ? whole : chaptersAbout(new Set([...met, about.journey]))
  return { number, chapters: withLaterMemories(chapters), lines: heardBy(chapters, kept), isCut }
}

/** The lines that make a difference to one of the programs, and the first: the beginning of a very long life may be one that does not, and is when everything else begins. */
function heardBy(chapters: readonly Chapter[], lines: readonly LogEntry[]): readonly LogEntry[] {
  const heard = heardNames(chapters.map(({ program }) => program))
  if (heard === undefined) return lines
  return lines.filter((entry, index) => index === 0 || heard.has(entry.name) || entry.previous === 0 || entry.body.includes(ofTraits))
}

/** The end of `"traits":`: many lines are looked through, and V8 takes 1.7 times as long for seven letters as for six. What else ends so is heard for nothing. */
const ofTraits = 'aits":'

/** Who decided something, on which line; undefined where only time had passed since the last one. */
export interface Occasion {
  readonly subscriber: number
  readonly state: SubscriberState
  readonly line: PersonLine | undefined
}

/** A message was asked about: what every rule said, and what was decided. */
export interface AskedOnce {
  readonly at: number
  readonly effect: string
  readonly rules: readonly RuleAnswer[]
  readonly decisions: readonly Decision[]
}

export interface Walk {
  /** Called whenever it was asked whether a message may go out; rules are asked only for this. */
  readonly onAsked?: (asked: AskedOnce) => void
  /** Called with what each step decided, in order. */
  readonly onDecisions: (decisions: readonly Decision[], about: Occasion) => void
  /** Called after a line was taken in. */
  readonly onLine: (line: PersonLine, person: PersonReplay) => void
  /** Called before each line, and at the end: what is to be looked at on the way up to then. */
  readonly onTime: (until: Pick<LogEntry, 'position' | 'receivedAt'>, person: PersonReplay) => void
}

/** Lines that are gone through in one go where others wait meanwhile. */
const linesInOneGo = 100

/** Goes through a life up to an instant; the person as they were then. */
export function walkLife(life: Life, at: number, walk: Walk): PersonReplay {
  const steps = stepsOf(life, at, walk)
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value
}

/** The same, with turns for others in between: a long life takes a second or two. */
export async function walkLifeInTurns(life: Life, at: number, walk: Walk): Promise<PersonReplay> {
  const steps = stepsOf(life, at, walk)
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value
    await nextTurn()
  }
}

/** Pauses whenever others should have their turn. */
function* stepsOf({ number, chapters, lines }: Life, at: number, { onAsked, onDecisions, onLine, onTime }: Walk): Generator<undefined, PersonReplay> {
  const people = new Map<number, PersonReplay>()
  let current: PersonLine | undefined
  const personOf = (subscriber: number, first: LogEntry): PersonReplay => {
    const known = people.get(subscriber)
    if (known !== undefined) return known
    const observe: ObserveReplay = ({ decisions, authorization }, input, { state }): void => {
      if (input.kind === 'authorize' && authorization?.rules !== undefined) {
        onAsked?.({ at: input.at, effect: input.effect, rules: authorization.rules, decisions })
      }
      if (decisions.length > 0) onDecisions(decisions, { subscriber, state, line: input.kind === 'time' ? undefined : current })
    }
    const person = new PersonReplay({ chapters, number: subscriber, first: { position: first.position, at: first.receivedAt }, observe })
    people.set(subscriber, person)
    return person
  }
  for (const [index, entry] of lines.entries()) {
    if (index % linesInOneGo === linesInOneGo - 1) yield
    const event = arrivalOf(entry)?.event
    const line: PersonLine = { entry, event }
    current = line
    const known = people.get(entry.subscriber)
    if (known !== undefined) onTime(entry, known)
    const person = personOf(entry.subscriber, entry)
    if (event === undefined && entry.name === mergeName) {
      const { from, because } = JSON.parse(entry.body) as MergeBody
      const other = people.get(from)
      if (other !== undefined) person.merge({ position: entry.position, at: entry.receivedAt }, other, because)
      people.delete(from)
    } else {
      const input = event === undefined ? inputOf(entry) : ({ kind: 'event', at: entry.receivedAt, event, position: entry.position } as const)
      const asked = input?.kind === 'authorize' && onAsked !== undefined ? { ...input, explains: 'every rule' as const } : input
      if (asked !== undefined) person.take({ position: entry.position, at: entry.receivedAt, input: asked })
    }
    onLine(line, person)
  }
  const last = people.get(number) ?? personOf(number, lines.at(-1) as LogEntry)
  onTime({ position: Number.POSITIVE_INFINITY, receivedAt: at }, last)
  last.passTo(at)
  return last
}
