// What the tests of the house read: the project's files, the code in them without comments and texts, and their imports.
// It knows just enough of TypeScript for files that Biome has formatted; it never judges.

import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'

export interface SourceFile {
  /** From the project's root, with forward slashes. */
  readonly path: string
  readonly text: string
}

const leftOut = /^(?:node_modules|\.git|\.oncue|data|coverage|dist|dist-[\w-]+)$/

/** All files below a folder whose name ends so, in order of path. */
export function filesBelow(folder: string, ...endings: readonly string[]): readonly SourceFile[] {
  const found: SourceFile[] = []
  const visit = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const inside = posix.join(path, entry.name)
      if (entry.isDirectory()) {
        // `data` is ignored at the root only.
        if (!leftOut.test(entry.name) || (entry.name === 'data' && path !== '.')) visit(inside)
      } else if (endings.some((ending) => entry.name.endsWith(ending))) found.push({ path: inside, text: readFileSync(inside, 'utf8') })
    }
  }
  try {
    visit(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** The product's own TypeScript and JavaScript. */
export function productFiles(): readonly SourceFile[] {
  return ['src', 'snippet', 'console', 'bin', 'scripts', 'bench'].flatMap((folder) => filesBelow(folder, '.ts', '.tsx', '.mts', '.mjs', '.js'))
}

export function testFiles(): readonly SourceFile[] {
  return filesBelow('test', '.ts', '.mjs')
}

/** What a file imports, by any statement, type or call; `new URL('./worker.ts', import.meta.url)` counts, because it joins files just as well. */
export function importsOf(file: SourceFile): readonly string[] {
  const code = keptStrings(file.text)
  const statements = [
    /^import\s+(?:type\s+)?[^'";]*?\bfrom\s+'([^']+)'/gm,
    /^import\s+'([^']+)'/gm,
    /^export\s+(?:type\s+)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\})\s+from\s+'([^']+)'/gm,
    /\bimport\(\s*'([^']+)'/g,
    /\bnew URL\(\s*'(\.[^']+)',\s*import\.meta\.url/g,
  ]
  return statements.flatMap((statement) => [...code.matchAll(statement)].map((match) => match[1] ?? ''))
}

/** The path of a file that is imported relatively; undefined for a package or a built-in module. */
export function importedPath(from: string, specifier: string): string | undefined {
  return specifier.startsWith('.') ? posix.normalize(posix.join(posix.dirname(from), specifier)) : undefined
}

/** The package that an import names: "@scope/name" or "name"; "node:" for a built-in module. */
export function importedPackage(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node:'
  const parts = specifier.split('/')
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier)
}

/** The text with comments and the contents of strings, templates and patterns blanked out; lines stay where they are. */
export function codeOf(text: string): string {
  return blank(text, 'strings too')
}

/** The text with comments and templates blanked out, but strings kept. */
function keptStrings(text: string): string {
  return blank(text, 'comments')
}

// One token at a time. A pattern literal is told from a division by what stands before it.
const token =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|(?<=(?:^|[=(,:;!&|?{}[\n>]|\breturn)\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*|`|\$\{|[{}]/g

function blank(text: string, what: 'comments' | 'strings too'): string {
  let out = ''
  let at = 0
  // Open braces and templates; a "`" on top means that template text follows.
  const open: string[] = []
  while (at < text.length) {
    if (open.at(-1) === '`') {
      const end = endOfTemplateText(text, at)
      out += spaces(text.slice(at, end))
      at = end
      if (text.startsWith('${', at)) {
        open.push('${')
        out += '${'
        at += 2
      } else {
        open.pop()
        out += '`'
        at += 1
      }
      continue
    }
    token.lastIndex = at
    const match = token.exec(text)
    if (match === null) return out + text.slice(at)
    const found = match[0]
    out += text.slice(at, match.index)
    at = match.index + found.length
    if (found === '`') open.push('`')
    else if (found === '{' || found === '${') open.push('{')
    else if (found === '}') open.pop()
    const isString = found.startsWith("'") || found.startsWith('"')
    if (found.length <= 2 && /^[`{}$]/.test(found)) out += found
    else if (isString && what === 'comments') out += found
    else out += isString ? `'${spaces(found.slice(1, -1))}'` : spaces(found)
  }
  return out
}

function endOfTemplateText(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '`' || text.startsWith('${', at)) return at
  }
  return text.length
}

function spaces(text: string): string {
  return text.replace(/[^\n]/g, ' ')
}
