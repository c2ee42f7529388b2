// One kept mail, of the mailbox or of the archive: as its reader sees it, as plain text, its headers, and the message as it would go over the wire.
// The mail's own HTML is only ever shown inside a sandboxed frame that has an origin of its own.

import type { FastifyReply } from 'fastify'
import { type Html, html } from '../html.ts'
import { definePage } from '../page.ts'
import type { MailboxItem } from './mailbox-items.ts'
import { clockTime, localTimesScript, mailboxHeader, mailboxStyle } from './mailbox-look.ts'
import type { MailboxMail } from './mailbox-view.ts'
import type { MailboxWords } from './mailbox-words.ts'

export const mailTabs = ['mail', 'text', 'headers', 'source'] as const
export type MailTab = (typeof mailTabs)[number]

export interface MailContent {
  readonly mail: MailboxMail
  readonly item: MailboxItem
  readonly view: MailTab
  readonly width: 'wide' | 'phone'
  readonly workspace: string
  readonly words: MailboxWords
  /** Where the console tells why it was sent; without it nobody does. */
  readonly why?: string | undefined
  /** For a message of the archive: what became of it, and whose pictures are shown. */
  readonly archive?: { readonly status: string; readonly pictures: 'own' | 'remote' }
}

/** What stands around a page. */
export type Around = Pick<MailContent, 'workspace' | 'words'>

export function sendMailPage(reply: FastifyReply, content: MailContent): FastifyReply {
  const { mail, view, archive, words } = content
  const subject = mail.subject === '' ? words.noSubject : mail.subject
  return sendPage(reply, {
    title: subject,
    language: words.language,
    body: html`${archive === undefined ? mailboxHeader(content.workspace, '../mailbox', words.kept) : mailboxHeader(content.workspace, undefined, words.archive)}
<main>
${archive === undefined && html`<a class="back" href="../mailbox"><span aria-hidden="true">&larr;</span> ${words.all}</a>`}
<h1><bdi>${subject}</bdi></h1>
${about(content)}
${content.why !== undefined && html`<p class="why"><a href="${content.why}">${words.why} <span aria-hidden="true">&rarr;</span></a></p>`}
<nav class="tabs" aria-label="${words.views}">
${tabsOf(mail).map((tab) => html`<a href="?view=${tab}"${tab === view && current}>${words.tabs[mail.channel !== undefined && tab === 'headers' ? 'details' : tab]}</a>`)}
${view === 'mail' && widths(content)}
</nav>
${view === 'mail' && archive !== undefined && picturesNote(content, archive.pictures)}
${shown(content)}
</main>`,
  })
}

/** For a link to a kept message that is not good (any more). */
export function sendExpiredViewPage(reply: FastifyReply, { workspace, words }: Around): FastifyReply {
  return sendPage(reply, {
    title: words.expired.title,
    language: words.language,
    status: 404,
    body: html`${mailboxHeader(workspace, undefined, words.archive)}
<main><h1>${words.expired.title}</h1><p class="none">${words.expired.text}</p></main>`,
  })
}

/** For a key that the mailbox does not have, or not any more. */
export function sendMissingMailPage(reply: FastifyReply, { workspace, words }: Around): FastifyReply {
  return sendPage(reply, {
    title: words.missing.title,
    language: words.language,
    status: 404,
    body: html`${mailboxHeader(workspace, '../mailbox', words.kept)}
<main><a class="back" href="../mailbox"><span aria-hidden="true">&larr;</span> ${words.all}</a>
<h1>${words.missing.title}</h1><p class="none">${words.missing.text}</p></main>`,
  })
}

/** A text message or popup has neither pictures nor a source. */
export function tabsOf({ channel }: MailboxMail): readonly MailTab[] {
  return channel === undefined ? mailTabs : ['text', 'headers']
}

const current = { markup: ' aria-current="page"' }

function about({ mail, item, archive, words }: MailContent): Html {
  const { name, address } = mail.from
  return html`<dl class="about">
<div><dt>${words.about.to}</dt><dd>${mail.to}</dd></div>
<div><dt>${words.about.from}</dt><dd>${name === undefined || name === '' ? address : html`${name} <span class="soft">${address}</span>`}</dd></div>
${item.userId !== undefined && html`<div><dt>${words.about.subscriber}</dt><dd>${item.userId}</dd></div>`}
${item.journey !== undefined && html`<div><dt>${words.about.journey}</dt><dd>${item.journey}<i aria-hidden="true">&rsaquo;</i>${item.step}</dd></div>`}
${archive !== undefined && html`<div><dt>${words.about.status}</dt><dd>${archive.status}</dd></div>`}
<div><dt>${words.about.time}</dt><dd>${{ markup: clockTime(mail.at).markup.replace('<time ', '<time class="long" ') }}</dd></div>
</dl>`
}

function widths({ width, archive, words }: MailContent): Html {
  const pictures = archive?.pictures === 'remote' && html`&amp;pictures=remote`
  return html`<span class="widths"><a href="?view=mail${pictures}"${width === 'wide' && current}>${words.wide}</a><a href="?view=mail&amp;width=phone${pictures}"${width === 'phone' && current}>${words.phone}</a></span>`
}

