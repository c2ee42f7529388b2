// The templates of a running server as an editor needs them: the folder with its drafts, previews in a thread of their own, people to look at them with,
// and what there is to write into them. It writes nothing.

import type { DraftMail, OneTemplate, Placeholders, PreviewWish, TemplateDoor, TemplateLine } from '../../api/admin/template-door.ts'
import type { UnsavedFiles } from '../../authoring/definition-files.ts'
import { templateFiles, type WrittenTemplate } from '../../authoring/template-files.ts'
import type { LimitedRenderer } from '../../content/renderer.ts'
import { createRenderer } from '../../content/renderer.ts'
import { canonicalJson } from '../../engine/canonical-json.ts'
import { idFromPlace, walkSteps } from '../../engine/walk-steps.ts'
import type { LocalizedTemplate, Template } from '../../model/definitions.ts'
import type { Journey } from '../../model/journey.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import type { Clock } from '../../runtime/clock.ts'
import { type Published, readPublished } from '../../runtime/published.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import type { Store } from '../../runtime/store.ts'
import { fieldGaps } from './field-gaps.ts'
import { placeholdersOf } from './placeholders.ts'
import { type PreviewGround, previewTemplate, readyDraft, sends } from './preview-template.ts'
import { profileSample } from './profile-sample.ts'
import { suggestedPeople, triggerNames } from './suggested-people.ts'

export interface TemplateDoorOptions {
  readonly folder: string
  readonly store: Store
  readonly runtime: Pick<Runtime, 'describe' | 'sendTest'>
  readonly clock: Pick<Clock, 'now'>
}

/** How long a sample of people is good for. */
const sampleMs = 60_000

/** Makes the door. Its renderer is started when it is first needed. */
export function templateDoor({ folder, store, runtime, clock }: TemplateDoorOptions): TemplateDoor & { close(): Promise<void> } {
  const files = templateFiles(folder)
  let renderer: LimitedRenderer | undefined
  let profiles: { readonly at: number; readonly people: Promise<readonly JsonObject[]> } | undefined
  const ground = (): PreviewGround => {
    renderer ??= createRenderer()
    return { files, renderer, store, runtime }
  }
  const unsaved = async (texts: PreviewWish['files'] = {}): Promise<UnsavedFiles> => {
    const drafted = (await store.drafts()).map(({ path, text }) => [path, text] as const)
    return new Map([...drafted, ...Object.entries(texts)])
  }
  const ask = async (wish: PreviewWish, now: number) => ({ wish, now, unsaved: await unsaved(wish.files) })
  const sampled = (now: number): Promise<readonly JsonObject[]> => {
    if (profiles === undefined || now - profiles.at > sampleMs) profiles = { at: now, people: profileSample(store) }
    return profiles.people
  }

  return {
    async list() {
      const [{ templates, read }, published] = await Promise.all([files(await unsaved()), readPublished(store)])
      const lines = templates.map(async (one) => lineOf(one, { published, template: (await read(one.template))?.template }))
      return { templates: await Promise.all(lines) }
    },
    async read(name) {
      const [{ templates, read, texts }, published] = await Promise.all([files(await unsaved()), readPublished(store)])
      const written = templates.find(({ template }) => template === name)
      if (written === undefined) return undefined
      const line = lineOf(written, { published, template: (await read(name))?.template })
      return { ...line, index: written.index, written: written.written as JsonObject, ...(await texts(written)) } satisfies OneTemplate
    },
    preview: async (wish, now) => previewTemplate(ground(), await ask(wish, now)),
    async draftOf(wish, now): Promise<DraftMail | 'no template' | 'nobody' | 'no sample'> {
      const ready = await readyDraft(ground(), await ask(wish, now))
      if (typeof ready === 'string') return ready
      const { template, workspace, facts, journey, problems } = ready
      if (template === undefined) return { problems, send: undefined }
      return {
        problems,
        async send(to) {
          const mail = { ...facts.mail, ...(journey && { journey }), template: template.template, to, draft: { template, workspace }, now: clock.now() }
          const outcome = await runtime.sendTest(mail)
          return outcome.kind === 'sent' ? { sent: true, detail: outcome.detail ?? '' } : { sent: false, detail: outcome.reason }
        },
      }
    },
    people: (name) => suggestedPeople({ store, runtime }, name),
    async placeholders(name): Promise<Placeholders | undefined> {
      const { templates, read: readOne, texts } = await files(await unsaved())
      const [read, written] = [await readOne(name), templates.find(({ template }) => template === name)]
      if (read === undefined || written === undefined) return undefined
      const { partials } = await texts(written)
      const journeys = ((await readPublished(store))?.journeys ?? []).filter(({ live, definition }) => live && sends(definition, name))
      const names = [...new Set(partials.map(({ file }) => file.replace(/^partials\//, '').replace(/\.\w+$/, '')))]
      const triggers = triggerNames(journeys.map(({ definition }) => definition))
      return placeholdersOf(read, { store, profiles: await sampled(clock.now()), triggers, partials: names })
    },
    async gaps() {
      const published = await readPublished(store)
      if (published === undefined) return []
      const journeys = published.journeys.filter(({ live }) => live).map(({ definition }) => definition)
      return fieldGaps({ store, renderer: ground().renderer }, { ...published, journeys })
    },
    close: async () => renderer?.close(),
  }
}

interface Around {
  readonly published: Published | undefined
  /** As it is written; undefined when it is wrong. */
  readonly template: Template | undefined
}

function lineOf({ template, file, line, written }: WrittenTemplate, { published, template: read }: Around): TemplateLine {
  const inForce = published?.templates.find((one) => one.template === template)
  const journeys = (published?.journeys ?? []).filter(({ live, definition }) => live && sends(definition, template))
  const keys = (value: unknown): string[] => (typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [])
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
  return {
    template,
    description: text(written['description']),
    kind: written['mjml'] === undefined ? 'html' : 'mjml',
    subject: text(written['subject']) ?? '',
    topic: text(written['topic']),
    locales: keys(written['locales']),
    samples: keys(written['samples']),
    file,
    line,
    state: inForce === undefined ? 'new' : read !== undefined && isSame(inForce, read) ? 'in force' : 'changed',
    isEditable: /\.ya?ml$/.test(file),
    journeys: journeys.map(({ definition }) => ({ journey: definition.journey, steps: stepsOf(definition, template) })),
  }
}

function stepsOf({ steps }: Journey, template: string): string[] {
  return [...walkSteps(steps, ['steps'])].flatMap(([step, path]) => ('send' in step && step.send === template ? [step.id ?? idFromPlace(path)] : []))
}

/** By what was written: what MJML made of it follows from that, and from the brand. */
function isSame(one: Template, other: Template): boolean {
  const plain = (template: Template): string => canonicalJson(JSON.parse(JSON.stringify(written(template))) as Json)
  return plain(one) === plain(other)
}

function written(template: Template): object {
  const page = <Parts extends LocalizedTemplate>(parts: Parts): object => (parts.mjml === undefined ? parts : { ...parts, html: undefined })
  const locales = Object.entries(template.locales ?? {}).map(([locale, parts]) => [locale, page(parts)])
  return { ...page(template), ...(template.locales === undefined ? {} : { locales: Object.fromEntries(locales) }) }
}
