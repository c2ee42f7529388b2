// Answers questions about everybody that take a while, over a store that is opened for reading: how many a condition holds for, who they are, what
// it says of one person, why somebody is in a journey or not, and what arrives. It runs in a thread of its own beside the server, so that neither the writer nor the doors wait.

import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Condition, conditionSchema } from '../../model/condition.ts'
import type { Problem } from '../../model/definitions.ts'
import { limits } from '../../model/limits.ts'
import { type Published, readPublished } from '../../runtime/publishing/published.ts'
import type { LogRange, Store, SubscriberNumber } from '../../runtime/store.ts'
import { Sweep } from '../../runtime/writing/sweep.ts'
import { type ArrivedEvent, tallyLog } from '../schema/arrival-tally.ts'
import { type SeenSchema, SeenSchemaFold } from '../schema/seen-schema.ts'
import { KeptHistories } from '../why/kept-histories.ts'
import { type WhyQuestion, why } from '../why/why.ts'
import type { WhyAnswer } from '../why/why-answer.ts'
import { type AskedCondition, askedCondition, askedSegments, type ConditionPlace } from './asked-condition.ts'
import { type CountedPart, countPeople, type PeopleCount } from './count-people.ts'
import { listMembers, type MembersPage } from './list-members.ts'
import { type RehearsalHow, rehearse } from './rehearse.ts'
import { type Tried, tryOn } from './try-on.ts'

export type ReadableStore = Omit<Store, 'commit' | 'commitAhead' | 'setSetting' | 'close'>

export interface ConditionQuestion {
  readonly condition: Condition
  readonly place: ConditionPlace
}

export interface CountQuestion extends ConditionQuestion {
  readonly now: number
  /** See CountWork. */
  readonly topic?: string | null | undefined
}

/** What is asked and answered in one go. */
export interface DeskQuestions {
  readonly check: { readonly question: ConditionQuestion; readonly answer: CheckedCondition }
  readonly tryOn: {
    readonly question: ConditionQuestion & { readonly number: SubscriberNumber; readonly now: number; readonly trigger: string | undefined }
    readonly answer: Tried | { readonly problems: readonly Problem[] } | undefined
  }
  readonly members: {
    readonly question: { readonly segment: string; readonly now: number; readonly after: SubscriberNumber; readonly limit: number }
    readonly answer: MembersPage | undefined
  }
  readonly segments: { readonly question: { readonly now: number }; readonly answer: SegmentSizes }
  readonly why: { readonly question: WhyQuestion; readonly answer: WhyAnswer }
  readonly forget: { readonly question: undefined; readonly answer: undefined }
  readonly schema: { readonly question: { readonly upTo: 'what is known' | 'the end' }; readonly answer: SeenSchema }
  readonly arrived: { readonly question: LogRange; readonly answer: readonly ArrivedEvent[] }
}
export type DeskQuestion = keyof DeskQuestions

export interface CheckedCondition {
  readonly problems: readonly Problem[]
  readonly parts: readonly { readonly path: readonly (string | number)[]; readonly words: string; readonly needsTrigger: boolean }[]
}

export interface SegmentSizes {
  /** Everybody there is. */
  readonly of: number
  readonly isExact: boolean
  readonly segments: readonly { readonly segment: string; readonly words: string; readonly people: CountedPart['people'] }[]
}

export interface CountCallbacks {
  readonly onEstimate: (count: PeopleCount) => void
  readonly onAsked: (people: number, share: number) => void
  readonly isOver: () => boolean
}

export class ReadingDesk {
  readonly #store: ReadableStore
  readonly #histories: KeptHistories
  /** What is asked about one person again and again. */
  readonly #lives: Pick<ReadableStore, 'load' | 'history' | 'decisions' | 'setting' | 'sendingCounts' | 'last' | 'readLog'>
  #schema = new SeenSchemaFold()
  #reading: Promise<void> | undefined

