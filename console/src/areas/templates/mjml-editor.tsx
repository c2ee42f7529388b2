// The code editor with the language of templates, which completes what a template may speak of.

import { useMemo } from 'react'
import { useAsk } from '../../client/use-ask.ts'
import { CodeEditor } from '../../kit/code-editor.tsx'
import type { CodeEditorProps } from '../../kit/code-editor-props.ts'
import { useFormats } from '../../words/formats.ts'
import { mjmlLanguage } from './mjml-language.ts'

/** The editor of a text of this template. */
export function MjmlEditor({ template, ...props }: CodeEditorProps & { readonly template: string }) {
  const formats = useFormats()
  const placeholders = useAsk('GET /templates/{template}/placeholders', { params: { template } })
  const extensions = useMemo(() => mjmlLanguage(placeholders.data, (share) => formats.percent(share)), [placeholders.data, formats])
  return <CodeEditor {...props} extensions={extensions} />
}
