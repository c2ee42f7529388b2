// The smallest or the largest number ever seen at a path. Content: [newest instant, number].

import { numberReader } from './entries.ts'
import { instantBytes, instantText, numberBytes, type Shape } from './shape.ts'

/** A memory of the smallest or largest number at a path. */
export function extremeShape(kind: 'min' | 'max', path: string): Shape {
  const pick = kind === 'min' ? Math.min : Math.max
  return {
    read: numberReader(path),
    add: (content, at, value) => {
      if (content === undefined) return [at, value]
      return [Math.max(content[0] as number, at), pick(content[1] as number, value as number)]
    },
    merge: (one, other) => [Math.max(one[0] as number, other[0] as number), pick(one[1] as number, other[1] as number)],
    words: () => `the ${kind === 'min' ? 'smallest' : 'largest'} ${path}`,
    describe: (content) => `${content[1]}, last ${instantText(content[0] as number)}`,
    bound: () => instantBytes + numberBytes + 2,
  }
}
