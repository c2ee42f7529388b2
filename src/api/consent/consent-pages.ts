// The pages on which consent is given and changed, and those that say why a form or a link did not work. They name no address.

import type { FastifyReply } from 'fastify'
import type { ReaderWords } from '../../model/reader-words.ts'
import { type Card, checkMark, sendCard } from '../card-page.ts'
import { type Html, html } from '../html.ts'

export interface ChoiceRow {
  readonly topic: string
  readonly title: string
  /** `isStopped`: a no to the channel as a whole stands in the way, which this page does not take back. */
  readonly boxes: readonly { readonly channel: string; readonly isGiven: boolean; readonly isStopped: boolean }[]
}

export interface Choices {
  readonly workspace: string
  /** Those that may be chosen, as they call themselves; empty where there is no choice. */
  readonly languages: readonly { readonly tag: string; readonly name: string; readonly isChosen: boolean }[]
  readonly rows: readonly ChoiceRow[]
  readonly channels: readonly string[]
  /** Undefined when nobody is followed anyway. */
  readonly tracking: boolean | undefined
  /** The end of the break that holds, in words. */
  readonly pausedUntil: string | undefined
  readonly isSaved: boolean
}

/** After a form: the same whatever is known of the address. */
export function sendCheckPage(reply: FastifyReply, words: ReaderWords, workspace: string): FastifyReply {
  return sendCard(reply, { words, workspace, title: words.say('check-title'), body: html`<p>${words.say('check-text')}</p>` })
}

interface Confirmed {
  readonly workspace: string
  readonly topics: readonly string[]
}

/** Asks. */
export function sendConfirmPage(reply: FastifyReply, words: ReaderWords, about: Confirmed): FastifyReply {
  return sendCard(reply, confirmCard(words, about))
}

/** The button is the only thing on the page that acts. */
export function confirmCard(words: ReaderWords, about: Confirmed): Card {
  const body = html`<p>${words.say('confirm-text')}</p>
<ul class="topics">${about.topics.map((topic) => html`<li><bdi>${topic}</bdi></li>`)}</ul>
<form method="post" class="actions"><button class="primary" type="submit">${words.say('confirm-button')}</button></form>`
  return { words, workspace: about.workspace, title: words.say('confirm-title'), body }
}

/** After the button: it holds now. */
export function sendConfirmedPage(
  reply: FastifyReply,
  words: ReaderWords,
  about: { readonly workspace: string; readonly preferencesPath: string },
): FastifyReply {
  const body = html`<p role="status">${words.say('confirmed-text')}</p>
<p class="further"><a href="${about.preferencesPath}">${words.say('to-preferences')}</a></p>`
  return sendCard(reply, { words, workspace: about.workspace, title: words.say('confirmed-title'), body, isDone: true })
}

/** For a question that cannot be answered any more, for preferences of nobody, and for a link that was never ours. */
export function sendStalePage(
  reply: FastifyReply,
  words: ReaderWords,
  about: { readonly workspace: string; readonly of: 'question' | 'preferences' },
): FastifyReply {
  const text = about.of === 'question' ? words.say('stale-text') : words.say('stale-preferences')
  return sendCard(reply, { words, workspace: about.workspace, title: words.say('stale-title'), body: html`<p>${text}</p>`, status: 404 })
}

/** A form that could not be taken, told to whoever filled it in. */
export function sendFormFaultPage(
  reply: FastifyReply,
  words: ReaderWords,
  about: { readonly workspace: string; readonly fault: 'address' | 'too often' | 'form' },
): FastifyReply {
  const { title, text, status } = {
    address: { title: words.say('address-title'), text: words.say('address-text'), status: 400 },
    'too often': { title: words.say('too-often-title'), text: words.say('too-often-text'), status: 429 },
    form: { title: words.say('form-title'), text: words.say('form-text'), status: 400 },
  }[about.fault]
  return sendCard(reply, { words, workspace: about.workspace, title, status, body: html`<p>${text}</p>` })
}

/** What comes, by which channel, and whether there is a break. */
export function sendPreferencesPage(reply: FastifyReply, words: ReaderWords, choices: Choices): FastifyReply {
  return sendCard(reply, preferencesCard(words, choices))
}

/** The same page, for whoever looks at what it would be like. */
export function preferencesCard(words: ReaderWords, choices: Choices): Card {
  const { languages, rows, channels, tracking, pausedUntil, isSaved } = choices
  const body = html`${isSaved && html`<p class="saved" role="status">${checkMark}${words.say('saved')}</p>`}
<p>${words.say('preferences-text')}</p>
<form method="post">
<div class="rows">
${rows.map((row) => (channels.length > 1 ? channelRow(row, words) : topicRow(row)))}
</div>
${rows.some(({ boxes }) => boxes.some(({ channel, isStopped }) => channel === 'sms' && isStopped)) && html`<p class="note">${words.say('stopped-hint', { word: 'START' })}</p>`}
${languages.length > 0 && languageField(languages, words)}
<label class="field">${words.say('pause')}
<select name="pause">
${pausedUntil !== undefined && html`<option value="keep" selected>${words.say('pause-until', { date: pausedUntil })}</option>`}
<option value="none">${words.say('pause-none')}</option>
${[7, 30, 90].map((days) => html`<option value="${days}">${words.say('pause-days', { count: days })}</option>`)}
</select></label>
${tracking !== undefined && html`<label class="tracking"><input type="checkbox" name="tracking" value="yes"${tracking && checked}><span>${words.say('tracking')}</span></label>`}
<div class="actions">
<button class="primary" type="submit">${words.say('save')}</button>
<button class="quiet" type="submit" name="leave" value="all">${words.say('leave-all')}</button>
</div>
</form>`
  return { words, workspace: choices.workspace, title: words.say('preferences-title'), body }
}

/** In their own words, so that whoever reads none of the others finds theirs. */
function languageField(languages: Choices['languages'], { say }: ReaderWords): Html {
  return html`<label class="field">${say('own-language')}
<select name="language">
${languages.map(({ tag, name, isChosen }) => html`<option value="${tag}" lang="${tag}"${isChosen && selected}>${name}</option>`)}
</select></label>`
}

/** One way to be written to: the topic itself is what is chosen. */
function topicRow({ topic, title, boxes }: ChoiceRow): Html {
  return html`${boxes.map(
    ({ channel, isGiven, isStopped }) =>
      html`<label class="topic"><input type="checkbox" name="${channel}:${topic}" value="yes"${isGiven && checked}${isStopped && disabled}><span><bdi>${title}</bdi></span></label>`,
  )}`
}

/** Several: a box for each, below the topic, in columns that stand one below the other. */
function channelRow({ topic, title, boxes }: ChoiceRow, { say }: ReaderWords): Html {
  const names: Readonly<Record<string, string>> = { email: say('by-mail'), sms: say('by-sms'), popup: say('by-popup') }
  return html`<fieldset><legend><bdi>${title}</bdi></legend>
${boxes.map(
  ({ channel, isGiven, isStopped }) =>
    html`<label><input type="checkbox" name="${channel}:${topic}" value="yes"${isGiven && checked}${isStopped && disabled}><span>${names[channel]}</span></label>`,
)}</fieldset>`
}

const checked: Html = { markup: ' checked' }
const selected: Html = { markup: ' selected' }
const disabled: Html = { markup: ' disabled' }
