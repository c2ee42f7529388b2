// Which text of the page is open: the page for everybody, that of a language, or a partial that it is made of.

import { Select } from '../../kit/input.tsx'
import { useUrlChange, useUrlState } from '../../shell/url-state.ts'
import { useLanguageNames } from '../../words/language-names.ts'
import { useWords } from '../../words/words.ts'
import { PartialLanguages } from './partial-languages.tsx'
import type { OneTemplate } from './shown-with.tsx'
import type { TabProps } from './tab-props.ts'
import { type PartText, usePartText } from './use-part-text.ts'

export interface PageFile {
  readonly page: OneTemplate['parts'][number] | undefined
  readonly locale: string
  readonly isPartial: boolean
  readonly part: PartText
}

/** What the address says. */
export function usePageFile(props: TabProps): PageFile {
  const [file] = useUrlState('file')
  const [locale] = useUrlState('of')
  const pages = pagesOf(props.template)
  const page = pages.find((one) => (one.locale ?? '') === locale) ?? pages[0]
  const isPartial = file !== '' && file !== page?.file
  const part = usePartText(props, isPartial ? { file } : page)
  return { page, locale, isPartial, part }
}

/** The list to choose from; nothing where there is only one. */
export function PageFileSelect({ template, draft, locked, page }: Pick<TabProps, 'template' | 'draft' | 'locked'> & { readonly page: PageFile }) {
  const say = useWords('templates')
  const nameOf = useLanguageNames()
  const change = useUrlChange()
  const pages = pagesOf(template)
  if (pages.length <= 1 && template.partials.length === 0) return null
  return (
    <>
      <Select
        aria-label={say('file')}
        value={page.isPartial ? `f:${page.part.file}` : `l:${page.locale}`}
        onChange={({ target: { value } }) => change(value.startsWith('l:') ? { file: '', ...inLanguage(value.slice(2)) } : { file: value.slice(2) })}
      >
        {pages.map((one) => (
          <option key={one.locale ?? ''} value={`l:${one.locale ?? ''}`}>
            {one.locale === null ? say('page-of-all') : say('page-in', { locale: nameOf(one.locale) })}
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
      {page.isPartial && <p className="text-sm text-soft">{say('partial-note')}</p>}
      {page.isPartial && page.part.isReady && (
        <PartialLanguages template={template} draft={draft} locked={locked} file={page.part.file} text={page.part.text} />
      )}
    </>
  )
}

/** What the address says where the text of a language is open: the preview, and a test that is sent as it is seen, are in that language, too. */
export function inLanguage(locale: string): { readonly of: string; readonly lang: string } {
  return { of: locale, lang: locale }
}

/** Partials of pages. */
export function partialsOf({ partials }: OneTemplate): readonly string[] {
  return partials.map(({ file }) => file).filter((file) => !file.endsWith('.txt'))
}

function pagesOf({ parts }: OneTemplate): OneTemplate['parts'] {
  return parts.filter(({ part }) => part !== 'text')
}
