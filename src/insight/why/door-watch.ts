// Who stood at the doors of a journey and when, and what became of it: followed along with a life that is gone through again. Each way in is asked as the version
// had it that was in force then.

import type { CompiledCondition, View } from '../../engine/answer.ts'
import { type PastOccurrence, type Reason, reasonOf } from '../../engine/conditions/evidence.ts'
import { occurrenceOf } from '../../engine/decision-events.ts'
import type { Program } from '../../engine/program.ts'
import type { SubscriberState, TriggerMemory } from '../../engine/state.ts'
import { zoneOf } from '../../engine/turn.ts'
import type { Decision } from '../../model/decision.ts'
import { isSystemEvent } from '../../model/event.ts'
import { readSentence } from '../../model/read-sentence.ts'
import type { Chapter } from '../../replay/chapters.ts'
import type { PersonReplay } from '../../replay/person-replay.ts'
import { type MergeBody, mergeName } from '../../runtime/log-entry.ts'
import type { LogEntry } from '../../runtime/store.ts'
import type { Entrance } from '../entrances.ts'
import { madeOccurrences } from '../made-occurrences.ts'
import type { Life, PersonLine } from './fold-person.ts'
import { momentNames, ownMoment } from './own-moments.ts'
import { OwnPast } from './own-past.ts'
import { scheduledTimes } from './scheduled-times.ts'
import { newestLines, oldestShownStart, shownChances } from './shown-lines.ts'
import { WaysOfLife, type WayThen } from './ways-of-life.ts'
import { because, type Chance, missing } from './why-answer.ts'

export interface DoorQuestion {
  readonly number: number
  readonly journey: string
  /** The instant that is asked about. */
  readonly at: number
  /** From when on it is told who stood at the door, what was asked about messages, and what was decided. */
  readonly from: number
}

interface RunningTimer {
  readonly way: WayThen
  /** Whose it is, by number. */
  readonly of: number
  readonly key: string
  readonly dueAt: number
  readonly chance: Omit<Chance, 'outcome' | 'because' | 'said' | 'reason'>
  readonly trigger: TriggerMemory
}

export class DoorWatch {
  readonly #question: DoorQuestion
  readonly #life: Life
  readonly ways: WaysOfLife
  readonly #past = new OwnPast()
  /** Names of events that may be evidence. */
  readonly #told: ReadonlySet<string>
  readonly #chances: Chance[][]
  /** From these lines on, by name, somebody at the door is looked at: the newest of each. */
  readonly #lookFrom: ReadonlyMap<string, number>
  /** By way in: timers that were over before this line came are older than all that is shown. */
  readonly #timersFrom: readonly (LogEntry | undefined)[]
  /** By way in: the times of a schedule after this instant are looked at. */
  readonly #timesFrom: number[]
  #recent: Decision[] = []
  #timers: RunningTimer[] = []

  constructor(life: Life, question: DoorQuestion) {
    this.#question = question
    this.#life = life
    this.ways = new WaysOfLife(life, question.journey)
    const entrances = this.ways.all.map(({ entrance }) => entrance)
    this.#chances = entrances.map(() => [])
    this.#told = new Set(entrances.flatMap(({ condition }) => (condition === undefined ? [] : eventsOf(condition))))
    this.#lookFrom = newestLines(life, new Set(entrances.flatMap(({ on, unless }) => [...on, ...unless])))
    this.#timersFrom = entrances.map((entrance) => (entrance.kind === 'quiet' ? oldestShownStart(life, entrance, question.from) : undefined))
    this.#timesFrom = this.#firstTimes()
  }

  /** Timers that run at the end. */
  get running(): readonly RunningTimer[] {
    return this.#timers
  }

