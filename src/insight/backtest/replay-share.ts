// Backtests a share of the people: their lines go in, in order of the log, and what each arm would have decided is counted. A person is held while
// the share is read, and no line is: how long the log is makes no difference to memory.

import type { Program, ProgramSource } from '../../engine/program.ts'
import type { SubscriberState } from '../../engine/state.ts'
import type { Decision } from '../../model/decision.ts'
import type { SubscriberEvent } from '../../model/event.ts'
import { type Chapter, heardNames, listening, withLaterMemories } from '../../replay/chapters.ts'
import { type Line, type ObserveReplay, PersonReplay } from '../../replay/person-replay.ts'
import { theEngine } from '../../runtime/engine.ts'
import { arrivalOf, inputOf, isErased, type MergeBody, mergeName } from '../../runtime/log-entry.ts'
import { compileNarrow } from '../idle-segments.ts'
import type { Arm, BacktestSpec } from './backtest-spec.ts'
import { compareNotes } from './compare-notes.ts'
import { joinLacks, noteLacks } from './field-lacks.ts'
import { HeldImports } from './held-imports.ts'
import type { ReplayedLine } from './kept-lines.ts'
import { countReadings, countsTo, Meters, newReadings, type Readings } from './meters.ts'
import { answersTo } from './past-responses.ts'
import { sleep, wake } from './sleep.ts'
import { SleepingStates } from './sleeping-states.ts'
import { addExample, countDecision, countDeltas, countPerson, joinEntries, type Notes, newNotes, newTally, type Tally } from './tally.ts'
import { compareHeld, countSegments, countSegmentsBefore, segmentsHeld, triedSegments } from './tried-segments.ts'

/** What a share of the people came to: a tally for each arm, and one for what differs from the first. */
export interface ShareResult {
  readonly arms: readonly Tally[]
  readonly differences: readonly Tally[]
  readonly people: number
  /** Lines of events that people caused, in the period and before it. */
  readonly events: number
  readonly firstAt: number | undefined
  readonly lastAt: number | undefined
}

interface Person {
  readonly number: number
  readonly replays: readonly PersonReplay[]
  readonly notes: readonly Notes[]
  /** How far the person was from the conditions of each arm; empty where it is not asked. */
  readonly readings: readonly Readings[]
  /** Where the state of each replay is, while the person sleeps. */
  asleep: readonly number[] | undefined
}

/** Told of every decision of the period, person by person in order. */
export type OnDecision = (arm: number, subscriber: number, decision: Decision) => void

export class ShareReplay {
  readonly #spec: BacktestSpec
  readonly #onDecision: OnDecision | undefined
  readonly #chapters: readonly (readonly Chapter[])[]
  /** What each arm tries: the program of its last chapter. */
  readonly #tried: readonly Program[]
  readonly #tallies: readonly Tally[]
  readonly #differences: readonly Tally[]
  readonly #people = new Map<number, Person>()
  /** People whose states are objects. */
  #awake: Person[] = []
  readonly #states = new SleepingStates()
  /** Events of historical imports, which take effect when they happened. */
  readonly #held = new HeldImports()
  readonly #meters: readonly Meters[]
  /** Those that it tells of. */
  readonly #segments: readonly string[]
  #counted = 0
  #events = 0
  #firstAt: number | undefined
  #lastAt: number | undefined

  constructor(spec: BacktestSpec, onDecision?: OnDecision) {
    this.#spec = spec
    this.#onDecision = onDecision
    this.#segments = triedSegments(spec.arms)
    // Nobody is told of other segments, so those that no journey can notice are not kept up.
    const isCounted = onDecision === undefined && spec.arms.every(({ source }) => mayLeaveOut(source)) && spec.before.every(({ source }) => mayLeaveOut(source))
    this.#chapters = spec.arms.map((arm) => chaptersOf(spec, arm, isCounted ? (source) => compileNarrow(source, this.#segments) : theEngine.compile))
    this.#tried = this.#chapters.map((chapters) => (chapters.at(-1) as Chapter).program)
    this.#meters = spec.thresholds ? this.#tried.map((program) => new Meters(program)) : []
    this.#tallies = spec.arms.map(newTally)
    this.#differences = spec.arms.slice(1).map(newTally)
  }

