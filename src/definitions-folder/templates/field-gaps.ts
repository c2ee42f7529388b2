// Fields of people that a template prints without a default, held against real profiles: "14 % of the people in this journey have no first_name". What
// a template needs is found by rendering it, with nothing and with each of its samples; how many lack it, by looking at a sample of people.

import type { FieldGap } from '../../api/admin/template-door.ts'
import { fieldPlace, missingFix } from '../../content/field-place.ts'
import { missingFields } from '../../content/missing-fields.ts'
import { sampleFacts, shownIn } from '../../content/sample-problems.ts'
import { walkSteps } from '../../engine/walk-steps.ts'
import type { Definitions, Problem, Template } from '../../model/definitions.ts'
import type { Renderer } from '../../model/facts.ts'
import { inLocale } from '../../model/in-locale.ts'
import { isBlankAt } from '../../model/json.ts'
import { withHead } from '../../model/with-head.ts'
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
    const fields = new Set<string>()
    for (const mail of mailsOf(template, journeys)) for (const { field } of await neededFields(mail, { renderer, definitions })) fields.add(field)
    if (fields.size === 0) continue
    for (const { journey } of journeys) {
      const inside = await profilesIn(store, journey)
      const isOwn = inside.length >= fewest
      const people = isOwn ? inside : everybody
      if (people.length < fewest) continue
      for (const field of fields) {
        const lack = people.filter((attributes) => isBlankAt(attributes, field)).length
        if (lack > 0) gaps.push({ template: template.template, field: `subscriber.${field}`, journey: isOwn ? journey : null, looked: people.length, lack })
      }
    }
  }
  return unique(gaps).toSorted((one, other) => other.lack / other.looked - one.lack / one.looked)
}

/** The template with each subject that a step gives it. */
function mailsOf(template: Template, journeys: Definitions['journeys']): ReadonlySet<Template> {
  const steps = journeys.flatMap((journey) => Array.from(walkSteps(journey.steps, ['steps']), ([step]) => step))
  return new Set(steps.flatMap((step) => ('send' in step && step.send === template.template ? [withHead(template, step)] : [])))
}

/** A field that a template prints without a default. */
export interface NeededField {
  /** A path into what it is of, such as first_name. */
  readonly field: string
  /** Where in the template it stands, from its root. */
  readonly path: Problem['path']
  /** What to do about it. */
  readonly fix: string
}

interface AskingGround {
  readonly renderer: GapGround['renderer']
  readonly definitions: Pick<Definitions, 'workspace' | 'collections'>
}

/** Fields of the person that some rendering asks for without a default, each once. */
export async function neededFields(template: Template, ground: AskingGround): Promise<readonly NeededField[]> {
  return (await printedFields(template, ground)).subscriber
}

/** The same, and beside them those of the event that lets somebody in, as far as no sample has them. */
export async function printedFields(
  template: Template,
  { renderer, definitions }: AskingGround,
): Promise<{ readonly subscriber: readonly NeededField[]; readonly trigger: readonly NeededField[] }> {
  const { workspace, collections = [] } = definitions
  const fields = { subscriber: new Map<string, NeededField>(), trigger: new Map<string, NeededField>() }
  for (const sample of [{}, ...Object.values(template.samples ?? {})]) {
    const facts = sampleFacts(workspace, { ...sample, subscriber: {} }, shownIn(template, collections, { sample }))
    for (const locale of [undefined, ...Object.keys(template.locales ?? {})]) {
      for (const { field: asked, part } of await missingFields(renderer, inLocale(template, locale), facts)) {
        const [, of, field] = /^(subscriber|trigger)\.(.+)$/.exec(asked) ?? []
        const known = of === undefined ? undefined : fields[of as keyof typeof fields]
        if (field === undefined || known === undefined || known.has(field)) continue
        known.set(field, { field, path: fieldPlace({ template, locale, part, field: asked })?.path ?? [part], fix: missingFix(asked) })
      }
    }
  }
  return { subscriber: byName(fields.subscriber), trigger: byName(fields.trigger) }
}

function byName(fields: ReadonlyMap<string, NeededField>): readonly NeededField[] {
  return [...fields.values()].sort((one, other) => (one.field < other.field ? -1 : 1))
}

function unique(gaps: readonly FieldGap[]): readonly FieldGap[] {
  return [...new Map(gaps.map((gap) => [`${gap.template} ${gap.field} ${gap.journey}`, gap])).values()]
}
