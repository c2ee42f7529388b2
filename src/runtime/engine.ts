// The engine as the runtime calls it. The runtime never looks into a state or a program beyond what is named here.

import assert from 'node:assert/strict'
import { compile } from '../engine/compile.ts'
import type { Program, ProgramSource } from '../engine/program.ts'
import { newState, type SubscriberState } from '../engine/state.ts'
import type { RowSink, RowSource } from '../engine/state-rows.ts'
import { parseState, readWithTables, serializeState, type Tables, writeWithoutTables } from '../engine/stored-state.ts'
import { type Transition, transition } from '../engine/transition.ts'
import type { Input } from '../model/input.ts'
import type { Json } from '../model/json.ts'

export interface Engine {
  /** Changes the state it is given and returns it; after an exception the state is worthless. */
  readonly transition: (program: Program, state: SubscriberState, input: Input) => Transition
  readonly newState: (id: string, at: number) => SubscriberState
  readonly serializeState: (state: SubscriberState) => Json
  readonly parseState: (json: Json) => SubscriberState
  /** The same without the parts that `state-codec.ts` packs in a way of its own. */
  readonly writeWithoutTables: (state: SubscriberState, sink: RowSink) => void
  readonly readWithTables: (source: RowSource, tables: Tables) => SubscriberState
  /** Throws when the definitions do not compile; they were checked long before they come here. */
  readonly compile: (source: ProgramSource) => Program
}

/** The engine of this house. */
export const theEngine: Engine = {
  transition,
  newState,
  serializeState,
  parseState,
  writeWithoutTables,
  readWithTables,
  compile: compileChecked,
}

function compileChecked(source: ProgramSource): Program {
  const { program, problems } = compile(source)
  assert(program !== undefined, `the definitions do not compile: ${problems.map((problem) => problem.message).join('; ')}`)
  return program
}
