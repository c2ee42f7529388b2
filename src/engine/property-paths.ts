// Places that name a property of an event and begin with "properties.": the property is meant, but what is asked for is one inside a property of that name, which no
// event has, so nothing ever fits and nothing would say so. (A journey's key, a goal's value and refs are written from the event on, and do begin so.) It warns and
// decides nothing.

import type { Definitions, Problem } from '../model/definitions.ts'
import { mistake } from '../model/mistake.ts'

type Path = readonly (string | number)[]

const prefix = 'properties.'
/** Keys of conditions whose value is the path of a property. */
const ofPaths: ReadonlySet<string> = new Set(['by', 'sum', 'avg', 'min', 'max', 'distinct', 'trigger'])
/** What holds values of the author's own, in which a key may be called like one of ours. */
const notOurs: ReadonlySet<string> = new Set(['webhook', 'popup', 'sms', 'update', 'with'])

/** Reports each such place of the journeys and segments. */
export function propertyPathProblems({ journeys, segments }: Definitions): Problem[] {
  const found: Problem[] = []
  for (const journey of journeys) look(journey, { kind: 'journey', name: journey.journey }, [], found)
  for (const segment of segments) look(segment, { kind: 'segment', name: segment.segment }, [], found)
  return found
}

function look(value: unknown, definition: Problem['definition'], path: Path, found: Problem[]): void {
  if (typeof value !== 'object' || value === null) return
  const report = (written: string, place: Path): void => {
    const name = written.slice(prefix.length)
    const message = mistake('property-in-properties', { property: written, name })
    found.push({ severity: 'warning', code: 'property.path', message, fix: mistake('meant-quoted', { name }), definition, path: place })
  }
  for (const [key, inner] of Object.entries(value)) {
    if (notOurs.has(key)) continue
    const place = [...path, Array.isArray(value) ? Number(key) : key]
    if (ofPaths.has(key) && typeof inner === 'string' && inner.startsWith(prefix)) report(inner, place)
    if (key === 'where' && typeof inner === 'object' && inner !== null) {
      for (const written of Object.keys(inner)) if (written.startsWith(prefix)) report(written, [...place, written])
    }
    look(inner, definition, place, found)
  }
}
