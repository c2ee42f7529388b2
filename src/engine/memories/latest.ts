// The newest occurrence of an event: whether it passed the fixed part of a `where`, and the properties that are compared with
// something that is only known when the condition is asked. Content: [instant, 1, property, ...], or [instant, 0] when it did not pass.

import type { Json } from '../../model/json.ts'
import { compileReader, componentBytes, toComponent } from './component.ts'
import type { MemoryRequirement } from './memory-registry.ts'
import type { FixedWhere } from './occurrences.ts'
import { instantBytes, instantText } from './shape.ts'

export interface LatestOf {
  readonly event: string
  readonly where: FixedWhere
  /** Properties to keep beside it, in this order. */
  readonly paths: readonly string[]
}

/** What a `latest` condition asks for. Of several occurrences at one instant the one that arrived last is the newest. */
export function latestOf({ event, where, paths }: LatestOf): MemoryRequirement {
  const readers = paths.map(compileReader)
  return {
    sharing: JSON.stringify(['latest', event, where.identity, paths]),
    retention: { count: 1, windowMs: Number.POSITIVE_INFINITY },
    create: () => ({
      events: [event],
      attribute: undefined,
      record: (memory, { occurredAt, properties }) => {
        if (memory !== undefined && (memory[0] as number) > occurredAt) return memory
        if (!where.passes(properties)) return [occurredAt, 0]
        const content: Json[] = [occurredAt, 1]
        for (let index = 0; index < readers.length; index += 1) content.push(toComponent(readers[index]?.(properties)))
        return content
      },
      changed: (memory) => memory,
      merge: (one, other) => ((one[0] as number) > (other[0] as number) ? one : other),
      words: () => `the newest ${event}, and whether it is one${where.words}`,
      describe: (memory) => (memory === undefined ? 'nothing yet' : `${instantText(memory[0] as number)}, ${memory[1] === 1 ? 'passes' : 'does not pass'}`),
      bound: () => instantBytes + 4 + paths.length * componentBytes,
    }),
  }
}
