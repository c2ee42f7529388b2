// Programs that were in force, compiled once for as long as they are asked about: who asks why about one person after the other does not compile for each. What a
// publication put in force never changes; pauses and stop switches do, and are put in anew each time.

import { pausesOf } from '../../engine/pauses.ts'
import type { Program, ProgramSource } from '../../engine/program.ts'
import { theEngine } from '../../runtime/engine.ts'
import type { SourceInForce } from '../../runtime/publishing/source-records.ts'
import { compileNarrow } from '../idle-segments.ts'
import { withJourneys } from './journeys-met.ts'

export interface PastProgram {
  /** `journeys`: without the segments that no journey can notice. Names: without journeys that none of these speaks of, either. */
  readonly about: 'everything' | 'journeys' | ReadonlySet<string>
  readonly pauses: NonNullable<ProgramSource['pauses']>
  readonly stopChanges: NonNullable<ProgramSource['stopChanges']>
}

/** Those of a long life; of large workspaces each is some megabytes. */
const keptPrograms = 8
type Kept = Map<string, Program>
/** By the store that they were read from; oldest use first. Those with some journeys only, which differ from person to person, push out no whole ones. */
const wholeOf = new WeakMap<object, Kept>()
const someOf = new WeakMap<object, Kept>()

/** The program of a publication, with the pauses and stop switches that there were. */
export function pastProgram(store: object, inForce: SourceInForce, { about, pauses, stopChanges }: PastProgram): Program {
  return { ...compiled(store, inForce, about), pauses: pausesOf(pauses), stopChanges }
}

function compiled(store: object, { number, at, position, source }: SourceInForce, about: PastProgram['about']): Program {
  const place = [number, at, position]
  if (about === 'everything') return kept(wholeOf, store, [about, ...place], () => theEngine.compile(source))
  const whole = kept(wholeOf, store, ['journeys', ...place], () => compileNarrow(source))
  if (about === 'journeys') return whole
  const some = withJourneys(source, about)
  if (some === source) return whole
  const names = some.journeys.map(({ definition }) => definition.journey)
  // Plans for people know programs by their ids, so it keeps the id of the whole.
  return kept(someOf, store, [...names, ...place], () => ({ ...compileNarrow(some), id: whole.id }))
}

function kept(of: WeakMap<object, Kept>, store: object, name: readonly unknown[], compile: () => Program): Program {
  const programs: Kept = of.get(store) ?? new Map()
  of.set(store, programs)
  const key = JSON.stringify(name)
  const program = programs.get(key) ?? compile()
  programs.delete(key)
  programs.set(key, program)
  if (programs.size > keptPrograms) programs.delete(programs.keys().next().value as string)
  return program
}
