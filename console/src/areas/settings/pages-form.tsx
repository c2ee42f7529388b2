// What the pages say that readers of mails see, in another language or in other words: one page in one language at a time, each sentence below what it says by itself, and beside it the page as
// it would be. What is left empty is as Oncue says it, or English where it has no words of that language.

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useAsk } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Field } from '../../kit/field.tsx'
import { Input, Select } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useUrlChange, useUrlState } from '../../shell/url-state.ts'
import { useLanguageNames } from '../../words/language-names.ts'
import { languages, useLanguage, useWords } from '../../words/words.ts'
import { type ReaderPage, ReaderPagePreview, type Word } from './reader-page-preview.tsx'
import { TextRule } from './rule-field.tsx'
import { localeForm } from './topic-languages.tsx'
import type { WorkspaceFile } from './use-workspace-file.ts'
import { at, textAt } from './workspace-value.ts'

const pages: readonly ReaderPage[] = ['unsubscribe', 'unsubscribed', 'confirm-mail', 'confirm', 'preferences', 'faults']
/** Scripts that run from right to left. */
const rightToLeft: readonly string[] = ['Adlm', 'Arab', 'Hebr', 'Mand', 'Nkoo', 'Rohg', 'Samr', 'Syrc', 'Thaa']

/** The form. */
export function PagesForm({ file }: { readonly file: WorkspaceFile }) {
  const say = useWords('settings')
  const own = useLanguage()
  const asked = useAsk('GET /workspace/page-words', {})
  const [chosenPage, setPage] = useUrlState('page', pages[0])
  const [language] = useUrlState('language', own)
  const page = pages.find((one) => one === chosenPage) ?? 'unsubscribe'
  if (asked.error) return <Problem problem={asked.error} />
  if (asked.data === undefined) return <Skeleton lines={8} className="h-9" />
  const { words } = asked.data
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_minmax(22rem,28rem)]">
      <Card title={say('pages.title')}>
        <div className="flex flex-col gap-4">
          <p className="text-base text-soft">{say('pages.about')}</p>
          <LanguageChoice file={file} language={language} words={words} />
          <Field label={say('pages.page')}>
            {(parts) => (
              <Select {...parts} value={page} onChange={({ target }) => setPage(target.value)}>
                {pages.map((one) => (
                  <option key={one} value={one}>
                    {say(`pages.of.${one}`)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <div className="flex flex-col gap-4 border-t border-line pt-4">
            {words
              .filter((one) => one.of === page)
              .map((one) => (
                <Sentence key={`${language} ${one.word}`} file={file} language={language} word={one} />
              ))}
          </div>
        </div>
      </Card>
      <ReaderPagePreview of={page} language={language} value={file.value ?? {}} />
    </div>
  )
}

interface OfLanguage {
  readonly file: WorkspaceFile
  readonly language: string
}

/** Which one is written, how far it is, and one more. */
function LanguageChoice({ file, language, words }: OfLanguage & { readonly words: readonly Word[] }) {
  const say = useWords('settings')
  const nameOf = useLanguageNames()
  const change = useUrlChange()
  const setLanguage = (next: string): void => change({ language: next })
  const written = Object.keys((at(file.value, ['pages']) as object | undefined) ?? {})
  const all = [...new Set([...languages, ...written, language])]
  const said = words.filter(({ word }) => textAt(file.value, ['pages', language, word]) !== '').length
  const isOurs = (languages as readonly string[]).includes(baseOf(language))
  return (
    <>
      <div className="flex flex-wrap items-start gap-4">
        <Field label={say('pages.language')} className="min-w-48 flex-1">
          {(parts) => (
            <Select {...parts} value={language} onChange={({ target }) => setLanguage(target.value)}>
              {all.map((one) => (
                <option key={one} value={one}>
                  {nameOf(one)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <AddLanguage taken={all} why={file.why} onAdd={setLanguage} />
      </div>
      <p className="text-base text-soft">
        {say(isOurs ? 'pages.said-ours' : 'pages.said', { said, all: words.length, language: nameOf(language) })}{' '}
        {directionOf(language) === 'rtl' && say('pages.right-to-left')}
      </p>
      {written.includes(language) && (
        <Button size="small" kind="danger-plain" className="self-start" why={file.why} onClick={() => file.set(['pages', language], undefined)}>
          {say(isOurs ? 'pages.as-ours' : 'pages.take-away', { language: nameOf(language) })}
        </Button>
      )}
    </>
  )
}

interface AddLanguageProps {
  readonly taken: readonly string[]
  readonly why: string | undefined
  readonly onAdd: (language: string) => void
}

function AddLanguage({ taken, why, onAdd }: AddLanguageProps) {
  const say = useWords('settings')
  const [language, setLanguage] = useState('')
  const wrong = language === '' || localeForm.test(language) ? undefined : say('topics.language-form')
  return (
    <form
      className="flex min-w-48 flex-1 items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (language === '' || wrong !== undefined) return
        onAdd(taken.find((one) => one.toLowerCase() === language.toLowerCase()) ?? language)
        setLanguage('')
      }}
    >
      <Field label={say('pages.another')} hint={say('pages.another-hint')} error={wrong} className="min-w-0 flex-1">
        {(parts) => (
          <Input {...parts} value={language} placeholder="fr" readOnly={why !== undefined} onChange={({ target }) => setLanguage(target.value.trim())} />
        )}
      </Field>
      <Button type="submit" className="mt-6" icon={<Plus />} why={why} disabled={language === '' || wrong !== undefined}>
        {say('names.add')}
      </Button>
    </form>
  )
}

/** One of them: what it says by itself, in the language of whoever writes, and what it says here. */
function Sentence({ file, language, word: { word, texts } }: OfLanguage & { readonly word: Word }) {
  const say = useWords('settings')
  const mine = useLanguage()
  const label = texts[mine] ?? texts['en'] ?? word
  const filled = [...new Set(label.match(/\{\w+\}/g) ?? [])]
  const names = filled.map((one) => one.slice(1, -1)).join('|')
  return (
    <TextRule
      file={file}
      path={['pages', language, word]}
      label={label}
      hint={filled.length === 0 ? undefined : say('pages.filled', { names: filled.join(', ') })}
      // What nothing fills in would stand there with its braces.
      form={new RegExp(`^(?:[^{]|\\{(?!\\w+\\})${names === '' ? '' : `|\\{(?:${names})\\}`})*$`)}
      wrong={filled.length === 0 ? say('pages.wrong-none') : say('pages.wrong', { names: filled.join(', ') })}
      placeholder={texts[baseOf(language)] ?? ''}
      direction={directionOf(language)}
    />
  )
}

function baseOf(language: string): string {
  return language.split(/[-_]/)[0] ?? language
}

function directionOf(language: string): 'ltr' | 'rtl' {
  try {
    return rightToLeft.includes(new Intl.Locale(language.replaceAll('_', '-')).maximize().script ?? '') ? 'rtl' : 'ltr'
  } catch {
    return 'ltr'
  }
}
