// The draft as the text of its file, with live problems in the margin and the published schema's keys as suggestions.

import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { yamlLanguage } from '@codemirror/lang-yaml'
import { useMemo } from 'react'
import { CodeEditor } from '../../kit/code-editor.tsx'
import { useWords } from '../../words/words.ts'
import { keysAt } from './schema-keys.ts'
import type { Editing } from './use-editing.ts'

/** The editor. */
export function CodeView({ editing }: { readonly editing: Editing }) {
  const say = useWords('journeys')
  const { draft, selected } = editing
  const extensions = useMemo(() => [yamlLanguage.data.of({ autocomplete: complete })], [])
  const broken = draft.read.broken
  const marks = [
    ...(broken === undefined ? [] : [{ line: broken.line, message: broken.message, severity: 'error' as const }]),
    ...draft.problems.map(({ line, message, fix, severity }) => ({ line, message: fix === undefined ? message : `${message}; ${fix}`, severity })),
  ]
  const line =
    selected === ''
      ? undefined
      : draft.read.linesOf(editing.step(selected)?.path ?? editing.tree.triggers.find(({ place }) => place === selected)?.path ?? [])?.[0]
  return (
    <CodeEditor
      label={say('code-label')}
      language="yaml"
      value={draft.text}
      {...(draft.locked === null && draft.mayNot === undefined ? { onChange: draft.type } : {})}
      past={{ undo: draft.undo, redo: draft.redo }}
      marks={marks}
      {...(line === undefined ? {} : { line })}
      extensions={extensions}
      className="h-[calc(100dvh-17rem)] min-h-96"
    />
  )
}

/** Keys of the language that may stand here, by what the line is inside of. */
async function complete(context: CompletionContext): Promise<CompletionResult | null> {
  const word = context.matchBefore(/[A-Za-z]*/)
  if (word === null || (word.from === word.to && !context.explicit)) return null
  const before = context.state.doc.lineAt(context.pos).text.slice(0, context.pos - context.state.doc.lineAt(context.pos).from)
  if (!/^[\s-]*(?:\{\s*|.*[,{]\s*)?[A-Za-z]*$/.test(before)) return null
  const keys = await keysAt(context.state.doc.toString(), context.pos)
  const options = keys.map(({ key, about }): Completion => ({ label: key, apply: `${key}: `, type: 'property', info: about }))
  return options.length === 0 ? null : { from: word.from, options }
}
