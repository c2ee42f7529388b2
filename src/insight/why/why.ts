// Why somebody is, was, or never was in a journey: what stood at the door and when, each condition with the events that decided it, what became of
// the passages, and what is still to come. Made again from the log alone, by the engine that decided it.

import { mayEnterFrom } from '../../engine/again.ts'
import type { CompiledCondition, View } from '../../engine/answer.ts'
import { type PastOccurrence, type Reason, reasonOf, whatStandsInTheWay } from '../../engine/conditions/evidence.ts'
import { occurrenceOf } from '../../engine/decision-events.ts'
import { decisionText } from '../../engine/decision-text.ts'
import type { CompiledJourney, Program } from '../../engine/program.ts'
import type { SubscriberState, TriggerMemory } from '../../engine/state.ts'
import { zoneOf } from '../../engine/turn.ts'
import type { Decision } from '../../model/decision.ts'
import type { DomainStanding } from '../../model/domain-standing.ts'
import { isSystemEvent } from '../../model/event.ts'
import { limits } from '../../model/limits.ts'
import { readSentence } from '../../model/read-sentence.ts'
import { stopsThen } from '../../model/stop.ts'
import type { PersonReplay } from '../../replay/person-replay.ts'
import type { LogEntry, Store } from '../../runtime/store.ts'
import { openWatcher, standingsOf } from '../../runtime/watching/domain-watcher.ts'
import { type Entrance, entrancesOf } from '../entrances.ts'
import { madeOccurrences } from '../made-occurrences.ts'
import { tellerOf } from '../telling.ts'
import { askedMessages } from './asked-messages.ts'
import { type AskedOnce, type Life, type PersonLine, type ReadableHistory, readLife, walkLifeInTurns } from './fold-person.ts'
import { momentNames, ownMoment } from './own-moments.ts'
import { newestLines, oldestShownStart, shownChances } from './shown-lines.ts'
import { answerOf, because, type Chance, comingOf, missing, saidOf, type WayIn, type WhyAnswer } from './why-answer.ts'

export interface WhyQuestion {
  readonly number: number
  readonly journey: string
  /** The instant that is asked about. */
  readonly at: number
  /** From when on somebody standing at the door is told of. */
  readonly from: number
  /** What time it is: only then is it known how sending domains stand. Without it that is not told. */
  readonly now?: number
  /** The newest lines of the person's log that are gone through. */
  readonly lines?: number
}

const shownTrace = 200

/** Answers from the log. */
export async function why(store: ReadableHistory & Pick<Store, 'sendingCounts'>, question: WhyQuestion): Promise<WhyAnswer> {
  const { number, journey: name, at, lines = limits.whyLines } = question
  const life = await readLife(store, { number, at, lines, about: { journey: name } })
  const nobody = {
    subscriber: number,
    journey: name,
    version: null,
    at,
    waysIn: [],
    messages: [],
    againFrom: null,
    coming: [],
    trace: [],
    decided: [],
    isCut: false,
  }
  if (life === undefined) return { ...nobody, status: 'not known yet', ...answerOf([{ code: 'nothing-known', values: { at } }]) }
  const program = life.chapters.at(-1)?.program as Program
  const journey = program.live.get(name)
  if (journey === undefined && !life.chapters.some((chapter) => chapter.program.live.has(name))) {
    return { ...nobody, status: 'no such journey', ...answerOf([{ code: 'no-journey-then', values: { journey: name, at } }]) }
  }
  const isNow = question.now !== undefined && at >= question.now
  const sending = isNow ? (standingsOf(program.policy, await openWatcher(store), at) ?? []) : undefined
  return new Inquiry(question, { life, journey, sending }).answer()
}

interface RunningTimer {
  readonly entrance: number
  readonly key: string
  readonly dueAt: number
  readonly chance: Omit<Chance, 'outcome' | 'because' | 'said' | 'reason'>
  readonly trigger: TriggerMemory
}

