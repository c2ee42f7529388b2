// Another language of a template: its page begins as a copy, and its lines are those of everybody until they are written.

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../kit/button.tsx'
import { Field } from '../../kit/field.tsx'
import { Input } from '../../kit/input.tsx'
import { writeYaml } from '../../kit/write-yaml.ts'
import { useLanguageNames } from '../../words/language-names.ts'
import { useWords } from '../../words/words.ts'
import type { TabProps } from './tab-props.ts'

const form = /^[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$/

/** A page that says in which language it is written says so of the new one, for readers' voices and translators. */
export function inOwnLanguage(page: string, locale: string): string {
  return page.replace(/(<(?:mjml|html)\b[^>]*\blang=)(["'])[^"']*\2/i, `$1$2${locale.replaceAll('_', '-')}$2`)
}

/** The field and its button. */
export function AddLanguage({ template, draft, locked, taken }: Pick<TabProps, 'template' | 'draft' | 'locked'> & { readonly taken: readonly string[] }) {
  const say = useWords('templates')
  const nameOf = useLanguageNames()
  const [locale, setLocale] = useState('')
  const [isTried, setTried] = useState(false)
  const mistake = taken.some((one) => one.toLowerCase() === locale.toLowerCase()) ? 'taken' : form.test(locale) ? undefined : 'form'
  const add = (): void => {
    const whole = draft.textOf(template.file)
    const page = template.parts.find((one) => one.part !== 'text' && one.locale === null)
    setTried(mistake !== undefined)
    if (whole === undefined || page === undefined || mistake !== undefined) return
    const place = (path: readonly string[]) => ({ index: template.index, path: ['locales', locale, ...path] })
    const name = `${template.template.replaceAll(/[^\w.-]/g, '-')}.${locale}.${page.part}`
    const folder = template.file.slice(0, template.file.lastIndexOf('/') + 1)
    const next = writeYaml(whole, place([page.part]), { file: `./${name}` })
    if (next === undefined) return
    draft.edit(`${folder}${name}`, inOwnLanguage(page.text, locale))
    draft.edit(template.file, next)
    setLocale('')
    void draft.flush()
  }
  return (
    <form
      className="flex items-start gap-2 [&>button]:mt-6"
      onSubmit={(event) => {
        event.preventDefault()
        add()
      }}
    >
      <Field
        label={say('add-language')}
        hint={say('add-language-hint')}
        error={isTried && mistake !== undefined ? say(`add-language-${mistake}`, { language: nameOf(locale) }) : undefined}
        className="max-w-sm flex-1"
      >
        {(parts) => <Input {...parts} value={locale} placeholder="de" onChange={({ target: { value } }) => setLocale(value.trim())} />}
      </Field>
      <Button type="submit" icon={<Plus />} why={locked}>
        {say('add')}
      </Button>
    </form>
  )
}
