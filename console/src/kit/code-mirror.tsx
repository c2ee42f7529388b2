// CodeMirror 6 as the console uses it: YAML and JSON, marks of problems, search, folding, our colors. Fetched by code-editor.tsx alone. Escape, then
// Tab leaves it by keyboard.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language'
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { classes } from './classes.ts'
import { codeColors } from './code-colors.ts'
import type { CodeEditorProps, Mark } from './code-editor-props.ts'

const languages: Readonly<Record<NonNullable<CodeEditorProps['language']>, () => Extension>> = { yaml: () => yaml(), json: () => json(), text: () => [] }

/** The editor itself. */
export function CodeMirror({ value, onChange, language = 'text', label, marks, line, className = 'h-64', extensions }: CodeEditorProps) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | undefined>(undefined)
  const changed = useRef(onChange)
  const further = useRef(new Compartment())
  changed.current = onChange
  const isReadOnly = onChange === undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: value and extensions are brought up to date below, without making it anew
  useEffect(() => {
    if (place.current === null) return
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: value,
        extensions: [
          ...base(label, isReadOnly),
          languages[language](),
          further.current.of([...(extensions ?? [])]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed.current?.(update.state.doc.toString())
          }),
        ],
      }),
    })
    view.current = editor
    return () => editor.destroy()
  }, [language, label, isReadOnly])
  useEffect(() => {
    const editor = view.current
    if (editor === undefined || editor.state.doc.toString() === value) return
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } })
  }, [value])
  useEffect(() => view.current?.dispatch({ effects: further.current.reconfigure([...(extensions ?? [])]) }), [extensions])
  useEffect(() => {
    const editor = view.current
    if (editor !== undefined)
      editor.dispatch(
        setDiagnostics(
          editor.state,
          (marks ?? []).map((mark) => diagnosticOf(editor.state, mark)),
        ),
      )
  }, [marks])
  useEffect(() => {
    const editor = view.current
    if (editor === undefined || line === undefined) return
    const { from } = editor.state.doc.line(Math.min(Math.max(line, 1), editor.state.doc.lines))
    editor.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) })
  }, [line])
  return <div ref={place} className={classes('overflow-hidden rounded-md border border-line bg-card [&_.cm-editor]:h-full', className)} />
}

function base(label: string, isReadOnly: boolean): Extension[] {
  return [
    lineNumbers(),
    foldGutter(),
    lintGutter(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    autocompletion(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...completionKeymap, ...lintKeymap, indentWithTab]),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label }),
    EditorState.readOnly.of(isReadOnly),
    codeColors,
  ]
}

function diagnosticOf(state: EditorState, { line, message, severity = 'error' }: Mark): Diagnostic {
  const { from, to } = state.doc.line(Math.min(Math.max(line, 1), state.doc.lines))
  return { from, to, message, severity }
}
