// Renders every template with each of its samples, in each of its languages, as it would be for a person: what fails there, or asks for a field that
// the sample does not have, is found when it is saved and not in the inbox.

import { archiveRule } from '../model/archive.ts'
import { brandFacts } from '../model/brand.ts'
import type { Collection } from '../model/catalogue.ts'
import type { Definitions, Problem, Template, TemplateSample, Workspace } from '../model/definitions.ts'
import type { Facts } from '../model/facts.ts'
import { inLocale } from '../model/in-locale.ts'
import { mistake } from '../model/mistake.ts'
import { type SampledItems, sampleCatalogue, sampleCode } from '../model/sample-catalogue.ts'
import { topicTitle } from '../model/topic.ts'
import { senderOf } from './compile-pages.ts'
import { fieldPlace, missingFix } from './field-place.ts'
import { lookingRenderer } from './looking-renderer.ts'

/** What is wrong, with the line in the template. Templates without samples are not rendered. */
export async function sampleProblems({ workspace, templates, collections = [] }: Definitions): Promise<Problem[]> {
  const cases = templates.flatMap((template) =>
    Object.entries(template.samples ?? {}).flatMap(([name, sample]) => itemsThere(template).map((there) => ({ template, name, sample, there }))),
  )
  if (cases.length === 0) return []
  const found = await Promise.all(
    cases.flatMap(({ template, name, sample, there }) =>
      [undefined, ...Object.keys(template.locales ?? {})].map(async (locale): Promise<Problem[]> => {
        const { view_url, ...facts } = sampleFacts(workspace, sample, shownIn(template, collections, { sample, there }))
        // What is not kept whole has no page.
        const page = view_url !== undefined && archiveRule(workspace, template).keep === 'whole' ? { view_url } : {}
        const rendered = await lookingRenderer.email(inLocale(template, locale), { ...facts, ...page }, 'refused')
        return rendered.ok ? [] : [problemOf({ template, name, locale, there }, rendered.reason)]
      }),
    ),
  )
  return found.flat()
}

/** A mail whose optional items are gone has to be whole too. */
function itemsThere({ catalogue = {} }: Template): readonly SampledItems[] {
  return Object.values(catalogue).some(({ required }) => required !== true) ? ['all there', 'only what is required'] : ['all there']
}

/** The items and the code of a sample. */
export function shownIn(
  template: Template,
  collections: readonly Collection[],
  sampled: { readonly sample: TemplateSample; readonly there?: SampledItems },
): Pick<Facts, 'catalogue' | 'code' | 'code_expires' | 'conditions'> {
  return {
    conditions: heldInSample(template, sampled.sample),
    ...(template.catalogue === undefined ? {} : { catalogue: sampleCatalogue(template, collections, sampled) }),
    ...(template.code === undefined ? {} : { code: sampleCode, code_expires: Date.UTC(2026, 11, 1, 12) }),
  }
}

/** The template's conditions: those hold that the sample names. */
function heldInSample({ conditions = {} }: Template, { conditions: held = [] }: TemplateSample): Readonly<Record<string, boolean>> {
  return Object.fromEntries(Object.keys(conditions).map((name) => [name, held.includes(name)]))
}

/** What a template sees of a sample, at an instant that does not change: 21 November 2026, 12:00 UTC. */
export function sampleFacts(
  workspace: Workspace,
  { subscriber = {}, trigger = {}, cart = {}, segments = [], variants = {} }: TemplateSample,
  shown: Pick<Facts, 'catalogue' | 'code' | 'code_expires' | 'conditions'> = {},
): Facts {
  const { workspace: name, zone, address } = workspace
  const sender = senderOf(workspace)
  const locale = typeof subscriber['locale'] === 'string' ? subscriber['locale'] : undefined
  return {
    ...{ subscriber, trigger, cart, segments, variants, journey: 'sample', step: 'sample', brand: brandFacts({ brand: workspace.brand, sender }) },
    workspace: { name, sender, ...(zone === undefined ? {} : { zone }), ...(address === undefined ? {} : { address }) },
    now: Date.UTC(2026, 10, 21, 12),
    unsubscribe_url: 'https://sample.invalid/unsubscribe',
    preferences_url: 'https://sample.invalid/preferences',
    view_url: 'https://sample.invalid/view',
    confirm_url: 'https://sample.invalid/confirm',
    topics: (workspace.topics ?? []).map(({ topic }) => topicTitle(workspace.topics, topic, [locale])),
    ...shown,
  }
}

interface Sampled {
  readonly template: Template
  readonly name: string
  readonly locale: string | undefined
  readonly there: SampledItems
}

function problemOf({ template, name, locale, there }: Sampled, reason: string): Problem {
  const [, part = 'html', words = reason] = /^template ".*?", (subject|html|text): (?:line \d+, column \d+: )?(.*)$/s.exec(reason) ?? []
  const field = /^there is no (.+)$/.exec(words)?.[1]
  const place = field === undefined ? undefined : fieldPlace({ template, locale, part, field })
  const at = place === undefined ? '' : `line ${place.line}, column ${place.column}: `
  return {
    severity: 'error',
    definition: { kind: 'template', name: template.template },
    path: place?.path ?? [part],
    code: 'template/sample',
    message: `${at}${cannotBeMade({ template, name, locale, there }, words)}`,
    fix: field === undefined ? mistake('mend-template-or-sample') : mistake('add-to-sample', { mistake: missingFix(field) }),
  }
}

function cannotBeMade({ name: sample, locale, there }: Sampled, words: string): string {
  const isWhole = there === 'all there'
  if (locale === undefined) return mistake(isWhole ? 'sample-fails' : 'sample-fails-bare', { sample, mistake: words })
  return mistake(isWhole ? 'sample-fails-locale' : 'sample-fails-bare-locale', { sample, locale, mistake: words })
}
