// The definitions that come along into a copy: the files of the folder and nothing else that may lie there, the way to the packages that they import, and
// whether all of them can be read where they stand now. It writes into nothing of the workspace.

import { cpSync, existsSync, lstatSync, realpathSync, statSync, symlinkSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { loadDefinitions } from '../authoring/load-definitions.ts'

const packages = 'node_modules'

/** The files of the definitions, and nothing else that may lie there: the data folder of the workspace least of all. What a link shows comes as a file of the
 * copy's own, so that publishing there writes into nothing of the workspace. */
export function copyDefinitions({ definitions, store }: { readonly definitions: string; readonly store: string }, to: string): void {
  const from = resolve(definitions)
  const data = realpathSync(dirname(store))
  const isDefinition = (path: string): boolean =>
    existsSync(path) && realpathSync(path) !== data && !isLinkedFolder(path) && !/^(?:node_modules|\..+|.*\.db(?:-.*)?)$/.test(basename(path))
  cpSync(from, to, { recursive: true, dereference: true, filter: (path) => resolve(path) === from || isDefinition(path) })
  const own = join(realpathSync(from), packages)
  if (existsSync(own)) symlinkSync(own, join(to, packages), 'junction')
  const around = packagesAbove(dirname(realpathSync(from)))
  if (around !== undefined) symlinkSync(around, join(dirname(to), packages), 'junction')
}

/** Whoever reads definitions does not look into such a folder. */
function isLinkedFolder(path: string): boolean {
  return lstatSync(path).isSymbolicLink() && statSync(path).isDirectory()
}

/** The folder of packages that modules of a folder find: beside it, or above. */
function packagesAbove(folder: string): string | undefined {
  const found = join(folder, packages)
  if (existsSync(found)) return found
  return dirname(folder) === folder ? undefined : packagesAbove(dirname(folder))
}

/** What definitions of the copy import and do not find where it stands, each with what to do. */
export async function missingInCopy(definitions: string): Promise<readonly string[]> {
  const { problems } = await loadDefinitions(definitions)
  return problems
    .filter(({ code }) => code === 'typescript/import')
    .map(({ file, line, message }) => {
      const isPackage = message.includes('Cannot find package')
      const wayOut = isPackage
        ? 'install the package in the folder of the copy'
        : 'what stands outside of the definitions folder does not come along: put it to the same place in the folder of the copy, or move it into the definitions folder'
      return `${file}:${line}: ${message}; ${wayOut}`
    })
}
