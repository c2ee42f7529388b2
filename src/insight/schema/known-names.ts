// The names in force that a condition may speak of. Lists that nobody declared are those that steps and conditions name.

import { stepIds } from '../../engine/walk-steps.ts'
import type { Published } from '../../runtime/publishing/published.ts'

export interface Described {
  readonly name: string
  readonly description: string | null
}

export interface KnownNames {
  readonly segments: Described[]
  readonly lists: string[]
  readonly topics: Described[]
  readonly templates: Described[]
  readonly journeys: (Described & { readonly steps: string[] })[]
  readonly attributes: Record<string, string>
  readonly zone: string
}

/** All of them, in order of name. */
export function namesOf({ workspace, segments, templates, journeys }: Published): KnownNames {
  const live = journeys.filter((one) => one.live).map(({ definition }) => definition)
  return {
    segments: described(segments.map(({ segment, description }) => [segment, description])),
    lists: workspace.lists === undefined ? listsIn([live, segments]) : [...workspace.lists].sort(),
    topics: described((workspace.topics ?? []).map(({ topic, description }) => [topic, description])),
    templates: described(templates.map(({ template, description }) => [template, description])),
    journeys: described(live.map(({ journey, description }) => [journey, description])).map((one) => {
      const definition = live.find(({ journey }) => journey === one.name)
      return { ...one, steps: definition === undefined ? [] : [...stepIds(definition.steps)] }
    }),
    attributes: { ...workspace.attributes },
    zone: workspace.zone ?? 'UTC',
  }
}

function described(names: readonly (readonly [name: string, description: string | undefined])[]): Described[] {
  return names.map(([name, description]) => ({ name, description: description ?? null })).sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** Names of lists anywhere in definitions: `list: NAME`, `list: { add: NAME }`, `joins` and `leaves` of no segment. */
function listsIn(value: unknown): string[] {
  const found = new Set<string>()
  const waiting: unknown[] = [value]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === null || typeof next !== 'object') continue
    const { list } = next as { readonly list?: unknown }
    for (const name of typeof list === 'object' && list !== null ? Object.values(list) : [list]) if (typeof name === 'string') found.add(name)
    waiting.push(...Object.values(next))
  }
  return [...found].sort()
}
