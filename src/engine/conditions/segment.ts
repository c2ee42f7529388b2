// segment: the segment's condition holds.

import type { SegmentCondition } from '../../model/condition.ts'
import { compiled, unanswerable } from './compiled.ts'
import type { CompileKind } from './condition-context.ts'

export const compileSegment: CompileKind<SegmentCondition> = ({ segment }, compiling) => {
  const words = `is in the segment ${segment}`
  const part = compiling.segmentCondition(segment)
  return part === undefined ? unanswerable(words) : compiled({ words, evaluate: part.evaluate, parts: [part] })
}
