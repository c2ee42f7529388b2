// Turns a folder of files into definitions. What a document is follows from its naming key (`workspace:`, `journey:`,
// `segment:`, `template:`, `collection:`, `codes:`), never from where it lies. Every problem says file, line and column, what is wrong and how to
// mend it. What a condition or a step means, and whether what it names exists, is for the engine's compiler: `locate` gives its
// problems their place. One error is enough for there to be no definitions: half a workspace is never used.

import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Collection } from '../model/catalogue.ts'
import type { CodePool } from '../model/code-pool.ts'
import type { Definitions, Problem, Segment, Template, Workspace } from '../model/definitions.ts'
import type { Journey } from '../model/journey.ts'
import { mistake } from '../model/mistake.ts'
import { type DocumentKind, documentKind } from './authored-schemas.ts'
import { checkDocument, type Found } from './check-document.ts'
import { definitionFiles, readDefinitionFile, type UnsavedFiles } from './definition-files.ts'
import { locator } from './locate-problem.ts'
import { byPlace, type LocatedProblem, type ReadFile, type SourceDocument } from './source-document.ts'

export interface LoadedDefinitions {
  /** Undefined when there is an error among the problems. */
  readonly definitions?: Definitions
  readonly problems: readonly LocatedProblem[]
  /** Gives a problem that names a definition and a path in it (as the engine's compiler does) its place in the files. */
  readonly locate: (problem: Problem) => LocatedProblem
}

/** Reads all definitions below a folder, with what is not saved yet in the place of files. Never throws for what is in it. */
export async function loadDefinitions(folder: string, unsaved?: UnsavedFiles): Promise<LoadedDefinitions> {
  const root = resolve(folder)
  const isFolder = await stat(root).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isFolder) return withoutFolder(folder)
  const files = await definitionFiles(root, unsaved).catch(() => undefined)
  if (files === undefined) return withoutFolder(folder)
  const read = await Promise.all(files.map((file) => readDefinitionFile({ folder: root, file, unsaved })))
  const problems = read.flatMap((file) => file.problems)
  const found: Found[] = []
  for (const document of read.flatMap((file) => file.documents)) {
    const checked = await checkDocument({ folder: root, document, unsaved })
    problems.push(...checked.problems)
    if (checked.found !== undefined) found.push(checked.found)
  }
  problems.push(...collisions(found), ...leftAside(read))
  const locate = locator(found, { file: basename(root), line: 1, column: 1 })
  const workspaces = found.filter((one) => one.kind === 'workspace')
  if (workspaces.length === 0 && !problems.some((problem) => problem.severity === 'error')) problems.push(noWorkspace)
  const workspace = workspaces[0]?.value as Workspace | undefined
  if (workspace === undefined) return { problems: problems.toSorted(byPlace), locate }
  const definitions: Definitions = {
    workspace,
    journeys: valuesOf<Journey>(found, 'journey'),
    segments: valuesOf<Segment>(found, 'segment'),
    templates: valuesOf<Template>(found, 'template'),
    ...partOf('collections', valuesOf<Collection>(found, 'collection')),
    ...partOf('pools', valuesOf<CodePool>(found, 'codes')),
  }
  const isGood = !problems.some((problem) => problem.severity === 'error')
  return { ...(isGood ? { definitions } : {}), problems: problems.toSorted(byPlace), locate }
}

const noWorkspace: LocatedProblem = {
  file: 'workspace.yaml',
  line: 1,
  column: 1,
  severity: 'error',
  code: 'workspace/missing',
  message: mistake('no-workspace-file'),
  fix: mistake('add-workspace-file'),
}

function withoutFolder(folder: string): LoadedDefinitions {
  const place = { file: folder, line: 1, column: 1 }
  const problem: LocatedProblem = {
    ...place,
    severity: 'error',
    code: 'folder/missing',
    message: mistake('no-such-folder'),
    fix: mistake('name-folder'),
  }
  return { problems: [problem], locate: locator([], place) }
}

/** The same name twice within a kind, and a second workspace. */
function collisions(found: readonly Found[]): LocatedProblem[] {
  const first = new Map<string, Found>()
  const problems: LocatedProblem[] = []
  for (const one of found) {
    const isWorkspace = one.kind === 'workspace'
    const key = isWorkspace ? 'workspace' : `${one.kind} ${one.name}`
    const other = first.get(key)
    if (other === undefined) {
      first.set(key, one)
      continue
    }
    const { file, line } = other.document.locate([other.kind], 'key')
    const message = isWorkspace ? mistake('one-workspace') : mistake('name-taken', { kind: one.kind, name: one.name })
    const fix = mistake(isWorkspace ? 'other-at-remove' : 'other-at-rename', { place: `${file}:${line}` })
    problems.push({ ...one.document.locate([one.kind]), severity: 'error', code: 'name/taken', message, fix })
  }
  return problems
}

/** What a module exports by name only, and no default export has, does nothing: its author believes that it does. */
function leftAside(read: readonly ReadFile[]): LocatedProblem[] {
  const loaded = new Set(read.flatMap((file) => file.documents).map((document) => nameOf(document)?.called))
  return read
    .flatMap((file) => file.parts ?? [])
    .flatMap((part) => {
      const name = nameOf(part)
      if (name === undefined || loaded.has(name.called)) return []
      const message = mistake('exported-by-name', { name: name.called })
      const fix = mistake('into-default-export')
      return [{ ...part.locate([name.kind]), severity: 'warning', code: 'typescript/no-default', message, fix }]
    })
}

function nameOf({ value }: SourceDocument): { readonly kind: DocumentKind; readonly called: string } | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const kind = documentKind(value)
  return kind === undefined ? undefined : { kind, called: `${kind} \`${String((value as Record<string, unknown>)[kind])}\`` }
}

/** A part that most folders do not have is absent rather than empty: what was published without it stays the same. */
function partOf<Name extends string, T>(name: Name, values: readonly T[]): { readonly [key in Name]?: readonly T[] } {
  return values.length === 0 ? {} : ({ [name]: values } as { readonly [key in Name]?: readonly T[] })
}

function valuesOf<T>(found: readonly Found[], kind: DocumentKind): T[] {
  return found.filter((one) => one.kind === kind).map((one) => one.value as T)
}
