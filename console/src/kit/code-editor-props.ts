// What a code editor is told.

import type { Extension } from '@codemirror/state'

export interface Mark {
  /** Counted from 1. */
  readonly line: number
  readonly message: string
  readonly severity?: 'error' | 'warning' | 'info'
}

export interface CodeEditorProps {
  readonly value: string
  /** Without it the text can only be read. */
  readonly onChange?: (value: string) => void
  readonly language?: 'yaml' | 'json' | 'text'
  /** What it is, for those who hear the page. */
  readonly label: string
  /** What is wrong, in the margin and under the line. */
  readonly marks?: readonly Mark[]
  /** Brought into sight, counted from 1. */
  readonly line?: number
  /** A class for its height: h-96, or h-full. */
  readonly className?: string
  /** The history that the text is part of, where it is more than what was typed here: its keys are those of undoing. */
  readonly past?: { readonly undo: (() => void) | undefined; readonly redo: (() => void) | undefined }
  /** Further behavior: another language, completion. Give the same array each time. */
  readonly extensions?: readonly Extension[]
}
