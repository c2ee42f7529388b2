// What decided, and from when on: the programs that were in force one after the other, and at the end a draft if there is one. Every chapter also
// fills the memories of those that follow, as if they had always been there; so a person can be followed through all of them line by line, and
// nobody's history has to be kept for the day of a new program.

import type { MemorySlot } from '../engine/answer.ts'
import { intakeOf } from '../engine/memories/intake.ts'
import type { Program, Reactions, Watch } from '../engine/program.ts'
import { reportEvents } from '../model/event.ts'
import type { VirtualPersonOptions } from './virtual-person.ts'

export interface Chapter {
  /** When it began; minus Infinity for what was always so. */
  readonly at: number
  /** The last place of the log that was decided before it; undefined for a draft, which decides what comes in at or after `at`. */
  readonly position: number | undefined
  /** Deadlines from this instant on were not decided before it, although they were due. */
  readonly dueFrom?: number | undefined
  /** How many pauses, ends of pauses and choices there were before it; undefined where only their places tell. */
  readonly pauses?: number | undefined
  readonly program: Program
  readonly deliveries: NonNullable<VirtualPersonOptions['deliveries']>
}

/** The same chapters, in each of which the memories of all later ones are filled. */
export function withLaterMemories(chapters: readonly Chapter[]): readonly Chapter[] {
  const later = new Map<number, MemorySlot>()
  return chapters
    .toReversed()
    .map((chapter) => {
      const extra = [...later.values()].filter(({ id }) => !chapter.program.memories.has(id))
      for (const [id, slot] of chapter.program.memories) later.set(id, slot)
      return extra.length === 0 ? chapter : { ...chapter, program: alsoFilling(chapter.program, extra) }
    })
    .toReversed()
}

/**
 * Names of the lines that make a difference to one of these programs, besides everybody's first line and whatever sets attributes; undefined when all do. What
 * is called otherwise may be passed over: time that went by on it is decided at its own instants by the next line.
 */
export function heardNames(programs: readonly Program[]): ReadonlySet<string> | undefined {
  if (programs.some(({ readsEveryEvent }) => readsEveryEvent)) return undefined
  const heard = programs.flatMap(({ reactions }) => [...reactions.keys()])
  return new Set([...heard, 'Identified', ...reportEvents, '(authorize)', '(outcome)', '(command)', '(merge)'])
}

/** The program as it remembers and keeps segments, but lets nobody in: what was before the day from which on nothing but it is asked. */
export function listening(program: Program): Program {
  const isSegment = ({ segment }: Watch): boolean => segment !== undefined
  const segmentsOf = (index: ReadonlyMap<string, readonly Watch[]>): ReadonlyMap<string, readonly Watch[]> =>
    new Map([...index].map(([name, watches]) => [name, watches.filter(isSegment)]))
  const { attribute, list, topic, journey, cart, session } = program.watchesBy
  const reactions = new Map(
    [...program.reactions].map(([name, { memories, watches, spared, isHeard, cart: role }]): [string, Reactions] => {
      const kept = spared.filter((_, index) => isSegment(watches[index] as Watch))
      return [name, { memories, watches: watches.filter(isSegment), spared: kept, isHeard, cart: role, triggers: [], arms: [], disarms: [] }]
    }),
  )
  return {
    ...program,
    id: (program.id ^ otherProgram) >>> 0 || 1,
    reactions,
    watches: program.segments,
    schedules: [],
    quiets: new Map(),
    watchesBy: {
      attribute: segmentsOf(attribute),
      list: segmentsOf(list),
      topic: segmentsOf(topic),
      journey: segmentsOf(journey),
      cart: cart.filter(isSegment),
      session: session.filter(isSegment),
    },
  }
}

/** Makes the id of another program of a program's. */
const otherProgram = 0x5bd1e995

function alsoFilling(program: Program, slots: readonly MemorySlot[]): Program {
  const reactions = new Map(program.reactions)
  for (const slot of slots) {
    for (const name of new Set(slot.events)) {
      const known = reactions.get(name) ?? nothing
      reactions.set(name, { ...known, memories: intakeOf([...known.memories.slots, slot]) })
    }
  }
  const byAttribute = new Map(program.memoriesByAttribute)
  for (const slot of slots) if (slot.attribute !== undefined) byAttribute.set(slot.attribute, [...(byAttribute.get(slot.attribute) ?? []), slot])
  const memories = new Map([...program.memories, ...slots.map((slot) => [slot.id, slot] as const)])
  return { ...program, memories, memoriesByAttribute: byAttribute, reactions }
}

const nothing: Reactions = { memories: intakeOf([]), watches: [], spared: [], isHeard: false, cart: undefined, triggers: [], arms: [], disarms: [] }
