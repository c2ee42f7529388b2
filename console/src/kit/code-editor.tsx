// An editor for YAML, JSON and other texts, fetched when the first one is shown. What it can do stands in code-mirror.ts.

import { Suspense } from 'react'
import type { CodeEditorProps } from './code-editor-props.ts'
import { lazy } from './lazy.ts'
import { Skeleton } from './skeleton.tsx'

const load = async () => ({ default: (await import('./code-mirror.tsx')).CodeMirror })
const Editor = lazy(load)

/** Begins to fetch it where something else of the same editor has to come first; resolves once it is there. */
export async function editorAhead(): Promise<void> {
  await load()
}

/** <CodeEditor label="Journey as YAML" language="yaml" value={text} onChange={setText} className="h-96" /> */
export function CodeEditor(props: CodeEditorProps) {
  return (
    <Suspense fallback={<Skeleton className={props.className ?? 'h-64'} />}>
      <Editor {...props} />
    </Suspense>
  )
}
