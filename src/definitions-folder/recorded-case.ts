// A real case as a test: what happened to a person as its story, and what was decided as what is expected, as far as the definitions in force decide the
// same of that story.

import type { Definitions } from '../model/definitions.ts'
import { type Recorded, type Recording, recordStory } from '../testing/story/record-story.ts'
import { runStory } from '../testing/story/run-story.ts'

export interface RecordedCase extends Recorded {
  /**
   * Where what was decided is expected. `each time`: there where it was decided. `at the end`: all of it there, without its times, because a server did some
   * of it late. `otherwise`: there too, and the definitions in force do not decide it of that story.
   */
  readonly expected: 'each time' | 'at the end' | 'otherwise'
}

/** Makes the test. Undefined where nothing is left that a story could tell. */
export function recordCase(recording: Recording): RecordedCase | undefined {
  if (recording.inputs.every((input) => input === undefined)) return undefined
  const inTime = recordStory(recording, 'each time')
  if (passes(recording.definitions, inTime)) return { ...inTime, expected: 'each time' }
  // What a server did late is not expected where it was done.
  const atTheEnd = recordStory(recording, 'at the end')
  return { ...atTheEnd, expected: passes(recording.definitions, atTheEnd) ? 'at the end' : 'otherwise' }
}

function passes(definitions: Definitions, { test }: Recorded): boolean {
  return runStory(definitions, test).failures.length === 0
}
