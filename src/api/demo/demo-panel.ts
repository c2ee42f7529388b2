// The panel beside the demo shop: what Oncue sees of this visitor and decides, as it happens, what is due and when, and a clock that can be wound forward. Its
// script runs in the browser as it stands here.

import { type Html, html } from '../html.ts'
import type { Language } from '../language.ts'
import { panelWords } from './panel-words.ts'

/** Stands beside the page; on narrow screens a button opens it. `lookedAt`: the product of the page. */
export function panel(language: Language, lookedAt: string | undefined): Html {
  const { script, ...words } = panelWords[language]
  return html`<button type="button" id="open-panel" aria-expanded="false" aria-controls="panel" lang="${language}">${words.title}</button>
<aside id="panel" aria-label="${words.title}" lang="${language}" data-words="${JSON.stringify({ ...script, title: words.title })}">
<div class="panel-head"><h2>${words.title}</h2><p id="panel-who">${words.nobodyYet}</p><button type="button" data-ask hidden>${words.askAgain}</button></div>
<div class="panel-clock"><p>${words.clock} <b id="panel-now">&hellip;</b> <small id="panel-lead"></small></p>
<div><button type="button" data-wind="next" disabled>${words.next}</button> <button type="button" data-wind="30m">${words.halfHour}</button> <button type="button" data-wind="1d">${words.day}</button> <button type="button" data-wind="30d">${words.month}</button></div>
<p id="panel-said" role="status"></p></div>
<section aria-labelledby="panel-next-title"><h3 id="panel-next-title">${words.comes}</h3><ul id="panel-next"></ul></section>
<section aria-labelledby="panel-mails-title"><h3 id="panel-mails-title">${words.mails}</h3><ul id="panel-mails"></ul></section>
<section id="panel-shelf-box" aria-labelledby="panel-shelf-title" data-here="${lookedAt ?? ''}" hidden><h3 id="panel-shelf-title">${words.shelf}</h3><ul id="panel-shelf"></ul></section>
<section aria-labelledby="panel-lines-title"><h3 id="panel-lines-title">${words.lines}</h3><ol id="panel-lines"></ol></section>
<p class="panel-foot">${words.foot} <a href="/mailbox">${words.mailbox}</a> &middot; <a href="/console/">${words.console}</a></p>
</aside>`
}

export const panelStyle = `
@media (min-width: 1000px) { body { margin-right: 372px; } #open-panel { display: none !important; } }
#panel { position: fixed; inset: 0 0 0 auto; width: 372px; overflow-y: auto; background: var(--card); border-left: 1px solid var(--line); font-size: 14px; line-height: 1.45; z-index: 2; }
#panel h2 { font-size: 17px; margin: 0; } #panel h3 { font-size: 12px; letter-spacing: .02em; color: var(--soft); margin: 0 0 8px; font-weight: 600; }
#panel p { margin: 0; } #panel ul, #panel ol { margin: 0; padding: 0; list-style: none; } #panel small { color: var(--soft); font-size: inherit; }
#panel > * { padding: 14px 20px; border-bottom: 1px solid var(--line); } #panel > :last-child { border: 0; color: var(--soft); }
.panel-head p { color: var(--soft); } .panel-head button { margin-top: 8px; } .panel-head button[hidden] { display: none; } .panel-clock div { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 10px; } #panel-said:not(:empty) { margin-top: 8px; color: var(--soft); }
.panel-clock b { font-variant-numeric: tabular-nums; }
#panel button { padding: 6px 11px; font-size: 14px; font-weight: 500; border-radius: 8px; background: none; color: inherit; box-shadow: inset 0 0 0 1px var(--line); min-height: 34px; }
#panel button[data-wind=next]:enabled { background: var(--accent); color: var(--on-accent); box-shadow: none; } #panel button:disabled { color: var(--soft); cursor: default; }
#panel li { padding: 5px 0 5px 20px; position: relative; overflow-wrap: anywhere; } #panel li::before { position: absolute; left: 0; color: var(--soft); content: '·'; }
#panel li.seen::before { content: '→'; } #panel li.decided::before { content: '•'; } #panel li.held::before { content: '–'; } #panel li.reached::before { content: '✓'; color: var(--accent); }
#panel li.mail::before { content: '✉'; } #panel li.shelf { display: flex; gap: 10px; align-items: center; justify-content: space-between; padding-left: 0; } #panel li.shelf::before { content: none; } #panel li.shelf small { display: block; } #panel li.empty { padding-left: 0; color: var(--soft); } #panel li.empty::before { content: none; }
#panel time { float: right; margin-left: 10px; color: var(--soft); font-variant-numeric: tabular-nums; } #panel li.new { animation: come .9s ease-out; }
@keyframes come { from { background: color-mix(in srgb, var(--accent) 22%, transparent); } } @media (prefers-reduced-motion: reduce) { #panel li.new { animation: none; } }
#open-panel { position: fixed; right: 16px; bottom: 16px; z-index: 3; box-shadow: 0 6px 24px rgb(0 0 0 / 25%); }
@media (max-width: 999px) { #panel { display: none; padding-bottom: 76px; width: 100%; border: 0; } #panel.open { display: block; } #ask { bottom: 76px; } }
@media (min-width: 1000px) { #ask { right: 388px; } }
`

