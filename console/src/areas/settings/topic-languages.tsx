// What people read about a topic in other languages: a line for each, and a small form for one more.

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../kit/button.tsx'
import { Field } from '../../kit/field.tsx'
import { Input } from '../../kit/input.tsx'
import { useLanguageNames } from '../../words/language-names.ts'
import { useWords } from '../../words/words.ts'
import { TextRule } from './rule-field.tsx'
import type { WorkspaceFile } from './use-workspace-file.ts'
import type { Path, TopicValue } from './workspace-value.ts'

/** What a code of a language looks like: de, pt-BR. */
export const localeForm = /^[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$/

export interface TopicLanguagesProps {
  readonly file: WorkspaceFile
  readonly topic: TopicValue
  /** Where the topic stands in the file. */
  readonly path: Path
}

/** The lines and the form. A line that is emptied takes its language away. */
export function TopicLanguages({ file, topic, path }: TopicLanguagesProps) {
  const say = useWords('settings')
  const nameOf = useLanguageNames()
  const written = Object.keys(topic.locales ?? {})
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 text-sm font-medium">{say('topics.languages')}</legend>
      {written.map((locale) => (
        <TextRule
          key={locale}
          file={file}
          path={[...path, 'locales', locale, 'description']}
          label={say('topics.in-language', { language: nameOf(locale), locale })}
        />
      ))}
      <AddLanguage taken={written} why={file.why} onAdd={(locale, description) => file.set([...path, 'locales', locale, 'description'], description)} />
    </fieldset>
  )
}

interface AddLanguageProps {
  readonly taken: readonly string[]
  readonly why: string | undefined
  readonly onAdd: (locale: string, description: string) => void
}

function AddLanguage({ taken, why, onAdd }: AddLanguageProps) {
  const say = useWords('settings')
  const [locale, setLocale] = useState('')
  const [description, setDescription] = useState('')
  const wrong = locale === '' || localeForm.test(locale) ? undefined : say('topics.language-form')
  const known = taken.includes(locale) ? say('topics.language-taken') : undefined
  const isGood = locale !== '' && wrong === undefined && known === undefined && description.trim() !== ''
  return (
    <form
      className="flex flex-wrap items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isGood) return
        onAdd(locale, description.trim())
        setLocale('')
        setDescription('')
      }}
    >
      <Field label={say('topics.language')} hint={say('topics.language-hint')} error={wrong ?? known} className="w-40">
        {(parts) => (
          <Input {...parts} value={locale} placeholder="de" readOnly={why !== undefined} onChange={({ target: { value } }) => setLocale(value.trim())} />
        )}
      </Field>
      <Field label={say('topics.language-text')} className="min-w-48 flex-1">
        {(parts) => <Input {...parts} value={description} readOnly={why !== undefined} onChange={({ target: { value } }) => setDescription(value)} />}
      </Field>
      <Button type="submit" className="mt-6" icon={<Plus />} why={why} disabled={!isGood}>
        {say('topics.language-add')}
      </Button>
    </form>
  )
}
