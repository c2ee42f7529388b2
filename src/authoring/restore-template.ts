// Makes a template of the folder say again what it said once: as new texts of its files. Only what differs is written. A part goes into the file it stands in
// today; a shared part whose words stand in it as they are today is included again, and one that was changed since stays in the page as it was then.

import { readFile } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { LocalizedTemplate, Template } from '../model/definitions.ts'
import { type WrittenTemplate as Said, writtenTemplate } from '../model/written-template.ts'
import { fileParts } from './authored-schemas.ts'
import type { UnsavedFiles } from './definition-files.ts'
import { editYaml, type YamlEdit } from './edit-yaml.ts'
import { foldPartials } from './fold-partials.ts'
import type { PartName, TemplateFiles, TemplateFolder, WrittenTemplate } from './template-files.ts'
import { writeYaml } from './write-yaml.ts'

export interface Restoration {
  /** New texts by path; none where the folder says it already. */
  readonly files: ReadonlyMap<string, string>
  /** Of these, those that are not there yet. */
  readonly added: ReadonlySet<string>
}

export interface AskedRestoration {
  readonly folder: string
  readonly files: TemplateFiles
  readonly unsaved: UnsavedFiles
  /** What it shall say, with its partials read in. */
  readonly wanted: Template
  /** What new files are called after, such as v3. */
  readonly mark: string
}

interface Work extends AskedRestoration {
  readonly now: TemplateFolder
  readonly texts: Map<string, string>
  readonly added: Set<string>
}

/** The texts, or why they cannot be made. What is answered was read again and says what was wanted. */
export async function restoreTemplate(asked: AskedRestoration): Promise<Restoration | string> {
  const { files, unsaved, wanted } = asked
  const work: Work = { ...asked, now: await files(unsaved), texts: new Map(), added: new Set() }
  const written = work.now.templates.find(({ template }) => template === wanted.template)
  const failed = written === undefined ? await writeAnew(work) : await writeInPlace(work, written)
  if (failed !== undefined) return failed
  const read = await (await files(new Map([...unsaved, ...work.texts]))).read(wanted.template)
  if (read?.template === undefined || !isDeepStrictEqual(writtenTemplate(read.template), writtenTemplate(wanted)))
    return 'its files are written in a way that only a person can change: do it by hand'
  return { files: work.texts, added: work.added }
}

async function writeAnew(work: Work): Promise<string | undefined> {
  const file = `templates/${fileName(work.wanted.template)}.yaml`
  if (await isTaken(work, file)) return `there is no such template any more, and ${file} holds something else: move that away first`
  const { locales, ...own } = writtenTemplate(work.wanted)
  const parts = async (said: LocalizedTemplate, locale: string | null) => {
    const named: Record<string, unknown> = { ...said }
    for (const part of fileParts) if (said[part] !== undefined) named[part] = { file: await newFile(work, { file, part, locale, text: said[part] }) }
    return named
  }
  const languages = await Promise.all(Object.entries(locales ?? {}).map(async ([locale, said]) => [locale, await parts(said, locale)] as const))
  const { template, ...rest } = await parts(own, null)
  work.texts.set(file, writeYaml({ template, ...rest, ...(languages.length > 0 && { locales: Object.fromEntries(languages) }) }))
  work.added.add(file)
  return undefined
}

async function writeInPlace(work: Work, written: WrittenTemplate): Promise<string | undefined> {
  const { file, index } = written
  if (!/\.ya?ml$/.test(file)) return `${file} is not written in YAML: change it there by hand`
  const text = await textOf(work, file)
  const read = (await work.now.read(written.template))?.template
  const is = read === undefined ? undefined : writtenTemplate(read)
  const { locales: wantedLocales = {}, ...wanted } = writtenTemplate(work.wanted)
  const { locales: isLocales = {}, ...own } = is ?? ({} as Partial<Said>)
  const edits = await editsOf(work, { written, locale: null, wanted, is: own })
  for (const locale of new Set([...Object.keys(wantedLocales), ...Object.keys(isLocales)])) {
    const said = wantedLocales[locale]
    if (said === undefined) edits.push({ path: ['locales', locale], value: undefined })
    else if (isLocales[locale] === undefined && Object.keys(said).length === 0) edits.push({ path: ['locales', locale], value: {} })
    else edits.push(...(await editsOf(work, { written, locale, wanted: said, is: isLocales[locale] ?? {} })))
  }
  if (Object.keys(wantedLocales).length === 0 && Object.keys(isLocales).length > 0) edits.push({ path: ['locales'], value: undefined })
  if (edits.length === 0) return undefined
  const edited = text === undefined ? undefined : editYaml(text, index, edits)
  if (edited === undefined) return `${file} cannot be read as it is: mend it first`
  work.texts.set(file, edited)
  return undefined
}

