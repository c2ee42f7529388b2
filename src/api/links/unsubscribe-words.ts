// What the pages say on which somebody unsubscribes, in the languages that come with Oncue.

import type { Language } from '../language.ts'

export interface UnsubscribeTexts {
  readonly tab: string
  readonly stopAll: (workspace: string) => string
  readonly stopTopic: (topic: string) => string
  readonly promiseAll: string
  readonly promiseTopic: (workspace: string) => string
  readonly unsubscribe: string
  readonly doneTitle: string
  readonly doneAll: (workspace: string) => string
  readonly doneTopic: (topic: string) => string
  readonly atOnce: string
  readonly again: string
  readonly undoneTitle: string
  readonly undoneAll: (workspace: string) => string
  readonly undoneTopic: (topic: string) => string
  readonly leaveAnyTime: string
  readonly invalidTitle: string
  readonly invalidText: string
  readonly deadTitle: string
  readonly deadText: string
}

export const unsubscribeTexts: Readonly<Record<Language, UnsubscribeTexts>> = {
  en: {
    tab: 'Unsubscribe',
    stopAll: (workspace) => `Stop all mails from ${workspace}?`,
    stopTopic: (topic) => `Stop “${topic}”?`,
    promiseAll: 'Nothing more will be sent to you, not even what is already waiting to go out.',
    promiseTopic: (workspace) => `You will get no more mails of this kind from ${workspace}, not even one that is already waiting to go out.`,
    unsubscribe: 'Unsubscribe',
    doneTitle: 'You are unsubscribed',
    doneAll: (workspace) => `No more mails from ${workspace}.`,
    doneTopic: (topic) => `No more mails of “${topic}”.`,
    atOnce: 'It took effect at once; you can close this page.',
    again: 'Subscribe me again',
    undoneTitle: 'You are subscribed again',
    undoneAll: (workspace) => `What you had from ${workspace} will reach you as before.`,
    undoneTopic: (topic) => `Mails of “${topic}” will reach you as before.`,
    leaveAnyTime: 'You can leave whenever you like, with the link in any of them.',
    invalidTitle: 'This link does not work',
    invalidText: 'It may have been cut in two by a mail program. Open it from the mail itself once more, or answer the mail and ask to be taken off.',
    deadTitle: 'This link leads nowhere any more',
    deadText:
      'It may have been cut in two by a mail program, or the mail is too old. Open it from the mail itself once more, or go to the sender’s own website.',
  },
  de: {
    tab: 'Abmelden',
    stopAll: (workspace) => `Keine Mails mehr von ${workspace}?`,
    stopTopic: (topic) => `„${topic}“ abbestellen?`,
    promiseAll: 'Es kommt nichts mehr, auch nichts, was schon auf seinen Versand wartet.',
    promiseTopic: (workspace) => `Von ${workspace} kommen keine Mails dieser Art mehr, auch keine, die schon auf ihren Versand wartet.`,
    unsubscribe: 'Abmelden',
    doneTitle: 'Sie sind abgemeldet',
    doneAll: (workspace) => `Keine Mails mehr von ${workspace}.`,
    doneTopic: (topic) => `Keine Mails mehr zu „${topic}“.`,
    atOnce: 'Es gilt ab sofort; Sie können diese Seite schließen.',
    again: 'Wieder anmelden',
    undoneTitle: 'Sie sind wieder angemeldet',
    undoneAll: (workspace) => `Was Sie von ${workspace} bekommen haben, kommt wieder wie zuvor.`,
    undoneTopic: (topic) => `Mails zu „${topic}“ kommen wieder wie zuvor.`,
    leaveAnyTime: 'Abmelden können Sie sich jederzeit, mit dem Link in jeder dieser Mails.',
    invalidTitle: 'Dieser Link funktioniert nicht',
    invalidText:
      'Vielleicht hat ein Mailprogramm ihn zerteilt. Öffnen Sie ihn noch einmal aus der Mail, oder antworten Sie auf die Mail und bitten Sie darum, abgemeldet zu werden.',
    deadTitle: 'Dieser Link führt nirgendwo mehr hin',
    deadText:
      'Vielleicht hat ein Mailprogramm ihn zerteilt, oder die Mail ist zu alt. Öffnen Sie ihn noch einmal aus der Mail, oder gehen Sie auf die Website des Absenders.',
  },
  ru: {
    tab: 'Отписаться',
    stopAll: (workspace) => `Больше не получать писем от ${workspace}?`,
    stopTopic: (topic) => `Отписаться от рассылки «${topic}»?`,
    promiseAll: 'Больше ничего не придёт, даже то, что уже ждёт отправки.',
    promiseTopic: (workspace) => `Таких писем от ${workspace} больше не будет, даже тех, что уже ждут отправки.`,
    unsubscribe: 'Отписаться',
    doneTitle: 'Вы отписаны',
    doneAll: (workspace) => `Писем от ${workspace} больше не будет.`,
    doneTopic: (topic) => `Писем на тему «${topic}» больше не будет.`,
    atOnce: 'Изменение уже действует; страницу можно закрыть.',
    again: 'Подписаться снова',
    undoneTitle: 'Вы снова подписаны',
    undoneAll: (workspace) => `То, что вы получали от ${workspace}, будет приходить как прежде.`,
    undoneTopic: (topic) => `Письма на тему «${topic}» будут приходить как прежде.`,
    leaveAnyTime: 'Отписаться можно в любой момент по ссылке в любом письме.',
    invalidTitle: 'Ссылка не работает',
    invalidText: 'Возможно, почтовая программа разорвала её. Откройте её ещё раз из письма или ответьте на письмо и попросите вас отписать.',
    deadTitle: 'Ссылка больше никуда не ведёт',
    deadText: 'Возможно, почтовая программа разорвала её или письмо слишком старое. Откройте её ещё раз из письма или зайдите на сайт отправителя.',
  },
}
