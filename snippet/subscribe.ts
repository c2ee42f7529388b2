// Forms to subscribe that stay on their page: `data-oncue-subscribe`. They are sent as they would be without a script, only that the answer is
// said in the page. It needs no consent to tracking, keeps nothing, and says nothing about who the visitor is.

import { jsonIn, post } from './outbox.ts'
import type { SubscriptionAnswer } from './site-api.ts'

interface Door {
  readonly endpoint: string
  readonly key: string
}

/** Sends what a form said. Never rejects. */
export async function subscribe({ endpoint, key }: Door, fields: URLSearchParams): Promise<SubscriptionAnswer> {
  fields.set('key', key)
  fields.set('page', location.origin + location.pathname)
  const answer = await post(`${endpoint}/v1/subscribe`, fields)
  return answer?.ok ? { ok: true } : { ok: false, problem: (await jsonIn(answer)).detail }
}

/** Takes over the forms of the page, also those that come later. */
export function followSubscribeForms(door: Door): void {
  document.addEventListener('submit', async (event) => {
    const form = event.target as HTMLFormElement
    const said = form.dataset
    if (said['oncueSubscribe'] === undefined || event.defaultPrevented) return
    event.preventDefault()
    if (said['oncueState'] === 'sending') return
    said['oncueState'] = 'sending'
    const answer = await subscribe(door, new URLSearchParams(new FormData(form) as never))
    said['oncueState'] = answer.ok ? 'done' : 'failed'
    const status = form.querySelector('[data-oncue-status]')
    if (status) status.textContent = said[answer.ok ? 'oncueDone' : 'oncueFailed'] ?? answer.problem ?? ''
    form.dispatchEvent(new CustomEvent('oncue:subscribe', { bubbles: true, detail: answer }))
    if (answer.ok) form.reset()
  })
}
