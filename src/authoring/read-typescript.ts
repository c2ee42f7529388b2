// Reads definitions that are written in TypeScript with the builders: the module's default export, one definition or
// an array of them. What a module exports by name is a part of others; whether one of them has it is for whoever reads them all.
// The module runs with the rights of this process: definitions folders are trusted as the program itself is.

import { readFile } from 'node:fs/promises'
import { registerHooks } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { constants, Script } from 'node:vm'
import { mistake } from '../model/mistake.ts'
import { documentKind, documentKinds } from './authored-schemas.ts'
import type { LocatedProblem, Place, ReadFile, SourceDocument } from './source-document.ts'

const buildersUrl = new URL('../definitions.ts', import.meta.url).href
const versionKey = 'oncue-version'
let version = 0
/** Node's own import, also where a tool has put another in the place of `import()` in this program's files. */
const importModule = new Script('(url) => import(url)', { importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER }).runInThisContext() as (
  url: string,
) => Promise<unknown>
let hooked = false

/** Runs one module afresh and takes its definitions. */
export async function readTypeScript({ file, path }: { readonly file: string; readonly path: string }): Promise<ReadFile> {
  hookResolution()
  version += 1
  const url = `${pathToFileURL(path).href}?${versionKey}=${version}`
  let exported: unknown
  let parts: readonly unknown[]
  try {
    const module = (await importModule(url)) as { readonly default?: unknown; readonly [name: string]: unknown }
    exported = await module.default
    parts = Object.values({ ...module, default: undefined })
      .flat()
      .filter(isDefinition)
  } catch (error) {
    return { documents: [], problems: [importProblem({ error, file, path })] }
  }
  const text = await readFile(path, 'utf8')
  const toDocument = (value: unknown): SourceDocument => documentOf({ file, text, value: plain(value) })
  const values = exported === undefined ? [] : [exported].flat()
  return { documents: values.map(toDocument), parts: parts.map(toDocument), problems: [] }
}

/** Whether the builders made it. Functions and other parts of a module are nobody's business. */
function isDefinition(value: unknown): boolean {
  return typeof value === 'object' && value !== null && documentKind(value) !== undefined
}

/**
 * Two rules for modules read this way: `oncue` is this program, wherever the folder is; and what such a module imports
 * from beside it is read afresh as well.
 */
function hookResolution(): void {
  if (hooked) return
  hooked = true
  registerHooks({
    resolve: (specifier, context, nextResolve) => {
      const parent = context.parentURL === undefined ? undefined : URL.parse(context.parentURL)
      const parentVersion = parent?.searchParams.get(versionKey)
      if (parentVersion === null || parentVersion === undefined) return nextResolve(specifier, context)
      if (specifier === 'oncue') return { url: buildersUrl, format: 'module-typescript', shortCircuit: true }
      const resolved = nextResolve(specifier, context)
      const isBeside = /^\.{0,2}\//.test(specifier) && !resolved.url.includes('?')
      return isBeside ? { ...resolved, url: `${resolved.url}?${versionKey}=${parentVersion}` } : resolved
    },
  })
}

/** What the builders made, as the plain data that it stands for. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  return JSON.parse(JSON.stringify(value)) as unknown
}

/** A module keeps no places of its parts; the name of a definition is found in its text. */
function documentOf({ file, text, value }: { readonly file: string; readonly text: string; readonly value: unknown }): SourceDocument {
  return { file, value, locate: () => placeOfName({ file, text, value }) }
}

function placeOfName({ file, text, value }: { readonly file: string; readonly text: string; readonly value: unknown }): Place {
  const object = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  const name = [...documentKinds, 'test'].map((kind) => object[kind]).find((candidate) => typeof candidate === 'string')
  const offset = typeof name === 'string' ? ["'", '"', '`'].map((quote) => text.indexOf(`${quote}${name}${quote}`)).find((found) => found >= 0) : undefined
  if (offset === undefined) return { file, line: 1, column: 1 }
  const before = text.slice(0, offset).split('\n')
  return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

/** The place at which the module failed, taken from the error's stack. */
function importProblem({ error, file, path }: { readonly error: unknown; readonly file: string; readonly path: string }): LocatedProblem {
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  const own = [...stack.matchAll(/(file:\/\/[^\s?)]+|\/[^\s:?)]+)(?:\?[^\s:)]*)?:(\d+)(?::(\d+))?/g)].find(([, where]) => samePath(where, path))
  const line = Number(own?.[2] ?? 1)
  const column = Number(own?.[3] ?? 1)
  return { file, line, column, severity: 'error', code: 'typescript/import', message: mistake('module-not-loaded', { reason: message }) }
}

function samePath(where: string | undefined, path: string): boolean {
  if (where === undefined) return false
  return where.startsWith('file:') ? fileURLToPath(where) === path : where === path
}
