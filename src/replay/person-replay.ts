// One person followed through the lines of a log, from the first to an instant: by the programs that were in force then, with what became of
// messages as it was recorded, or by a draft, with messages handed over as soon as they may be. What a subscriber's state is, is this fold.

import { effectPlace } from '../engine/passage.ts'
import { endOfPauseAhead, firstOf, pausesOf } from '../engine/pauses.ts'
import type { Program } from '../engine/program.ts'
import { newState, type SubscriberState } from '../engine/state.ts'
import { serializeState } from '../engine/stored-state.ts'
import type { Transition } from '../engine/transition.ts'
import { isReportEvent } from '../model/event.ts'
import type { Input } from '../model/input.ts'
import type { JsonObject } from '../model/json.ts'
import { stopsAt } from '../model/stop.ts'
import type { Chapter } from './chapters.ts'
import { VirtualPerson } from './virtual-person.ts'

/** A line of the log. */
export interface Line {
  readonly position: number
  readonly at: number
  readonly input: Exclude<Input, { kind: 'merge' | 'adopt' | 'time' }>
}

/** Told of every transition; `chapter` is the index of the one that decided. */
export type ObserveReplay = (result: Transition, input: Input, about: { readonly chapter: number; readonly state: SubscriberState }) => void

export interface PersonReplayOptions {
  readonly chapters: readonly Chapter[]
  /** The subscriber's number: chance and the keys of messages follow it. */
  readonly number: number
  readonly first: Pick<Line, 'position' | 'at'>
  readonly observe?: ObserveReplay
  /** Told when a chapter after the first begins for somebody who was there before, with the state that they begin it in. */
  readonly onChapter?: (chapter: number, state: SubscriberState) => void
  /** What people did with messages that they really got counts for those that took their place; `nothing`: what is said about messages of a draft's time is passed over. */
  readonly reports?: 'of real messages' | 'nothing'
}

/** Messages of a draft that were handed over lately, to be recognized in what was recorded about real ones. */
const rememberedMessages = 50

export class PersonReplay {
  readonly virtual: VirtualPerson
  readonly #chapters: readonly Chapter[]
  readonly #reports: NonNullable<PersonReplayOptions['reports']>
  readonly #onChapter: PersonReplayOptions['onChapter']
  /** Keys of events' positions with their properties, for people who move to another version; kept only where somebody may. */
  readonly #triggers: Map<number, JsonObject> | undefined
  /** `place` is looked up when it is first asked for. */
  #handed: { readonly key: string; place?: string; real?: string }[] = []
  #chapter: number

