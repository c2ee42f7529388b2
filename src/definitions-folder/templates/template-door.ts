// The templates of a running server as an editor needs them: the folder with its drafts, previews in a thread of their own, people to look at them with,
// and what there is to write into them. It writes nothing.

import type { DraftMail, OneTemplate, Placeholders, PreviewWish, TemplateDoor, TemplateLine } from '../../api/admin/template-door.ts'
import type { UnsavedFiles } from '../../authoring/definition-files.ts'
import { type TemplateFiles, templateFiles, type WrittenTemplate } from '../../authoring/template-files.ts'
import type { LimitedRenderer } from '../../content/renderer.ts'
import { createRenderer } from '../../content/renderer.ts'
import { idFromPlace, walkSteps } from '../../engine/walk-steps.ts'
import { writtenText } from '../../engine/written-text.ts'
import type { Template } from '../../model/definitions.ts'
import type { Journey } from '../../model/journey.ts'
import type { JsonObject } from '../../model/json.ts'
import type { Clock } from '../../runtime/clock.ts'
import { type Published, readPublished } from '../../runtime/publishing/published.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import type { Store } from '../../runtime/store.ts'
import { fieldGaps } from './field-gaps.ts'
import { placeholdersOf } from './placeholders.ts'
import { type PreviewGround, previewTemplate, readyDraft, sends } from './preview-template.ts'
import { profileSample } from './profile-sample.ts'
import { suggestedPeople, triggerNames } from './suggested-people.ts'
import { historyOf, readAsWritten, restorationOf, sourceOf, templateAt } from './template-history.ts'

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
  /** What there is to preview from: the folder, or one version in its place. */
  const groundFor = async ({ template, version }: PreviewWish): Promise<PreviewGround> => {
    const said = version === undefined ? undefined : await templateAt(store, template, version)
    if (version === undefined) return ground()
    const versioned: TemplateFiles = async (unsaved) => {
      const now = await files(unsaved)
      return { ...now, read: async (name) => said && readAsWritten(said, version, await now.read(name)) }
    }
    return { ...ground(), files: versioned }
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
    preview: async (wish, now) => previewTemplate(await groundFor(wish), await ask(wish, now)),
    versions: (name) => historyOf(store, name),
    async source(name, version) {
      const said = version === 'folder' ? (await (await files(await unsaved())).read(name))?.template : await templateAt(store, name, version)
      return said && sourceOf(said)
    },
    restored: async (template, version) => restorationOf({ store, files, folder, unsaved: await unsaved() }, { template, version }),
    async draftOf(wish, now): Promise<DraftMail | 'no template' | 'nobody' | 'no sample'> {
      const ready = await readyDraft(ground(), await ask(wish, now))
      if (typeof ready === 'string') return ready
      const { template, workspace, head, facts, sentBy, problems } = ready
      if (template === undefined) return { problems, send: undefined }
      return {
        problems,
        async send(to) {
          const place = sentBy && { journey: sentBy.journey.journey }
          const mail = { ...facts.mail, ...place, template: template.template, to, draft: { template, workspace, head }, now: clock.now() }
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
    language: published?.workspace.languages?.[0] ?? 'en',
    samples: keys(written['samples']),
    file,
    line,
    state: inForce === undefined ? 'new' : read !== undefined && writtenText(inForce) === writtenText(read) ? 'in force' : 'changed',
    isEditable: /\.ya?ml$/.test(file),
    journeys: journeys.map(({ definition }) => ({ journey: definition.journey, steps: stepsOf(definition, template) })),
    confirms: published?.workspace.doubleOptIn?.template === template,
  }
}

function stepsOf({ steps }: Journey, template: string): string[] {
  return [...walkSteps(steps, ['steps'])].flatMap(([step, path]) => ('send' in step && step.send === template ? [step.id ?? idFromPlace(path)] : []))
}
