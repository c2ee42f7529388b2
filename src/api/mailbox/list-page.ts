// The list of kept mails. It works without its script; with it, new mails appear while the reader keeps their place.

import type { FastifyReply } from 'fastify'
import { type Html, html } from '../html.ts'
import { definePage } from '../page.ts'
import { curlLine, type ExampleServer, type FirstStep } from './first-steps.ts'
import { listScript } from './list-script.ts'
import type { MailboxItem } from './mailbox-items.ts'
import { clockTime, mailboxHeader, mailboxStyle } from './mailbox-look.ts'
import { countWords, type MailboxWords } from './mailbox-words.ts'

export interface ListContent {
  readonly items: readonly MailboxItem[]
  /** Key after which the next page begins; undefined on the last. */
  readonly next?: string
  readonly count: number
  readonly workspace: string
  readonly isFirstPage: boolean
  readonly words: MailboxWords
  readonly example: ExampleServer & { readonly steps: readonly FirstStep[] }
}

export function sendListPage(reply: FastifyReply, content: ListContent): FastifyReply {
  const isEmpty = content.isFirstPage && content.items.length === 0
  return sendPage(reply, {
    title: `${content.words.mailbox} – ${content.workspace}`,
    language: content.words.language,
    body: html`${mailboxHeader(content.workspace, undefined, content.words.kept)}
<main data-page="${content.isFirstPage ? 'first' : 'later'}" data-fresh="${JSON.stringify(content.words.fresh)}">
${isEmpty ? emptyState(content) : fullList(content)}
</main>
<div id="news" role="status" aria-live="polite"></div>`,
  })
}

function fullList(content: ListContent): Html {
  const { items, next, count, isFirstPage, words } = content
  return html`<div class="headline"><h1>${words.mailbox}</h1><p class="count" id="count">${countWords(words.messages, count, words.language)}</p></div>
<ol class="mails" id="mails">${items.map((item) => row(item, words))}</ol>
<nav class="pages" aria-label="${words.pages}">
${!isFirstPage && html`<a href="mailbox">${words.newest}</a>`}
${next !== undefined && html`<a href="?before=${encodeURIComponent(next)}" rel="next">${words.older}</a>`}
</nav>`
}

function row(item: MailboxItem, words: MailboxWords): Html {
  return html`<li data-key="${item.key}"><a href="mailbox/${encodeURIComponent(item.key)}">
<span class="to">${item.to}${item.channel !== undefined && html` <span class="mark">${words.channels[item.channel]}</span>`}</span>
<span class="subject"><bdi>${item.subject === '' ? words.noSubject : item.subject}</bdi>${item.preview !== undefined && html` <span class="preview">${item.preview}</span>`}</span>
${item.journey !== undefined && html`<span class="origin">${item.journey}<i aria-hidden="true">&rsaquo;</i>${item.step}</span>`}
${clockTime(item.at)}
</a></li>`
}

function emptyState({ example, words: { empty } }: ListContent): Html {
  return html`<section class="empty">
<svg class="envelope" viewBox="0 0 96 72" width="96" height="72" fill="none" aria-hidden="true"><rect x="2" y="2" width="92" height="68" rx="10" class="paper"/><path d="m6 10 36.6 31.4a8 8 0 0 0 10.8 0L90 10" class="fold"/></svg>
<h1>${empty.title}</h1>
<p class="lead">${empty.lead}</p>
<ol class="steps">${example.steps.map(
    (step, index) => html`<li>
<p>${empty.steps[index]}</p>
<div class="code"><pre><code>${curlLine(step, example)}</code></pre><button type="button" class="copy" data-copied="${empty.copied}" hidden>${empty.copy}</button></div>
</li>`,
  )}</ol>
<p class="waiting"><span class="pulse" aria-hidden="true"></span>${empty.waiting}</p>
</section>`
}

