// What the mailbox and the archive say around a message, in the languages of the console. The message itself is left as it is.

import type { Language } from '../language.ts'

export interface MailboxWords {
  readonly language: Language
  readonly mailbox: string
  readonly kept: string
  readonly archive: string
  /** By the plural of the language; {count} is filled in. */
  readonly messages: Readonly<Record<string, string>>
  readonly fresh: Readonly<Record<string, string>>
  readonly pages: string
  readonly newest: string
  readonly older: string
  readonly all: string
  readonly why: string
  readonly noSubject: string
  readonly channels: Readonly<Record<'sms' | 'popup' | 'webhook', string>>
  readonly empty: {
    readonly title: string
    readonly lead: string
    readonly steps: readonly string[]
    readonly waiting: string
    readonly copy: string
    readonly copied: string
  }
  readonly views: string
  readonly tabs: Readonly<Record<'mail' | 'text' | 'headers' | 'source' | 'details', string>>
  readonly wide: string
  readonly phone: string
  readonly about: Readonly<Record<'to' | 'from' | 'subscriber' | 'journey' | 'status' | 'time', string>>
  readonly pictures: Readonly<Record<'loaded' | 'hide' | 'none' | 'show', string>>
  readonly frame: string
  readonly noText: string
  readonly download: string
  readonly expired: { readonly title: string; readonly text: string }
  readonly missing: { readonly title: string; readonly text: string }
}

