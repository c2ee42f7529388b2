// A definitions folder with the drafts beside it, at one moment, and what follows from the two alone.

import type { DraftState, Refused } from '../../api/admin/definitions-door.ts'
import type { UnsavedFiles } from '../../authoring/definition-files.ts'
import { limits } from '../../model/limits.ts'
import { mistake } from '../../model/mistake.ts'
import type { StoredDraft } from '../../runtime/store.ts'
import type { FolderFile } from './folder-files.ts'

/** The folder and the drafts that still say something else. */
export interface FolderView {
  readonly files: ReadonlyMap<string, FolderFile>
  readonly drafts: ReadonlyMap<string, StoredDraft>
}

/** Why a text is too much; undefined when it is not. */
export function sizeProblem({ drafts }: FolderView, { path, text }: { readonly path: string; readonly text: string | null }): string | undefined {
  if (text === null) return undefined
  const bytes = Buffer.byteLength(text)
  if (bytes > limits.definitionBytes) return `the text has ${bytes} bytes, more than ${limits.definitionBytes}`
  if (!text.isWellFormed()) return 'the text holds half characters (lone surrogates)'
  const others = [...drafts.values()].filter((draft) => draft.path !== path)
  if (others.length >= limits.drafts) return `there are ${limits.drafts} drafts already: publish or discard some`
  const sum = others.reduce((total, draft) => total + Buffer.byteLength(draft.text ?? ''), bytes)
  return sum > limits.draftsBytes ? `all drafts together have more than ${limits.draftsBytes} bytes: publish or discard some` : undefined
}

/** What the file says with its draft; undefined where it is not, or is to be gone. */
export function textOf({ files, drafts }: FolderView, path: string): string | undefined {
  const draft = drafts.get(path)
  return draft === undefined ? files.get(path)?.text : (draft.text ?? undefined)
}

/** What is told of a draft besides its text. */
export function stateOf(view: FolderView, draft: StoredDraft): DraftState {
  const { path, text, revision, by, at } = draft
  const does = text === null ? 'delete' : view.files.has(path) ? 'change' : 'create'
  return { does, revision, by, at, isConflict: isConflict(view, draft) }
}

/** Whether the file is another than the one that the draft was made from. */
export function isConflict({ files }: FolderView, { path, base }: StoredDraft): boolean {
  return (files.get(path)?.hash ?? null) !== base
}

/** The answer where files were changed meanwhile. */
export function conflictOf(paths: readonly string[]): Refused {
  return { refused: 'conflict', because: mistake('file-changed-since-draft', { paths: paths.join(', ') }) }
}

/** The answer where somebody's draft would be written over. */
export function standsInTheWay({ path, by }: StoredDraft): Refused {
  return { refused: 'conflict', because: mistake('draft-in-the-way', { path, by }) }
}

/** The answer where there is no such file. */
export function missing(path: string): Refused {
  return { refused: 'missing', because: mistake('no-definition-file', { path }) }
}

/** The named drafts, or all. */
export function chosenOf({ drafts }: FolderView, paths: readonly string[] | undefined): { readonly drafts: readonly StoredDraft[] } | Refused {
  if (paths === undefined) return { drafts: [...drafts.values()] }
  const unknown = paths.find((path) => !drafts.has(path))
  if (unknown !== undefined) return { refused: 'missing', because: mistake('no-draft-of', { path: unknown }) }
  return { drafts: [...drafts.values()].filter(({ path }) => paths.includes(path)) }
}

/** Drafts as the code that reads the folder takes them. */
export function overlayOf(drafts: readonly StoredDraft[]): UnsavedFiles {
  return new Map(drafts.map(({ path, text }) => [path, text]))
}
