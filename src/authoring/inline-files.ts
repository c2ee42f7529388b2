// Puts the files that a template names (`html: { file: ./welcome.html }`) in the place where they are named, and partials into its parts: into the part of a language those
// that are written in it, such as footer.de.mjml, and where there is none those of everybody.
// Never reads outside the definitions folder, also not through a link.

import { fileParts } from './authored-schemas.ts'
import type { UnsavedFiles } from './definition-files.ts'
import { expandPartials, type Origin, type PartialSource, type ReadPartial } from './expand-partials.ts'
import { readInside } from './folder-texts.ts'
import type { DocumentPath, LocatedProblem, SourceDocument } from './source-document.ts'

interface Asked {
  readonly folder: string
  readonly unsaved?: UnsavedFiles | undefined
  readonly document: SourceDocument
  readonly template: Record<string, unknown>
}

/** Where the lines of a part come from, when it stands in a file of its own or has partials in it. */
export interface PartLines {
  readonly path: DocumentPath
  readonly lines: readonly Origin[]
  /** The part stands in the definition itself, whose lines are only known for partials. */
  readonly isInline: boolean
}

export interface Inlined {
  readonly template: Record<string, unknown>
  readonly problems: readonly LocatedProblem[]
  readonly parts: readonly PartLines[]
}

/** The template with its files and partials read in, in all languages, and what could not be read. */
export async function inlineFiles({ folder, unsaved, document, template }: Asked): Promise<Inlined> {
  const own = await inlineParts({ folder, unsaved, document, template }, [])
  const locales = template['locales'] as Readonly<Record<string, Record<string, unknown>>> | undefined
  if (locales === undefined) return own
  const read = await Promise.all(
    Object.entries(locales).map(
      async ([locale, parts]) => [locale, await inlineParts({ folder, unsaved, document, template: parts }, ['locales', locale])] as const,
    ),
  )
  return {
    template: { ...own.template, locales: Object.fromEntries(read.map(([locale, { template: parts }]) => [locale, parts])) },
    problems: [...own.problems, ...read.flatMap(([, { problems }]) => problems)],
    parts: [...own.parts, ...read.flatMap(([, { parts }]) => parts)],
  }
}

async function inlineParts({ folder, unsaved, document, template }: Asked, above: DocumentPath): Promise<Inlined> {
  const inlined = { ...template }
  const problems: LocatedProblem[] = []
  const parts: PartLines[] = []
  for (const part of fileParts) {
    const value = template[part]
    if (value === undefined) continue
    const isInline = typeof value === 'string'
    const read = isInline
      ? { text: value, file: document.file }
      : await readInside({ folder, unsaved, from: document.file, named: (value as { file: string }).file })
    if (read.text === undefined) {
      problems.push({ ...document.locate([...above, part, 'file']), severity: 'error', ...read.problem })
      continue
    }
    const expanded = await expandPartials(read, partialReader({ folder, unsaved, part, locale: typeof above[1] === 'string' ? above[1] : null }))
    inlined[part] = expanded.text
    const place = document.locate([...above, part])
    const path = [...above, part]
    if (!isInline || expanded.lines.some(({ file }) => file !== document.file)) parts.push({ path, lines: expanded.lines, isInline })
    problems.push(
      ...expanded.mistakes.map((mistake): LocatedProblem => {
        const at = isInline && mistake.file === document.file ? place : {}
        return { ...mistake, ...at, severity: 'error', code: 'partial/missing' }
      }),
    )
  }
  return { template: inlined, problems, parts }
}

/** What a partial of a part may end with, the most fitting first. */
export const partialEndings = { mjml: ['mjml', 'html'], html: ['html'], text: ['txt'] } as const satisfies Record<(typeof fileParts)[number], readonly string[]>

export interface PartialsFor extends Pick<Asked, 'folder' | 'unsaved'> {
  readonly part: keyof typeof partialEndings
  /** The language of the part; null for everybody's. */
  readonly locale: string | null
}

/** Reads the partials of a part from the folder: for pt-BR `footer.pt-BR`, else `footer.pt`, else `footer`. */
export function partialReader({ locale, ...around }: PartialsFor): ReadPartial {
  const languages = locale === null ? [] : [...new Set([locale, locale.split(/[-_]/)[0] ?? locale])]
  return async (name) => {
    for (const own of [...languages.map((language) => `${name}.${language}`), name]) {
      const read = await readPartial({ ...around, name: own })
      if (read !== undefined) return read
    }
    return undefined
  }
}

async function readPartial({ folder, unsaved, part, name }: Omit<PartialsFor, 'locale'> & { readonly name: string }): Promise<PartialSource | undefined> {
  for (const ending of partialEndings[part]) {
    const read = await readInside({ folder, unsaved, from: 'workspace.yaml', named: `./partials/${name}.${ending}` })
    if (read.text !== undefined) return read
  }
  return undefined
}
