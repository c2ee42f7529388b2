// The ways into a journey as somebody who asks "why" sees them: in words, with what each listens for and asks.

import type { CompiledCondition } from '../engine/answer.ts'
import type { CompiledJourney, Program } from '../engine/program.ts'
import type { SubscriberState } from '../engine/state.ts'
import type { CompiledWhere } from '../model/comparison.ts'
import { type Json, type JsonObject, readPath, splitPath } from '../model/json.ts'
import { readSentence } from '../model/read-sentence.ts'
import { plain, type Said, saidText } from '../model/said.ts'
import type { SentenceCode } from '../model/sentences.ts'

export interface Entrance {
  readonly kind: 'on' | 'quiet' | 'becomes' | 'at'
  readonly words: string
  /** The words as data. */
  readonly said: Said
  /** Events that let in, or start the timer. */
  readonly on: readonly string[]
  /** Events that stop the timer. */
  readonly unless: readonly string[]
  readonly quietMs: number
  readonly where: (properties: JsonObject, state: SubscriberState | undefined) => boolean
  readonly condition: CompiledCondition | undefined
  /** When its time comes next, strictly after an instant, for whoever lives in a zone; only a schedule has one. */
  readonly next?: (after: number, zone: string) => number
  /** What tells timers apart. */
  readonly keyOf: (properties: JsonObject) => string | undefined
}

/** The entrances of a live journey, in the order of its definition. */
export function entrancesOf(program: Program, journey: CompiledJourney): readonly Entrance[] {
  const quiets = [...program.quiets.values()].filter((one) => one.journey === journey)
  const becomes = program.watches.filter((one) => one.becomes.includes(journey))
  const schedules = program.schedules.filter(({ schedule }) => schedule.journey === journey)
  const taken = new Map<string, number>()
  const next = (event: string) => {
    const index = taken.get(event) ?? 0
    taken.set(event, index + 1)
    return program.reactions.get(event)?.triggers.filter((one) => one.journey === journey)[index]
  }
  const keyOf = (properties: JsonObject): string | undefined => {
    const value = journey.keyPath === undefined ? undefined : readPath(properties, journey.keyPath)
    return value === undefined || value === null ? undefined : String(value)
  }
  const base = { unless: [], quietMs: 0, where: () => true, keyOf } as const
  return journey.definition.enter.map((trigger): Entrance => {
    if ('quiet' in trigger) {
      const quiet = quiets.shift()
      const whereOf = asked(quiet?.where)
      const [on, unless] = [[trigger.on].flat(), [trigger.unless ?? []].flat()]
      const said = tell('way-silence', { inner: readSentence(quiet?.words ?? trigger.quiet), condition: ifSaid(quiet?.condition) })
      return { ...base, ...said, kind: 'quiet', on, unless, quietMs: quiet?.quietMs ?? 0, where: whereOf, condition: quiet?.condition }
    }
    if ('on' in trigger) {
      const on = [trigger.on].flat()
      const [compiled] = on.map(next)
      const said = tell('way-event', { events: on.join(' or '), condition: ifSaid(compiled?.condition) })
      return { ...base, ...said, kind: 'on', on, where: asked(compiled?.where), condition: compiled?.condition }
    }
    if ('becomes' in trigger) {
      const condition = becomes.shift()?.condition
      const said = tell('way-becomes', { condition: ifSaid(condition) ?? plain('a condition holds') })
      return { ...base, ...said, kind: 'becomes', on: [], condition }
    }
    if ('at' in trigger) {
      const schedule = schedules.shift()?.schedule
      const words = schedule?.words ?? trigger.at
      const own = schedule?.condition
      const said = readSentence(words, (asked) => (asked === own?.words ? (own.source as unknown as Json) : undefined))
      const next = schedule && ((after: number, zone: string): number => schedule.schedule.next(schedule.zone ?? zone, after))
      return { ...base, words, said, kind: 'at', on: [], condition: own, ...(next && { next }) }
    }
    const isJoining = 'joins' in trigger
    const what: { readonly segment?: string; readonly list?: string } = 'joins' in trigger ? trigger.joins : trigger.leaves
    const on = what.segment === undefined ? (isJoining ? 'List Joined' : 'List Left') : isJoining ? 'Segment Entered' : 'Segment Left'
    const compiled = next(on)
    const condition = ifSaid(compiled?.condition)
    const said =
      what.segment === undefined
        ? tell(isJoining ? 'way-joins-list' : 'way-leaves-list', { list: String(what.list), condition })
        : tell(isJoining ? 'way-joins-segment' : 'way-leaves-segment', { segment: what.segment, condition })
    const segment = program.segments.find((one) => one.segment === what.segment)?.condition
    return { ...base, ...said, kind: 'on', on: [on], where: asked(compiled?.where), condition: compiled?.condition ?? segment }
  })
}

function tell(code: SentenceCode, values: Said['values']): Pick<Entrance, 'words' | 'said'> {
  const said: Said = { code, values }
  return { words: saidText(said), said }
}

function ifSaid(condition: CompiledCondition | undefined): Said | undefined {
  return condition && conditionSaid(condition)
}

/** A condition as a part of a sentence. */
export function conditionSaid({ words, source }: Pick<CompiledCondition, 'words' | 'source'>): Said {
  return source === undefined ? plain(words) : { code: 'condition', values: { words, condition: source as unknown as Json } }
}

/** A where that may refer to the event itself and to the person. */
function asked(where: CompiledWhere | undefined): Entrance['where'] {
  if (where === undefined) return () => true
  return (properties, state) =>
    where(properties, (ref): Json | undefined => {
      const path = splitPath(ref)
      return readPath(path[0] === 'trigger' ? properties : (state?.attributes ?? {}), path.slice(1))
    })
}