export const panelScript = `// What Oncue sees of this visitor, asked for once a second while the page is looked at.
const panel = document.getElementById('panel')
if (panel) {
  const byId = (id) => document.getElementById(id)
  const said = byId('panel-said')
  const words = JSON.parse(panel.dataset.words)
  const language = panel.lang === 'en' ? 'en-GB' : panel.lang
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
  const moment = new Intl.DateTimeFormat(language, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' })
  const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' })
  const other = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
  // After a whole day was wound, two things stand at one time of two days.
  const when = (at) => (day.format(at) === day.format(Date.now() + offsetMs) ? time : other).format(at)
  let seen
  let offsetMs = 0
  let isWinding = false
  const visitor = () => window.oncue?.visitor?.()?.anonymousId
  const span = (ms) => {
    const s = Math.max(0, Math.ceil(ms / 1000))
    const [d, h, m] = [Math.floor(s / 86400), Math.floor(s / 3600) % 24, Math.floor(s / 60) % 60]
    const [day, hour, minute, second] = words.units.map((unit) => ' ' + unit)
    return d ? d + day + ' ' + h + hour : h ? h + hour + ' ' + m + minute : m ? m + minute + ' ' + (s % 60) + second : s + second
  }
  const fill = (list, rows, empty) => {
    const had = new Set([...list.children].map((row) => row.dataset.key))
    const isFirst = list.dataset.filled === undefined
    list.dataset.filled = ''
    list.replaceChildren(...rows.map(({ key, className, text, href, when }) => {
      const row = document.createElement('li')
      row.dataset.key = key
      row.className = className + (isFirst || had.has(key) ? '' : ' new')
      const stamp = document.createElement('time')
      stamp.textContent = when
      const body = document.createElement(href ? 'a' : 'span')
      if (href) body.href = href
      body.textContent = text
      row.append(stamp, body)
      return row
    }))
    if (rows.length > 0) return
    const row = document.createElement('li')
    row.className = 'empty'
    row.textContent = empty
    list.append(row)
  }
  const tick = () => {
    if (!seen) return
    const now = Date.now() + offsetMs
    byId('panel-now').textContent = moment.format(now)
    for (const row of byId('panel-next').children) if (row.dataset.due) row.querySelector('time').textContent = words.in.replace('{time}', span(Number(row.dataset.due) - now))
  }
  const shelf = byId('panel-shelf-box')
  const drawShelf = (rows) => {
    const gone = new Set(rows.filter(({ isSoldOut }) => isSoldOut).map(({ id }) => id))
    for (const product of document.querySelectorAll('[data-product]')) {
      const isGone = gone.has(product.dataset.product)
      for (const part of product.querySelectorAll('[data-when]')) part.hidden = (part.dataset.when === 'gone') !== isGone
      // Who was told may ask anew when it is sold out once more.
      const [form, asked] = ['.stock-alert', '.asked'].map((part) => product.querySelector(part))
      if (form && !isGone) [form.hidden, asked.textContent] = [false, '']
    }
    shelf.hidden = rows.length === 0
    // Rows that say the same stay, so that a button keeps its focus.
    const said = JSON.stringify(rows)
    if (shelf.dataset.said === said) return
    const focused = document.activeElement?.dataset.shelf
    shelf.dataset.said = said
    byId('panel-shelf').replaceChildren(...rows.map(({ id, name, isSoldOut }) => {
      const row = document.createElement('li')
      row.className = 'shelf'
      const [about, link, state, button] = ['span', 'a', 'small', 'button'].map((kind) => document.createElement(kind))
      link.href = '/demo/products/' + id
      link.textContent = name
      state.textContent = isSoldOut ? words.gone : words.there
      about.append(link, state)
      button.type = 'button'
      button.dataset.shelf = id
      button.dataset.pieces = isSoldOut ? 6 : 0
      button.textContent = isSoldOut ? words.putBack : words.sellOut
      button.setAttribute('aria-label', button.textContent + ': ' + name)
      row.append(about, button)
      return row
    }))
    if (focused) shelf.querySelector('[data-shelf="' + focused + '"]')?.focus()
  }
  const draw = (next) => {
    seen = next
    offsetMs = next.now - Date.now()
    byId('panel-lead').textContent = next.leadMs > 999 ? words.ahead.replace('{time}', span(next.leadMs)) : ''
    const { story } = next
    const who = story?.email ? (story.name ? story.name + ', ' : '') + story.email : words.visitor
    const signUp = byId('sign-up')
    if (signUp) signUp.hidden = Boolean(story?.email)
    const address = document.querySelector('#stock-alert input')
    if (address) address.hidden = address.disabled = Boolean(story?.email)
    drawShelf(next.shelf)
    const isRefused = !visitor() && byId('ask').hidden
    byId('panel-who').textContent = story ? who : visitor() ? words.nothing : isRefused ? words.refused : words.nobody
    panel.querySelector('[data-ask]').hidden = !isRefused
    fill(byId('panel-next'), (story?.pending ?? []).map(({ text, dueAt }) => ({ key: text + dueAt, className: 'decided', text, when: '' })), words.noneDue)
    ;(story?.pending ?? []).forEach(({ dueAt }, index) => { byId('panel-next').children[index].dataset.due = dueAt })
    fill(byId('panel-mails'), (story?.messages ?? []).map(({ key, channel, subject, at }) => ({ key, className: 'mail', text: channel === 'email' ? subject : channel + ': ' + subject, href: '/mailbox/' + encodeURIComponent(key), when: when(at) })), words.noneMails)
    fill(byId('panel-lines'), (story?.lines ?? []).toReversed().map(({ at, kind, text }, index, all) => ({ key: at + text + (all.length - index), className: kind, text, when: when(at) })), words.noneLines)
    panel.querySelector('[data-wind=next]').disabled = isWinding || !story?.pending.length
    tick()
  }
  const ask = async (path, options) => {
    const response = await fetch(path, options)
    const body = await response.json()
    if (!response.ok) throw new Error(body.detail)
    return body
  }
  const query = () => '?visitor=' + encodeURIComponent(visitor() ?? '') + '&product=' + shelf.dataset.here
  const post = (path, body) => ask(path + query(), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const look = async () => {
    if (document.hidden || isWinding) return
    try { draw(await ask('/demo/seen' + query())) }
    catch (error) { said.textContent = words.away }
  }
  panel.addEventListener('click', async ({ target }) => {
    const { wind: by, shelf: product, pieces } = target.dataset
    if (!(by || product) || isWinding) return
    isWinding = true
    for (const button of panel.querySelectorAll('[data-wind]')) button.disabled = true
    said.textContent = by ? words.winding : words.telling
    try {
      const before = new Set(seen?.story?.messages.map(({ key }) => key))
      draw(by ? await post('/demo/clock', by === 'next' ? { toNextOf: visitor() } : { forward: by }) : await post('/demo/shelf', { product, pieces: Number(pieces) }))
      const more = (seen.story?.messages ?? []).filter(({ key }) => !before.has(key)).length
      said.textContent = more > 0 ? (words.arrived[new Intl.PluralRules(panel.lang).select(more)] ?? words.arrived.other).replace('{count}', more) : words.done
    } catch (error) { said.textContent = error.message }
    isWinding = false
    for (const button of panel.querySelectorAll('[data-wind]')) button.disabled = false
    await look()
  })
  byId('open-panel').addEventListener('click', ({ currentTarget }) => {
    const isOpen = panel.classList.toggle('open')
    currentTarget.setAttribute('aria-expanded', String(isOpen))
    currentTarget.textContent = isOpen ? words.back : words.title
  })
  setInterval(tick, 1000)
  const again = () => setTimeout(() => look().finally(again), 700)
  look().finally(again)
}
`
