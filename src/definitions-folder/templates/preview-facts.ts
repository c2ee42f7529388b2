// What a preview is filled with: a real person with a real event of theirs, a sample of the template, or facts that somebody wrote. It reads people
// and changes nothing.

import type { ShownWith } from '../../api/admin/template-door.ts'
import { sampleFacts, shownIn } from '../../content/sample-problems.ts'
import type { Passage } from '../../engine/answer.ts'
import { compile } from '../../engine/compile.ts'
import type { Program } from '../../engine/program.ts'
import type { Collection } from '../../model/catalogue.ts'
import { sampleSchema, type Template, type TemplateSample, type Workspace } from '../../model/definitions.ts'
import type { JsonObject } from '../../model/json.ts'
import { arrivalOf } from '../../runtime/log-entry.ts'
import { findSubscribers } from '../../runtime/people/find-subscriber.ts'
import { type Published, readPublished } from '../../runtime/publishing/published.ts'
import type { Described, Runtime } from '../../runtime/runtime.ts'
import { shownFacts } from '../../runtime/sending/shown-facts.ts'
import type { TestMail } from '../../runtime/sending/test-mail.ts'
import type { Position, Store } from '../../runtime/store.ts'
import { heldConditions } from './held-conditions.ts'

/** Facts as a test mail takes them, and whose they are. */
export interface PreviewFacts {
  readonly mail: Omit<TestMail, 'template' | 'to' | 'now'>
  readonly subscriber: number | null
}

export interface FactsGround {
  readonly store: Pick<Store, 'follow' | 'load' | 'resolve' | 'reachedAt' | 'entriesAt' | 'history' | 'decisions' | 'setting' | 'catalogue'>
  readonly runtime: Pick<Runtime, 'describe'>
}

export interface FilledTemplate {
  readonly template: Template
  readonly workspace: Workspace
  readonly collections: readonly Collection[]
  /** Names of events that let people into journeys that send it. */
  readonly triggers: ReadonlySet<string>
}

/** Entries of a person's log among which their newest event is looked for. */
const lookedThrough = 200

/** Gathers them, by the word of who asks. */
export async function previewFacts(
  ground: FactsGround,
  filled: FilledTemplate,
  { wish, now }: { readonly wish: ShownWith; readonly now: number },
): Promise<PreviewFacts | 'nobody' | 'no sample'> {
  if (wish.as !== undefined) return factsOfPerson(ground, filled, { as: wish.as, event: wish.event, locale: wish.locale, now })
  const sample = sampleOf(filled.template, wish)
  return sample === undefined ? 'no sample' : factsOfSample(filled, inLanguage(sample, wish.locale))
}

function sampleOf({ samples = {} }: Template, { sample, data }: ShownWith): TemplateSample | undefined {
  if (data !== undefined) {
    const parsed = sampleSchema.safeParse(data)
    return parsed.success ? parsed.data : undefined
  }
  if (sample !== undefined) return Object.hasOwn(samples, sample) ? samples[sample] : undefined
  return Object.values(samples)[0] ?? {}
}

function inLanguage(sample: TemplateSample, locale: string | undefined): TemplateSample {
  return locale === undefined ? sample : { ...sample, subscriber: { ...sample.subscriber, locale } }
}

function factsOfSample({ template, workspace, collections }: FilledTemplate, sample: TemplateSample): PreviewFacts {
  const { subscriber, trigger, cart, segments, conditions, variants, catalogue, code } = sampleFacts(
    workspace,
    sample,
    shownIn(template, collections, { sample }),
  )
  const about = {
    ...(segments && { segments }),
    ...(conditions && { conditions }),
    ...(variants && { variants }),
    ...(catalogue && { catalogue }),
    ...(code !== undefined && { code }),
  }
  return { mail: { attributes: subscriber, trigger, cart, ...about }, subscriber: null }
}

interface AskedPerson {
  readonly as: string
  readonly event: Position | undefined
  readonly locale: string | undefined
  readonly now: number
}

async function factsOfPerson(
  { store, runtime }: FactsGround,
  { template, collections, triggers }: FilledTemplate,
  asked: AskedPerson,
): Promise<PreviewFacts | 'nobody'> {
  const [subscriber] = await findSubscribers(store, asked.as)
  const person = subscriber === undefined ? undefined : await runtime.describe({ subscriber })
  if (person === undefined) return 'nobody'
  const { state } = person
  const attributes: JsonObject = asked.locale === undefined ? state.attributes : { ...state.attributes, locale: asked.locale }
  const starter = await triggerOf(store, person, { event: asked.event, triggers })
  const trigger = starter?.properties ?? {}
  const shown = await shownFacts(template, { store, collections, person, attributes, trigger, now: asked.now })
  const segments = segmentsOf(await programInForce(store), person)
  const conditions = await heldConditions(template, { store, subscriber: person.number, trigger: starter, now: asked.now })
  return { mail: { attributes, trigger, segments, variants: {}, ...(conditions && { conditions }), ...shown }, subscriber: person.number }
}

/** The event that is named, or the newest that lets people in, or none. */
async function triggerOf(
  store: FactsGround['store'],
  { number, head }: Described,
  { event, triggers }: { readonly event: Position | undefined; readonly triggers: ReadonlySet<string> },
): Promise<Passage['trigger'] | undefined> {
  if (event !== undefined) {
    const [entry] = await store.entriesAt([event])
    const [owner] = entry === undefined ? [] : await store.follow([entry.subscriber])
    return entry === undefined || owner !== number ? undefined : arrivalOf(entry)?.event
  }
  if (head === 0) return undefined
  const entries = await store.history(head, lookedThrough)
  const newest = entries.find(({ name }) => triggers.has(name))
  return newest === undefined ? undefined : arrivalOf(newest)?.event
}

function segmentsOf(program: Program | undefined, { state }: Described): readonly string[] {
  return (program?.watches ?? []).flatMap(({ id, segment }) => (segment !== undefined && state.watches.holds(id) ? [segment] : []))
}

const compiled = new WeakMap<object, { readonly number: number; readonly program: Program | undefined }>()

/** Compiled once for each publication. */
async function programInForce(store: Pick<Store, 'setting'>): Promise<Program | undefined> {
  const published: Published | undefined = await readPublished(store)
  if (published === undefined) return undefined
  const number = published.publication?.number ?? 0
  const before = compiled.get(store)
  if (before?.number === number && number > 0) return before.program
  const { program } = compile(published)
  compiled.set(store, { number, program })
  return program
}
