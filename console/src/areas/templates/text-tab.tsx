// The text part of a template: written by hand, or made from the page while there is none.

import { useMemo } from 'react'
import { useAsk } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { CodeEditor } from '../../kit/code-editor.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Select } from '../../kit/input.tsx'
import { writeYaml } from '../../kit/write-yaml.ts'
import { useUrlState } from '../../shell/url-state.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { mjmlLanguage } from './mjml-language.ts'
import { editorHeight } from './page-tab.tsx'
import type { TabProps } from './tab-props.ts'
import { usePartText } from './use-part-text.ts'

/** The tab. */
export function TextTab(props: TabProps) {
  const { template, draft, problems, place, locked } = props
  const say = useWords('templates')
  const formats = useFormats()
  const [locale, setLocale] = useUrlState('of')
  const texts = template.parts.filter(({ part }) => part === 'text')
  const chosen = texts.find((one) => (one.locale ?? '') === locale) ?? texts[0]
  const part = usePartText(props, chosen)
  const placeholders = useAsk('GET /templates/{template}/placeholders', { params: { template: template.template } })
  const extensions = useMemo(() => mjmlLanguage(placeholders.data, (share) => formats.percent(share)), [placeholders.data, formats])
  if (chosen === undefined) {
    return (
      <div className="rounded-lg border border-line bg-card">
        <EmptyState
          title={say('no-text.title')}
          actions={
            <Button why={locked} onClick={() => addText(props)}>
              {say('no-text.write')}
            </Button>
          }
        >
          {say('no-text.about')}
        </EmptyState>
      </div>
    )
  }
  const marks = problems
    .filter((problem) => problem.part === 'text' || (!chosen.isInline && problem.file === part.file))
    .map(({ line, inPart, message, severity }) => ({ line: chosen.isInline ? (inPart?.line ?? 1) : line, message, severity }))
  return (
    <>
      {texts.length > 1 && (
        <Select aria-label={say('file')} value={chosen.locale ?? ''} onChange={({ target: { value } }) => setLocale(value)}>
          {texts.map((one) => (
            <option key={one.locale ?? ''} value={one.locale ?? ''}>
              {one.locale === null ? say('page-of-all') : say('page-in', { locale: one.locale })}
            </option>
          ))}
        </Select>
      )}
      <CodeEditor
        key={`${part.file} ${chosen.locale}`}
        label={say('tab.text')}
        value={part.text}
        {...(locked === undefined && part.isReady ? { onChange: part.edit } : {})}
        marks={marks}
        {...(place === undefined || place.file !== part.file ? {} : { line: place.line })}
        className={editorHeight}
        extensions={extensions}
      />
      {locked === undefined ? draft.state === 'kept' && null : <p className="text-sm text-soft">{locked}</p>}
    </>
  )
}

/** Beside the definition, where texts are read best. */
function addText({ template, draft }: TabProps): void {
  const whole = draft.textOf(template.file)
  if (whole === undefined) return
  const name = `${template.template.replaceAll(/[^\w.-]/g, '-')}.txt`
  const folder = template.file.slice(0, template.file.lastIndexOf('/') + 1)
  const next = writeYaml(whole, { index: template.index, path: ['text'] }, { file: `./${name}` })
  if (next === undefined) return
  draft.edit(`${folder}${name}`, '{{ workspace.sender }}\n\n{{ workspace.address }}\n{{ unsubscribe_url }}\n')
  draft.edit(template.file, next)
  void draft.flush()
}
