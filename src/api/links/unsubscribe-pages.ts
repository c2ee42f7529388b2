// The pages on which somebody unsubscribes, or takes it back, and those of links that lead nowhere. They say nothing about who the subscriber is:
// whoever was forwarded a mail sees the sender's name, the topic, and whether its mails still come.

import type { FastifyReply } from 'fastify'
import type { ReaderWords } from '../../model/reader-words.ts'
import { type Card, sendCard } from '../card-page.ts'
import { type Html, html } from '../html.ts'

export interface UnsubscribeWords {
  readonly words: ReaderWords
  readonly workspace: string
  /** The topic in words; undefined when the link is about all mail. */
  readonly topic?: string
  readonly isEverything: boolean
  /** Where the reader chooses what comes; undefined when that is nowhere. */
  readonly preferencesPath: string | undefined
}

/** Asks. */
export function sendAskPage(reply: FastifyReply, about: UnsubscribeWords): FastifyReply {
  return sendCard(reply, askCard(about))
}

/** The button is the only thing on the page that acts. */
export function askCard({ words, topic, workspace }: UnsubscribeWords): Card {
  return {
    words,
    workspace,
    tab: words.say('tab'),
    title: topic === undefined ? words.say('stop-all', { workspace }) : words.say('stop-topic', { topic }),
    body: html`<p>${topic === undefined ? words.say('promise-all') : words.say('promise-topic', { workspace })}</p>
<form method="post" class="actions">
<input type="hidden" name="by" value="page">
<button class="primary" type="submit">${words.say('unsubscribe')}</button>
${topic !== undefined && html`<button class="quiet" type="submit" name="scope" value="all">${words.say('stop-all-button', { workspace })}</button>`}
</form>`,
  }
}

/** Says that it is done, also to who opens the link again. */
export function sendDonePage(reply: FastifyReply, about: UnsubscribeWords, token: string): FastifyReply {
  return sendCard(reply, doneCard(about, token))
}

/** Offers the way back; after a topic also the way out of everything; and to choose. */
export function doneCard(about: UnsubscribeWords, token: string): Card {
  const { words, workspace, topic, isEverything } = about
  const ofTopic = !isEverything && topic !== undefined
  const what = ofTopic ? words.say('done-topic', { topic }) : words.say('done-all', { workspace })
  return {
    words,
    workspace,
    title: words.say('done-title'),
    isDone: true,
    body: html`<p role="status">${what} ${words.say('at-once')}</p>
<form method="post" action="${token}/undo" class="actions">
<input type="hidden" name="by" value="page">
${isEverything && html`<input type="hidden" name="scope" value="all">`}
<button class="secondary" type="submit">${words.say('again')}</button>
${ofTopic && html`<button class="quiet" type="submit" formaction="${token}" name="scope" value="all">${words.say('stop-all-button', { workspace })}</button>`}
</form>
${furtherLink(about)}`,
  }
}

/** Confirms that it was taken back. */
export function sendUndonePage(reply: FastifyReply, about: UnsubscribeWords): FastifyReply {
  const { words, workspace, topic, isEverything } = about
  const what = isEverything || topic === undefined ? words.say('undone-all', { workspace }) : words.say('undone-topic', { topic })
  const body = html`<p role="status">${what} ${words.say('leave-any-time')}</p>
${furtherLink(about)}`
  return sendCard(reply, { words, workspace, title: words.say('undone-title'), isDone: true, body })
}

/** To the page of preferences: fewer mails, others, or a break are what many want who leave. */
function furtherLink({ words, preferencesPath }: UnsubscribeWords): Html | false {
  return preferencesPath !== undefined && html`<p class="further"><a href="${preferencesPath}">${words.say('to-preferences')}</a></p>`
}

/** For a link that was cut, altered or never ours. */
export function sendInvalidPage(reply: FastifyReply, words: ReaderWords, workspace: string): FastifyReply {
  return sendCard(reply, invalidCard(words, workspace))
}

/** The same, for whoever looks at what it would be like. */
export function invalidCard(words: ReaderWords, workspace: string): Card {
  return { words, workspace, title: words.say('invalid-title'), status: 404, body: html`<p>${words.say('invalid-text')}</p>` }
}

/** For a link of a mail that was cut, altered, or leads nowhere any more. */
export function sendDeadLinkPage(reply: FastifyReply, words: ReaderWords, workspace: string): FastifyReply {
  return sendCard(reply, { words, workspace, title: words.say('dead-title'), status: 404, body: html`<p>${words.say('dead-text')}</p>` })
}