  constructor(store: ReadableStore) {
    this.#store = store
    this.#histories = new KeptHistories(store)
    this.#lives = {
      load: (numbers) => store.load(numbers),
      history: (head, limit) => this.#histories.history(head, limit),
      decisions: (number, limit) => store.decisions(number, limit),
      setting: (name) => store.setting(name),
      sendingCounts: (query) => store.sendingCounts(query),
      last: () => store.last(),
      readLog: (after, limit) => store.readLog(after, limit),
    }
  }

  /** Problems instead of a count where the condition is wrong; undefined when it was told to stop. */
  async count(question: CountQuestion, callbacks: CountCallbacks): Promise<PeopleCount | { readonly problems: readonly Problem[] } | undefined> {
    const { asked, problems } = await this.#compile(question)
    if (asked === undefined) return { problems }
    return countPeople({ store: this.#store, asked, now: question.now, topic: question.topic, whom: 'everybody', ...callbacks })
  }

  async check(question: ConditionQuestion): Promise<CheckedCondition> {
    const { asked, problems } = await this.#compile(question, 'also with errors')
    const parts = asked?.parts.map(({ path, condition, needsTrigger }) => ({ path, words: condition.words, needsTrigger })) ?? []
    return { problems, parts }
  }

  async tryOn(question: DeskQuestions['tryOn']['question']): Promise<DeskQuestions['tryOn']['answer']> {
    const { asked, problems } = await this.#compile(question)
    return asked === undefined ? { problems } : tryOn(this.#lives, asked, question)
  }

  /** Why somebody is, was, or never was in a journey. */
  async why(question: WhyQuestion): Promise<WhyAnswer> {
    return why(this.#lives, question)
  }

  /** Makes the code of `why` quick before somebody asks; how many questions it asked itself. */
  async rehearse(how: RehearsalHow): Promise<number> {
    return rehearse(this.#lives, how)
  }

  /** Undefined when no such segment is in force. */
  async members({ segment, ...question }: DeskQuestions['members']['question']): Promise<MembersPage | undefined> {
    const condition = (await this.#published()).segments.find((one) => one.segment === segment)?.if
    if (condition === undefined) return undefined
    const { asked } = await this.#compile({ condition, place: 'segment' })
    return asked && listMembers(this.#store, asked, question)
  }

  /** How many are in each segment in force. While people are still brought up to it everybody is asked where they are few, else a sample. */
  async segments({ now }: DeskQuestions['segments']['question']): Promise<SegmentSizes> {
    const published = await this.#published()
    const found = askedSegments(published)
    // Once everybody was brought up to it, whoever enters or leaves is counted by the commit that says so.
    if (found === undefined || (await Sweep.isDone(this.#store, published)))
      return { of: await this.#store.countSubscribers(), isExact: true, segments: await this.#keptSizes(found) }
    const quiet = { onEstimate: () => {}, onAsked: () => {}, isOver: () => false }
    const count = (await countPeople({ store: this.#store, asked: found.asked, now, whom: 'sample', ...quiet })) as PeopleCount
    const sizes = count.parts.map(({ words, people }, index) => ({ segment: found.segments[index] as string, words, people }))
    return { of: count.of, isExact: count.phase === 'exact', segments: sizes }
  }

  async #keptSizes(found: ReturnType<typeof askedSegments>): Promise<SegmentSizes['segments']> {
    if (found === undefined) return []
    const kept = new Map((await this.#store.people.groupings('segment')).map(({ name, people }) => [name, people]))
    return found.segments.map((segment, index) => {
      const count = kept.get(segment) ?? 0
      return { segment, words: found.asked.parts[index]?.condition.words ?? '', people: { count, low: count, high: count } }
    })
  }

  /** Begins to read what is new; `the end` waits until it was read. */
  async schema({ upTo }: DeskQuestions['schema']['question']): Promise<SeenSchema> {
    this.#reading ??= this.#readOn().finally(() => {
      this.#reading = undefined
    })
    const reading = this.#reading
    if (upTo === 'the end') await reading
    // Whoever does not wait for it is not told of its failure either; the next one begins anew.
    else reading.catch(() => {})
    return this.#schema.shown((await this.#store.last()).position)
  }

  /** What kinds of events a stretch of the log holds. */
  async arrived(range: LogRange): Promise<readonly ArrivedEvent[]> {
    return tallyLog(this.#store, range, nextTurn)
  }

  /** Of somebody who was erased no example may stay: what arrives is read again from what is left. */
  async forget(): Promise<undefined> {
    this.#schema = new SeenSchemaFold()
    this.#histories.forget()
    return undefined
  }

  async #readOn(): Promise<void> {
    for (;;) {
      const fold = this.#schema
      const entries = await this.#store.readLog(fold.position, limits.schemaPage)
      for (const entry of entries) fold.take(entry)
      if (entries.length < limits.schemaPage) return
      await nextTurn()
    }
  }

  async #compile(
    { condition, place }: ConditionQuestion,
    whatFor: 'to ask people' | 'also with errors' = 'to ask people',
  ): Promise<{ readonly asked: AskedCondition | undefined; readonly problems: readonly Problem[] }> {
    // What crossed into a thread is parsed again there: a schema's checks are not lost on the way.
    const { asked, problems } = askedCondition(await this.#published(), conditionSchema.parse(condition), place)
    const isWrong = problems.some(({ severity }) => severity === 'error')
    return { asked: isWrong && whatFor === 'to ask people' ? undefined : asked, problems }
  }

  async #published(): Promise<Published> {
    const published = await readPublished(this.#store)
    if (published === undefined) throw new Error('nothing is in force yet')
    return published
  }
}
