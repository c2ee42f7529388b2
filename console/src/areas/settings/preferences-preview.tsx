// The page on which people choose what they get, as the draft would make it, in the languages it speaks.

import { useState } from 'react'
import { ask } from '../../client/ask.ts'
import { Card } from '../../kit/card.tsx'
import { Select } from '../../kit/input.tsx'
import { MailFrame } from '../../kit/mail-frame.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useIsDark } from '../../kit/use-is-dark.ts'
import { useLanguageNames } from '../../words/language-names.ts'
import { languages, useLanguage, useWords } from '../../words/words.ts'
import { namesAt } from './names-rule.tsx'
import { useAskedLater } from './use-asked-later.ts'
import { listAt, type TopicValue, type Written } from './workspace-value.ts'

/** The card. */
export function PreferencesPreview({ value }: { readonly value: Written }) {
  const say = useWords('settings')
  const nameOf = useLanguageNames()
  const isDark = useIsDark()
  const [language, setLanguage] = useState<string>(useLanguage())
  const { answer: page, problem } = useAskedLater(JSON.stringify({ language, workspace: value }), askPage)
  const rows = listAt<TopicValue>(value, ['topics']).filter(({ transactional }) => transactional !== true)
  return (
    <Card
      title={say('preferences.title')}
      className="xl:sticky xl:top-18 xl:max-h-[calc(100dvh-9.5rem)] xl:overflow-y-auto"
      aside={
        <div className="w-32">
          <Select aria-label={say('preferences.language')} value={language} onChange={({ target }) => setLanguage(target.value)}>
            {[
              ...new Set([
                ...languages,
                ...namesAt(value, ['languages']),
                ...Object.keys(value['pages'] ?? {}),
                ...rows.flatMap(({ locales }) => Object.keys(locales ?? {})),
              ]),
            ].map((one) => (
              <option key={one} value={one}>
                {nameOf(one)}
              </option>
            ))}
          </Select>
        </div>
      }
    >
      <p className="mb-3 text-base text-soft">{say('preferences.about')}</p>
      {problem !== undefined && <Problem problem={problem} className="mb-3" />}
      {page === undefined ? (
        problem === undefined && <Skeleton lines={6} className="h-10" />
      ) : (
        <MailFrame
          page={page}
          title={say('preferences.title')}
          scheme={isDark ? 'dark' : 'light'}
          pictures="own"
          height={640 + rows.reduce((sum, { channels }) => sum + (channels !== undefined && channels.length > 1 ? 110 : 57), 0)}
        />
      )}
    </Card>
  )
}

/** Where a frame fetches the page. */
export async function askPage(asked: string, signal: AbortSignal): Promise<string> {
  return (await ask('POST /workspace/preferences-page', { body: JSON.parse(asked), signal })).page
}