class Inquiry {
  readonly #question: WhyQuestion
  readonly #life: Life
  readonly #journey: CompiledJourney | undefined
  readonly #sending: readonly DomainStanding[] | undefined
  readonly #entrances: readonly Entrance[]
  readonly #past = new Map<string, PastOccurrence[]>()
  /** Names of events that may be evidence. */
  readonly #told: ReadonlySet<string>
  readonly #decisions: Decision[] = []
  readonly #asked: AskedOnce[] = []
  readonly #chances: Chance[][]
  /** From these lines on, by name, somebody at the door is looked at: the newest of each. */
  readonly #lookFrom: ReadonlyMap<string, number>
  /** By way in: timers that were over before this line came are older than all that is shown. */
  readonly #timersFrom: readonly (LogEntry | undefined)[]
  #recent: Decision[] = []
  #timers: RunningTimer[] = []

  constructor(
    question: WhyQuestion,
    { life, journey, sending }: { readonly life: Life; readonly journey: CompiledJourney | undefined; readonly sending: readonly DomainStanding[] | undefined },
  ) {
    this.#question = question
    this.#sending = sending
    this.#life = life
    this.#journey = journey
    const program = life.chapters.at(-1)?.program as Program
    this.#entrances = journey === undefined ? [] : entrancesOf(program, journey)
    this.#chances = this.#entrances.map(() => [])
    this.#told = new Set(this.#entrances.flatMap(({ condition }) => (condition === undefined ? [] : eventsOf(condition))))
    this.#lookFrom = newestLines(life, new Set(this.#entrances.flatMap(({ on, unless }) => [...on, ...unless])))
    this.#timersFrom = this.#entrances.map((entrance) => (entrance.kind === 'quiet' ? oldestShownStart(life, entrance, question.from) : undefined))
  }

