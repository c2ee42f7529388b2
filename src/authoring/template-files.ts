// The templates of a definitions folder as somebody edits them: where each is written, the texts of its parts as they stand in their files, and one
// template read whole with what it needs around it. What stands elsewhere in the folder, and may be wrong there, does not matter to it.

import { stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { Collection } from '../model/catalogue.ts'
import type { CodePool } from '../model/code-pool.ts'
import type { Problem, Segment, Template, Workspace } from '../model/definitions.ts'
import type { Journey } from '../model/journey.ts'
import { type DocumentKind, documentKind, fileParts } from './authored-schemas.ts'
import { checkDocument, type Found } from './check-document.ts'
import { definitionFiles, readDefinitionFile, type UnsavedFiles } from './definition-files.ts'
import { type FolderText, partialsOf, readFolderText } from './folder-texts.ts'
import type { PartLines } from './inline-files.ts'
import { locator } from './locate-problem.ts'
import type { LocatedProblem, ReadFile, SourceDocument } from './source-document.ts'

/** One template as it is written. */
export interface WrittenTemplate {
  readonly template: string
  readonly file: string
  readonly line: number
  /** Which document of its file, from 0. */
  readonly index: number
  /** As the file says it, with parts that stand in files named and not read. */
  readonly written: Readonly<Record<string, unknown>>
}

export type PartName = (typeof fileParts)[number]

/** A part as its author wrote it. */
export interface WrittenPart extends FolderText {
  readonly part: PartName
  /** Null for the language that is everybody's. */
  readonly locale: string | null
  /** Whether it stands in the definition itself. */
  readonly isInline: boolean
}

/** One template with what it needs. */
export interface ReadTemplate {
  /** Undefined where the folder has none that could be read. */
  readonly workspace: Workspace | undefined
  readonly collections: readonly Collection[]
  readonly pools: readonly CodePool[]
  /** What its conditions may name; read only where it has any. */
  readonly named: { readonly segments: readonly Segment[]; readonly journeys: readonly Journey[] }
  /** With its parts read in and its MJML not compiled yet; undefined when its form is wrong. */
  readonly template: Template | undefined
  readonly problems: readonly LocatedProblem[]
  readonly locate: (problem: Problem) => LocatedProblem
  readonly lines: readonly PartLines[]
}

/** The folder as it was at one moment, with what was not saved then. */
export interface TemplateFolder {
  /** All of them, in order of name. */
  readonly templates: readonly WrittenTemplate[]
  /** The parts and partials of one, as they are written. */
  texts(written: WrittenTemplate): Promise<{ readonly parts: readonly WrittenPart[]; readonly partials: readonly FolderText[] }>
  read(name: string): Promise<ReadTemplate | undefined>
}

/** Looks into the folder. */
export type TemplateFiles = (unsaved?: UnsavedFiles) => Promise<TemplateFolder>

interface Kept {
  readonly changedAt: number
  readonly size: number
  readonly read: Promise<ReadFile>
}

const around: readonly DocumentKind[] = ['workspace', 'collection', 'codes']
/** What conditions of blocks name besides. */
const namedKinds: readonly DocumentKind[] = ['segment', 'journey']

/** Files that did not change since they were read last are not read again. */
export function templateFiles(folder: string): TemplateFiles {
  const root = resolve(folder)
  const known = new Map<string, Kept>()

  const readFile = async (file: string, unsaved: UnsavedFiles | undefined): Promise<ReadFile> => {
    if (typeof unsaved?.get(file) === 'string') return readDefinitionFile({ folder: root, file, unsaved })
    const found = await stat(join(root, file)).catch(() => undefined)
    const kept = known.get(file)
    if (kept !== undefined && kept.changedAt === found?.mtimeMs && kept.size === found.size) return kept.read
    const read = readDefinitionFile({ folder: root, file })
    if (found !== undefined) known.set(file, { changedAt: found.mtimeMs, size: found.size, read })
    return read
  }

  return async (unsaved) => {
    const files: readonly string[] = await definitionFiles(root, unsaved).catch(() => [])
    for (const file of known.keys()) if (!files.includes(file)) known.delete(file)
    const read = await Promise.all(files.map((file) => readFile(file, unsaved)))
    const all = read.flatMap((one) => one.documents.map((document, index) => ({ document, index })))
    return folderAt({ root, unsaved, all, problems: read.flatMap((one) => one.problems) })
  }
}

interface Snapshot {
  readonly root: string
  readonly unsaved: UnsavedFiles | undefined
  readonly all: readonly Placed[]
  readonly problems: readonly LocatedProblem[]
}

function folderAt({ root, unsaved, all, problems }: Snapshot): TemplateFolder {
  const check = (document: SourceDocument) => checkDocument({ folder: root, document, unsaved })
  let surroundings: Promise<readonly Found[]> | undefined
  const readKinds = async (kinds: readonly DocumentKind[]): Promise<readonly Found[]> => {
    const documents = all.flatMap(({ document }) => (kinds.includes(kindOf(document) as DocumentKind) ? [document] : []))
    return (await Promise.all(documents.map(check))).flatMap(({ found }) => found ?? [])
  }
  return {
    templates: all.flatMap((one) => writtenOf(one) ?? []).sort((one, other) => (one.template < other.template ? -1 : 1)),
    async texts({ file, written }) {
      const parts = await Promise.all(
        languagesOf(written).flatMap(([locale, said]) =>
          fileParts.flatMap((part) => (said[part] === undefined ? [] : [partOf({ root, unsaved, file, part, locale, said: said[part] })])),
        ),
      )
      return { parts, partials: await partialsOf(root, unsaved) }
    },
    async read(name) {
      const placed = all.find((one) => writtenOf(one)?.template === name)
      if (placed === undefined) return undefined
      surroundings ??= readKinds(around)
      const [others, own] = await Promise.all([surroundings, check(placed.document)])
      const found = own.found === undefined ? others : [...others, own.found]
      const wrong = [...problems.filter(({ file }) => file === placed.document.file), ...own.problems]
      const isWrong = wrong.some(({ severity }) => severity === 'error')
      const asks = (own.found?.value as Template | undefined)?.conditions !== undefined
      const named = asks ? await readKinds(namedKinds) : []
      return {
        workspace: others.find(({ kind }) => kind === 'workspace')?.value as Workspace | undefined,
        collections: others.flatMap(({ kind, value }) => (kind === 'collection' ? [value as Collection] : [])),
        pools: others.flatMap(({ kind, value }) => (kind === 'codes' ? [value as CodePool] : [])),
        named: {
          segments: named.flatMap(({ kind, value }) => (kind === 'segment' ? [value as Segment] : [])),
          journeys: named.flatMap(({ kind, value }) => (kind === 'journey' ? [value as Journey] : [])),
        },
        template: isWrong ? undefined : (own.found?.value as Template | undefined),
        problems: wrong,
        locate: locator(found, { file: basename(root), line: 1, column: 1 }),
        lines: own.found?.parts ?? [],
      }
    },
  }
}

interface Placed {
  readonly document: SourceDocument
  readonly index: number
}

function kindOf({ value }: SourceDocument): DocumentKind | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? documentKind(value) : undefined
}

