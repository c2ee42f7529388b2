// A page that readers see, as the draft would make it, in the language that is being written.

import type { AnswerOf } from '../../client/ask.ts'
import { Card } from '../../kit/card.tsx'
import { MailFrame } from '../../kit/mail-frame.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useIsDark } from '../../kit/use-is-dark.ts'
import { useLanguageNames } from '../../words/language-names.ts'
import { useWords } from '../../words/words.ts'
import { askPage } from './preferences-preview.tsx'
import { useAskedLater } from './use-asked-later.ts'
import type { Written } from './workspace-value.ts'

export type Word = AnswerOf<'GET /workspace/page-words'>['words'][number]
export type ReaderPage = Word['of']

export interface ReaderPagePreviewProps {
  readonly of: ReaderPage
  readonly language: string
  readonly value: Written
}

/** The card. */
export function ReaderPagePreview({ of, language, value }: ReaderPagePreviewProps) {
  const say = useWords('settings')
  const nameOf = useLanguageNames()
  const isDark = useIsDark()
  const { answer: page, problem } = useAskedLater(JSON.stringify({ of, language, workspace: value }), askPage)
  return (
    <Card title={say('pages.preview', { language: nameOf(language) })} className="xl:sticky xl:top-18 xl:max-h-[calc(100dvh-9.5rem)] xl:overflow-y-auto">
      {problem !== undefined && <Problem problem={problem} className="mb-3" />}
      {page === undefined ? (
        problem === undefined && <Skeleton lines={6} className="h-10" />
      ) : (
        <MailFrame page={page} title={say(`pages.of.${of}`)} scheme={isDark ? 'dark' : 'light'} pictures="own" height={of === 'preferences' ? 760 : 480} />
      )}
    </Card>
  )
}