interface Wanted {
  readonly written: WrittenTemplate
  readonly locale: string | null
  readonly wanted: Readonly<Record<string, unknown>>
  readonly is: Readonly<Record<string, unknown>>
}

/** What to change in the definition; the texts of its parts are set down beside. */
async function editsOf(work: Work, { written, locale, wanted, is }: Wanted): Promise<YamlEdit[]> {
  const above = locale === null ? [] : ['locales', locale]
  const edits: YamlEdit[] = []
  for (const key of new Set([...Object.keys(wanted), ...Object.keys(is)])) {
    const value = wanted[key]
    if (isDeepStrictEqual(value, is[key])) continue
    const path = [...above, key]
    if (!isPart(key) || typeof value !== 'string') edits.push({ path, value })
    else {
      const named = await partWritten(work, { written, locale, part: key, text: value })
      if (named !== undefined) edits.push({ path, value: named })
    }
  }
  return edits
}

interface NewPart {
  readonly part: PartName
  readonly locale: string | null
  readonly text: string
}

/** Sets a part down where it stands today; what its definition has to say instead, if anything. */
async function partWritten(work: Work, { written, locale, part, text }: NewPart & { readonly written: WrittenTemplate }): Promise<unknown> {
  const { parts } = await work.now.texts(written)
  const place = parts.find((one) => one.part === part && one.locale === locale)
  if (place?.isInline === true) return foldPartials(text, { folder: work.folder, unsaved: work.unsaved, part, locale })
  if (place === undefined || (await isShared(work, place.file))) return { file: await newFile(work, { file: written.file, part, locale, text }) }
  work.texts.set(place.file, await foldPartials(text, { folder: work.folder, unsaved: work.unsaved, part, locale }))
  return undefined
}

/** What a file says, with what is not saved. */
async function textOf({ folder, unsaved }: Work, file: string): Promise<string | undefined> {
  const draft = unsaved.get(file)
  return draft === undefined ? readFile(join(folder, file), 'utf8').catch(() => undefined) : (draft ?? undefined)
}

async function isTaken(work: Work, file: string): Promise<boolean> {
  return (await textOf(work, file)) !== undefined
}

/** Whether more than one part of the folder stands in the file. */
async function isShared({ now }: Work, file: string): Promise<boolean> {
  const texts = await Promise.all(now.templates.map((one) => now.texts(one)))
  return texts.flatMap(({ parts }) => parts).filter((one) => !one.isInline && one.file === file).length > 1
}

/** Sets a part down in a file of its own beside the definition; answers how the definition names it. */
async function newFile(work: Work, { file, part, locale, text }: NewPart & { readonly file: string }): Promise<string> {
  const ending = part === 'text' ? 'txt' : part
  const name = [fileName(work.wanted.template), ...(locale === null ? [] : [locale])].join('.')
  const beside = (more: string): string => join(dirname(file), `${name}${more}.${ending}`).replaceAll('\\', '/')
  let path = beside('')
  for (let count = 1; work.texts.has(path) || (await isTaken(work, path)); count += 1) path = beside(`.${work.mark}${count === 1 ? '' : `-${count}`}`)
  work.texts.set(path, await foldPartials(text, { folder: work.folder, unsaved: work.unsaved, part, locale }))
  work.added.add(path)
  return `./${posix.basename(path)}`
}

function isPart(key: string): key is PartName {
  return (fileParts as readonly string[]).includes(key)
}

function fileName(template: string): string {
  return (
    template
      .normalize('NFKD')
      .replace(/[^A-Za-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60)
      .toLowerCase() || 'template'
  )
}
