// What the pages about consent say, in the languages that come with Oncue. The reader's own where it is there, else English.

import { type Language, languageFor } from '../language.ts'

export interface ConsentWords {
  readonly language: Language
  readonly addressTitle: string
  readonly addressText: string
  readonly tooOftenTitle: string
  readonly tooOftenText: string
  readonly formTitle: string
  readonly formText: string
  readonly stoppedHint: (word: string) => string
  readonly checkTitle: string
  readonly checkText: string
  readonly confirmTitle: string
  readonly confirmText: string
  readonly confirmButton: string
  readonly confirmedTitle: string
  readonly confirmedText: string
  readonly toPreferences: string
  readonly staleTitle: string
  readonly staleText: string
  readonly stalePreferences: string
  readonly preferencesTitle: string
  readonly preferencesText: string
  readonly byMail: string
  readonly bySms: string
  readonly byPopup: string
  readonly ownLanguage: string
  readonly tracking: string
  readonly pause: string
  readonly noPause: string
  readonly days: (count: number) => string
  readonly pausedUntil: (date: string) => string
  readonly save: string
  readonly saved: string
  readonly leaveAll: string
}

const words: Readonly<Record<Language, ConsentWords>> = {
  en: {
    language: 'en',
    addressTitle: 'This is no mail address',
    addressText: 'Go back and look at the address once more: something like name@example.com is needed.',
    tooOftenTitle: 'That was a little often',
    tooOftenText: 'The form was filled in many times from here. Wait ten minutes, then try again.',
    formTitle: 'The form did not work',
    formText: 'Something is wrong with the form itself. Tell the people whose site it is on.',
    stoppedHint: (word) => `You said no to all text messages. To get them again, text ${word} to the number that they came from.`,
    checkTitle: 'Look into your mailbox',
    checkText: 'If the address is right, a mail is on its way to it. Press the button in it, and you are in.',
    confirmTitle: 'One more click',
    confirmText: 'You will get mail about:',
    confirmButton: 'Yes, write to me',
    confirmedTitle: 'You are in',
    confirmedText: 'Thank you. You can leave whenever you like, with the link in any of our mails.',
    toPreferences: 'Choose what comes',
    staleTitle: 'This link is no longer good',
    staleText: 'It has been used, or it is too old. Fill in the form once more, and a new one comes.',
    stalePreferences: 'It may be cut off. Use the link of the newest mail you have from us.',
    preferencesTitle: 'What may we send you?',
    preferencesText: 'Choose what you want to get. It takes effect at once.',
    byMail: 'By mail',
    bySms: 'By text',
    byPopup: 'On our site',
    ownLanguage: 'Language of our mails',
    tracking: 'You may see whether I open mails and follow links',
    pause: 'A break from mails',
    noPause: 'No break',
    days: (count) => `${count} days`,
    pausedUntil: (date) => `Until ${date}`,
    save: 'Save',
    saved: 'Saved. It is in effect now.',
    leaveAll: 'Stop all mails',
  },
  de: {
    language: 'de',
    addressTitle: 'Das ist keine Mailadresse',
    addressText: 'Gehen Sie zurück und sehen Sie sich die Adresse noch einmal an: Gebraucht wird so etwas wie name@beispiel.de.',
    tooOftenTitle: 'Das war etwas oft',
    tooOftenText: 'Das Formular wurde von hier aus viele Male ausgefüllt. Warten Sie zehn Minuten und versuchen Sie es dann noch einmal.',
    formTitle: 'Das Formular hat nicht funktioniert',
    formText: 'Mit dem Formular selbst stimmt etwas nicht. Sagen Sie es denen, auf deren Seite es steht.',
    stoppedHint: (word) => `Sie möchten gar keine SMS. Damit wieder welche kommen, schreiben Sie ${word} an die Nummer, von der sie kamen.`,
    checkTitle: 'Sehen Sie in Ihr Postfach',
    checkText: 'Wenn die Adresse stimmt, ist eine Mail dorthin unterwegs. Drücken Sie den Knopf darin, und Sie sind dabei.',
    confirmTitle: 'Noch ein Klick',
    confirmText: 'Sie bekommen Post zu:',
    confirmButton: 'Ja, schreiben Sie mir',
    confirmedTitle: 'Sie sind dabei',
    confirmedText: 'Danke. Sie können sich jederzeit abmelden, mit dem Link in jeder unserer Mails.',
    toPreferences: 'Auswählen, was kommt',
    staleTitle: 'Dieser Link gilt nicht mehr',
    staleText: 'Er wurde schon benutzt oder ist zu alt. Füllen Sie das Formular noch einmal aus, dann kommt ein neuer.',
    stalePreferences: 'Vielleicht fehlt ein Stück davon. Nehmen Sie den Link aus der neuesten Mail, die Sie von uns haben.',
    preferencesTitle: 'Was dürfen wir Ihnen schicken?',
    preferencesText: 'Wählen Sie, was Sie bekommen möchten. Es gilt sofort.',
    byMail: 'Per Mail',
    bySms: 'Per SMS',
    byPopup: 'Auf unserer Website',
    ownLanguage: 'Sprache unserer Mails',
    tracking: 'Sie dürfen sehen, ob ich Mails öffne und Links anklicke',
    pause: 'Pause von Mails',
    noPause: 'Keine Pause',
    days: (count) => `${count} Tage`,
    pausedUntil: (date) => `Bis ${date}`,
    save: 'Speichern',
    saved: 'Gespeichert. Es gilt ab jetzt.',
    leaveAll: 'Keine Mails mehr',
  },
  ru: {
    language: 'ru',
    addressTitle: 'Это не почтовый адрес',
    addressText: 'Вернитесь и проверьте адрес ещё раз: нужно что-то вроде name@example.com.',
    tooOftenTitle: 'Слишком часто',
    tooOftenText: 'Форму отсюда заполняли много раз. Подождите десять минут и попробуйте снова.',
    formTitle: 'Форма не сработала',
    formText: 'Что-то не так с самой формой. Сообщите об этом владельцам сайта.',
    stoppedHint: (word) => `Вы отказались от всех SMS. Чтобы получать их снова, отправьте ${word} на номер, с которого они приходили.`,
    checkTitle: 'Проверьте почту',
    checkText: 'Если адрес верный, письмо уже в пути. Нажмите кнопку в нём, и подписка оформлена.',
    confirmTitle: 'Остался один шаг',
    confirmText: 'Вы будете получать письма на темы:',
    confirmButton: 'Да, пишите мне',
    confirmedTitle: 'Подписка оформлена',
    confirmedText: 'Спасибо. Отписаться можно в любой момент по ссылке в любом письме.',
    toPreferences: 'Выбрать, что присылать',
    staleTitle: 'Ссылка больше не действует',
    staleText: 'Она уже использована или устарела. Заполните форму ещё раз, и придёт новая.',
    stalePreferences: 'Возможно, она скопирована не целиком. Откройте ссылку из самого нового нашего письма.',
    preferencesTitle: 'Что вам присылать?',
    preferencesText: 'Выберите, что хотите получать. Изменения вступят в силу сразу.',
    byMail: 'По почте',
    bySms: 'По SMS',
    byPopup: 'На сайте',
    ownLanguage: 'Язык наших писем',
    tracking: 'Можно видеть, открываю ли я письма и перехожу ли по ссылкам',
    pause: 'Перерыв в письмах',
    noPause: 'Без перерыва',
    days: (count) => `${count} дней`,
    pausedUntil: (date) => `До ${date}`,
    save: 'Сохранить',
    saved: 'Сохранено и уже действует.',
    leaveAll: 'Больше не присылать писем',
  },
}

/** In the first of these languages ("de-AT", an Accept-Language header) that is there. */
export function wordsFor(...wanted: readonly (string | undefined)[]): ConsentWords {
  return words[languageFor(...wanted)]
}
