// The list page's script: local times, copy buttons, and new mails put in without moving what is being read.
// It runs in the browser as it stands here, and is allowed there by its hash.

import { localTimesScript } from './mailbox-look.ts'

export const listScript = `
'use strict'
${localTimesScript}
const wireCopy = () => {
  if (!navigator.clipboard) return
  for (const button of document.querySelectorAll('.copy')) {
    button.hidden = false
    button.onclick = async () => {
      await navigator.clipboard.writeText(button.previousElementSibling.textContent)
      const words = button.dataset.words ??= button.textContent
      button.textContent = button.dataset.copied
      setTimeout(() => { button.textContent = words }, 1600)
    }
  }
}
wireCopy()

if (document.querySelector('main').dataset.page === 'first') {
  const news = document.getElementById('news')
  const title = document.title
  const fresh = JSON.parse(document.querySelector('main').dataset.fresh)
  const plural = new Intl.PluralRules(document.documentElement.lang)
  let unseen = 0
  let isBusy = false
  let isStale = false

  const announce = (count) => {
    unseen += count
    if (document.hidden) document.title = '(' + unseen + ') ' + title
    const text = (fresh[plural.select(unseen)] ?? fresh.other).replace('{count}', unseen)
    if (scrollY < 40) {
      news.innerHTML = '<span class="unseen"></span>'
      news.firstChild.textContent = text
      if (!document.hidden) unseen = 0
      return
    }
    news.innerHTML = '<button type="button"></button>'
    news.firstChild.textContent = '\u2191 ' + text
    news.firstChild.onclick = () => { scrollTo({ top: 0, behavior: 'smooth' }); seen() }
  }
  const seen = () => { unseen = 0; document.title = title; news.textContent = '' }
  addEventListener('scroll', () => { if (scrollY < 40 && unseen > 0) seen() }, { passive: true })
  document.addEventListener('visibilitychange', () => { if (!document.hidden && scrollY < 40) seen() })

  const merge = (next) => {
    const list = document.getElementById('mails')
    const nextList = next.getElementById('mails')
    if (!nextList) return
    if (!list) {
      document.querySelector('main').replaceWith(next.querySelector('main'))
      localTimes(document)
      announce(document.querySelectorAll('#mails > li').length)
      return
    }
    const known = new Set(Array.from(list.children, (row) => row.dataset.key))
    const rows = Array.from(nextList.children).filter((row) => !known.has(row.dataset.key))
    document.getElementById('count').textContent = next.getElementById('count').textContent
    if (rows.length === 0) return
    const height = document.documentElement.scrollHeight
    for (const row of rows) { row.classList.add('fresh'); localTimes(row) }
    list.prepend(...rows)
    if (scrollY >= 40) scrollBy({ top: document.documentElement.scrollHeight - height, behavior: 'instant' })
    announce(rows.length)
  }

  const refresh = async () => {
    if (isBusy) { isStale = true; return }
    isBusy = true
    try {
      do {
        isStale = false
        const answer = await fetch(location.href, { cache: 'no-store' })
        if (answer.ok) merge(new DOMParser().parseFromString(await answer.text(), 'text/html'))
      } while (isStale)
    } catch { /* the server is away; the stream below tells when it is back */ }
    isBusy = false
  }

  const stream = new EventSource('mailbox/changes')
  stream.onmessage = refresh
  // After a pause of the connection something may have been missed.
  let wasOpen = false
  stream.onopen = () => { if (wasOpen) refresh(); wasOpen = true }
}
`
