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
import { type DocumentKind, documentKind, documentKinds, documentSchemas } from './authored-schemas.ts'
import { definitionFiles, readDefinitionFile } from './definition-files.ts'
import { explain } from './explain.ts'
import { inlineFiles, type PartLines } from './inline-files.ts'
import { nameHint, nearestName } from './nearest-name.ts'
import { nestedTooDeeply } from './read-yaml.ts'
import { byPlace, type DocumentPath, type LocatedProblem, type Place, type SourceDocument } from './source-document.ts'

export interface LoadedDefinitions {
  /** Undefined when there is an error among the problems. */
  readonly definitions?: Definitions
  readonly problems: readonly LocatedProblem[]
  /** Gives a problem that names a definition and a path in it (as the engine's compiler does) its place in the files. */
  readonly locate: (problem: Problem) => LocatedProblem
}

/** Reads all definitions below a folder. Never throws for what is in it. */
export async function loadDefinitions(folder: string): Promise<LoadedDefinitions> {
  const root = resolve(folder)
  const isFolder = await stat(root).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isFolder) return withoutFolder(folder)
  const files = await definitionFiles(root).catch(() => undefined)
  if (files === undefined) return withoutFolder(folder)
  const read = await Promise.all(files.map((file) => readDefinitionFile({ folder: root, file })))
  const problems = read.flatMap((file) => file.problems)
  const found: Found[] = []
  for (const document of read.flatMap((file) => file.documents)) {
    const checked = await checkDocument({ folder: root, document }).catch((error: unknown) => unfollowable(error, document))
    problems.push(...checked.problems)
    if (checked.found !== undefined) found.push(checked.found)
  }
  problems.push(...collisions(found))
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

interface Found {
  readonly kind: DocumentKind
  readonly name: string
  readonly value: unknown
  readonly document: SourceDocument
  readonly parts?: readonly PartLines[]
}

const noWorkspace: LocatedProblem = {
  file: 'workspace.yaml',
  line: 1,
  column: 1,
  severity: 'error',
  code: 'workspace/missing',
  message: 'no file of the folder holds the workspace',
  fix: 'add workspace.yaml with the line `workspace: NAME`',
}

function withoutFolder(folder: string): LoadedDefinitions {
  const place = { file: folder, line: 1, column: 1 }
  const problem: LocatedProblem = {
    ...place,
    severity: 'error',
    code: 'folder/missing',
    message: 'there is no such folder that can be read',
    fix: 'name the folder that holds workspace.yaml',
  }
  return { problems: [problem], locate: locator([], place) }
}

interface Checked {
  readonly found?: Found
  readonly problems: readonly LocatedProblem[]
}

async function checkDocument({ folder, document }: { readonly folder: string; readonly document: SourceDocument }): Promise<Checked> {
  const { value } = document
  const refuse = (problem: Pick<LocatedProblem, 'code' | 'message' | 'fix'>, key?: string): Checked => ({
    problems: [{ ...(key === undefined ? document.locate([]) : document.locate([key], 'key')), severity: 'error', ...problem } as LocatedProblem],
  })
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const fix = Array.isArray(value) ? 'separate several definitions of one file with a line ---' : `start with one of: ${documentKinds.join(', ')}`
    return refuse({ code: 'document/type', message: 'a definition is made of keys with values', fix })
  }
  const kind = documentKind(value)
  if (kind === undefined) {
    const misspelt = Object.keys(value).find((key) => nearestName(key, documentKinds) !== undefined)
    const names = documentKinds.join(', ')
    if (misspelt === undefined) return refuse({ code: 'document/kind', message: `a definition needs one of: ${names}`, fix: 'add the key that names it' })
    return refuse({ code: 'document/kind', message: `unknown key \`${misspelt}\``, fix: nameHint(misspelt, documentKinds) ?? '' }, misspelt)
  }
  // Editors find the schema of a JSON file by this key; it is no part of the definition.
  const { $schema: _, ...definition } = value as Record<string, unknown>
  const explanations = explain(documentSchemas[kind], definition)
  if (explanations.length > 0) {
    const problems = explanations.map(
      ({ path, part, ...rest }): LocatedProblem => ({
        ...document.locate(path, part),
        severity: 'error',
        ...rest,
      }),
    )
    return { problems }
  }
  const name = String(definition[kind])
  const parsed = documentSchemas[kind].parse(definition)
  if (kind !== 'template') return { problems: [], found: { kind, name, value: parsed, document } }
  const { template, problems, parts } = await inlineFiles({ folder, document, template: parsed as Record<string, unknown> })
  return { problems: [...problems, ...pageProblems(document, template)], found: { kind, name, value: pageOf(template), document, parts } }
}

