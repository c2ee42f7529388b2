// Why somebody is, was, or never was in a journey: what stood at the door and when, each condition with the events that decided it, what became of
// the passages, and what is still to come. Made again from the log alone, by the engine that decided it.

import { mayEnterFrom } from '../../engine/again.ts'
import { decisionText } from '../../engine/decision-text.ts'
import type { CompiledJourney, Program } from '../../engine/program.ts'
import type { Decision } from '../../model/decision.ts'
import type { DomainStanding } from '../../model/domain-standing.ts'
import { limits } from '../../model/limits.ts'
import { stopsThen } from '../../model/stop.ts'
import type { Store } from '../../runtime/store.ts'
import { openWatcher, standingsOf } from '../../runtime/watching/domain-watcher.ts'
import { tellerOf } from '../telling.ts'
import { askedMessages } from './asked-messages.ts'
import { type DoorQuestion, DoorWatch } from './door-watch.ts'
import { type AskedOnce, type Life, type ReadableHistory, readLife, walkLifeInTurns } from './fold-person.ts'
import { comingOf } from './what-comes.ts'
import { answerOf, saidOf, type WayIn, type WhyAnswer } from './why-answer.ts'

export interface WhyQuestion extends DoorQuestion {
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

class Inquiry {
  readonly #question: WhyQuestion
  readonly #life: Life
  readonly #journey: CompiledJourney | undefined
  readonly #sending: readonly DomainStanding[] | undefined
  readonly #door: DoorWatch
  readonly #decisions: Decision[] = []
  readonly #asked: AskedOnce[] = []

  constructor(
    question: WhyQuestion,
    { life, journey, sending }: { readonly life: Life; readonly journey: CompiledJourney | undefined; readonly sending: readonly DomainStanding[] | undefined },
  ) {
    this.#question = question
    this.#sending = sending
    this.#life = life
    this.#journey = journey
    this.#door = new DoorWatch(life, question)
  }

  async answer(): Promise<WhyAnswer> {
    const { number, journey: name, at, from } = this.#question
    const person = await walkLifeInTurns(this.#life, at, {
      onAsked: (asked) => this.#asked.push(asked),
      onDecisions: (decisions, { state }) => {
        for (const decision of decisions) this.#decisions.push(decision)
        this.#door.note(decisions, state)
      },
      onLine: (line, replay) => this.#door.take(line, replay),
      onTime: (until, replay) => this.#door.passTo(until, replay),
    })
    const { state } = person
    // Of two who became one each has its own order until then.
    const own = this.#decisions.filter((decision) => 'journey' in decision && decision.journey === name).sort((one, other) => one.at - other.at)
    const inForce = this.#journey?.version ?? null
    const waysIn = this.#door.ways.all.flatMap(({ entrance, version }, place): readonly WayIn[] => {
      const { words, said, condition } = entrance
      const chances = this.#door.chancesAt(place)
      if (version !== inForce) return chances.length === 0 ? [] : [{ words, said, version, chances, now: null }]
      return [{ words, said, version, chances, now: condition === undefined ? null : this.#door.reason(condition, state, { now: at, trigger: undefined }) }]
    })
    const shown = own.filter((decision) => decision.at >= from).slice(-shownTrace)
    const active = state.enrollments.findLast((one) => one.journey === name && one.status === 'active')
    const last = own.findLast(({ kind }) => kind === 'entered')
    const again =
      this.#journey === undefined ? Number.NEGATIVE_INFINITY : mayEnterFrom(state, this.#journey, this.#journey.keyPath === undefined ? undefined : '')
    const told = {
      subscriber: number,
      journey: name,
      version: inForce,
      at,
      status: active !== undefined ? 'inside' : last !== undefined ? 'was inside' : 'never entered',
      ...answerOf(saidOf({ active, own, waysIn, takenOutAt: takenOutOf(this.#life, name) })),
      waysIn,
      messages: askedMessages(
        { program: withStopsOf(person.virtual.program, at), state, journey: this.#journey, name, from, sending: this.#sending },
        this.#asked,
      ),
      againFrom: Number.isFinite(again) && again > at ? again : null,
      trace: shown.map(decisionText),
      decided: shown.map(tellerOf(this.#life.chapters.at(-1)?.program).tell),
      isCut: this.#life.isCut,
    } as const
    // Last: the person goes on into what is to come.
    const isLetInAt = (instant: number): boolean => this.#decisions.some((one) => one.kind === 'entered' && one.journey === name && one.at === instant)
    const ways = inForce === null ? [] : this.#door.ways.of(inForce)
    return { ...told, coming: comingOf(person, { journey: name, at, timers: this.#door.running, ways, againFrom: told.againFrom, isLetInAt }) }
  }
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
