// What is in force, compiled once for as long as it is in force: who looks at person after person does not compile for each.

import { compile } from '../engine/compile.ts'
import type { Program } from '../engine/program.ts'
import { readPublished } from '../runtime/publishing/published.ts'
import { readInForce } from '../runtime/stopping/pauses.ts'
import type { Store } from '../runtime/store.ts'

interface Compiled {
  readonly publication: string
  readonly program: Program | undefined
}

const compiledOf = new WeakMap<object, Compiled>()

/** Undefined when nothing was ever published. Its pauses and switches may be of a moment ago. */
export async function programInForce(store: Pick<Store, 'setting'>): Promise<Program | undefined> {
  const publication = (await readPublished(store))?.publication
  const name = JSON.stringify([publication?.number, publication?.at, publication?.program])
  const known = compiledOf.get(store)
  if (known?.publication === name) return known.program
  const source = await readInForce(store)
  const program = source && compile(source).program
  compiledOf.set(store, { publication: name, program })
  return program
}
