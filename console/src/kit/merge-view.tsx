// The comparison itself, by @codemirror/merge: what went is red, what came is green and marked in the margin. Fetched by diff-view.tsx alone.

import { json } from '@codemirror/lang-json'
import { yaml } from '@codemirror/lang-yaml'
import { unifiedMergeView } from '@codemirror/merge'
import { EditorState, type Extension } from '@codemirror/state'
import { EditorView, lineNumbers } from '@codemirror/view'
import { minimalSetup } from 'codemirror'
import { useEffect, useRef } from 'react'
import { useWords } from '../words/words.ts'
import { classes } from './classes.ts'
import { codeColors } from './code-colors.ts'
import type { DiffViewProps } from './diff-view-props.ts'

const languages: Readonly<Record<NonNullable<DiffViewProps['language']>, () => Extension>> = { yaml: () => yaml(), json: () => json(), text: () => [] }

/** Unchanged stretches are folded. */
export function Merge({ before, after, language = 'text', label, className = 'h-64' }: DiffViewProps) {
  const place = useRef<HTMLDivElement>(null)
  const unchanged = useWords('kit')('unchanged-lines')
  useEffect(() => {
    if (place.current === null) return
    const view = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: after,
        extensions: [
          minimalSetup,
          lineNumbers(),
          languages[language](),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorState.readOnly.of(true),
          EditorState.phrases.of({ '$ unchanged lines': unchanged }),
          unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: { margin: 3, minSize: 6 } }),
          codeColors,
        ],
      }),
    })
    return () => view.destroy()
  }, [before, after, language, label, unchanged])
  return <div ref={place} className={classes('overflow-auto rounded-md border border-line bg-card [&_.cm-editor]:h-full', className)} />
}