const listStyle = `
main { max-width: 1080px; margin: 0 auto; padding: 32px 24px 96px; }
.headline { display: flex; align-items: baseline; gap: 12px; margin-bottom: 16px; }
.headline h1 { font-size: 24px; line-height: 1.3; letter-spacing: -0.016em; font-weight: 650; }
.count { color: var(--soft); font-size: 15px; font-variant-numeric: tabular-nums; }
.mails { list-style: none; padding: 0; background: var(--card); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow); overflow: hidden; overflow-anchor: none; }
.mails li + li { border-top: 1px solid var(--line); }
.mails a { display: grid; grid-template-columns: 260px minmax(0, 1fr) auto 64px; align-items: center; gap: 4px 20px; padding: 14px 20px; color: inherit; text-decoration: none; }
.mails a:hover { background: var(--tint); }
.mails a:focus-visible { outline-offset: -2px; border-radius: 12px; }
.to, .subject, .origin { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.to { font-weight: 600; font-size: 15px; }
.subject { font-size: 15px; }
.mark { font-size: 12px; font-weight: 650; color: var(--accent); background: var(--tint); border-radius: 999px; padding: 2px 8px; margin-left: 4px; vertical-align: 1px; }
.preview { color: var(--soft); margin-left: 6px; }
.origin { grid-column: 3; max-width: 260px; color: var(--soft); font-size: 13px; background: var(--paper); border: 1px solid var(--line); border-radius: 999px; padding: 2px 10px; }
.origin i { font-style: normal; margin: 0 5px; opacity: 0.6; }
.mails time { grid-column: 4; justify-self: end; color: var(--soft); font-size: 13.5px; font-variant-numeric: tabular-nums; white-space: nowrap; }
.mails li.fresh { animation: arrive 1.6s ease-out; }
@keyframes arrive { from { background: var(--tint); } }
.pages { display: flex; gap: 16px; justify-content: center; margin-top: 24px; }
.pages a { font-size: 15px; padding: 8px 14px; }
#news { position: fixed; inset: auto 0 24px; display: grid; place-items: center; pointer-events: none; }
#news button { pointer-events: auto; font: inherit; font-size: 14px; font-weight: 600; padding: 10px 18px; border: 0; border-radius: 999px; background: var(--accent); color: var(--on-accent); box-shadow: 0 6px 24px rgb(20 22 30 / 25%); cursor: pointer; }
#news .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.empty { max-width: 720px; margin: 32px auto 0; }
.envelope { display: block; margin: 0 auto 24px; }
.envelope .paper { fill: var(--card); stroke: var(--line); stroke-width: 2.5; }
.envelope .fold { stroke: var(--accent); stroke-width: 2.5; stroke-linecap: round; }
.empty h1 { text-align: center; font-size: 26px; line-height: 1.25; letter-spacing: -0.018em; font-weight: 650; }
.lead { text-align: center; color: var(--soft); max-width: 460px; margin: 10px auto 36px; text-wrap: balance; }
.steps { list-style: none; padding: 0; display: grid; gap: 24px; counter-reset: step; }
.steps li { counter-increment: step; display: grid; grid-template-columns: 28px minmax(0, 1fr); gap: 10px 14px; align-items: baseline; }
.steps li::before { content: counter(step); display: grid; place-items: center; width: 28px; height: 28px; border-radius: 50%; background: var(--tint); color: var(--accent); font-size: 14px; font-weight: 650; }
.steps p { font-size: 15.5px; text-wrap: pretty; }
.code { grid-column: 2; position: relative; background: var(--card); border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shadow); }
.code pre { padding: 14px 84px 14px 16px; font: 13px/1.65 var(--mono); white-space: pre-wrap; word-break: break-all; }
.copy { position: absolute; top: 9px; right: 9px; font: inherit; font-size: 13px; font-weight: 600; min-height: 32px; padding: 4px 12px; border-radius: 8px; border: 1px solid var(--line); background: var(--card); color: var(--ink); cursor: pointer; }
.copy:hover { background: var(--tint); }
.waiting { display: flex; align-items: center; justify-content: center; gap: 10px; margin-top: 40px; color: var(--soft); font-size: 14px; }
.pulse { width: 8px; height: 8px; border-radius: 50%; background: var(--accent); animation: pulse 2s ease-in-out infinite; }
@keyframes pulse { 50% { opacity: 0.25; } }
@media (max-width: 720px) {
  main { padding: 20px 16px 80px; }
  .mails a { grid-template-columns: minmax(0, 1fr) auto; padding: 14px 16px; gap: 2px 12px; }
  .to { grid-column: 1; } .mails time { grid-column: 2; grid-row: 1; }
  .subject { grid-column: 1 / -1; white-space: normal; overflow-wrap: anywhere; }
  .preview { display: none; }
  .origin { grid-column: 1 / -1; justify-self: start; max-width: 100%; margin-top: 6px; }
  .empty { margin-top: 16px; }
  .code { grid-column: 1 / -1; }
  .code pre { padding: 14px 16px 52px; }
  .copy { top: auto; bottom: 9px; }
}
`

const sendPage = definePage({ style: mailboxStyle + listStyle, script: listScript, allows: ["connect-src 'self'"], isFramed: true })
