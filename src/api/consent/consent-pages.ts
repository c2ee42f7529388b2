// The pages on which consent is given and changed. They work without scripts, on a phone, in light and dark; they name no address, so that
// whoever was forwarded a mail learns nothing about its reader but what the reader chose.

import type { FastifyReply } from 'fastify'
import { type Html, html } from '../html.ts'
import { definePage } from '../page.ts'
import type { ConsentWords } from './words.ts'

export interface ChoiceRow {
  readonly topic: string
  readonly title: string
  readonly boxes: readonly { readonly channel: string; readonly isGiven: boolean }[]
}

export interface Choices {
  readonly workspace: string
  readonly rows: readonly ChoiceRow[]
  readonly channels: readonly string[]
  /** Undefined when nobody is followed anyway. */
  readonly tracking: boolean | undefined
  /** The end of the break that holds, in words. */
  readonly pausedUntil: string | undefined
  readonly isSaved: boolean
}

/** After a form: the same whatever is known of the address. */
export function sendCheckPage(reply: FastifyReply, words: ConsentWords, workspace: string): FastifyReply {
  return sendCard(reply, words, { workspace, title: words.checkTitle, body: html`<p>${words.checkText}</p>` })
}

/** Asks. The button is the only thing on the page that acts. */
export function sendConfirmPage(
  reply: FastifyReply,
  words: ConsentWords,
  about: { readonly workspace: string; readonly topics: readonly string[] },
): FastifyReply {
  const body = html`<p>${words.confirmText}</p>
<ul class="topics">${about.topics.map((topic) => html`<li>${topic}</li>`)}</ul>
<form method="post" class="actions"><button class="primary" type="submit">${words.confirmButton}</button></form>`
  return sendCard(reply, words, { workspace: about.workspace, title: words.confirmTitle, body })
}

/** After the button: it holds now. */
export function sendConfirmedPage(
  reply: FastifyReply,
  words: ConsentWords,
  about: { readonly workspace: string; readonly preferencesPath: string },
): FastifyReply {
  const body = html`<p role="status">${words.confirmedText}</p>
<p class="further"><a href="${about.preferencesPath}">${words.toPreferences}</a></p>`
  return sendCard(reply, words, { workspace: about.workspace, title: words.confirmedTitle, body, isDone: true })
}

/** For a question that cannot be answered any more, for preferences of nobody, and for a link that was never ours. */
export function sendStalePage(
  reply: FastifyReply,
  words: ConsentWords,
  about: { readonly workspace: string; readonly of: 'question' | 'preferences' },
): FastifyReply {
  const text = about.of === 'question' ? words.staleText : words.stalePreferences
  return sendCard(reply, words, { workspace: about.workspace, title: words.staleTitle, body: html`<p>${text}</p>`, status: 404 })
}

/** What comes, by which channel, and whether there is a break. */
export function sendPreferencesPage(reply: FastifyReply, words: ConsentWords, choices: Choices): FastifyReply {
  const { rows, channels, tracking, pausedUntil, isSaved } = choices
  const body = html`${isSaved && html`<p class="saved" role="status">${check}${words.saved}</p>`}
<p>${words.preferencesText}</p>
<form method="post">
<div class="rows">
${rows.map((row) => (channels.length > 1 ? channelRow(row, words) : topicRow(row)))}
</div>
<label class="field">${words.pause}
<select name="pause">
${pausedUntil !== undefined && html`<option value="keep" selected>${words.pausedUntil(pausedUntil)}</option>`}
<option value="none">${words.noPause}</option>
${[7, 30, 90].map((days) => html`<option value="${days}">${words.days(days)}</option>`)}
</select></label>
${tracking !== undefined && html`<label class="tracking"><input type="checkbox" name="tracking" value="yes"${tracking && checked}><span>${words.tracking}</span></label>`}
<div class="actions">
<button class="primary" type="submit">${words.save}</button>
<button class="quiet" type="submit" name="leave" value="all">${words.leaveAll}</button>
</div>
</form>`
  return sendCard(reply, words, { workspace: choices.workspace, title: words.preferencesTitle, body })
}

/** One way to be written to: the topic itself is what is chosen. */
function topicRow({ topic, title, boxes }: ChoiceRow): Html {
  return html`${boxes.map(
    ({ channel, isGiven }) =>
      html`<label class="topic"><input type="checkbox" name="${channel}:${topic}" value="yes"${isGiven && checked}><span>${title}</span></label>`,
  )}`
}

