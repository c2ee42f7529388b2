// The place where the text of a part is written. Editor and language weigh more than the rest of the page, so they are fetched when there is something to
// write in them, and the mail beside it does not wait for them.

import { Suspense } from 'react'
import { editorAhead } from '../../kit/code-editor.tsx'
import type { Mark } from '../../kit/code-editor-props.ts'
import { lazy } from '../../kit/lazy.ts'
import type { TabProps } from './tab-props.ts'
import type { PartText } from './use-part-text.ts'

const MjmlEditor = lazy(async () => {
  const [parts] = await Promise.all([import('./mjml-editor.tsx'), editorAhead()])
  return { default: parts.MjmlEditor }
})

export const editorHeight = 'h-[calc(100dvh-26rem)] min-h-80 phone:h-96'

export interface PartEditorProps extends Pick<TabProps, 'template' | 'place' | 'locked'> {
  readonly label: string
  readonly part: PartText
  readonly marks: readonly Mark[]
}

/** The editor of one part; give it a key of its own for each. */
export function PartEditor({ template, label, part, marks, place, locked }: PartEditorProps) {
  return (
    <Suspense fallback={<PlainText text={part.text} />}>
      <MjmlEditor
        template={template.template}
        label={label}
        value={part.text}
        {...(locked === undefined && part.isReady ? { onChange: part.edit } : {})}
        marks={marks}
        {...(place === undefined || place.file !== part.file ? {} : { line: place.line })}
        className={editorHeight}
      />
    </Suspense>
  )
}

/** What the editor will show, for those who read along until it is there. */
function PlainText({ text }: { readonly text: string }) {
  return (
    <pre
      aria-hidden
      className={`overflow-hidden rounded-md border border-line bg-card py-1 pr-1 pl-12 font-mono text-[0.8125rem] leading-[1.6] break-words whitespace-pre-wrap ${editorHeight}`}
    >
      {text}
    </pre>
  )
}
