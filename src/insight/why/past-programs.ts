// Programs that were in force, compiled once for as long as they are asked about: who asks why about one person after the other does not compile for each. What a
// publication put in force never changes; pauses and stop switches do, and are put in anew each time.

import { pausesOf } from '../../engine/pauses.ts'
import type { Program, ProgramSource } from '../../engine/program.ts'
import { theEngine } from '../../runtime/engine.ts'
import type { SourceInForce } from '../../runtime/publishing/source-records.ts'
import { compileNarrow } from '../idle-segments.ts'

export interface PastProgram {
  /** `journeys`: without the segments that no journey can notice. */
  readonly about: 'everything' | 'journeys'
  readonly pauses: NonNullable<ProgramSource['pauses']>
  readonly stopChanges: NonNullable<ProgramSource['stopChanges']>
}

/** Those of a long life; of large workspaces each is some megabytes. */
const keptPrograms = 8
/** By the store that they were read from; oldest use first. */
const compiledOf = new WeakMap<object, Map<string, Program>>()

/** The program of a publication, with the pauses and stop switches that there were. */
export function pastProgram(store: object, inForce: SourceInForce, { about, pauses, stopChanges }: PastProgram): Program {
  const compiled = compiledOf.get(store) ?? new Map<string, Program>()
  compiledOf.set(store, compiled)
  const { number, at, position, source } = inForce
  const name = `${about} ${number} ${at} ${position}`
  const known = compiled.get(name) ?? (about === 'everything' ? theEngine.compile : compileNarrow)(source)
  compiled.delete(name)
  compiled.set(name, known)
  if (compiled.size > keptPrograms) compiled.delete(compiled.keys().next().value as string)
  return { ...known, pauses: pausesOf(pauses), stopChanges }
}