/** Several: a box for each, below the topic, in columns that stand one below the other. */
function channelRow({ topic, title, boxes }: ChoiceRow, { byMail, bySms, byPopup }: ConsentWords): Html {
  const names: Readonly<Record<string, string>> = { email: byMail, sms: bySms, popup: byPopup }
  return html`<fieldset><legend>${title}</legend>
${boxes.map(
  ({ channel, isGiven }) =>
    html`<label><input type="checkbox" name="${channel}:${topic}" value="yes"${isGiven && checked}><span>${names[channel]}</span></label>`,
)}</fieldset>`
}

const checked: Html = { markup: ' checked' }
const check: Html = {
  markup:
    '<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2.25" stroke-linecap="round" stroke-linejoin="round"><path d="m5 12.5 4.5 4.5L19 7.5"/></svg>',
}

interface Card {
  readonly workspace: string
  readonly title: string
  readonly body: Html
  readonly status?: number
  readonly isDone?: boolean
}

function sendCard(reply: FastifyReply, { language }: ConsentWords, { workspace, title, body, status, isDone }: Card): FastifyReply {
  return sendPage(reply, {
    title: `${title} – ${workspace}`,
    language,
    ...(status === undefined ? {} : { status }),
    body: html`<main class="card">
<p class="from">${workspace}</p>
${isDone === true && html`<div class="mark">${check}</div>`}
<h1>${title}</h1>
${body}
</main>`,
  })
}

const sendPage = definePage({
  style: `
body { min-height: 100vh; min-height: 100dvh; display: grid; place-items: center; padding: 24px 16px; }
.card { width: 100%; max-width: 520px; background: var(--card); border: 1px solid var(--line); border-radius: 16px; box-shadow: var(--shadow); padding: 40px; }
.from { color: var(--soft); font-size: 14px; font-weight: 500; margin-bottom: 20px; overflow-wrap: anywhere; }
h1 { font-size: 26px; line-height: 1.25; letter-spacing: -0.018em; font-weight: 650; text-wrap: balance; overflow-wrap: anywhere; }
h1 ~ p { margin-top: 12px; color: var(--soft); text-wrap: pretty; }
.topics { margin: 12px 0 0; padding-left: 20px; overflow-wrap: anywhere; }
.rows { margin-top: 24px; border-top: 1px solid var(--line); }
fieldset { border: 0; border-bottom: 1px solid var(--line); margin: 0; padding: 16px 0 12px; min-width: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(136px, 1fr)); gap: 0 8px; }
legend { float: left; grid-column: 1 / -1; padding: 0; font-weight: 600; overflow-wrap: anywhere; }
label { display: flex; gap: 10px; line-height: 1.35; align-items: center; min-height: 40px; cursor: pointer; }
input[type=checkbox] { width: 20px; height: 20px; margin: 0; accent-color: var(--accent); flex: none; }
.topic { min-height: 56px; padding: 12px 0; border-bottom: 1px solid var(--line); font-weight: 500; overflow-wrap: anywhere; }
.field { display: grid; gap: 6px; margin-top: 24px; font-weight: 600; justify-items: stretch; }
select { font: inherit; color: inherit; background: var(--card); font-weight: 400; border: 1px solid color-mix(in srgb, var(--soft) 75%, var(--card)); border-radius: 10px; min-height: 48px; padding: 0 12px; width: 100%; }
.tracking { margin-top: 20px; color: var(--soft); font-size: 15px; align-items: flex-start; padding: 4px 0; }
.actions { display: grid; gap: 8px; margin-top: 28px; }
button { font: inherit; font-weight: 600; min-height: 48px; padding: 10px 20px; border-radius: 10px; border: 1px solid transparent; cursor: pointer; }
.primary { background: var(--accent); color: var(--on-accent); }
.primary:hover { filter: brightness(1.08); }
.quiet { background: transparent; color: var(--soft); font-weight: 500; }
.quiet:hover { background: var(--tint); }
.further.further { margin-top: 20px; }
.further a { display: inline-block; padding: 8px 0; font-weight: 500; }
.saved.saved { display: flex; margin-top: 16px; gap: 8px; align-items: center; color: var(--good); background: var(--good-tint); border-radius: 10px; padding: 10px 14px; font-weight: 500; }
.mark { display: grid; place-items: center; width: 48px; height: 48px; border-radius: 50%; background: var(--good-tint); color: var(--good); margin-bottom: 20px; }
@media (max-width: 480px) { .card { padding: 28px 24px; } h1 { font-size: 23px; } }
`,
})
