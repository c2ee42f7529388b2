// What a language of a template does not say in its own words yet: a subject that is nobody's, and texts that are still the copies they began as.

import { readYaml } from '../../kit/read-yaml.ts'
import { useLanguageNames } from '../../words/language-names.ts'
import { useWords } from '../../words/words.ts'
import type { TabProps } from './tab-props.ts'

type Written = Readonly<Record<string, unknown>>

/** In sentences, with what is typed and not kept yet. */
export function useUntouched({ template, draft }: Pick<TabProps, 'template' | 'draft'>): readonly string[] {
  const say = useWords('templates')
  const nameOf = useLanguageNames()
  const whole = draft.textOf(template.file)
  const written = whole === undefined ? undefined : readYaml(whole, template.index)
  const locales = (written?.['locales'] ?? {}) as Readonly<Record<string, Written>>
  return Object.entries(locales).flatMap(([locale, said]) => {
    const subject = said['subject']
    const isSame = template.parts.some((one) => one.locale === locale && pageOf(one, draft) === pageOf(everybodys(template, one), draft))
    return [
      ...(subject === undefined || subject === written?.['subject'] ? [say('untouched.subject', { language: nameOf(locale) })] : []),
      ...(isSame ? [say('untouched.page', { language: nameOf(locale) })] : []),
    ]
  })
}

type Part = TabProps['template']['parts'][number]

function everybodys({ parts }: TabProps['template'], { part }: Part): Part | undefined {
  return parts.find((one) => one.part === part && one.locale === null)
}

/** Without the language that it names; a text that is not there is like no other. */
function pageOf(part: Part | undefined, draft: TabProps['draft']): string | symbol {
  const text = part === undefined ? undefined : part.isInline ? part.text : draft.textOf(part.file)
  return text === undefined ? Symbol('missing') : text.replace(/(<(?:mjml|html)\b[^>]*?)\s+lang=(["'])[^"']*\2/i, '$1').trim()
}