/** A template has one page, in HTML or in MJML; what has the page of another language may leave it out. */
function pageProblems(document: SourceDocument, template: Record<string, unknown>): LocatedProblem[] {
  const locales = Object.entries((template['locales'] ?? {}) as Record<string, Record<string, unknown>>)
  const refuse = (path: DocumentPath, message: string): LocatedProblem[] => [
    { ...document.locate(path), severity: 'error', code: 'template/page', message, fix: 'write either html or mjml' },
  ]
  const twice = [[[], template] as const, ...locales.map(([locale, parts]) => [['locales', locale], parts] as const)].flatMap(([path, parts]) =>
    parts['html'] !== undefined && parts['mjml'] !== undefined ? refuse([...path, 'mjml'], 'the page is written twice, in HTML and in MJML') : [],
  )
  const hasPart = template['html'] !== undefined || template['mjml'] !== undefined || document.value === undefined
  const isNamed = hasPart || ['html', 'mjml'].some((part) => Object.hasOwn(document.value as object, part))
  return isNamed ? twice : [...twice, ...refuse([], 'the template has no page')]
}

/** Until it is compiled (src/content/compile-pages.ts) a page in MJML stands where the HTML will be. */
function pageOf(template: Record<string, unknown>): Record<string, unknown> {
  const { mjml, locales } = template
  const page = mjml === undefined ? template : { ...template, html: mjml }
  if (locales === undefined) return page
  const others = Object.entries(locales as Record<string, Record<string, unknown>>).map(([locale, parts]) => [locale, pageOf(parts)])
  return { ...page, locales: Object.fromEntries(others) }
}

/** A document that parses may still be too deep for the schemas; anything else that fails here is our own mistake. */
function unfollowable(error: unknown, document: SourceDocument): Checked {
  if (!(error instanceof RangeError)) throw error
  return { problems: [{ ...document.locate([]), severity: 'error', ...nestedTooDeeply }] }
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
    const message = isWorkspace ? 'a folder holds one workspace' : `there is already a ${one.kind} \`${one.name}\``
    const fix = `the other one is at ${file}:${line}; ${isWorkspace ? 'remove one of them' : 'rename one of them'}`
    problems.push({ ...one.document.locate([one.kind]), severity: 'error', code: 'name/taken', message, fix })
  }
  return problems
}

function locator(found: readonly Found[], fallback: { readonly file: string; readonly line: number; readonly column: number }) {
  return ({ definition, path, ...problem }: Problem): LocatedProblem => {
    const owner = found.find((one) => one.kind === definition.kind && (one.kind === 'workspace' || one.name === definition.name))
    const { severity, code, message, fix } = problem
    const rest = { severity, code, ...(fix === undefined ? {} : { fix }) }
    if (owner === undefined) return { ...fallback, ...rest, message }
    return { ...(placeInPart(owner, path, message) ?? { ...owner.document.locate(path), message }), ...rest }
  }
}

/** A message that begins with a line of a part, at that line of the file that it comes from. */
function placeInPart({ parts = [], document }: Found, path: Problem['path'], message: string): (Place & { readonly message: string }) | undefined {
  const [prefix, line, column] = /^line (\d+), column (\d+): /.exec(message) ?? []
  const part = parts.find((one) => one.path.join('/') === path.join('/'))
  const origin = part?.lines[Number(line) - 1]
  if (prefix === undefined || part === undefined || origin === undefined) return undefined
  if (part.isInline && origin.file === document.file) return undefined
  return { file: origin.file, line: origin.line, column: Number(column), message: message.slice(prefix.length) }
}

/** A part that most folders do not have is absent rather than empty: what was published without it stays the same. */
function partOf<Name extends string, T>(name: Name, values: readonly T[]): { readonly [key in Name]?: readonly T[] } {
  return values.length === 0 ? {} : ({ [name]: values } as { readonly [key in Name]?: readonly T[] })
}

function valuesOf<T>(found: readonly Found[], kind: DocumentKind): T[] {
  return found.filter((one) => one.kind === kind).map((one) => one.value as T)
}
