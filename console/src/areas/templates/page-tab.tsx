// The page of a template as it is written, in MJML or HTML with Liquid: its own file, those of other languages, and the partials it is made of.

import { useWords } from '../../words/words.ts'
import { PageFileSelect, usePageFile } from './page-file.tsx'
import { PartEditor } from './part-editor.tsx'
import type { TabProps } from './tab-props.ts'

/** The tab. */
export function PageTab(props: TabProps) {
  const { template, draft, problems, place, locked } = props
  const say = useWords('templates')
  const file = usePageFile(props)
  const { page, part, isPartial, locale } = file
  const marks = problems.flatMap((problem) => {
    const isHere = isPartial || page?.isInline !== true ? problem.file === part.file : problem.part === page.part && (problem.locale ?? '') === locale
    return isHere ? [{ line: part.isInline ? (problem.inPart?.line ?? 1) : problem.line, message: problem.message, severity: problem.severity }] : []
  })
  return (
    <>
      <PageFileSelect template={template} draft={draft} locked={locked} page={file} />
      <PartEditor
        key={`${part.file} ${locale}`}
        template={template}
        label={say(`page.${template.kind}`)}
        part={part}
        marks={marks}
        place={place}
        locked={locked}
      />
      {locked !== undefined && <p className="text-sm text-soft">{locked}</p>}
    </>
  )
}
