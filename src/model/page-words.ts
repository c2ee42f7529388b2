// What the pages say that readers of mails see: where they unsubscribe, confirm and choose, and where a link leads nowhere; and the mail that asks them to confirm. In English, by the name under which a workspace
// may say each in another language or in other words. What stands in braces is filled in.

import { z } from 'zod'
import { localeSchema } from './locale.ts'

export const pageWords = {
  tab: 'Unsubscribe',
  'stop-all': 'Stop all mails from {workspace}?',
  'stop-all-button': 'Stop all mails from {workspace}',
  'stop-topic': 'Stop “{topic}”?',
  'promise-all': 'Nothing more will be sent to you, not even what is already waiting to go out.',
  'promise-topic': 'You will get no more mails of this kind from {workspace}, not even one that is already waiting to go out.',
  unsubscribe: 'Unsubscribe',
  'done-title': 'You are unsubscribed',
  'done-all': 'No more mails from {workspace}.',
  'done-topic': 'No more mails of “{topic}”.',
  'at-once': 'It took effect at once; you can close this page.',
  again: 'Subscribe me again',
  'undone-title': 'You are subscribed again',
  'undone-all': 'What you had from {workspace} will reach you as before.',
  'undone-topic': 'Mails of “{topic}” will reach you as before.',
  'leave-any-time': 'You can leave whenever you like, with the link in any of them.',
  'invalid-title': 'This link does not work',
  'invalid-text': 'It may have been cut in two by a mail program. Open it from the mail itself once more, or answer the mail and ask to be taken off.',
  'dead-title': 'This link leads nowhere any more',
  'dead-text':
    'It may have been cut in two by a mail program, or the mail is too old. Open it from the mail itself once more, or go to the sender’s own website.',
  'address-title': 'This is no mail address',
  'address-text': 'Go back and look at the address once more: something like name@example.com is needed.',
  'too-often-title': 'That was a little often',
  'too-often-text': 'The form was filled in many times from here. Wait ten minutes, then try again.',
  'form-title': 'The form did not work',
  'form-text': 'Something is wrong with the form itself. Tell the people whose site it is on.',
  'stopped-hint': 'You said no to all text messages. To get them again, text {word} to the number that they came from.',
  'check-title': 'Look into your mailbox',
  'check-text': 'If the address is right, a mail is on its way to it. Press the button in it, and you are in.',
  'mail-subject': 'One more click: do you want mail from {workspace}?',
  'mail-preheader': 'Please confirm your address.',
  'mail-title': 'Is this your address?',
  'mail-text': 'Somebody, we hope it was you, asked {workspace} to write to this address about:',
  'mail-not-you': 'It was not you? Then do nothing: without your yes nothing more will come.',
  'confirm-title': 'One more click',
  'confirm-text': 'You will get mail about:',
  'confirm-button': 'Yes, write to me',
  'confirmed-title': 'You are in',
  'confirmed-text': 'Thank you. You can leave whenever you like, with the link in any of our mails.',
  'to-preferences': 'Choose what comes',
  'stale-title': 'This link is no longer good',
  'stale-text': 'It has been used, or it is too old. Fill in the form once more, and a new one comes.',
  'stale-preferences': 'It may be cut off. Use the link of the newest mail you have from us.',
  'preferences-title': 'What may we send you?',
  'preferences-text': 'Choose what you want to get. It takes effect at once.',
  'by-mail': 'By mail',
  'by-sms': 'By text',
  'by-popup': 'On our site',
  'own-language': 'Language of our mails',
  tracking: 'You may see whether I open mails and follow links',
  pause: 'A break from mails',
  'pause-none': 'No break',
  'pause-days': '{count} days',
  'pause-until': 'Until {date}',
  save: 'Save',
  saved: 'Saved. It is in effect now.',
  'leave-all': 'Stop all mails',
} as const
export type PageWord = keyof typeof pageWords
export type PageTexts = Readonly<Record<PageWord, string>>

/** Which of them stand on which page; none is left out. */
export const wordsOfPages = {
  unsubscribe: ['tab', 'stop-all', 'stop-topic', 'promise-all', 'promise-topic', 'unsubscribe', 'stop-all-button'],
  unsubscribed: ['done-title', 'done-all', 'done-topic', 'at-once', 'again', 'undone-title', 'undone-all', 'undone-topic', 'leave-any-time'],
  'confirm-mail': ['mail-subject', 'mail-preheader', 'mail-title', 'mail-text', 'mail-not-you'],
  confirm: ['check-title', 'check-text', 'confirm-title', 'confirm-text', 'confirm-button', 'confirmed-title', 'confirmed-text', 'to-preferences'],
  preferences: [
    'preferences-title',
    'preferences-text',
    'by-mail',
    'by-sms',
    'by-popup',
    'stopped-hint',
    'own-language',
    'pause',
    'pause-until',
    'pause-none',
    'pause-days',
    'tracking',
    'save',
    'saved',
    'leave-all',
  ],
  faults: [
    'invalid-title',
    'invalid-text',
    'dead-title',
    'dead-text',
    'stale-title',
    'stale-text',
    'stale-preferences',
    'address-title',
    'address-text',
    'too-often-title',
    'too-often-text',
    'form-title',
    'form-text',
  ],
} as const satisfies Readonly<Record<string, readonly PageWord[]>>
export type ReaderPage = keyof typeof wordsOfPages
export const readerPages = Object.keys(wordsOfPages) as readonly ReaderPage[]

/** Far longer than any of them; a page is no place for terms and conditions. */
const mostCharacters = 1000

const text = z.string().min(1).max(mostCharacters)
const fields = Object.fromEntries(Object.entries(pageWords).map(([word, english]) => [word, text.optional().meta({ description: english })]))

/** By language: `{ ar: { unsubscribe: ... } }`. */
export const pagesSchema = z.record(localeSchema, z.strictObject(fields as { readonly [Word in PageWord]: z.ZodOptional<typeof text> })).meta({
  description:
    'What the pages say on which readers unsubscribe, confirm and choose, and the mail that asks them, by language: { fr: { unsubscribe: Se désabonner } }. They speak en, de and ru by themselves.',
})
export type OwnPages = z.infer<typeof pagesSchema>
