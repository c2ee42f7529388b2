// What stands beside the demo shop and below it, in the languages of the console; `script` is what the panel says while it runs, {time} and {count} filled in.

import type { Language } from '../language.ts'

export interface PanelWords {
  readonly title: string
  readonly nobodyYet: string
  readonly askAgain: string
  readonly clock: string
  readonly next: string
  readonly halfHour: string
  readonly day: string
  readonly month: string
  readonly comes: string
  readonly mails: string
  readonly shelf: string
  readonly lines: string
  readonly foot: string
  readonly mailbox: string
  readonly console: string
  readonly footer: string
  readonly footerMails: string
  readonly forget: string
  readonly privacy: string
  readonly question: string
  readonly askFirst: string
  readonly yes: string
  readonly no: string
  readonly script: Readonly<Record<string, string | readonly string[] | Readonly<Record<string, string>>>>
}

export const panelWords: Readonly<Record<Language, PanelWords>> = {
  en: {
    title: 'What Oncue sees',
    nobodyYet: 'Nobody yet.',
    askAgain: 'Ask me again',
    clock: 'In this shop it is',
    next: 'Jump to next',
    halfHour: '+30 min',
    day: '+1 day',
    month: '+30 days',
    comes: 'Comes next',
    mails: 'Mails and popups',
    shelf: 'On the shelf',
    lines: 'Seen and decided',
    foot: 'No mail leaves this machine.',
    mailbox: 'Mailbox',
    console: 'Console',
    footer: 'A shop to try Oncue on; nothing is really sold.',
    footerMails: 'The mails that it sets off',
    forget: 'Forget what I did here',
    privacy: 'Privacy',
    question: 'May we note what you look at here, to write to you only when it fits?',
    askFirst: 'Say yes first: without it nothing is kept, your address neither.',
    yes: 'Yes',
    no: 'No',
    script: {
      units: ['d', 'h', 'min', 's'],
      in: 'in {time}',
      ahead: '({time} ahead)',
      visitor: 'A visitor without an address: no mail can be sent. Sign up above.',
      nothing: 'Nothing yet. Look at something.',
      nobody: 'Nobody: say yes to the question below, and it begins.',
      refused: 'Nobody: you said no, so nothing you do here is noted.',
      noneDue: 'Nothing is due.',
      noneMails: 'None yet.',
      noneLines: 'Nothing yet.',
      away: 'Oncue does not answer right now.',
      winding: 'Winding the clock forward…',
      telling: 'The shelf changes…',
      there: 'In stock',
      gone: 'Sold out',
      putBack: 'Put it back',
      sellOut: 'Sell it out',
      arrived: {
        one: 'A message arrived.',
        other: '{count} messages arrived.',
      },
      done: 'Done.',
      back: 'Back to the shop',
    },
  },
  de: {
    title: 'Was Oncue sieht',
    nobodyYet: 'Noch niemand.',
    askAgain: 'Noch einmal fragen',
    clock: 'In diesem Shop ist es',
    next: 'Zum Nächsten',
    halfHour: '+30 Min.',
    day: '+1 Tag',
    month: '+30 Tage',
    comes: 'Als Nächstes',
    mails: 'Mails und Popups',
    shelf: 'Im Regal',
    lines: 'Gesehen und entschieden',
    foot: 'Keine Mail verlässt diesen Rechner.',
    mailbox: 'Postfach',
    console: 'Konsole',
    footer: 'Ein Shop, um Oncue auszuprobieren; verkauft wird hier nichts.',
    footerMails: 'Die Mails, die er auslöst',
    forget: 'Vergessen, was ich hier tat',
    privacy: 'Datenschutz',
    question: 'Dürfen wir festhalten, was Sie hier ansehen, um Ihnen nur zu schreiben, wenn es passt?',
    askFirst: 'Sagen Sie zuerst Ja: Sonst wird nichts festgehalten, auch Ihre Adresse nicht.',
    yes: 'Ja',
    no: 'Nein',
    script: {
      units: ['T', 'Std.', 'Min.', 's'],
      in: 'in {time}',
      ahead: '({time} voraus)',
      visitor: 'Jemand ohne Adresse: Keine Mail kann hinausgehen. Melden Sie sich oben an.',
      nothing: 'Noch nichts. Sehen Sie sich etwas an.',
      nobody: 'Niemand: Sagen Sie unten Ja, dann geht es los.',
      refused: 'Niemand: Sie haben Nein gesagt, also wird hier nichts festgehalten.',
      noneDue: 'Nichts steht an.',
      noneMails: 'Noch keine.',
      noneLines: 'Noch nichts.',
      away: 'Oncue antwortet gerade nicht.',
      winding: 'Die Uhr wird vorgestellt …',
      telling: 'Das Regal ändert sich …',
      there: 'Vorrätig',
      gone: 'Ausverkauft',
      putBack: 'Wieder einräumen',
      sellOut: 'Ausverkaufen',
      arrived: {
        one: 'Eine Nachricht ist angekommen.',
        other: '{count} Nachrichten sind angekommen.',
      },
      done: 'Erledigt.',
      back: 'Zurück zum Shop',
    },
  },
  ru: {
    title: 'Что видит Oncue',
    nobodyYet: 'Пока никого.',
    askAgain: 'Спросить ещё раз',
    clock: 'В этом магазине сейчас',
    next: 'К следующему',
    halfHour: '+30 мин',
    day: '+1 день',
    month: '+30 дней',
    comes: 'Что дальше',
    mails: 'Письма и окна',
    shelf: 'На полке',
    lines: 'Увидено и решено',
    foot: 'Ни одно письмо не покидает этот компьютер.',
    mailbox: 'Почтовый ящик',
    console: 'Консоль',
    footer: 'Магазин, чтобы попробовать Oncue; здесь ничего не продаётся.',
    footerMails: 'Письма, которые он вызывает',
    forget: 'Забыть, что я здесь делал(а)',
    privacy: 'Конфиденциальность',
    question: 'Можно ли запоминать, что вы здесь смотрите, чтобы писать вам только к месту?',
    askFirst: 'Сначала ответьте «Да»: иначе ничего не сохраняется, и ваш адрес тоже.',
    yes: 'Да',
    no: 'Нет',
    script: {
      units: ['д', 'ч', 'мин', 'с'],
      in: 'через {time}',
      ahead: '(впереди на {time})',
      visitor: 'Посетитель без адреса: письмо отправить нельзя. Подпишитесь выше.',
      nothing: 'Пока ничего. Посмотрите что-нибудь.',
      nobody: 'Никого: ответьте «Да» на вопрос внизу, и всё начнётся.',
      refused: 'Никого: вы ответили «Нет», поэтому здесь ничего не записывается.',
      noneDue: 'Ничего не ожидается.',
      noneMails: 'Пока нет.',
      noneLines: 'Пока ничего.',
      away: 'Oncue сейчас не отвечает.',
      winding: 'Часы переводятся вперёд…',
      telling: 'Полка меняется…',
      there: 'В наличии',
      gone: 'Распродано',
      putBack: 'Вернуть',
      sellOut: 'Распродать',
      arrived: {
        one: 'Пришло {count} сообщение.',
        few: 'Пришло {count} сообщения.',
        many: 'Пришло {count} сообщений.',
        other: 'Пришло {count} сообщения.',
      },
      done: 'Готово.',
      back: 'Назад в магазин',
    },
  },
}
