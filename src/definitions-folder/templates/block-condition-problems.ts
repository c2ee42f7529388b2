// What is wrong with the conditions that the blocks of a template ask, as it is written: found by the compiler of everything that is published, with what the
// folder and what is in force name around it.

import { compile, sourceOf } from '../../engine/compile.ts'
import type { Definitions, Problem, Segment, Template } from '../../model/definitions.ts'
import type { Journey } from '../../model/journey.ts'
import type { Published } from '../../runtime/publishing/published.ts'

export interface AskedAround extends Pick<Definitions, 'workspace' | 'collections' | 'pools'> {
  /** Of the folder. */
  readonly named: { readonly segments: readonly Segment[]; readonly journeys: readonly Journey[] }
  /** Names of all templates of the folder. */
  readonly templates: readonly string[]
  readonly published: Published | undefined
}

/** None where it asks nothing. What cannot be read in the folder counts as it is in force. */
export function blockConditionProblems(template: Template, { named, templates, published, ...around }: AskedAround): readonly Problem[] {
  if (template.conditions === undefined) return []
  const segments = byName([...(published?.segments ?? []), ...named.segments], ({ segment }) => segment)
  const inForce = (published?.journeys ?? []).filter(({ live }) => live).map(({ definition }) => definition)
  const journeys = byName([...inForce, ...named.journeys], ({ journey }) => journey)
  const others = templates.filter((name) => name !== template.template).map((name): Template => ({ template: name, subject: ' ', html: ' ' }))
  const { problems } = compile(sourceOf({ ...around, segments, journeys, templates: [...others, template] }))
  return problems.filter(({ definition, path }) => definition.kind === 'template' && definition.name === template.template && path[0] === 'conditions')
}

/** Of those of one name the last. */
function byName<One>(all: readonly One[], nameOf: (one: One) => string): readonly One[] {
  return [...new Map(all.map((one) => [nameOf(one), one])).values()]
}
