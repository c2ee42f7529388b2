// What the mailbox's pages have in common: the header, how an instant is shown, and the styles of both.

import { type Html, html } from '../html.ts'

/** The bar on top, with the promise that matters on this page. `home` is the way back to the list, from a mail's page. */
export function mailboxHeader(workspace: string, home: string | undefined, promise: string): Html {
  return html`<header class="bar"><div>
<svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true"><rect width="32" height="32" rx="9" class="tile"/><circle cx="16" cy="16" r="7" fill="none" class="ring" stroke-width="3"/><circle cx="16" cy="16" r="2" class="dot"/></svg>
${home === undefined ? html`<span class="name">${workspace}</span>` : html`<a class="name" href="${home}">${workspace}</a>`}
<span class="kept">${promise}</span>
</div></header>`
}

/** An instant: UTC as it is served, the reader's own zone once the page's script ran. */
export function clockTime(instant: number): Html {
  const iso = new Date(instant).toISOString()
  return html`<time datetime="${iso}" title="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 16)}</time>`
}

export const mailboxStyle = `
.bar { position: sticky; top: 0; z-index: 1; background: color-mix(in srgb, var(--paper) 88%, transparent); backdrop-filter: blur(10px); border-bottom: 1px solid var(--line); }
.bar > div { max-width: 1080px; margin: 0 auto; padding: 12px 24px; display: flex; align-items: center; gap: 10px; }
.bar .tile { fill: var(--accent); } .bar .ring { stroke: var(--on-accent); } .bar .dot { fill: var(--on-accent); }
.name { font-weight: 650; letter-spacing: -0.01em; color: inherit; text-decoration: none; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
a.name:hover { text-decoration: underline; }
.kept { margin-left: auto; flex: none; max-width: 100%; color: var(--good); background: var(--good-tint); font-size: 13px; font-weight: 600; border-radius: 999px; padding: 3px 12px; }
@media (max-width: 720px) { .bar > div { padding: 10px 16px; flex-wrap: wrap; } .name { flex: 1 1 auto; } .kept { margin-left: 0; } }
`

/** Shows instants in the reader's zone: the time for today, the day before that. */
export const localTimesScript = `
const localTimes = (root) => {
  const day = (date) => date.toDateString()
  // An English page follows the browser: it may be set to British or American dates.
  const language = document.documentElement.lang === 'en' ? [] : document.documentElement.lang
  for (const element of root.querySelectorAll('time[datetime]')) {
    const date = new Date(element.dateTime)
    const isToday = day(date) === day(new Date())
    const long = element.classList.contains('long')
    element.textContent = long
      ? date.toLocaleString(language, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' })
      : isToday ? date.toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }) : date.toLocaleDateString(language, { day: 'numeric', month: 'short' })
  }
}
localTimes(document)
`
