// Text messages and popups as the mailbox keeps them: a line of the list, the text, and what else there is to know.

import type { PopupMessage, SmsMessage } from '../../runtime/channel.ts'
import { segmentsOf } from '../sms/segments.ts'

const previewCharacters = 120

/** Its line of the list. */
export function shortItem(message: SmsMessage | PopupMessage) {
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

/** What the subscriber reads. */
export function shortText(message: SmsMessage | PopupMessage): string {
  if (message.kind === 'sms') return message.text
  return [message.title, message.text, message.button === undefined ? '' : `[${message.button.text}]`].filter((part) => part !== '').join('\n\n')
}

/** Details as names and values. */
export function aboutShort(message: SmsMessage | PopupMessage): { readonly name: string; readonly value: string }[] {
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
