// A shared part in the languages of the template that shows it: pages of a language take what is written in it, and what is written for everybody otherwise.

import { Plus } from 'lucide-react'
import { Button } from '../../kit/button.tsx'
import { useUrlChange } from '../../shell/url-state.ts'
import { useLanguageNames } from '../../words/language-names.ts'
import { useWords } from '../../words/words.ts'
import { inOwnLanguage } from './add-language.tsx'
import type { TabProps } from './tab-props.ts'

export interface PartialLanguagesProps extends Pick<TabProps, 'template' | 'draft' | 'locked'> {
  /** The partial that is open. */
  readonly file: string
  readonly text: string
}

/** A button for each language that it is not written in; nothing for one that is written in a language itself. */
export function PartialLanguages({ template, draft, locked, file, text }: PartialLanguagesProps) {
  const say = useWords('templates')
  const nameOf = useLanguageNames()
  const change = useUrlChange()
  const [, name = '', ending = ''] = /^partials\/(.+)\.(\w+)$/.exec(file) ?? []
  if (template.locales.some((locale) => name.endsWith(`.${locale}`))) return null
  const missing = template.locales.filter((locale) => partialIn(template, name, locale) === undefined)
  const write = async (locale: string): Promise<void> => {
    const own = `partials/${name}.${locale}.${ending}`
    draft.edit(own, inOwnLanguage(text, locale))
    await draft.flush()
    change({ file: own })
  }
  if (missing.length === 0) return null
  return (
    <div className="flex flex-wrap items-center gap-2">
      <p className="min-w-60 flex-1 text-sm text-soft">{say('partial-languages')}</p>
      {missing.map((locale) => (
        <Button key={locale} size="small" icon={<Plus />} why={locked} onClick={() => void write(locale)}>
          {say('write-in', { language: nameOf(locale) })}
        </Button>
      ))}
    </div>
  )
}

/** The file of a partial in a language; undefined where it is not written in it. */
export function partialIn({ partials }: Pick<TabProps['template'], 'partials'>, name: string, locale: string): string | undefined {
  return partials.map(({ file }) => file).find((file) => file.startsWith(`partials/${name}.${locale}.`))
}
