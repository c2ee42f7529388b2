// The card: the one look of every page that a recipient sees. It works without scripts, on a phone, in light and dark; it names no address, so
// that whoever was forwarded a mail learns nothing about its reader but what the reader chose.

import type { FastifyReply } from 'fastify'
import type { ReaderWords } from '../model/reader-words.ts'
import { type Html, html } from './html.ts'
import { definePage, type PageContent, type PageKind, writePage } from './page.ts'

export interface Card {
  /** Its language, and which way that runs. */
  readonly words: Pick<ReaderWords, 'language' | 'direction'>
  /** Who the mails are from. */
  readonly workspace: string
  readonly title: string
  /** What the browser's tab says, where that is not the title. */
  readonly tab?: string
  readonly body: Html
  readonly status?: number
  /** Something that was asked for has been done. */
  readonly isDone?: boolean
}

/** Sends a page with one card. */
export function sendCard(reply: FastifyReply, card: Card): FastifyReply {
  return sendPage(reply, contentOf(card))
}

/** The same page as a document. */
export function writeCard(card: Card): string {
  return writePage(kind, contentOf(card))
}

function contentOf({ words: { language, direction }, workspace, title, tab = title, body, status, isDone }: Card): PageContent {
  return {
    title: `${tab} – ${workspace}`,
    language,
    direction,
    ...(status === undefined ? {} : { status }),
    body: html`<main class="card">
<p class="from">${direction === 'rtl' ? html`<bdi>${workspace}</bdi>` : workspace}</p>
${isDone === true && html`<div class="mark">${checkMark}</div>`}
<h1>${title}</h1>
${body}
</main>`,
  }
}

/** Says that something is done. */
export const checkMark: Html = {
  markup:
    '<svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2.25" stroke-linecap="round" stroke-linejoin="round"><path d="m5 12.5 4.5 4.5L19 7.5"/></svg>',
}

// `late`: the second half of a double click on the page before would press what stands here now, such as the way back of somebody who has just left.
const kind: PageKind = {
  style: `
body { min-height: 100vh; min-height: 100dvh; display: grid; place-items: center; padding: 24px 16px; }
.card { width: 100%; max-width: 500px; background: var(--card); border: 1px solid var(--line); border-radius: 16px; box-shadow: var(--shadow); padding: 40px; }
.from { color: var(--soft); font-size: 14px; font-weight: 500; margin-bottom: 20px; overflow-wrap: anywhere; }
h1 { font-size: 26px; line-height: 1.25; letter-spacing: -0.018em; font-weight: 650; text-wrap: balance; overflow-wrap: anywhere; hyphens: auto; }
h1 ~ p { margin-top: 12px; color: var(--soft); text-wrap: pretty; overflow-wrap: anywhere; }
.topics { margin: 12px 0 0; padding-inline-start: 20px; overflow-wrap: anywhere; }
.rows { margin-top: 24px; border-top: 1px solid var(--line); }
fieldset { border: 0; border-bottom: 1px solid var(--line); margin: 0; padding: 16px 0 12px; min-width: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(120px, 1fr)); gap: 0 8px; }
legend { float: inline-start; grid-column: 1 / -1; padding: 0; font-weight: 600; overflow-wrap: anywhere; }
label { display: flex; gap: 10px; line-height: 1.35; align-items: center; min-height: 40px; cursor: pointer; }
input[type=checkbox] { width: 20px; height: 20px; margin: 0; accent-color: var(--accent); flex: none; }
.topic { min-height: 56px; padding: 12px 0; border-bottom: 1px solid var(--line); font-weight: 500; overflow-wrap: anywhere; }
.note { margin-top: 16px; color: var(--soft); font-size: 14px; line-height: 1.5; background: var(--tint); border-radius: 10px; padding: 10px 14px; text-wrap: pretty; }
label:has(:disabled) { color: var(--soft); cursor: default; }
.field { display: grid; gap: 6px; margin-top: 24px; font-weight: 600; justify-items: stretch; }
select { font: inherit; color: inherit; background: var(--card); font-weight: 400; border: 1px solid color-mix(in srgb, var(--soft) 75%, var(--card)); border-radius: 10px; min-height: 48px; padding: 0 12px; width: 100%; }
.tracking { margin-top: 20px; color: var(--soft); font-size: 15px; align-items: flex-start; padding: 4px 0; }
.actions { display: grid; gap: 8px; margin-top: 28px; }
button { font: inherit; font-weight: 600; min-height: 48px; padding: 10px 20px; border-radius: 10px; border: 1px solid transparent; cursor: pointer; overflow-wrap: anywhere; transition: filter 120ms, background-color 120ms; }
.mark ~ .actions button { animation: late 1.5s !important; }
@keyframes late { from, to { pointer-events: none; } }
.primary { background: var(--accent); color: var(--on-accent); }
.primary:hover { filter: brightness(1.08); }
.secondary { background: transparent; color: var(--ink); border-color: var(--line); }
.quiet { background: transparent; color: var(--soft); font-weight: 500; }
.secondary:hover, .quiet:hover { background: var(--tint); }
.further.further { margin-top: 20px; }
.further a { display: inline-block; padding: 8px 0; font-weight: 500; }
.saved.saved { display: flex; margin-top: 16px; gap: 8px; align-items: center; color: var(--good); background: var(--good-tint); border-radius: 10px; padding: 10px 14px; font-weight: 500; }
.saved svg { flex: none; }
.mark { display: grid; place-items: center; width: 48px; height: 48px; border-radius: 50%; background: var(--good-tint); color: var(--good); margin-bottom: 20px; }
@media (max-width: 480px) { .card { padding: 28px 24px; } h1 { font-size: 23px; } }
`,
}

const sendPage = definePage(kind)
