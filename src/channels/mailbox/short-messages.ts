// Text messages, popups and webhooks as the mailbox keeps them: a line of the list, the text, and what else there is to know.

import type { PopupMessage, SmsMessage, WebhookMessage } from '../../runtime/channel.ts'
import { segmentsOf } from '../sms/segments.ts'

const previewCharacters = 120

export type ShortMessage = SmsMessage | PopupMessage | WebhookMessage

/** Its line of the list. */
export function shortItem(message: ShortMessage) {
  if (message.kind === 'webhook') return webhookItem(message)
  const { journey, step, subscriber } = message.about ?? {}
  const text = message.text.replace(/\s+/g, ' ').slice(0, previewCharacters).toWellFormed()
  return {
    key: message.key,
    channel: message.kind,
    to: message.kind === 'sms' ? message.to : 'on the site',
    from: { address: message.kind === 'sms' ? 'text message' : 'popup' },
    subject: message.kind === 'sms' ? text : message.title,
    preview: message.kind === 'sms' ? '' : text,
    at: message.date,
    ...(journey === undefined ? {} : { journey }),
    ...(step === undefined ? {} : { step }),
    ...(subscriber === undefined ? {} : { subscriber }),
  }
}

function webhookItem({ key, method, url, body, attemptedAt }: WebhookMessage) {
  const preview = body.replace(/\s+/g, ' ').slice(0, previewCharacters).toWellFormed()
  return { key, channel: 'webhook' as const, to: url, from: { address: 'webhook' }, subject: `${method} ${url}`, preview, at: attemptedAt }
}

/** What the subscriber reads; of a webhook, what would have been sent. */
export function shortText(message: ShortMessage): string {
  if (message.kind === 'webhook') return message.body
  if (message.kind === 'sms') return message.text
  return [message.title, message.text, message.button === undefined ? '' : `[${message.button.text}]`].filter((part) => part !== '').join('\n\n')
}

/** Details as names and values. */
export function aboutShort(message: ShortMessage): { readonly name: string; readonly value: string }[] {
  // Their values may be keys of whoever is called.
  if (message.kind === 'webhook')
    return [{ name: 'Webhook-Id', value: message.webhookId }, ...Object.keys(message.headers).map((name) => ({ name, value: '(not shown)' }))]
  if (message.kind === 'sms') {
    const { segments, encoding, units } = segmentsOf(message.text)
    return [
      { name: 'Segments', value: `${segments}` },
      { name: 'Encoding', value: encoding },
      { name: 'Units', value: `${units}` },
    ]
  }
  return [
    { name: 'Placement', value: message.placement },
    { name: 'Shown', value: message.times === 1 ? 'once' : `up to ${message.times} times` },
    { name: 'Close button', value: message.hasCloseButton ? 'yes' : 'no' },
    ...(message.button === undefined ? [] : [{ name: 'Button leads to', value: message.button.url }]),
    ...(message.image === undefined ? [] : [{ name: 'Picture', value: message.image }]),
  ]
}
