// The pages on which somebody unsubscribes, or takes it back, and those of links that lead nowhere. They say nothing about who the subscriber is:
// whoever was forwarded a mail sees the sender's name, the topic, and whether its mails still come.

import type { FastifyReply } from 'fastify'
import { sendCard } from '../card-page.ts'
import { wordsFor } from '../consent/words.ts'
import { type Html, html } from '../html.ts'
import type { Language } from '../language.ts'
import { unsubscribeTexts } from './unsubscribe-words.ts'

export interface UnsubscribeWords {
  readonly language: Language
  readonly workspace: string
  /** The topic in words; undefined when the link is about all mail. */
  readonly topic?: string
  readonly isEverything: boolean
  /** Where the reader chooses what comes; undefined when that is nowhere. */
  readonly preferencesPath: string | undefined
}

/** Asks. The button is the only thing on the page that acts. */
export function sendAskPage(reply: FastifyReply, { language, topic, workspace }: UnsubscribeWords): FastifyReply {
  const texts = unsubscribeTexts[language]
  return sendCard(reply, {
    language,
    workspace,
    tab: texts.tab,
    title: topic === undefined ? texts.stopAll(workspace) : texts.stopTopic(topic),
    body: html`<p>${topic === undefined ? texts.promiseAll : texts.promiseTopic(workspace)}</p>
<form method="post" class="actions">
<input type="hidden" name="by" value="page">
<button class="primary" type="submit">${texts.unsubscribe}</button>
${topic !== undefined && html`<button class="quiet" type="submit" name="scope" value="all">${texts.stopAll(workspace).replace(/\?$/, '')}</button>`}
</form>`,
  })
}

/** Says that it is done, also to who opens the link again, and offers the way back; after a topic also the way out of everything; and to choose. */
export function sendDonePage(reply: FastifyReply, words: UnsubscribeWords, token: string): FastifyReply {
  const { language, workspace, topic, isEverything } = words
  const texts = unsubscribeTexts[language]
  const ofTopic = !isEverything && topic !== undefined
  const what = ofTopic ? texts.doneTopic(topic) : texts.doneAll(workspace)
  return sendCard(reply, {
    language,
    workspace,
    title: texts.doneTitle,
    isDone: true,
    body: html`<p role="status">${what} ${texts.atOnce}</p>
<form method="post" action="${token}/undo" class="actions">
<input type="hidden" name="by" value="page">
${isEverything && html`<input type="hidden" name="scope" value="all">`}
<button class="secondary" type="submit">${texts.again}</button>
${ofTopic && html`<button class="quiet" type="submit" formaction="${token}" name="scope" value="all">${texts.stopAll(workspace).replace(/\?$/, '')}</button>`}
</form>
${furtherLink(words)}`,
  })
}

/** Confirms that it was taken back. */
export function sendUndonePage(reply: FastifyReply, words: UnsubscribeWords): FastifyReply {
  const { language, workspace, topic, isEverything } = words
  const texts = unsubscribeTexts[language]
  const what = isEverything || topic === undefined ? texts.undoneAll(workspace) : texts.undoneTopic(topic)
  const body = html`<p role="status">${what} ${texts.leaveAnyTime}</p>
${furtherLink(words)}`
  return sendCard(reply, { language, workspace, title: texts.undoneTitle, isDone: true, body })
}

/** To the page of preferences: fewer mails, others, or a break are what many want who leave. */
function furtherLink({ language, preferencesPath }: UnsubscribeWords): Html | false {
  return preferencesPath !== undefined && html`<p class="further"><a href="${preferencesPath}">${wordsFor(language).toPreferences}</a></p>`
}

/** For a link that was cut, altered or never ours. */
export function sendInvalidPage(reply: FastifyReply, language: Language, workspace: string): FastifyReply {
  const { invalidTitle: title, invalidText } = unsubscribeTexts[language]
  return sendCard(reply, { language, workspace, title, status: 404, body: html`<p>${invalidText}</p>` })
}

/** For a link of a mail that was cut, altered, or leads nowhere any more. */
export function sendDeadLinkPage(reply: FastifyReply, language: Language, workspace: string): FastifyReply {
  const { deadTitle: title, deadText } = unsubscribeTexts[language]
  return sendCard(reply, { language, workspace, title, status: 404, body: html`<p>${deadText}</p>` })
}
