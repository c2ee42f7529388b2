// A JSON object that somebody writes, such as attributes or properties of an event: says while it is typed when it is none.

import { CodeEditor } from '../../kit/code-editor.tsx'
import { useWords } from '../../words/words.ts'

export interface JsonFieldProps {
  readonly label: string
  readonly text: string
  readonly onChange: (text: string) => void
  /** A class for its height. */
  readonly className: string
}

/** <JsonField label="Attributes" text={text} onChange={setText} className="h-72" /> */
export function JsonField({ label, text, onChange, className }: JsonFieldProps) {
  const say = useWords('people')
  const marks = objectIn(text) === undefined ? [{ line: 1, message: say('not-json') }] : []
  return <CodeEditor label={label} language="json" value={text} onChange={onChange} marks={marks} className={className} />
}

/** The object that the text says; undefined where it says none. */
export function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
