// A part that the builder has no controls for, as YAML: it stays as it is until somebody edits it, and then counts once it can be read.

import { useEffect, useState } from 'react'
import { CodeEditor } from '../../kit/code-editor.tsx'
import { useBuilder } from './builder-context.tsx'
import { isObject, isSameJson, type Json } from './condition-json.ts'

/** The text of a part. */
export function TextRow({ condition, onChange }: { readonly condition: Json; readonly onChange: (condition: Json) => void }) {
  const { say, isReadOnly } = useBuilder()
  const [text, setText] = useState<string>()
  const [problem, setProblem] = useState<string>()
  useEffect(() => {
    let isOver = false
    void import('yaml').then(({ parse, stringify }) => {
      if (!isOver) setText((before) => (before !== undefined && isSameJson(parseOr(parse, before), condition) ? before : stringify(condition)))
    })
    return () => {
      isOver = true
    }
  }, [condition])
  const edit = async (next: string): Promise<void> => {
    setText(next)
    const { parse } = await import('yaml')
    const read = parseOr(parse, next)
    if (!isObject(read)) return setProblem(say('text-unreadable'))
    setProblem(undefined)
    onChange(read)
  }
  return (
    <div className="w-full">
      <p className="text-sm text-soft">{say('as-text')}</p>
      {text !== undefined && (
        <CodeEditor
          label={say('as-text')}
          language="yaml"
          value={text}
          {...(isReadOnly ? {} : { onChange: (next: string) => void edit(next) })}
          className="h-32"
        />
      )}
      {problem !== undefined && (
        <p role="alert" className="text-sm text-bad">
          {problem}
        </p>
      )}
    </div>
  )
}

function parseOr(parse: (text: string) => unknown, text: string): Json | undefined {
  try {
    return parse(text) as Json
  } catch {
    return undefined
  }
}
