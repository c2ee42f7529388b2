// Definitions without the segments that no journey can notice. Whoever asks what journeys did, or would do, need not keep up who was in which of them
// meanwhile, event by event, and in most workspaces that is most of the work. It leaves out only what cannot change the answer.

import type { Program, ProgramSource } from '../engine/program.ts'
import { theEngine } from '../runtime/engine.ts'

/** Of more than these everything is kept: each could use up a piece of what one event may set off, and so move the place where that is cut. */
const mostIdle = 100

/** The program without its idle segments, but with those that somebody asks about. Plans for people know programs by their ids, so it keeps the id of the whole. */
export function compileNarrow(source: ProgramSource, asked: readonly string[] = []): Program {
  const program = theEngine.compile(source)
  const narrow = withoutIdleSegments(source, asked)
  return narrow === source ? program : { ...theEngine.compile(narrow), id: program.id }
}

/** The source without its idle segments; itself when it has none. */
function withoutIdleSegments(source: ProgramSource, asked: readonly string[]): ProgramSource {
  const { journeys, workspace, segments } = source
  const kept = new Set<ProgramSource['segments'][number]>()
  let asking = JSON.stringify([journeys.map(({ definition }) => definition), workspace, asked])
  while (asking !== '') {
    // Whoever listens to the event itself may hear of any of them.
    if (asking.includes('Segment Entered') || asking.includes('Segment Left')) return source
    const named = segments.filter((one) => !kept.has(one) && asking.includes(JSON.stringify(one.segment)))
    for (const one of named) kept.add(one)
    asking = named.map((one) => JSON.stringify(one.if)).join('\n')
  }
  const idle = segments.length - kept.size
  return idle === 0 || idle > mostIdle ? source : { ...source, segments: segments.filter((one) => kept.has(one)) }
}