  /** Names of the events that make a difference; undefined when all do. Lines of other names may be left out, but for each person's first. */
  get names(): readonly string[] | undefined {
    const showsPopups = this.#spec.arms.some(({ source }) => JSON.stringify(source.journeys).includes('"popup"'))
    const heard = showsPopups ? undefined : heardNames(this.#chapters.flat().map(({ program }) => program))
    return heard && [...heard]
  }

  /** Before anything else, when imports count as they happened: a line that may be of one. */
  hold(entry: ReplayedLine): void {
    this.#held.hold(entry)
  }

  /** Between `hold` and `take`. */
  sortHeld(): void {
    this.#held.sort()
  }

  take(entry: ReplayedLine): void {
    if (entry.receivedAt > this.#spec.to || isErased(entry)) return
    const arrival = arrivalOf(entry)
    if (arrival?.event.silent === true && this.#spec.imports === 'as it happened') return
    this.#letHappen(entry.subscriber, entry.receivedAt)
    if (arrival === undefined && entry.name === mergeName) return this.#merge(entry)
    const input = arrival === undefined ? inputOf(entry) : ({ kind: 'event', at: entry.receivedAt, event: arrival.event, position: entry.position } as const)
    if (input === undefined) return
    if (arrival !== undefined) this.#seen(entry.receivedAt)
    this.#apply(entry.subscriber, { position: entry.position, at: entry.receivedAt, input })
  }

  /** Something that somebody did, from a file of events. */
  takeEvent(number: number, event: SubscriberEvent, position: number): void {
    if (event.receivedAt > this.#spec.to) return
    this.#seen(event.receivedAt)
    this.#apply(number, { position, at: event.receivedAt, input: { kind: 'event', at: event.receivedAt, event, position } })
  }

  /** Whoever had a line since the last time sleeps until their next one. */
  rest(): void {
    for (const person of this.#awake) {
      if (this.#people.get(person.number) === person) person.asleep = sleep(person.replays, this.#states)
    }
    this.#awake = []
  }

  /** Everybody of these comes to the end of the period, and is forgotten. */
  endPeople(numbers: Iterable<number> = [...new Set([...this.#people.keys(), ...this.#held.people])]): void {
    for (const number of numbers) {
      this.#letHappen(number, this.#spec.to)
      const person = this.#find(number)
      if (person !== undefined) this.#end(person)
      this.#people.delete(number)
      this.#held.forget(number)
    }
  }

  result(): ShareResult {
    return {
      arms: this.#tallies,
      differences: this.#differences,
      people: this.#counted,
      events: this.#events,
      firstAt: this.#firstAt,
      lastAt: this.#lastAt,
    }
  }

  get peopleHeld(): number {
    return this.#people.size
  }

  get eventsTaken(): number {
    return this.#events
  }

  #seen(at: number): void {
    this.#events += 1
    if (this.#firstAt === undefined || at < this.#firstAt) this.#firstAt = at
    if (this.#lastAt === undefined || at > this.#lastAt) this.#lastAt = at
  }

  #apply(number: number, line: Line): void {
    const { replays, readings } = this.#find(number) ?? this.#newPerson(number, line)
    const event = line.input.kind === 'event' && line.at >= this.#spec.from ? line.input.event : undefined
    for (let index = 0; index < replays.length; index += 1) {
      const replay = replays[index] as PersonReplay
      const meters = event === undefined ? undefined : this.#meters[index]
      const read = readings[index]
      if (meters !== undefined && read !== undefined && event !== undefined) meters.readSilence(read, event, { state: replay.state, at: line.at })
      replay.take(line)
      if (meters !== undefined && read !== undefined && event !== undefined) meters.read(read, event, replay.state)
    }
  }

  /** Imported events up to an instant, as if they had come in when they happened. */
  #letHappen(number: number, at: number): void {
    const { to } = this.#spec
    for (const { position, event } of this.#held.happened(number, at)) {
      if (event.occurredAt > to) continue
      const { silent: _silent, ...live } = event
      const happened = { ...live, receivedAt: event.occurredAt }
      this.#seen(happened.receivedAt)
      this.#apply(number, { position, at: happened.receivedAt, input: { kind: 'event', at: happened.receivedAt, event: happened, position } })
    }
  }

  #merge(entry: ReplayedLine): void {
    const { from, because } = JSON.parse(entry.body) as MergeBody
    this.#letHappen(from, entry.receivedAt)
    this.#held.merge(from, entry.subscriber)
    const other = this.#find(from)
    if (other === undefined) return
    const line = { position: entry.position, at: entry.receivedAt }
    const person = this.#find(entry.subscriber) ?? this.#newPerson(entry.subscriber, line)
    for (const [index, replay] of person.replays.entries()) {
      replay.merge(line, other.replays[index] as PersonReplay, because)
      joinNotes(person.notes[index] as Notes, other.notes[index] as Notes)
    }
    this.#people.delete(from)
  }

  #find(number: number): Person | undefined {
    const person = this.#people.get(number)
    if (person?.asleep === undefined) return person
    wake(person.replays, person.asleep, this.#states)
    person.asleep = undefined
    this.#awake.push(person)
    return person
  }

  #newPerson(number: number, first: Pick<Line, 'position' | 'at'>): Person {
    const { arms } = this.#spec
    const notes = arms.map(() => newNotes(arms.length))
    const person: Person = {
      number,
      notes,
      asleep: undefined,
      readings: this.#meters.map(newReadings),
      replays: this.#chapters.map((chapters, arm) => {
        const observe = this.#observer(chapters, { arm, notes: notes[arm] as Notes, person: () => person })
        const onChapter = this.#segments.length === 0 ? undefined : this.#onPeriod(arm)
        return new PersonReplay({
          chapters,
          number,
          first,
          observe,
          ...(onChapter && { onChapter }),
          reports: this.#spec.responses.kind === 'recorded' ? 'of real messages' : 'nothing',
        })
      }),
    }
    this.#people.set(number, person)
    this.#awake.push(person)
    return person
  }

  /** Who is in a segment as the period begins. */
  #onPeriod(arm: number): (chapter: number, state: SubscriberState) => void {
    const [tally, program, last] = [this.#tallies[arm] as Tally, this.#tried[arm] as Program, (this.#chapters[arm]?.length ?? 0) - 1]
    return (chapter, state) => {
      if (chapter === last) countSegmentsBefore(tally, segmentsHeld(program, state, this.#segments))
    }
  }

  #observer(chapters: readonly Chapter[], about: { readonly arm: number; readonly notes: Notes; readonly person: () => Person }): ObserveReplay {
    const { from, to, responses, needed } = this.#spec
    const tally = this.#tallies[about.arm] as Tally
    const last = chapters.length - 1
    return ({ decisions, counts }, { kind }, { chapter, state }) => {
      if (chapter !== last) return
      if (counts.length > 0) countDeltas(tally, counts)
      for (let index = 0; index < decisions.length; index += 1) {
        const decision = decisions[index] as (typeof decisions)[number]
        if (decision.at < from || decision.at > to) continue
        // Who fitted when the period began did not come in then.
        if (decision.kind !== 'segment' || (kind !== 'adopt' && this.#segments.includes(decision.segment))) countDecision(tally, about.notes, decision)
        if (needed !== undefined) noteLacks(about.notes, decision, { needed, attributes: state.attributes })
        this.#onDecision?.(about.arm, about.person().number, decision)
        if (responses.kind !== 'past' || decision.kind !== 'handed over' || decision.outcome !== 'sent' || decision.channel !== 'email') continue
        const { virtual } = about.person().replays[about.arm] as PersonReplay
        for (const event of answersTo(decision, responses.seed, responses.past))
          virtual.arrange(event.receivedAt, { kind: 'event', at: event.receivedAt, event, position: 0 })
      }
    }
  }

  #end(person: Person): void {
    this.#counted += 1
    const { number, replays, notes, readings } = person
    const { to, examples } = this.#spec
    const held: (readonly string[])[] = []
    for (const [arm, replay] of replays.entries()) {
      replay.passTo(to)
      const tally = this.#tallies[arm] as Tally
      held.push(segmentsHeld(this.#tried[arm] as Program, replay.state, this.#segments))
      const read = readings[arm]
      if (read !== undefined) {
        this.#meters[arm]?.readEnd(read, { state: replay.state, at: to })
        countReadings(tally, read)
      }
      const own = notes[arm] as Notes
      countPerson(tally, own)
      countSegments(tally, own, held[arm] ?? [])
      for (const kind of ['entered', 'joined'] as const) {
        for (const [name, instants] of own[kind])
          addExample(tally, `${kind}\n${name}`, { subscriber: number, lines: () => instants.map((at) => new Date(at).toISOString()) }, examples)
      }
    }
    for (const [index, tally] of this.#differences.entries()) {
      compareNotes(tally, number, { one: notes[0] as Notes, other: notes[index + 1] as Notes }, examples)
      compareHeld(tally, held[0] ?? [], held[index + 1] ?? [])
    }
  }
}

/** What was in force before the period, and then the arm. Where nothing is known of before, conditions listen and nobody enters. */
function chaptersOf(
  { before, pauses, stopChanges = [], from, thresholds }: BacktestSpec,
  { source }: Arm,
  compile: (source: ProgramSource) => Program,
): readonly Chapter[] {
  const draft: Chapter = {
    at: from,
    position: undefined,
    program: compile({ ...source, pauses, ...(thresholds && { countsTo }) }),
    deliveries: 'when they come',
  }
  if (from === Number.NEGATIVE_INFINITY) return [draft]
  const kept = before.filter(({ at }) => at < from)
  const past = kept.map(({ source: old, ...one }): Chapter => {
    return { ...one, program: compile({ ...old, pauses, stopChanges }), deliveries: 'as told' }
  })
  const warmUp: Chapter = { at: Number.NEGATIVE_INFINITY, position: -1, program: listening(draft.program), deliveries: 'as told' }
  return withLaterMemories([...(past.length === 0 ? [warmUp] : past), draft])
}

/** Messages that wait for room or for the end of quiet hours are asked about again whenever somebody enters or leaves a segment, whichever it is. */
function mayLeaveOut({ workspace: { policy } }: ProgramSource): boolean {
  return policy?.quietHours === undefined && (policy?.caps ?? []).length === 0
}

function joinNotes(notes: Notes, other: Notes): void {
  joinEntries(notes, other)
  for (const [week, mails] of other.weeks) notes.weeks.set(week, (notes.weeks.get(week) ?? 0) + mails)
  notes.signature?.push(...(other.signature ?? []))
  joinLacks(notes, other)
}
