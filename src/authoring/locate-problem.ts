// Where a problem stands that names a definition and a path in it, as the engine's compiler does: the file, the line and the column; in a part that
// stands in a file of its own or came from a partial, the line there.

import type { Problem } from '../model/definitions.ts'
import type { Found } from './check-document.ts'
import type { LocatedProblem, Place } from './source-document.ts'

/** Gives a problem that names a definition and a path in it its place in the files. */
export function locator(found: readonly Found[], fallback: { readonly file: string; readonly line: number; readonly column: number }) {
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