export const mailboxWords: Readonly<Record<Language, MailboxWords>> = {
  en: {
    language: 'en',
    mailbox: 'Mailbox',
    kept: 'Kept here, not sent',
    archive: 'From the archive',
    messages: { one: '{count} message', other: '{count} messages' },
    fresh: { one: '{count} new message', other: '{count} new messages' },
    pages: 'Pages',
    newest: 'Newest',
    older: 'Older messages',
    all: 'All messages',
    why: 'Why was it sent?',
    noSubject: '(no subject)',
    channels: { sms: 'SMS', popup: 'Popup', webhook: 'Webhook' },
    empty: {
      title: 'No mail yet',
      lead: 'Mails are kept on this page instead of being sent. Paste a line into a terminal and watch one arrive.',
      steps: [
        'Anna signs up. Her welcome mail arrives here at once.',
        'She puts shoes into her cart. Half an hour of silence later she is reminded.',
        'Or she buys before that, and the reminder never leaves.',
      ],
      waiting: 'Waiting for the first mail. This page updates by itself.',
      copy: 'Copy',
      copied: 'Copied',
    },
    views: 'View',
    tabs: { mail: 'Mail', text: 'Text', headers: 'Headers', source: 'Source', details: 'Details' },
    wide: 'Wide',
    phone: 'Phone',
    about: { to: 'To', from: 'From', subscriber: 'Subscriber', journey: 'Journey', status: 'Status', time: 'Time' },
    pictures: {
      loaded: 'Pictures are loaded from where they are.',
      hide: 'Hide them',
      none: 'Nothing is loaded from elsewhere, and links lead nowhere here.',
      show: 'Show pictures',
    },
    frame: 'The mail as its reader sees it',
    noText: 'This mail has no text part.',
    download: 'Download as .eml',
    expired: { title: 'This link is not good any more', text: 'A link to a message works for ten minutes. Ask for a new one.' },
    missing: { title: 'This message is not here', text: 'The mailbox keeps only the newest; this one has left, or the address was cut.' },
  },
  de: {
    language: 'de',
    mailbox: 'Postfach',
    kept: 'Hier behalten, nicht gesendet',
    archive: 'Aus dem Archiv',
    messages: { one: '{count} Nachricht', other: '{count} Nachrichten' },
    fresh: { one: '{count} neue Nachricht', other: '{count} neue Nachrichten' },
    pages: 'Seiten',
    newest: 'Neueste',
    older: 'Ältere Nachrichten',
    all: 'Alle Nachrichten',
    why: 'Warum wurde sie gesendet?',
    noSubject: '(kein Betreff)',
    channels: { sms: 'SMS', popup: 'Popup', webhook: 'Webhook' },
    empty: {
      title: 'Noch keine Mail',
      lead: 'Mails werden auf dieser Seite behalten statt gesendet. Fügen Sie eine Zeile in ein Terminal ein und sehen Sie zu, wie eine ankommt.',
      steps: [
        'Anna meldet sich an. Ihre Begrüßung kommt hier sofort an.',
        'Sie legt Schuhe in den Warenkorb. Nach einer halben Stunde Stille wird sie erinnert.',
        'Oder sie kauft vorher, und die Erinnerung geht nie hinaus.',
      ],
      waiting: 'Wartet auf die erste Mail. Diese Seite aktualisiert sich von selbst.',
      copy: 'Kopieren',
      copied: 'Kopiert',
    },
    views: 'Ansicht',
    tabs: { mail: 'Mail', text: 'Text', headers: 'Kopfzeilen', source: 'Quelltext', details: 'Einzelheiten' },
    wide: 'Breit',
    phone: 'Handy',
    about: { to: 'An', from: 'Von', subscriber: 'Person', journey: 'Journey', status: 'Status', time: 'Zeit' },
    pictures: {
      loaded: 'Bilder werden von dort geladen, wo sie liegen.',
      hide: 'Ausblenden',
      none: 'Von anderswo wird nichts geladen, und Links führen hier nirgendwohin.',
      show: 'Bilder zeigen',
    },
    frame: 'Die Mail, wie sie gelesen wird',
    noText: 'Diese Mail hat keinen Textteil.',
    download: 'Als .eml herunterladen',
    expired: { title: 'Dieser Link gilt nicht mehr', text: 'Ein Link zu einer Nachricht gilt zehn Minuten. Holen Sie sich einen neuen.' },
    missing: {
      title: 'Diese Nachricht ist nicht hier',
      text: 'Das Postfach behält nur die neuesten; diese ist nicht mehr da, oder die Adresse wurde abgeschnitten.',
    },
  },
  ru: {
    language: 'ru',
    mailbox: 'Почтовый ящик',
    kept: 'Хранится здесь, не отправлено',
    archive: 'Из архива',
    messages: { one: '{count} сообщение', few: '{count} сообщения', many: '{count} сообщений', other: '{count} сообщения' },
    fresh: { one: '{count} новое сообщение', few: '{count} новых сообщения', many: '{count} новых сообщений', other: '{count} нового сообщения' },
    pages: 'Страницы',
    newest: 'Новые',
    older: 'Более ранние',
    all: 'Все сообщения',
    why: 'Почему оно отправлено?',
    noSubject: '(без темы)',
    channels: { sms: 'SMS', popup: 'Окно', webhook: 'Вебхук' },
    empty: {
      title: 'Писем пока нет',
      lead: 'Письма не отправляются, а остаются на этой странице. Вставьте строку в терминал и посмотрите, как письмо придёт.',
      steps: [
        'Анна регистрируется. Приветственное письмо сразу приходит сюда.',
        'Она кладёт кроссовки в корзину. Через полчаса тишины приходит напоминание.',
        'Или она покупает раньше, и напоминание не уходит.',
      ],
      waiting: 'Ждём первое письмо. Страница обновляется сама.',
      copy: 'Копировать',
      copied: 'Скопировано',
    },
    views: 'Вид',
    tabs: { mail: 'Письмо', text: 'Текст', headers: 'Заголовки', source: 'Исходник', details: 'Подробности' },
    wide: 'Широко',
    phone: 'Телефон',
    about: { to: 'Кому', from: 'От кого', subscriber: 'Человек', journey: 'Сценарий', status: 'Состояние', time: 'Время' },
    pictures: {
      loaded: 'Картинки загружаются оттуда, где они лежат.',
      hide: 'Скрыть',
      none: 'Ничего не загружается извне, и ссылки здесь никуда не ведут.',
      show: 'Показать картинки',
    },
    frame: 'Письмо, каким его видит читатель',
    noText: 'В этом письме нет текстовой части.',
    download: 'Скачать как .eml',
    expired: { title: 'Ссылка больше не действует', text: 'Ссылка на сообщение действует десять минут. Запросите новую.' },
    missing: { title: 'Этого сообщения здесь нет', text: 'В ящике остаются только новые; это уже ушло, или адрес был обрезан.' },
  },
}

/** How many, in the plural of the language. */
export function countWords(forms: Readonly<Record<string, string>>, count: number, language: Language): string {
  const form = forms[new Intl.PluralRules(language).select(count)] ?? forms['other'] ?? '{count}'
  return form.replace('{count}', count.toLocaleString(language))
}
