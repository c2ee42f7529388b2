// The file that holds the workspace, while somebody edits it by form or as text: its draft, what it says as plain values, and changes of one place that
// leave comments and order as they are.

import { useMemo } from 'react'
import type { AnswerOf } from '../../client/ask.ts'
import { readYaml } from '../../kit/read-yaml.ts'
import { writeYaml } from '../../kit/write-yaml.ts'
import { useMay } from '../../shell/session.ts'
import { type DraftFiles, useDraftFiles } from '../../shell/use-draft-files.ts'
import type { Path, Written } from './workspace-value.ts'

export interface WorkspaceFile {
  readonly path: string
  readonly text: string
  /** Undefined when the text cannot be read: it is mended as text first. */
  readonly value: Written | undefined
  /** Why it cannot be changed here. */
  readonly why: string | undefined
  readonly files: DraftFiles
  readonly file: AnswerOf<'GET /definitions/file'>
  /** Puts a value at a place; undefined takes it away. */
  set(path: Path, value: unknown): void
  setText(text: string): void
}

const manyDocuments = 50

/** The file at the path; undefined while it is on its way. */
export function useWorkspaceFile(path: string): WorkspaceFile | undefined {
  const may = useMay('editor')
  const files = useDraftFiles([path])
  const file = files.fileOf(path)
  const text = files.textOf(path) ?? ''
  const found = useMemo(() => workspaceIn(text), [text])
  if (file === undefined) return undefined
  return {
    path,
    text,
    value: found?.value,
    why: file.locked ?? may,
    files,
    file,
    set(place, value) {
      const next = found === undefined ? undefined : writeYaml(text, { index: found.index, path: place }, value)
      if (next !== undefined && next !== text) files.edit(path, next)
    },
    setText: (next) => files.edit(path, next),
  }
}

/** The workspace may share its file with other definitions. */
function workspaceIn(text: string): { readonly index: number; readonly value: Written } | undefined {
  for (let index = 0; index < manyDocuments; index++) {
    const value = readYaml(text, index)
    if (value === undefined) return undefined
    if (Object.hasOwn(value, 'workspace')) return { index, value }
  }
  return undefined
}