function picturesNote({ width, words }: MailContent, pictures: 'own' | 'remote'): Html {
  const phone = width === 'phone' && html`&amp;width=phone`
  if (pictures === 'remote') return html`<p class="note">${words.pictures.loaded} <a href="?view=mail${phone}">${words.pictures.hide}</a></p>`
  return html`<p class="note">${words.pictures.none} <a href="?view=mail${phone}&amp;pictures=remote">${words.pictures.show}</a></p>`
}

function shown({ mail, view, width, archive, words }: MailContent): Html {
  const sandbox = archive === undefined ? 'allow-popups allow-popups-to-escape-sandbox' : ''
  const query = archive?.pictures === 'remote' && '?pictures=remote'
  const path = encodeURIComponent(mail.key)
  switch (view) {
    case 'mail':
      return html`<div class="stage ${width}"><iframe src="${path}/html${query}" title="${words.frame}" sandbox="${sandbox}" referrerpolicy="no-referrer"></iframe></div>`
    case 'text':
      return mail.text === '' ? html`<p class="none">${words.noText}</p>` : html`<pre class="sheet text">${mail.text}</pre>`
    case 'headers':
      return html`<div class="sheet"><table><tbody>${mail.headers.map((header) => html`<tr><th scope="row">${header.name}</th><td>${header.value}</td></tr>`)}</tbody></table></div>`
    case 'source':
      return html`<p class="download"><a href="${path}/message.eml">${words.download}</a></p><pre class="sheet source" tabindex="0">${mail.source}</pre>`
  }
}

const mailStyle = `
main { max-width: 1080px; margin: 0 auto; padding: 24px 24px 64px; }
.back { display: inline-block; font-size: 14.5px; color: var(--soft); text-decoration: none; padding: 6px 0; }
.back:hover { color: var(--ink); }
h1 { margin-top: 10px; font-size: 26px; line-height: 1.3; letter-spacing: -0.018em; font-weight: 650; overflow-wrap: anywhere; text-wrap: balance; }
.about { display: flex; flex-wrap: wrap; gap: 14px 28px; margin-top: 18px; }
.about div { min-width: 0; }
dt { font-size: 13px; color: var(--soft); }
dd { font-size: 15px; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
dd i { font-style: normal; margin: 0 6px; color: var(--soft); }
.why { margin-top: 14px; font-size: 15px; }
.soft { color: var(--soft); }
.tabs { display: flex; align-items: center; gap: 4px; margin: 28px 0 16px; border-bottom: 1px solid var(--line); overflow: auto hidden; }
.tabs > a { padding: 10px 12px; font-size: 15px; font-weight: 550; color: var(--soft); text-decoration: none; border-bottom: 2px solid transparent; margin-bottom: -1px; }
.tabs > a:hover { color: var(--ink); }
.tabs > a[aria-current] { color: var(--ink); border-color: var(--accent); }
.tabs a:focus-visible { outline-offset: -3px; }
.widths { margin-left: auto; display: inline-flex; background: var(--line); border-radius: 9px; padding: 2px; flex: none; }
.widths a { font-size: 13px; font-weight: 600; color: var(--soft); text-decoration: none; padding: 4px 12px; border-radius: 7px; }
.widths a[aria-current] { background: var(--card); color: var(--ink); }
.stage { display: grid; justify-items: center; }
iframe { display: block; width: 100%; height: max(560px, calc(100vh - 330px)); border: 1px solid var(--line); border-radius: 14px; background: #ffffff; box-shadow: var(--shadow); color-scheme: light dark; }
.stage.phone iframe { width: 392px; max-width: 100%; height: 780px; border-radius: 28px; border-width: 8px; border-color: var(--line); }
.sheet { background: var(--card); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow); overflow-x: auto; }
.text { padding: 24px; font: 15px/1.65 inherit; font-family: inherit; white-space: pre-wrap; overflow-wrap: anywhere; max-width: 72ch; }
.source { padding: 20px; font: 13px/1.6 var(--mono); white-space: pre; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
tr + tr { border-top: 1px solid var(--line); }
th, td { text-align: left; vertical-align: top; padding: 10px 20px; }
th { white-space: nowrap; font-weight: 600; width: 1%; }
td { font: 13px/1.6 var(--mono); overflow-wrap: anywhere; }
.download { margin-bottom: 12px; font-size: 14.5px; }
.note { margin-bottom: 14px; font-size: 14.5px; color: var(--soft); }
.none { margin-top: 12px; color: var(--soft); }
@media (max-width: 720px) {
  main { padding: 12px 16px 48px; }
  h1 { font-size: 22px; }
  .about { display: grid; gap: 8px; }
  .about div { display: grid; grid-template-columns: 72px minmax(0, 1fr); column-gap: 12px; align-items: baseline; }
  .widths { display: none; }
  iframe { height: max(480px, calc(100vh - 120px)); }
  th, td { display: block; padding: 10px 16px 0; width: auto; } td { padding: 0 16px 10px; }
}
`

const sendPage = definePage({ style: mailboxStyle + mailStyle, script: `'use strict'\n${localTimesScript}`, allows: ["frame-src 'self'"], isFramed: true })
