// An editor for YAML, JSON and other texts, fetched when the first one is shown. What it can do stands in code-mirror.ts.

import { Suspense } from 'react'
import type { CodeEditorProps } from './code-editor-props.ts'
import { lazy, partAhead } from './lazy.ts'
import { Skeleton } from './skeleton.tsx'

const Editor = lazy(async () => ({ default: (await import('./code-mirror.tsx')).CodeMirror }))

/** Begins to fetch it where something else of the same editor has to come first; resolves when that is over. */
export function editorAhead(): Promise<void> {
  return partAhead(Editor)
}

/** <CodeEditor label="Journey as YAML" language="yaml" value={text} onChange={setText} className="h-96" /> */
export function CodeEditor(props: CodeEditorProps) {
  return (
    <Suspense fallback={<Skeleton className={props.className ?? 'h-64'} />}>
      <Editor {...props} />
    </Suspense>
  )
}
