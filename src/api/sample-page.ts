// A page for readers as somebody would see it of whom nothing is known yet, so that what it says can be looked at before it is in force.

import type { Workspace } from '../model/definitions.ts'
import type { ReaderPage } from '../model/page-words.ts'
import { readerWords } from '../model/reader-words.ts'
import { optInPage } from '../runtime/sending/opt-in-mail.ts'
import { writeCard } from './card-page.ts'
import { choicesOf, saidNothing } from './consent/choices.ts'
import { confirmCard, preferencesCard } from './consent/consent-pages.ts'
import { html } from './html.ts'
import { askCard, doneCard, invalidCard } from './links/unsubscribe-pages.ts'

export interface Sample {
  readonly of: ReaderPage
  /** The reader's. */
  readonly language: string
  readonly workspace: Workspace
  readonly now: number
}

/** The page as a document. */
export function writeSamplePage({ of, language, workspace, now }: Sample): string {
  const words = readerWords(workspace.pages, language)
  const choices = choicesOf({ ...saidNothing, attributes: { locale: language } }, { workspace, language: words.language, locales: words.locales, now })
  const [topic] = choices.rows
  const about = {
    words,
    workspace: workspace.workspace,
    isEverything: topic === undefined,
    preferencesPath: '#',
    ...(topic === undefined ? {} : { topic: topic.title }),
  }
  switch (of) {
    case 'unsubscribe':
      return writeCard(askCard(about))
    case 'unsubscribed':
      return writeCard(doneCard(about, '#'))
    case 'confirm':
      return writeCard(confirmCard(words, { workspace: workspace.workspace, topics: topic === undefined ? [] : [topic.title] }))
    case 'confirm-mail': {
      const { sender, address } = workspace
      const name = html`${sender?.name ?? workspace.workspace}`.markup
      return optInPage(words, {
        sender: name,
        topics: html`<li><bdi>${topic?.title ?? workspace.workspace}</bdi></li>`.markup,
        confirmUrl: '#',
        address: address === undefined ? name : html`${address}`.markup,
      })
    }
    case 'preferences':
      return writeCard(preferencesCard(words, { ...choices, isSaved: false }))
    case 'faults':
      return writeCard(invalidCard(words, workspace.workspace))
  }
}
