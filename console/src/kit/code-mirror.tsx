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

const fromOutside = 'oncue.outside'
/** Of texts that were told and did not come back; more than a page draws behind. */
const mostTold = 100

const languages: Readonly<Record<NonNullable<CodeEditorProps['language']>, () => Extension>> = { yaml: () => yaml(), json: () => json(), text: () => [] }

/** The editor itself. */
export function CodeMirror({ value: given, onChange, language = 'text', label, marks, line, className = 'h-64', past, extensions }: CodeEditorProps) {
  // As the editor itself holds lines, or they would be compared as different.
  const value = given.replace(/\r\n?/g, '\n')
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | undefined>(undefined)
  const changed = useRef(onChange)
  const further = useRef(new Compartment())
  changed.current = onChange
  /** Texts that were told and are still on their way back. */
  const told = useRef<string[]>([])
  const latestPast = useRef(past)
  useEffect(() => {
    latestPast.current = past
  })
  const isReadOnly = onChange === undefined
  const hasPast = past !== undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: value and extensions are brought up to date below, without making it anew
  useEffect(() => {
    if (place.current === null) return
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: value,
        extensions: [
          ...base(label, isReadOnly),
          ...(hasPast ? pastOf(latestPast) : ownPast),
          languages[language](),
          further.current.of([...(extensions ?? [])]),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged || update.transactions.some((one) => one.isUserEvent(fromOutside))) return
            const text = update.state.doc.toString()
            told.current = [...told.current.slice(-mostTold), text]
            changed.current?.(text)
          }),
        ],
      }),
    })
    view.current = editor
    return () => editor.destroy()
  }, [language, label, isReadOnly, hasPast])
  useEffect(() => {
    const editor = view.current
    if (editor === undefined) return
    // What was typed since then is newer than what comes back.
    const back = told.current.lastIndexOf(value)
    told.current = told.current.slice(back + 1)
    const now = editor.state.doc.toString()
    if (back >= 0 || now === value) return
    const changes = changeBetween(now, value)
    const selection = editor.hasFocus ? { selection: { anchor: changes.from + changes.insert.length }, scrollIntoView: true } : {}
    editor.dispatch({ changes, ...selection, userEvent: fromOutside })
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
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    // Its pictures are letters that few fonts have.
    autocompletion({ icons: false }),
    highlightActiveLine(),
    highlightSelectionMatches(),
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...foldKeymap, ...completionKeymap, ...lintKeymap, indentWithTab]),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    EditorState.readOnly.of(isReadOnly),
    codeColors,
  ]
}

const ownPast: readonly Extension[] = [history(), keymap.of([...historyKeymap])]

/** The keys of undoing, and what a browser's own menu calls so. */
function pastOf(past: { readonly current: CodeEditorProps['past'] }): readonly Extension[] {
  const go = (how: 'undo' | 'redo') => () => {
    past.current?.[how]?.()
    return true
  }
  return [
    keymap.of([
      { key: 'Mod-z', run: go('undo'), preventDefault: true },
      { key: 'Mod-y', mac: 'Mod-Shift-z', run: go('redo'), preventDefault: true },
      { linux: 'Ctrl-Shift-z', run: go('redo'), preventDefault: true },
    ]),
    EditorView.domEventHandlers({
      beforeinput: (event) => {
        if (event.inputType !== 'historyUndo' && event.inputType !== 'historyRedo') return false
        event.preventDefault()
        return go(event.inputType === 'historyUndo' ? 'undo' : 'redo')()
      },
    }),
  ]
}

/** The one stretch in which texts differ, so that the cursor stays where nothing changed. */
function changeBetween(before: string, after: string): { readonly from: number; readonly to: number; readonly insert: string } {
  const shorter = Math.min(before.length, after.length)
  let from = 0
  while (from < shorter && before[from] === after[from]) from += 1
  let same = 0
  while (same < shorter - from && before[before.length - 1 - same] === after[after.length - 1 - same]) same += 1
  return { from, to: before.length - same, insert: after.slice(from, after.length - same) }
}

function diagnosticOf(state: EditorState, { line, message, severity = 'error' }: Mark): Diagnostic {
  const { from, to } = state.doc.line(Math.min(Math.max(line, 1), state.doc.lines))
  return { from, to, message, severity }
}
