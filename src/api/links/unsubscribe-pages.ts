// The pages on which somebody unsubscribes, or takes it back. They work without scripts, on a phone, in light and dark, and
// show nothing about the subscriber: whoever was forwarded a mail sees the sender's name and the topic only.

import type { FastifyReply } from 'fastify'
import { type Html, html } from '../html.ts'
import { definePage } from '../page.ts'

export interface UnsubscribeWords {
  readonly workspace: string
  /** The topic in words; undefined when the link is about all mail. */
  readonly topic?: string
  readonly isEverything: boolean
}

/** Asks. The button is the only thing on the page that acts. */
export function sendAskPage(reply: FastifyReply, words: UnsubscribeWords): FastifyReply {
  const { topic, workspace } = words
  const question = topic === undefined ? html`Stop all mails from ${workspace}?` : html`Stop “${topic}”?`
  const promise =
    topic === undefined
      ? html`Nothing more will be sent to you, not even what is already waiting to go out.`
      : html`You will get no more mails of this kind from ${workspace}, not even one that is already waiting to go out.`
  return sendPage(reply, {
    title: `Unsubscribe – ${workspace}`,
    body: card(
      workspace,
      html`<h1>${question}</h1>
<p>${promise}</p>
<form method="post" class="actions">
<input type="hidden" name="by" value="page">
<button class="primary" type="submit">Unsubscribe</button>
${topic !== undefined && html`<button class="quiet" type="submit" name="scope" value="all">Stop all mails from ${workspace}</button>`}
</form>`,
    ),
  })
}

/** Confirms, and offers the way back: `undo` is the address of the button, relative to the page's own. */
export function sendDonePage(reply: FastifyReply, words: UnsubscribeWords, undo: string): FastifyReply {
  const what = words.isEverything || words.topic === undefined ? html`No more mails from ${words.workspace}.` : html`No more mails of “${words.topic}”.`
  return sendPage(reply, {
    title: `Unsubscribed – ${words.workspace}`,
    body: card(
      words.workspace,
      html`<div class="mark" aria-hidden="true">${check}</div>
<h1>You are unsubscribed</h1>
<p role="status">${what} It took effect at once; you can close this page.</p>
<form method="post" action="${undo}" class="actions">
<input type="hidden" name="by" value="page">
${words.isEverything && html`<input type="hidden" name="scope" value="all">`}
<button class="secondary" type="submit">Subscribe me again</button>
</form>`,
    ),
  })
}

/** Confirms that it was taken back. */
export function sendUndonePage(reply: FastifyReply, words: UnsubscribeWords): FastifyReply {
  return sendPage(reply, {
    title: `Subscribed again – ${words.workspace}`,
    body: card(
      words.workspace,
      html`<div class="mark" aria-hidden="true">${check}</div>
<h1>You are subscribed again</h1>
<p role="status">${words.isEverything || words.topic === undefined ? html`Mails from ${words.workspace} will reach you as before.` : html`Mails of “${words.topic}” will reach you as before.`}
You can leave whenever you like, with the link in any of them.</p>`,
    ),
  })
}

/** For a link that was cut, altered or never ours. */
export function sendInvalidPage(reply: FastifyReply): FastifyReply {
  return sendPage(reply, {
    title: 'This link does not work',
    status: 404,
    body: card(
      undefined,
      html`<h1>This link does not work</h1>
<p>It may have been cut in two by a mail program. Open it from the mail itself once more, or answer the mail and ask to be taken off.</p>`,
    ),
  })
}

/** For a link of a mail that was cut, altered, or leads nowhere any more. */
export function sendDeadLinkPage(reply: FastifyReply): FastifyReply {
  return sendPage(reply, {
    title: 'This link does not work',
    status: 404,
    body: card(
      undefined,
      html`<h1>This link leads nowhere any more</h1>
<p>It may have been cut in two by a mail program, or the mail is too old. Open it from the mail itself once more, or go to the sender's own website.</p>`,
    ),
  })
}

const check = {
  markup:
    '<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="2.25" stroke-linecap="round" stroke-linejoin="round"><path d="m5 12.5 4.5 4.5L19 7.5"/></svg>',
}

const sendPage = definePage({
  style: `
body { min-height: 100vh; min-height: 100dvh; display: grid; place-items: center; padding: 24px 16px; }
.card { width: 100%; max-width: 460px; background: var(--card); border: 1px solid var(--line); border-radius: 16px; box-shadow: var(--shadow); padding: 40px; }
.from { color: var(--soft); font-size: 14px; font-weight: 500; margin-bottom: 20px; overflow-wrap: anywhere; }
h1 { font-size: 26px; line-height: 1.25; letter-spacing: -0.018em; font-weight: 650; text-wrap: balance; overflow-wrap: anywhere; }
h1 + p { margin-top: 12px; color: var(--soft); text-wrap: pretty; overflow-wrap: anywhere; }
.actions { display: grid; gap: 8px; margin-top: 28px; }
button { font: inherit; font-weight: 600; min-height: 48px; padding: 10px 20px; border-radius: 10px; border: 1px solid transparent; cursor: pointer; transition: filter 120ms, background-color 120ms; }
.primary { background: var(--accent); color: var(--on-accent); }
.primary:hover { filter: brightness(1.08); }
.secondary { background: transparent; color: var(--ink); border-color: var(--line); }
.secondary:hover, .quiet:hover { background: var(--tint); }
.quiet { background: transparent; color: var(--soft); font-weight: 500; overflow-wrap: anywhere; }
.mark { display: grid; place-items: center; width: 48px; height: 48px; border-radius: 50%; background: var(--good-tint); color: var(--good); margin-bottom: 20px; }
@media (max-width: 480px) { .card { padding: 28px 24px; } h1 { font-size: 23px; } }
`,
})

function card(workspace: string | undefined, content: Html): Html {
  return html`<main class="card">
${workspace !== undefined && html`<p class="from">${workspace}</p>`}
${content}
</main>`
}