  constructor({ chapters, number, first, observe, onChapter, reports = 'of real messages' }: PersonReplayOptions) {
    this.#chapters = chapters
    this.#reports = reports
    this.#onChapter = onChapter
    this.#chapter = Math.max(
      0,
      chapters.findLastIndex((chapter) => isBefore(chapter, first)),
    )
    this.#triggers = chapters.some(({ program }) => program.plans.length > 0) ? new Map() : undefined
    this.virtual = new VirtualPerson({
      program: programFor(this.#current, first.position),
      state: newState(String(number), first.at),
      deliveries: this.#current.deliveries,
      observe: (result, input, state) => {
        if (input.kind === 'outcome' && this.#reports === 'of real messages' && this.#current.position === undefined) this.#noteHanded(input.effect)
        observe?.(result, input, { chapter: this.#chapter, state })
      },
    })
  }

  get state(): SubscriberState {
    return this.virtual.state
  }

  get #current(): Chapter {
    return this.#chapters[this.#chapter] as Chapter
  }

  /** Takes a line of the log in, after whatever was due before it. */
  take(line: Line): void {
    this.#letGo(line.at)
    this.#turnPages(line)
    const { input } = line
    const { virtual } = this
    if (this.#current.deliveries === 'as told') {
      virtual.program = programFor(this.#current, line.position)
      if (input.kind === 'event') this.#triggers?.set(line.position, input.event.properties)
      virtual.take(input)
      return
    }
    if (input.kind === 'authorize') return this.#recognize(input.effect)
    if (input.kind === 'outcome') return
    if (input.kind === 'event' && isReportEvent(input.event.name)) return this.#takeReport(input)
    // The passages of a draft are its own, whoever they were taken apart with.
    const isParting = input.kind === 'command' && input.command.do === 'take apart'
    virtual.take(isParting ? { ...input, command: { ...input.command, passages: 'stay' } } : input)
  }

  /** Somebody else turned out to be this person. What waits is asked about after the line that told, which comes next: a server decides both at once. */
  merge(line: Pick<Line, 'position' | 'at'>, other: PersonReplay, because: string): void {
    this.#letGo(line.at)
    other.#letGo(Number.POSITIVE_INFINITY)
    this.#turnPages(line)
    other.#turnPages(line)
    if (this.#current.deliveries === 'as told') this.virtual.program = programFor(this.#current, line.position)
    else {
      this.virtual.passTo(line.at)
      other.virtual.passTo(line.at)
    }
    for (const [position, properties] of other.#triggers ?? []) this.#triggers?.set(position, properties)
    this.#handed = [...other.#handed, ...this.#handed].slice(-rememberedMessages)
    this.virtual.absorb(other.virtual)
    this.virtual.isHolding = true
    this.virtual.take({ kind: 'merge', at: line.at, other: serializeState(other.state), because })
  }

  /** Ends the holding after a merge: before time goes on it is asked about what waits, at the merge's own instant nothing is but after the next line. */
  #letGo(at: number): void {
    const { virtual } = this
    if (!virtual.isHolding) return
    virtual.isHolding = false
    if (virtual.now < at) virtual.handOver()
  }

  /** Lets time pass up to an instant before a line comes: what was in force, paused or published by then decides. */
  passBefore(line: Pick<Line, 'position' | 'at'>, at: number): void {
    this.#letGo(at)
    this.#turnPages(line, at)
    const program = programFor(this.#current, line.position)
    const { changes } = program.pauses
    this.virtual.program = changes.every((change) => change.at <= at) ? program : { ...program, pauses: pausesOf(changes.filter((change) => change.at <= at)) }
    this.virtual.passTo(at)
  }

  /** Lets time pass up to an instant after the last line. */
  passTo(at: number): void {
    this.#letGo(Number.POSITIVE_INFINITY)
    this.#turnPages({ position: Number.POSITIVE_INFINITY, at })
    const { virtual } = this
    if (virtual.state.program === 0) return
    const { changes } = this.#current.program.pauses
    virtual.program = changes.length === 0 ? this.#current.program : { ...this.#current.program, pauses: pausesOf(changes.filter((change) => change.at <= at)) }
    virtual.passTo(at)
    if (virtual.state.now < at) virtual.apply({ kind: 'time', at })
  }

  /** Brings into force what was in force before the line was decided, and by `upTo`, each after what was due before it. */
  #turnPages(line: Pick<Line, 'position' | 'at'>, upTo = Number.POSITIVE_INFINITY): void {
    const isDue = (next: Chapter): boolean => isBefore(next, line) && Math.min(next.at, next.dueFrom ?? next.at) <= upTo
    for (let next = this.#chapters[this.#chapter + 1]; next !== undefined && isDue(next); next = this.#chapters[this.#chapter + 1]) {
      const { virtual } = this
      const began = next.position === undefined ? line.position : next.position + 1
      const old = programFor(this.#current, began, next.pauses)
      virtual.program = old
      if (virtual.state.program !== 0)
        this.#passOver(next.position === undefined ? next.at - 1 : Math.min(next.at, (next.dueFrom ?? Number.POSITIVE_INFINITY) - 1))
      this.#chapter += 1
      virtual.program = programFor(next, began, next.pauses)
      const isNew = next.program.id !== old.id && virtual.state.program !== 0
      virtual.takeOver(virtual.program, next.deliveries)
      if (isNew) {
        const at = Math.min(line.at, next.at)
        const triggers = this.#triggers === undefined ? {} : { triggers: this.#triggers }
        // Every memory was filled all along.
        virtual.apply({ kind: 'adopt', at, history: [], decisions: [], memories: { filled: [], missing: [] }, ...triggers })
      }
      this.#onChapter?.(this.#chapter, virtual.state)
    }
  }

  /** Everything due up to an instant, and every end of a pause: whoever stands still has no deadline, and the next chapter may lack the version that they are in. */
  #passOver(upTo: number): void {
    const { virtual } = this
    virtual.passTo(upTo)
    for (let at = endOfPauseAhead(virtual.program, virtual.state, upTo); at !== undefined; at = endOfPauseAhead(virtual.program, virtual.state, upTo)) {
      virtual.apply({ kind: 'time', at: Math.max(at, virtual.state.now) })
      virtual.passTo(upTo)
    }
  }

  /** What was recorded about a real message is said about the one of the draft that took its place: same journey, version and step, sent by then. */
  #recognize(real: string): void {
    const place = placeOf(real)
    const message = this.#handed.findLast((one) => {
      one.place ??= placeOf(one.key)
      return one.place === place && one.real === undefined
    })
    if (message !== undefined) message.real = real
  }

  #takeReport(input: Extract<Line['input'], { kind: 'event' }>): void {
    const { sentAt, message } = input.event.properties
    const isOfBefore = typeof sentAt === 'number' && sentAt < this.#current.at
    if (this.#reports === 'nothing' && !isOfBefore) return
    const known = this.#handed.find(({ real }) => real !== undefined && real === message)
    // What nothing took the place of was still opened; but no passage of the draft may take it for its own.
    const own = isOfBefore ? message : (known?.key ?? `recorded: ${String(message)}`)
    this.virtual.take({ ...input, event: { ...input.event, properties: { ...input.event.properties, message: own ?? null } } })
  }

  #noteHanded(key: string): void {
    this.#handed.push({ key })
    if (this.#handed.length > rememberedMessages) this.#handed.shift()
  }
}

function isBefore(chapter: Chapter, line: Pick<Line, 'position' | 'at'>): boolean {
  return chapter.position === undefined ? chapter.at <= line.at : chapter.position < line.position
}

/** The program of a chapter for a line, with the pauses (`lived` of them, where it is known) and stop switches that there were before it. A draft knows all pauses, each with its own instant, and no switch. */
function programFor({ program, position: began }: Chapter, position: number, lived?: number): Program {
  if (began === undefined) return program
  const { changes } = program.pauses
  const count = lived ?? changes.filter((change) => (change.position ?? 0) < position).length
  const pauses = count === changes.length ? program.pauses : firstOf(program.pauses, count)
  const stops = program.stopChanges.length === 0 ? program.stops : stopsAt(program.stopChanges, position)
  return pauses === program.pauses && stops === program.stops ? program : { ...program, pauses, stops }
}

function placeOf(key: string): string {
  const place = effectPlace(key)
  return place === undefined ? '' : `${place.journey}/${place.version}/${place.step}`
}