  async answer(): Promise<WhyAnswer> {
    const { number, journey: name, at, from } = this.#question
    const person = await walkLifeInTurns(this.#life, at, {
      onAsked: (asked) => this.#asked.push(asked),
      onDecisions: (decisions, { state }) => {
        this.#note(decisions)
        this.#lookAtOwnMoments(decisions, state)
      },
      onLine: (line, replay) => this.#lookAt(line, replay),
      onTime: (until, replay) => this.#runTimers(until, replay),
    })
    for (const { entrance, dueAt, chance } of this.#timers) {
      this.#keep(entrance, { ...chance, outcome: 'still running', ...because({ code: 'lets-in-at', values: { at: dueAt } }), reason: null })
    }
    const { state } = person
    // Of two who became one each has its own order until then.
    const own = this.#decisions.filter((decision) => 'journey' in decision && decision.journey === name).sort((one, other) => one.at - other.at)
    const waysIn = this.#entrances.map(
      (entrance, index): WayIn => ({
        words: entrance.words,
        said: entrance.said,
        chances: (this.#chances[index] ?? [])
          .filter((chance) => chance.at >= from)
          .slice(-shownChances)
          .toReversed(),
        now: entrance.condition === undefined ? null : this.#reason(entrance.condition, state, { now: at, trigger: undefined }),
      }),
    )
    const shown = own.slice(-shownTrace)
    const active = state.enrollments.findLast((one) => one.journey === name && one.status === 'active')
    const last = own.findLast(({ kind }) => kind === 'entered')
    const again =
      this.#journey === undefined ? Number.NEGATIVE_INFINITY : mayEnterFrom(state, this.#journey, this.#journey.keyPath === undefined ? undefined : '')
    return {
      subscriber: number,
      journey: name,
      version: this.#journey?.version ?? null,
      at,
      status: active !== undefined ? 'inside' : last !== undefined ? 'was inside' : 'never entered',
      ...answerOf(saidOf({ active, own, waysIn, takenOutAt: takenOutOf(this.#life, name) })),
      waysIn,
      messages: askedMessages({ program: withStopsOf(person.virtual.program, at), state, journey: this.#journey, name, sending: this.#sending }, this.#asked),
      againFrom: Number.isFinite(again) && again > at ? again : null,
      coming: comingOf(state, name, this.#timers),
      trace: shown.map(decisionText),
      decided: shown.map(tellerOf(this.#life.chapters.at(-1)?.program).tell),
      isCut: this.#life.isCut,
    }
  }

  #note(decisions: readonly Decision[]): void {
    for (const decision of decisions) {
      this.#decisions.push(decision)
      this.#recent.push(decision)
    }
    for (const made of madeOccurrences(decisions)) this.#remember(made)
  }

  #remember(occurrence: PastOccurrence): void {
    const known = this.#past.get(occurrence.name)
    if (known === undefined) this.#past.set(occurrence.name, [occurrence])
    else known.push(occurrence)
  }

  /** A condition that begins to hold and a time that comes let in without anything at the door: only what was decided tells of them. */
  #lookAtOwnMoments(decisions: readonly Decision[], state: SubscriberState): void {
    for (const decision of decisions) {
      if (!('journey' in decision) || decision.journey !== this.#question.journey) continue
      const index = ownMoment(this.#entrances, decision)
      const entrance = this.#entrances[index]
      if (entrance === undefined) continue
      const { at } = decision
      const event = { name: momentNames[entrance.kind === 'at' ? 'at' : 'becomes'], occurredAt: at, position: null, messageId: null }
      this.#keep(index, { at, event, ...this.#outcomeOf(entrance, { decided: [decision], state, now: at, trigger: undefined }) })
    }
  }

  /** An event that may let in, or start or stop a timer. */
  #lookAt({ entry, event }: PersonLine, person: PersonReplay): void {
    const decided = this.#recent
    const happened: PastOccurrence[] = []
    if (event !== undefined) {
      const { name, occurredAt, properties, messageId } = event
      const isAtTheDoor = entry.position >= (this.#lookFrom.get(name) ?? Number.POSITIVE_INFINITY)
      // Most lines of a long life are neither at a door nor evidence of anything.
      if (isAtTheDoor || this.#told.has(name) || isSystemEvent(name)) {
        const occurrence = { name, occurredAt, properties, messageId, position: entry.position }
        this.#remember(occurrence)
        if (isAtTheDoor) happened.push(occurrence)
      }
    }
    if (happened.length === 0 && decided.length === 0) return
    this.#recent = []
    for (const occurrence of [...happened, ...decided.flatMap((decision) => occurrenceOf(decision) ?? [])]) {
      for (const [index, entrance] of this.#entrances.entries()) {
        if (entrance.kind === 'on' && entrance.on.includes(occurrence.name)) this.#atTheDoor(index, { occurrence, person, decided, at: entry.receivedAt })
        if (entrance.kind === 'quiet') this.#turnTimer(index, entrance, { occurrence, position: entry.position })
      }
    }
  }

  #atTheDoor(
    index: number,
    {
      occurrence,
      person,
      decided,
      at,
    }: { readonly occurrence: PastOccurrence; readonly person: PersonReplay; readonly decided: readonly Decision[]; readonly at: number },
  ): void {
    const entrance = this.#entrances[index] as Entrance
    const base = { at, event: eventOf(occurrence) }
    if (!entrance.where(occurrence.properties, person.state))
      return this.#keep(index, { ...base, outcome: 'where not met', ...because({ code: 'not-asked-for', values: {} }), reason: null })
    this.#keep(index, { ...base, ...this.#outcomeOf(entrance, { decided, state: person.state, now: at, trigger: triggerOf(occurrence) }) })
  }

  #turnTimer(
    index: number,
    { on, unless, where, quietMs, keyOf }: Entrance,
    { occurrence, position }: { readonly occurrence: PastOccurrence; readonly position: number },
  ): void {
    const key = keyOf(occurrence.properties) ?? ''
    const running = this.#timers.find((one) => one.entrance === index && one.key === key)
    const isStart = on.includes(occurrence.name) && where(occurrence.properties, undefined)
    if (!isStart && !unless.includes(occurrence.name)) return
    if (running !== undefined) {
      this.#timers = this.#timers.filter((one) => one !== running)
      const outcome = isStart ? 'restarted' : 'called off'
      this.#keep(index, {
        ...running.chance,
        outcome,
        ...because({ code: isStart ? 'started-anew' : 'happened-at', values: { event: occurrence.name, at: occurrence.occurredAt } }),
        reason: null,
      })
    }
    if (!isStart) return
    const dueAt = occurrence.occurredAt + quietMs
    const from = this.#timersFrom[index]
    if (from !== undefined && position < from.position && dueAt <= from.receivedAt) return
    this.#timers.push({ entrance: index, key, dueAt, chance: { at: occurrence.occurredAt, event: eventOf(occurrence) }, trigger: triggerOf(occurrence) })
  }

  /** Timers that are up by then: what the engine decided at their instant. */
  #runTimers(until: number, person: PersonReplay): void {
    while (this.#timers.some(({ dueAt }) => dueAt <= until)) {
      const next = this.#timers.filter(({ dueAt }) => dueAt <= until).sort((one, other) => one.dueAt - other.dueAt)[0]
      if (next === undefined) return
      this.#timers = this.#timers.filter((one) => one !== next)
      person.virtual.passTo(next.dueAt)
      const decided = this.#recent.filter(({ at }) => at === next.dueAt)
      const entrance = this.#entrances[next.entrance] as Entrance
      this.#keep(next.entrance, { ...next.chance, ...this.#outcomeOf(entrance, { decided, state: person.state, now: next.dueAt, trigger: next.trigger }) })
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
    const reason = condition === undefined ? null : this.#reason(condition, state, { now, trigger })
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
    if (reason !== null && !reason.value) return { outcome: 'condition not met', ...because(missing(whatStandsInTheWay(reason))), reason }
    return { outcome: 'not entered', ...because({ code: 'not-in-force', values: {} }), reason }
  }

  #reason(
    condition: CompiledCondition,
    state: SubscriberState,
    { now, trigger }: { readonly now: number; readonly trigger: TriggerMemory | undefined },
  ): Reason {
    const program = this.#life.chapters.at(-1)?.program as Program
    const passage = trigger === undefined ? undefined : { trigger, startedAt: trigger.occurredAt, stepEnteredAt: now }
    const view: View = { state, now: Math.max(now, state.now), zone: zoneOf(program, state), passage }
    return reasonOf(condition, view, this.#past)
  }

  #keep(entrance: number, chance: Chance): void {
    this.#chances[entrance]?.push(chance)
  }
}

/** The events that a condition and its parts remember. */
function eventsOf({ memories, parts }: CompiledCondition): readonly string[] {
  return [...memories.flatMap(({ events }) => events), ...parts.flatMap(eventsOf)]
}

/** When a journey was taken out of what was in force; undefined where it is in force, or never was. */
function takenOutOf({ chapters }: Life, journey: string): number | undefined {
  const last = chapters.findLastIndex(({ program }) => program.live.has(journey))
  return last < 0 ? undefined : chapters[last + 1]?.at
}

/** The program with the stop switches that were on at an instant: no line of the person's tells when one was lifted. */
function withStopsOf(program: Program, at: number): Program {
  return { ...program, stops: stopsThen(program.stopChanges, at) }
}

function eventOf({ name, occurredAt, position, messageId }: PastOccurrence): Chance['event'] {
  return { name, occurredAt, position: position ?? null, messageId: messageId ?? null }
}

function triggerOf({ name, occurredAt, properties, position }: PastOccurrence): TriggerMemory {
  return { name, occurredAt, properties, position }
}
