// What a template said before: its versions with what each changed, what one of them says, and the texts that would make the folder say it again. It reads
// and writes nothing.

import type { TemplateChange, TemplateSourceText, TemplateVersionLine } from '../../api/admin/template-door.ts'
import { fileParts } from '../../authoring/authored-schemas.ts'
import type { UnsavedFiles } from '../../authoring/definition-files.ts'
import { type Restoration, restoreTemplate } from '../../authoring/restore-template.ts'
import type { ReadTemplate, TemplateFiles } from '../../authoring/template-files.ts'
import { writeYaml } from '../../authoring/write-yaml.ts'
import { canonicalJson } from '../../engine/canonical-json.ts'
import type { LocalizedTemplate, Template } from '../../model/definitions.ts'
import { writtenTemplate } from '../../model/written-template.ts'
import { templateOf, templateVersions } from '../../runtime/publishing/template-versions.ts'
import type { Store } from '../../runtime/store.ts'

type Reading = Pick<Store, 'setting'>

/** All versions, newest first. */
export async function historyOf(store: Reading, template: string): Promise<readonly TemplateVersionLine[]> {
  const versions = await templateVersions(store, template)
  const said = await Promise.all(versions.map((one) => templateOf(store, template, one)))
  return versions
    .map((one, index): TemplateVersionLine => {
      const [now, before] = [said[index], said[index - 1]]
      return {
        ...one,
        isInForce: one.endedAt === null,
        subject: now?.subject ?? '',
        changed: now === undefined || before === undefined ? [] : changesOf(before, now),
      }
    })
    .toReversed()
}

/** What one version said; undefined where there is none of this number. */
export async function templateAt(store: Reading, template: string, version: number): Promise<Template | undefined> {
  const found = (await templateVersions(store, template)).find((one) => one.version === version)
  return found && templateOf(store, template, found)
}

/** A template as texts to be compared: its settings in YAML, and each part with its partials in it. */
export function sourceOf(template: Template): TemplateSourceText {
  const { locales = {}, ...own } = writtenTemplate(template)
  const parts: TemplateSourceText['parts'][number][] = []
  const settingsOf = (said: LocalizedTemplate, locale: string | null): object => {
    for (const part of fileParts) if (said[part] !== undefined) parts.push({ part, locale, text: said[part] })
    return Object.fromEntries(Object.entries(said).filter(([key]) => !(fileParts as readonly string[]).includes(key)))
  }
  const settings = settingsOf(own, null)
  const languages = Object.fromEntries(Object.entries(locales).map(([locale, said]) => [locale, settingsOf(said, locale)]))
  return { settings: writeYaml({ ...settings, ...(Object.keys(languages).length > 0 && { locales: languages }) }), parts }
}

/** An old version where one that was read from the folder is asked for. */
export function readAsWritten(template: Template, version: number, around: ReadTemplate | undefined): ReadTemplate {
  const place = { file: `version ${version}`, line: 1, column: 1 }
  return {
    workspace: around?.workspace,
    collections: around?.collections ?? [],
    pools: around?.pools ?? [],
    named: around?.named ?? { segments: [], journeys: [] },
    template,
    problems: [],
    locate: ({ severity, code, message, fix }) => ({ ...place, severity, code, message, ...(fix !== undefined && { fix }) }),
    lines: [],
  }
}

/** The texts that make the folder say a version again, or why there are none. */
export async function restorationOf(
  { store, files, folder, unsaved }: { readonly store: Reading; readonly files: TemplateFiles; readonly folder: string; readonly unsaved: UnsavedFiles },
  { template, version }: { readonly template: string; readonly version: number },
): Promise<Restoration | string | undefined> {
  const wanted = await templateAt(store, template, version)
  return wanted && restoreTemplate({ folder, files, unsaved, wanted, mark: `v${version}` })
}

function changesOf(before: Template, now: Template): readonly TemplateChange[] {
  const [{ locales: older = {}, ...was }, { locales: newer = {}, ...is }] = [writtenTemplate(before), writtenTemplate(now)]
  const changes = differing(was, is).map((part) => ({ part, locale: null }) as TemplateChange)
  for (const locale of new Set([...Object.keys(older), ...Object.keys(newer)])) {
    changes.push(...differing(older[locale] ?? {}, newer[locale] ?? {}).map((part) => ({ part, locale })))
  }
  return changes
}

function differing(before: object, now: object): readonly string[] {
  const [was, is] = [before as Record<string, unknown>, now as Record<string, unknown>]
  return [...new Set([...Object.keys(is), ...Object.keys(was)])].filter((key) => canonicalJson(was[key] ?? null) !== canonicalJson(is[key] ?? null))
}
