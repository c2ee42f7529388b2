// The text part of a template: written by hand, or made from the page while there is none.

import { Button } from '../../kit/button.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Select } from '../../kit/input.tsx'
import { writeYaml } from '../../kit/write-yaml.ts'
import { useUrlChange, useUrlState } from '../../shell/url-state.ts'
import { useLanguageNames } from '../../words/language-names.ts'
import { useWords } from '../../words/words.ts'
import { inLanguage } from './page-file.tsx'
import { PartEditor } from './part-editor.tsx'
import type { TabProps } from './tab-props.ts'
import { usePartText } from './use-part-text.ts'

/** The tab. */
export function TextTab(props: TabProps) {
  const { template, draft, problems, place, locked } = props
  const say = useWords('templates')
  const nameOf = useLanguageNames()
  const [locale] = useUrlState('of')
  const change = useUrlChange()
  const texts = template.parts.filter(({ part }) => part === 'text')
  const chosen = texts.find((one) => (one.locale ?? '') === locale) ?? texts[0]
  const part = usePartText(props, chosen)
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
        <Select aria-label={say('file')} value={chosen.locale ?? ''} onChange={({ target: { value } }) => change(inLanguage(value))}>
          {texts.map((one) => (
            <option key={one.locale ?? ''} value={one.locale ?? ''}>
              {one.locale === null ? say('page-of-all') : say('page-in', { locale: nameOf(one.locale) })}
            </option>
          ))}
        </Select>
      )}
      <PartEditor key={`${part.file} ${chosen.locale}`} template={template} label={say('tab.text')} part={part} marks={marks} place={place} locked={locked} />
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
