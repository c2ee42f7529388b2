// Finds and reads the files of a definitions folder. What lies in it but is no definition (packages, editors' and
// compilers' own files, hidden folders) is passed over.

import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, extname, join, relative, sep } from 'node:path'
import { limits } from '../model/limits.ts'
import { mistake } from '../model/mistake.ts'
import { readTypeScript } from './read-typescript.ts'
import { readYaml } from './read-yaml.ts'
import type { ReadFile } from './source-document.ts'

const extensions = new Set(['.yaml', '.yml', '.json', '.ts', '.mts'])
const otherFiles = /^(?:package|package-lock|tsconfig(?:\..*)?|biome|deno|.*\.schema)\.json$|\.(?:test|spec)\.(?:m?ts|ya?ml|json)$|\.d\.m?ts$/

/** Tests of triggers, which lie beside the definitions. */
const testFiles = /\.test\.(?:ya?ml|json|m?ts)$/

/** Texts that stand in the place of files, or beside them, by their paths relative to the folder: what somebody edits and has not saved. Null: the file is gone. */
export type UnsavedFiles = ReadonlyMap<string, string | null>

/** Paths of all definition files below the folder, relative to it with `/`, in order of name. */
export async function definitionFiles(folder: string, unsaved?: UnsavedFiles): Promise<string[]> {
  return (await filesBelow(folder, unsaved)).filter(isDefinitionFile)
}

/** Paths of all files with tests of triggers, in the same form. */
export async function triggerTestFiles(folder: string, unsaved?: UnsavedFiles): Promise<string[]> {
  return (await filesBelow(folder, unsaved)).filter(isTestFile)
}

/** Paths of all files below the folder but hidden ones and packages, in the same form. */
export async function visibleFiles(folder: string): Promise<string[]> {
  return (await filesBelow(folder)).filter((file) => !isHidden(file))
}

/** True for a path that may hold tests of triggers. */
export function isTestFile(file: string): boolean {
  return !isHidden(file) && testFiles.test(file)
}

async function filesBelow(folder: string, unsaved: UnsavedFiles = new Map()): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const saved = entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
  return [...new Set([...saved, ...unsaved.keys()])].filter((file) => unsaved.get(file) !== null).sort()
}

/** True for a path (relative to the folder) that may hold definitions. */
export function isDefinitionFile(file: string): boolean {
  return !isHidden(file) && extensions.has(extname(file)) && !otherFiles.test(basename(file))
}

function isHidden(file: string): boolean {
  return file.split('/').some((part) => part.startsWith('.') || part === 'node_modules')
}

/** Reads one file of the folder into its documents. Programs are run as they are on disk only. */
export async function readDefinitionFile({
  folder,
  file,
  unsaved,
}: {
  readonly folder: string
  readonly file: string
  readonly unsaved?: UnsavedFiles | undefined
}): Promise<ReadFile> {
  const draft = unsaved?.get(file)
  const path = join(folder, file)
  const unreadable = (message: string, fix: string): ReadFile => ({
    documents: [],
    problems: [{ file, line: 1, column: 1, severity: 'error', code: 'file/unreadable', message, fix }],
  })
  try {
    if (typeof draft === 'string' && !isProgram(file))
      return draft.length > limits.definitionBytes
        ? unreadable(mistake('file-too-long', { count: limits.definitionBytes }), mistake('make-shorter'))
        : readYaml({ file, text: draft })
    const { size } = await stat(path)
    if (size > limits.definitionBytes) return unreadable(mistake('file-too-large', { max: size, count: limits.definitionBytes }), mistake('move-no-definition'))
    if (isProgram(file)) return await readTypeScript({ file, path })
    return readYaml({ file, text: await readFile(path, 'utf8') })
  } catch (error) {
    return unreadable(mistake('file-unreadable', { reason: error instanceof Error ? error.message : String(error) }), mistake('check-file-there'))
  }
}

/** True for what is run to be read. */
export function isProgram(file: string): boolean {
  return ['.ts', '.mts'].includes(extname(file))
}
