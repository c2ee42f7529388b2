// The page of a template as it is written, in MJML or HTML with Liquid: its own file, those of other languages, and the partials it is made of.

import { useMemo } from 'react'
import { useAsk } from '../../client/use-ask.ts'
import { CodeEditor } from '../../kit/code-editor.tsx'
import { Select } from '../../kit/input.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { mjmlLanguage } from './mjml-language.ts'
import type { OneTemplate } from './shown-with.tsx'
import type { TabProps } from './tab-props.ts'
import { usePartText } from './use-part-text.ts'

export const editorHeight = 'h-[calc(100dvh-26rem)] min-h-80 phone:h-96'

/** The tab. */
export function PageTab(props: TabProps) {
  const { template, problems, place, locked } = props
  const say = useWords('templates')
  const formats = useFormats()
  const [file, setFile] = useUrlState('file')
  const [locale, setLocale] = useUrlState('of')
  const pages = template.parts.filter(({ part }) => part !== 'text')
  const page = pages.find((one) => (one.locale ?? '') === locale) ?? pages[0]
  const isPartial = file !== '' && file !== page?.file
  const part = usePartText(props, isPartial ? { file } : page)
  const placeholders = useAsk('GET /templates/{template}/placeholders', { params: { template: template.template } })
  const extensions = useMemo(() => mjmlLanguage(placeholders.data, (share) => formats.percent(share)), [placeholders.data, formats])
  const marks = problems.flatMap((problem) => {
    const isHere = isPartial || page?.isInline !== true ? problem.file === part.file : problem.part === page.part && (problem.locale ?? '') === locale
    return isHere ? [{ line: part.isInline ? (problem.inPart?.line ?? 1) : problem.line, message: problem.message, severity: problem.severity }] : []
  })
  return (
    <>
      {(pages.length > 1 || template.partials.length > 0) && (
        <Select
          aria-label={say('file')}
          value={isPartial ? `f:${file}` : `l:${locale}`}
          onChange={({ target: { value } }) => {
            if (value.startsWith('l:')) {
              setFile('')
              setLocale(value.slice(2))
            } else setFile(value.slice(2))
          }}
        >
          {pages.map((one) => (
            <option key={one.locale ?? ''} value={`l:${one.locale ?? ''}`}>
              {one.locale === null ? say('page-of-all') : say('page-in', { locale: one.locale })}
            </option>
          ))}
          {template.partials.length > 0 && (
            <optgroup label={say('partials')}>
              {partialsOf(template).map((one) => (
                <option key={one} value={`f:${one}`}>
                  {one.replace('partials/', '')}
                </option>
              ))}
            </optgroup>
          )}
        </Select>
      )}
      {isPartial && <p className="text-sm text-soft">{say('partial-note')}</p>}
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

function partialsOf({ partials }: OneTemplate): readonly string[] {
  return partials.map(({ file }) => file).filter((file) => !file.endsWith('.txt'))
}
