// Since when an attribute has passed a comparison without a break. Content: [instant of the last change, since], where `since`
// is null while it does not pass. No content: nothing has changed the answer since the subscriber was first seen.

import type { CompiledComparison } from '../../model/comparison.ts'
import { type Json, readPath, splitPath } from '../../model/json.ts'
import type { MemoryRequirement } from './memory-registry.ts'
import { instantBytes, instantText } from './shape.ts'

export interface HeldOf {
  readonly path: string
  /** The same text for the same comparison. */
  readonly identity: string
  readonly words: string
  readonly passes: CompiledComparison
}

/** What an `attribute` condition with `for` asks for. */
export function heldOf({ path, identity, words, passes }: HeldOf): MemoryRequirement {
  const parts = splitPath(path)
  const passesAtFirst = passes(undefined, noRef)
  return {
    sharing: JSON.stringify(['held', path, identity]),
    retention: { count: 1, windowMs: Number.POSITIVE_INFINITY },
    create: () => ({
      events: [],
      attribute: parts[0],
      record: (memory) => memory,
      changed: (memory, attributes, at) => {
        const isPassing = passes(readPath(attributes, parts), noRef)
        if (memory === undefined) {
          if (isPassing === passesAtFirst) return memory
          return [at, isPassing ? at : null]
        }
        if (!isPassing) return [at, null]
        return [at, memory[1] === null ? at : (memory[1] as Json)]
      },
      // The attribute that is newer brings its memory along; see MemorySlot.merge.
      merge: (one, other) => ((other[0] as number) > (one[0] as number) ? other : one),
      words: () => `since when ${path} ${words}`,
      describe: (memory) => {
        if (memory === undefined) return passesAtFirst ? 'passes since first seen' : 'never passed'
        return memory[1] === null ? `does not pass since ${instantText(memory[0] as number)} at the latest` : `passes since ${instantText(memory[1] as number)}`
      },
      bound: () => 2 * instantBytes + 2,
    }),
  }
}

const noRef = (): undefined => undefined
