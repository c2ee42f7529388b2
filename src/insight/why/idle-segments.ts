// Definitions without the segments that no journey can notice. Whoever asks why somebody is or was not in a journey need not keep up who was in which of them
// meanwhile, event by event, and in most workspaces that is most of the work. It leaves out only what cannot change the answer.

import type { ProgramSource } from '../../engine/program.ts'

/** Of more than these everything is kept: each could use up a piece of what one event may set off, and so move the place where that is cut. */
const mostIdle = 100

/** The source without its idle segments; itself when it has none. */
export function withoutIdleSegments(source: ProgramSource): ProgramSource {
  const { journeys, workspace, segments } = source
  const kept = new Set<ProgramSource['segments'][number]>()
  let asking = JSON.stringify([journeys.map(({ definition }) => definition), workspace])
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