  /** Those who stood at a way in, the newest first: so many as are shown. */
  chancesAt(place: number): readonly Chance[] {
    const running = this.#timers
      .filter(({ way }) => way.place === place)
      .map(({ dueAt, chance }): Chance => ({ ...chance, outcome: 'still running', ...because({ code: 'lets-in-at', values: { at: dueAt } }), reason: null }))
    return [...(this.#chances[place] ?? []), ...running]
      .filter((chance) => chance.at >= this.#question.from)
      .slice(-shownChances)
      .toReversed()
  }

  /** Takes in what was decided about somebody. */
  note(decisions: readonly Decision[], state: SubscriberState): void {
    for (const decision of decisions) this.#recent.push(decision)
    for (const made of madeOccurrences(decisions)) this.#past.remember(Number(state.id), made)
    this.#lookAtOwnMoments(decisions, state)
  }

  #waysThen(person: PersonReplay): readonly WayThen[] {
    return this.ways.of(person.virtual.program.live.get(this.#question.journey)?.version)
  }

  /** A condition that begins to hold and a time that comes let in without anything at the door: only what was decided tells of them. */
  #lookAtOwnMoments(decisions: readonly Decision[], state: SubscriberState): void {
    for (const decision of decisions) {
      if (!('journey' in decision) || decision.journey !== this.#question.journey) continue
      if (decision.kind !== 'entered' && decision.kind !== 'not entered') continue
      const ways = this.ways.of(decision.journeyVersion)
      const way =
        ways[
          ownMoment(
            ways.map(({ entrance }) => entrance),
            decision,
          )
        ]
      if (way === undefined) continue
      this.#keep(way.place, {
        ...momentOf(way, decision.at),
        ...this.#outcomeOf(way.entrance, { decided: [decision], state, now: decision.at, trigger: undefined }),
      })
    }
  }

  /** An event that may let in, or start or stop a timer. */
  take({ entry, event }: PersonLine, person: PersonReplay): void {
    const decided = this.#recent
    const happened: PastOccurrence[] = []
    const owner = Number(person.state.id)
    if (entry.name === mergeName) this.#join((JSON.parse(entry.body) as MergeBody).from, owner)
    if (event !== undefined) {
      const { name, occurredAt, properties, messageId } = event
      const isAtTheDoor = entry.position >= (this.#lookFrom.get(name) ?? Number.POSITIVE_INFINITY)
      // Most lines of a long life are neither at a door nor evidence of anything.
      if (isAtTheDoor || this.#told.has(name) || isSystemEvent(name)) {
        const occurrence = { name, occurredAt, properties, messageId, position: entry.position }
        this.#past.remember(owner, occurrence)
        if (isAtTheDoor) happened.push(occurrence)
      }
    }
    if (happened.length === 0 && decided.length === 0) return
    this.#recent = []
    const isImported = event?.silent === true
    for (const occurrence of [...happened, ...decided.flatMap((decision) => occurrenceOf(decision) ?? [])]) {
      for (const way of this.#waysThen(person)) {
        const { kind, on } = way.entrance
        const isHistory = isImported && happened.includes(occurrence)
        if (kind === 'on' && on.includes(occurrence.name)) this.#atTheDoor(way, { occurrence, person, decided, at: entry.receivedAt, isHistory })
        if (kind === 'quiet') this.#turnTimer(way, { occurrence, position: entry.position, of: owner, isHistory })
      }
    }
  }

  /** From now on both are one; of two timers for the same the one that is up later runs on. */
  #join(from: number, into: number): void {
    this.#past.join({ from, into })
    const timers = this.#timers.map((timer) => (timer.of === from ? { ...timer, of: into } : timer))
    const isSame = (one: RunningTimer, other: RunningTimer): boolean => one.of === other.of && one.way.place === other.way.place && one.key === other.key
    this.#timers = timers.filter((one) => !timers.some((other) => other !== one && isSame(one, other) && other.dueAt > one.dueAt))
  }

  #atTheDoor(
    { place: index, entrance }: WayThen,
    {
      occurrence,
      person,
      decided,
      at,
      isHistory,
    }: {
      readonly occurrence: PastOccurrence
      readonly person: PersonReplay
      readonly decided: readonly Decision[]
      readonly at: number
      readonly isHistory: boolean
    },
  ): void {
    const base = { at, event: eventOf(occurrence), key: entrance.keyOf(occurrence.properties) ?? null }
    if (!entrance.where(occurrence.properties, person.state))
      return this.#keep(index, { ...base, outcome: 'where not met', ...because({ code: 'not-asked-for', values: {} }), reason: null })
    // Whatever its condition said: the engine did not ask it.
    if (isHistory) return this.#keep(index, { ...base, ...fromHistory })
    this.#keep(index, { ...base, ...this.#outcomeOf(entrance, { decided, state: person.state, now: at, trigger: triggerOf(occurrence) }) })
  }

  #turnTimer(
    way: WayThen,
    {
      occurrence,
      position,
      of,
      isHistory,
    }: { readonly occurrence: PastOccurrence; readonly position: number; readonly of: number; readonly isHistory: boolean },
  ): void {
    const { place, entrance } = way
    const { on, unless, where, quietMs, keyOf } = entrance
    const key = keyOf(occurrence.properties) ?? ''
    const running = this.#timers.find((one) => one.way.place === place && one.key === key && one.of === of)
    const isStart = on.includes(occurrence.name) && where(occurrence.properties, undefined)
    if (!isStart && !unless.includes(occurrence.name)) return
    const dueAt = occurrence.occurredAt + quietMs
    const chance = { at: occurrence.occurredAt, event: eventOf(occurrence), key: key === '' ? null : key }
    if (isStart && isHistory) {
      // It was not quiet then, so what runs is put off; but it starts nothing.
      this.#timers = this.#timers.map((one) => (one === running && dueAt > one.dueAt ? { ...one, dueAt } : one))
      return this.#keep(place, { ...chance, ...fromHistory })
    }
    if (running !== undefined) {
      this.#timers = this.#timers.filter((one) => one !== running)
      const outcome = isStart ? 'restarted' : 'called off'
      this.#keep(place, {
        ...running.chance,
        outcome,
        ...because({ code: isStart ? 'started-anew' : 'happened-at', values: { event: occurrence.name, at: occurrence.occurredAt } }),
        reason: null,
      })
    }
    if (!isStart) return
    const from = this.#timersFrom[place]
    if (from !== undefined && position < from.position && dueAt <= from.receivedAt) return
    this.#timers.push({ way, of, key, dueAt, chance, trigger: triggerOf(occurrence) })
  }

  /** Lets time pass on the way to a line: timers that are up by then, and times of schedules. */
  passTo(until: Pick<LogEntry, 'position' | 'receivedAt'>, person: PersonReplay): void {
    this.#runTimers(until, person)
    this.#lookAtTimes(until, person)
  }

  /** What the engine decided at their instant. */
  #runTimers(until: Pick<LogEntry, 'position' | 'receivedAt'>, person: PersonReplay): void {
    const { receivedAt: at, position } = until
    const owner = Number(person.state.id)
    while (true) {
      const next = this.#timers.filter((one) => one.of === owner && one.dueAt <= at).sort((one, other) => one.dueAt - other.dueAt)[0]
      if (next === undefined) return
      this.#timers = this.#timers.filter((one) => one !== next)
      person.passBefore({ position, at }, next.dueAt)
      const decided = this.#recent.filter((decision) => decision.at === next.dueAt)
      const { place, entrance } = next.way
      this.#keep(place, { ...next.chance, ...this.#outcomeOf(entrance, { decided, state: person.state, now: next.dueAt, trigger: next.trigger }) })
    }
  }

  /** From when on the times of schedules are looked at: somebody who lives in another zone than the workspace has them up to a day earlier. */
  #firstTimes(): number[] {
    const { at, from } = this.#question
    const { chapters, lines } = this.#life
    const { zone } = (chapters.at(-1) as Chapter).program
    const began = Math.max(from, lines[0]?.receivedAt ?? at)
    return this.ways.all.map(({ entrance }) => {
      const [first] = scheduledTimes(entrance, { from: began, at, zone })
      return first === undefined ? at : Math.max(began, first - 26 * 3_600_000)
    })
  }

  /** Times of schedules at which the condition did not hold: nothing was decided then. */
  #lookAtTimes({ receivedAt: until, position }: Pick<LogEntry, 'position' | 'receivedAt'>, person: PersonReplay): void {
    if (Number(person.state.id) !== this.#question.number) return
    for (const way of this.#waysThen(person)) {
      const { place, entrance } = way
      const { next, condition } = entrance
      if (next === undefined || condition === undefined) continue
      const timeAfter = (instant: number): number => next(instant, zoneOf(person.virtual.program, person.state))
      for (let time = timeAfter(this.#timesFrom[place] as number); time <= until; time = timeAfter(time)) {
        this.#timesFrom[place] = time
        person.passBefore({ position, at: until }, time)
        const then = this.#outcomeOf(entrance, { decided: [], state: person.state, now: time, trigger: undefined })
        if (then.outcome === 'condition not met') this.#keep(place, { ...momentOf(way, time), ...then })
      }
    }
  }

  #outcomeOf(
    { condition, words, said }: Entrance,
    {
      decided,
      state,
      now,
      trigger,
    }: { readonly decided: readonly Decision[]; readonly state: SubscriberState; readonly now: number; readonly trigger: TriggerMemory | undefined },
  ): Pick<Chance, 'outcome' | 'because' | 'said' | 'reason'> {
    const name = this.#question.journey
    const reason = condition === undefined ? null : this.reason(condition, state, { now, trigger })
    const refused = decided.find((decision) => decision.kind === 'not entered' && decision.journey === name)
    const entered = decided.find((decision) => decision.kind === 'entered' && decision.journey === name)
    if (entered !== undefined) return { outcome: 'entered', because: words, said, reason }
    if (refused?.kind === 'not entered') {
      return {
        outcome: 'not entered',
        ...because({ code: 'refused-because', values: { reason: refused.reason, inner: readSentence(refused.because) } }),
        reason,
      }
    }
    if (reason !== null && !reason.value) return { outcome: 'condition not met', ...because(missing(reason)), reason }
    return { outcome: 'not entered', ...because({ code: 'not-in-force', values: {} }), reason }
  }

  /** A condition as it stands, with the events that decided it. */
  reason(
    condition: CompiledCondition,
    state: SubscriberState,
    { now, trigger }: { readonly now: number; readonly trigger: TriggerMemory | undefined },
  ): Reason {
    const program = this.#life.chapters.at(-1)?.program as Program
    const passage = trigger === undefined ? undefined : { trigger, startedAt: trigger.occurredAt, stepEnteredAt: now }
    const view: View = { state, now: Math.max(now, state.now), zone: zoneOf(program, state), passage }
    return reasonOf(condition, view, this.#past.of(Number(state.id)))
  }

  #keep(entrance: number, chance: Chance): void {
    this.#chances[entrance]?.push(chance)
  }
}

/** Of what came in as imported history nothing else is asked. */
const fromHistory = { outcome: 'not entered', ...because({ code: 'came-as-history', values: {} }), reason: null } as const

/** The events that a condition and its parts remember. */
function eventsOf({ memories, parts }: CompiledCondition): readonly string[] {
  return [...memories.flatMap(({ events }) => events), ...parts.flatMap(eventsOf)]
}

function eventOf({ name, occurredAt, position, messageId }: PastOccurrence): Chance['event'] {
  return { name, occurredAt, position: position ?? null, messageId: messageId ?? null }
}

/** A moment of its own, at which nothing stood at the door. */
function momentOf({ entrance: { kind } }: WayThen, at: number): Pick<Chance, 'at' | 'event' | 'key'> {
  return { at, event: { name: momentNames[kind === 'at' ? 'at' : 'becomes'], occurredAt: at, position: null, messageId: null }, key: null }
}

function triggerOf({ name, occurredAt, properties, position }: PastOccurrence): TriggerMemory {
  return { name, occurredAt, properties, position }
}
