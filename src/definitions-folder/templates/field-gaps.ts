// Fields of people that a template prints without a default, held against real profiles: "14 % of the people in this journey have no first_name". What
// a template needs is found by rendering it, with nothing and with each of its samples; how many lack it, by looking at a sample of people.

import type { FieldGap } from '../../api/admin/template-door.ts'
import { missingFields } from '../../content/missing-fields.ts'
import { sampleFacts, shownIn } from '../../content/sample-problems.ts'
import type { Definitions, Template } from '../../model/definitions.ts'
import type { Renderer } from '../../model/facts.ts'
import { inLocale } from '../../model/in-locale.ts'
import { type Json, type JsonObject, readPath, splitPath } from '../../model/json.ts'
import { sends } from './preview-template.ts'
import { profileSample, profilesIn, type SampledStore } from './profile-sample.ts'

export interface GapGround {
  readonly store: SampledStore
  readonly renderer: Pick<Renderer, 'email'>
}

/** So few people prove nothing. */
const fewest = 5

/** The gaps of all templates that a journey sends, the widest first. Templates whose pages are not compiled are passed over. */
export async function fieldGaps(
  { store, renderer }: GapGround,
  definitions: Pick<Definitions, 'workspace' | 'templates' | 'journeys' | 'collections'>,
): Promise<readonly FieldGap[]> {
  const everybody = await profileSample(store)
  const gaps: FieldGap[] = []
  for (const template of definitions.templates) {
    const journeys = definitions.journeys.filter((journey) => sends(journey, template.template))
    if (journeys.length === 0) continue
    const fields = await fieldsOf(template, { renderer, definitions })
    if (fields.length === 0) continue
    for (const { journey } of journeys) {
      const inside = await profilesIn(store, journey)
      const isOwn = inside.length >= fewest
      const people = isOwn ? inside : everybody
      if (people.length < fewest) continue
      for (const field of fields) {
        const lack = people.filter((attributes) => isMissing(attributes, field)).length
        if (lack > 0) gaps.push({ template: template.template, field, journey: isOwn ? journey : null, looked: people.length, lack })
      }
    }
  }
  return unique(gaps).toSorted((one, other) => other.lack / other.looked - one.lack / one.looked)
}

/** Fields of the person that every rendering asks for without a default. */
async function fieldsOf(
  template: Template,
  { renderer, definitions }: { readonly renderer: GapGround['renderer']; readonly definitions: Pick<Definitions, 'workspace' | 'collections'> },
): Promise<readonly string[]> {
  const { workspace, collections = [] } = definitions
  const fields = new Set<string>()
  for (const sample of [{}, ...Object.values(template.samples ?? {})]) {
    const facts = sampleFacts(workspace, { ...sample, subscriber: {} }, shownIn(template, collections, { sample }))
    for (const locale of [undefined, ...Object.keys(template.locales ?? {})]) {
      for (const { field } of await missingFields(renderer, inLocale(template, locale), facts)) if (field.startsWith('subscriber.')) fields.add(field)
    }
  }
  return [...fields].sort()
}

function isMissing(attributes: JsonObject, field: string): boolean {
  const value: Json | undefined = readPath(attributes, splitPath(field).slice(1))
  return value === undefined || value === null || value === ''
}

function unique(gaps: readonly FieldGap[]): readonly FieldGap[] {
  return [...new Map(gaps.map((gap) => [`${gap.template} ${gap.field} ${gap.journey}`, gap])).values()]
}
