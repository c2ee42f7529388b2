// One document of a definitions folder: what it is, whether its form is right, and what its parts hold once their files and partials are read in.
// Whether what it names exists is for others.

import { mistake } from '../model/mistake.ts'
import { type DocumentKind, documentKind, documentKinds, documentSchemas } from './authored-schemas.ts'
import type { UnsavedFiles } from './definition-files.ts'
import { explain } from './explain.ts'
import { inlineFiles, type PartLines } from './inline-files.ts'
import { nameHint, nearestName } from './nearest-name.ts'
import { nestedTooDeeply } from './read-yaml.ts'
import type { DocumentPath, LocatedProblem, SourceDocument } from './source-document.ts'

/** A definition and where it stands. */
export interface Found {
  readonly kind: DocumentKind
  readonly name: string
  readonly value: unknown
  readonly document: SourceDocument
  readonly parts?: readonly PartLines[]
}

export interface Checked {
  readonly found?: Found
  readonly problems: readonly LocatedProblem[]
}

export interface DocumentInFolder {
  readonly folder: string
  readonly document: SourceDocument
  readonly unsaved?: UnsavedFiles | undefined
}

/** Checks it. Never throws for what is in it. */
export function checkDocument(asked: DocumentInFolder): Promise<Checked> {
  return check(asked).catch((error: unknown) => unfollowable(error, asked.document))
}

async function check({ folder, document, unsaved }: DocumentInFolder): Promise<Checked> {
  const { value } = document
  const refuse = (problem: Pick<LocatedProblem, 'code' | 'message' | 'fix'>, key?: string): Checked => ({
    problems: [{ ...(key === undefined ? document.locate([]) : document.locate([key], 'key')), severity: 'error', ...problem } as LocatedProblem],
  })
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const fix = Array.isArray(value) ? mistake('separate-definitions') : mistake('start-with-one-of', { known: documentKinds.join(', ') })
    return refuse({ code: 'document/type', message: mistake('definition-of-keys'), fix })
  }
  const kind = documentKind(value)
  if (kind === undefined) {
    const misspelt = Object.keys(value).find((key) => nearestName(key, documentKinds) !== undefined)
    const names = documentKinds.join(', ')
    if (misspelt === undefined)
      return refuse({ code: 'document/kind', message: mistake('one-of-keys', { what: 'a definition', known: names }), fix: mistake('add-naming-key') })
    return refuse({ code: 'document/kind', message: mistake('key-unknown', { key: misspelt }), fix: nameHint(misspelt, documentKinds) ?? '' }, misspelt)
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
  const { template, problems, parts } = await inlineFiles({ folder, unsaved, document, template: parsed as Record<string, unknown> })
  return { problems: [...problems, ...pageProblems(document, template)], found: { kind, name, value: pageOf(template), document, parts } }
}

/** A template has one page, in HTML or in MJML; what has the page of another language may leave it out. */
function pageProblems(document: SourceDocument, template: Record<string, unknown>): LocatedProblem[] {
  const locales = Object.entries((template['locales'] ?? {}) as Record<string, Record<string, unknown>>)
  const refuse = (path: DocumentPath, message: string): LocatedProblem[] => [
    { ...document.locate(path), severity: 'error', code: 'template/page', message, fix: mistake('html-or-mjml') },
  ]
  const twice = [[[], template] as const, ...locales.map(([locale, parts]) => [['locales', locale], parts] as const)].flatMap(([path, parts]) =>
    parts['html'] !== undefined && parts['mjml'] !== undefined ? refuse([...path, 'mjml'], mistake('page-twice')) : [],
  )
  const hasPart = template['html'] !== undefined || template['mjml'] !== undefined || document.value === undefined
  const isNamed = hasPart || ['html', 'mjml'].some((part) => Object.hasOwn(document.value as object, part))
  return isNamed ? twice : [...twice, ...refuse([], mistake('no-page'))]
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
