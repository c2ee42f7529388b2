// Properties of the event that lets somebody in which a template prints and no such event had: `{{ trigger.prodct_id }}` comes out empty in every mail, and nothing would
// say so before. Held against the newest lines of the log. It warns only where there were enough of each event that lets somebody in.

import { nearestName } from '../authoring/nearest-name.ts'
import type { NeededField } from '../definitions-folder/templates/field-gaps.ts'
import { sends } from '../definitions-folder/templates/preview-template.ts'
import { walkSteps } from '../engine/walk-steps.ts'
import type { Definitions, Problem } from '../model/definitions.ts'
import { systemEvents } from '../model/event.ts'
import type { Journey } from '../model/journey.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { limits } from '../model/limits.ts'
import { mistake } from '../model/mistake.ts'
import { arrivalOf } from '../runtime/log-entry.ts'
import type { LogRange, Store } from '../runtime/store.ts'

/** Fewer events of a name say nothing of what others carry. */
const fewest = 20
/** Of a name so many are looked at, the oldest of the stretch first. */
const mostLookedAt = 500
const deepest = 3

interface Seen {
  count: number
  readonly paths: Set<string>
}

export interface TriggerGround {
  readonly store: Pick<Store, 'readLog'>
  /** The stretch of the log that is looked at. */
  readonly range: LogRange
  /** Awaited between two pages, so that others have their turn. */
  readonly pause: () => Promise<unknown>
}

/** A warning for each template, field and journey. `printed`: by template, the properties that it prints without a default. */
export async function unseenTriggerFields(
  { journeys }: Pick<Definitions, 'journeys'>,
  printed: ReadonlyMap<string, readonly NeededField[]>,
  ground: TriggerGround,
): Promise<readonly Problem[]> {
  const begun = new Set(journeys.flatMap(begunBy))
  const asking = journeys.flatMap((journey) => {
    const events = eventsInto(journey)
    // Who is brought in by another journey comes with what that knew.
    if (events.length === 0 || begun.has(journey.journey) || journey.status === 'archived') return []
    return [...printed].flatMap(([template, fields]) => (sends(journey, template) ? [{ journey, template, fields, events }] : []))
  })
  if (asking.length === 0) return []
  const seen = await readProperties(new Set(asking.flatMap(({ events }) => events)), ground)
  const found = asking.flatMap(({ journey, template, fields, events }) => {
    const known = events.map((event) => seen.get(event))
    if (known.some((one) => one === undefined || one.count < fewest)) return []
    const paths = new Set(known.flatMap((one) => [...(one?.paths ?? [])]))
    return fields.filter(({ field }) => !paths.has(field)).map((needed) => warning({ journey: journey.journey, template, events, needed, paths }))
  })
  return found
}

interface Unseen {
  readonly journey: string
  readonly template: string
  readonly events: readonly string[]
  readonly needed: NeededField
  readonly paths: ReadonlySet<string>
}

function warning({ journey, template, events, needed: { field, path, fix }, paths }: Unseen): Problem {
  const meant = nearestName(field, paths)
  return {
    severity: 'warning',
    code: 'trigger.unseen',
    definition: { kind: 'template', name: template },
    path,
    message: mistake('trigger-field-unseen', { field: `{{ trigger.${field} }}`, journey, property: field, event: events.join(', ') }),
    fix: meant === undefined ? fix : mistake('meant-quoted', { name: `trigger.${meant}` }),
  }
}

/** The events whose properties a mail of the journey can print; none where somebody comes in otherwise, too. */
function eventsInto({ enter }: Journey): readonly string[] {
  return enter.every((trigger) => 'on' in trigger) ? [...new Set(enter.flatMap((trigger) => ('on' in trigger ? [trigger.on].flat() : [])))] : []
}

function begunBy({ steps }: Journey): readonly string[] {
  return Array.from(walkSteps(steps, ['steps']), ([step]) => step).flatMap((step) => ('start' in step ? [step.start] : 'jump' in step ? [step.jump] : []))
}

async function readProperties(events: ReadonlySet<string>, { store, range, pause }: TriggerGround): Promise<ReadonlyMap<string, Seen>> {
  const seen = new Map<string, Seen>()
  for (const event of events) {
    if (!Object.hasOwn(systemEvents, event)) seen.set(event, { count: 0, paths: new Set() })
    else seen.set(event, { count: fewest, paths: new Set(systemEvents[event as keyof typeof systemEvents]) })
  }
  for (let read = range.after; read < range.upTo; ) {
    const entries = await store.readLog(read, Math.min(limits.schemaPage, range.upTo - read))
    const last = entries.at(-1)
    if (last === undefined) break
    for (const entry of entries) {
      const one = seen.get(entry.name)
      if (one === undefined || one.count >= mostLookedAt || Object.hasOwn(systemEvents, entry.name)) continue
      one.count += 1
      notePaths(one.paths, '', arrivalOf(entry)?.event.properties ?? {}, 1)
    }
    read = last.position
    await pause()
  }
  return seen
}

function notePaths(paths: Set<string>, prefix: string, properties: JsonObject, depth: number): void {
  for (const [key, value] of Object.entries(properties) as [string, Json][]) {
    paths.add(prefix + key)
    if (value !== null && typeof value === 'object' && !Array.isArray(value) && depth < deepest)
      notePaths(paths, `${prefix}${key}.`, value as JsonObject, depth + 1)
  }
}