function writtenOf({ document, index }: Placed): WrittenTemplate | undefined {
  const { value, file } = document
  if (kindOf(document) !== 'template') return undefined
  const written = value as Readonly<Record<string, unknown>>
  const { template } = written
  return typeof template === 'string' ? { template, file, line: document.locate([]).line, index, written } : undefined
}

/** Everybody's language first. */
function languagesOf(written: WrittenTemplate['written']): readonly (readonly [string | null, Readonly<Record<string, unknown>>])[] {
  const { locales } = written
  const others = typeof locales === 'object' && locales !== null ? Object.entries(locales as Record<string, unknown>) : []
  return [[null, written], ...others.flatMap(([locale, said]) => (typeof said === 'object' && said !== null ? [[locale, said as never] as const] : []))]
}

interface AskedPart {
  readonly root: string
  readonly unsaved: UnsavedFiles | undefined
  readonly file: string
  readonly part: PartName
  readonly locale: string | null
  readonly said: unknown
}

async function partOf({ root, unsaved, file, part, locale, said }: AskedPart): Promise<WrittenPart> {
  if (typeof said === 'string') return { part, locale, isInline: true, file, text: said }
  const named = typeof said === 'object' && said !== null && 'file' in said && typeof said.file === 'string' ? said.file : ''
  return { part, locale, isInline: false, ...(await readFolderText({ folder: root, unsaved, from: file, named })) }
}
