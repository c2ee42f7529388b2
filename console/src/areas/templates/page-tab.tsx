// The page of a template as it is written, in MJML or HTML with Liquid: its own file, those of other languages, and the partials it is made of.

import { useMemo } from 'react'
import { useAsk } from '../../client/use-ask.ts'
import { CodeEditor } from '../../kit/code-editor.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { mjmlLanguage } from './mjml-language.ts'
import { PageFileSelect, usePageFile } from './page-file.tsx'
import type { TabProps } from './tab-props.ts'

export const editorHeight = 'h-[calc(100dvh-26rem)] min-h-80 phone:h-96'

/** The tab. */
export function PageTab(props: TabProps) {
  const { template, problems, place, locked } = props
  const say = useWords('templates')
  const formats = useFormats()
  const file = usePageFile(props)
  const { page, part, isPartial, locale } = file
  const placeholders = useAsk('GET /templates/{template}/placeholders', { params: { template: template.template } })
  const extensions = useMemo(() => mjmlLanguage(placeholders.data, (share) => formats.percent(share)), [placeholders.data, formats])
  const marks = problems.flatMap((problem) => {
    const isHere = isPartial || page?.isInline !== true ? problem.file === part.file : problem.part === page.part && (problem.locale ?? '') === locale
    return isHere ? [{ line: part.isInline ? (problem.inPart?.line ?? 1) : problem.line, message: problem.message, severity: problem.severity }] : []
  })
  return (
    <>
      <PageFileSelect template={template} page={file} />
      <CodeEditor
        key={`${part.file} ${locale}`}
        label={say(`page.${template.kind}`)}
        value={part.text}
        {...(locked === undefined && part.isReady ? { onChange: part.edit } : {})}
        marks={marks}
        {...(place === undefined || place.file !== part.file ? {} : { line: place.line })}
        className={editorHeight}
        extensions={extensions}
      />
      {locked !== undefined && <p className="text-sm text-soft">{locked}</p>}
    </>
  )
}
