// What the panel beside the demo shop tells of a visitor, in the languages of the console. Why something was decided is told in English alone, but for silence
// and for what is a name; the console says all of it in each language.

import type { Said } from '../model/said.ts'

export const storyLanguages = ['en', 'de', 'ru'] as const
export type StoryLanguage = (typeof storyLanguages)[number]

export interface StoryWords {
  readonly lines: Readonly<Record<StoryLineCode, string>>
  readonly silence: string
  readonly outcomes: Readonly<Record<'sent' | 'failed' | 'unknown', string>>
}

export type StoryLineCode =
  | 'entered'
  | 'not-entered'
  | 'waits'
  | 'skipped'
  | 'left'
  | 'done'
  | 'goal'
  | 'not-sent'
  | 'held-back'
  | 'mail'
  | 'message'
  | 'known'
  | 'into-segment'
  | 'out-of-segment'
  | 'enters-after'
  | 'goes-on'
  | 'asked-again'
  | 'asked-by-time'

export const storyWords: Readonly<Record<StoryLanguage, StoryWords>> = {
  en: {
    lines: {
      entered: 'Enters “{journey}”',
      'not-entered': 'Does not enter “{journey}”',
      waits: 'Waits in “{journey}”, step “{step}”',
      skipped: 'Skips “{step}” of “{journey}”',
      left: 'Leaves “{journey}”',
      done: '“{journey}” is done',
      goal: 'Goal of “{journey}” reached: {event}',
      'not-sent': '“{what}” is not sent',
      'held-back': '“{what}” is held back',
      mail: 'Mail “{what}” {outcome}',
      message: '{channel} “{what}” {outcome}',
      known: 'Is a subscriber now: the mail address is known',
      'into-segment': 'Enters segment “{segment}”',
      'out-of-segment': 'Leaves segment “{segment}”',
      'enters-after': 'enters “{journey}” after {words}',
      'goes-on': 'goes on in “{journey}”, after “{step}”',
      'asked-again': '“{what}” is asked about again',
      'asked-by-time': 'conditions about time are asked again',
    },
    silence: 'no {events} for {duration}',
    outcomes: { sent: 'sent', failed: 'failed', unknown: 'unknown' },
  },
  de: {
    lines: {
      entered: 'Kommt in „{journey}“',
      'not-entered': 'Kommt nicht in „{journey}“',
      waits: 'Wartet in „{journey}“ beim Schritt „{step}“',
      skipped: 'Überspringt „{step}“ von „{journey}“',
      left: 'Verlässt „{journey}“',
      done: '„{journey}“ ist abgeschlossen',
      goal: 'Ziel von „{journey}“ erreicht: {event}',
      'not-sent': '„{what}“ wird nicht gesendet',
      'held-back': '„{what}“ wird zurückgehalten',
      mail: 'Mail „{what}“ {outcome}',
      message: '{channel} „{what}“ {outcome}',
      known: 'Ist jetzt bekannt: Die Mailadresse liegt vor',
      'into-segment': 'Kommt in das Segment „{segment}“',
      'out-of-segment': 'Verlässt das Segment „{segment}“',
      'enters-after': 'kommt in „{journey}“: {words}',
      'goes-on': 'geht in „{journey}“ weiter, nach „{step}“',
      'asked-again': 'nach „{what}“ wird noch einmal gefragt',
      'asked-by-time': 'Bedingungen über Zeit werden neu gefragt',
    },
    silence: '{duration} ohne {events}',
    outcomes: { sent: 'gesendet', failed: 'fehlgeschlagen', unknown: 'unbekannt' },
  },
  ru: {
    lines: {
      entered: 'Входит в «{journey}»',
      'not-entered': 'Не входит в «{journey}»',
      waits: 'Ждёт в «{journey}», шаг «{step}»',
      skipped: 'Пропускает «{step}» в «{journey}»',
      left: 'Покидает «{journey}»',
      done: '«{journey}» завершён',
      goal: 'Цель «{journey}» достигнута: {event}',
      'not-sent': '«{what}» не отправляется',
      'held-back': '«{what}» придержано',
      mail: 'Письмо «{what}»: {outcome}',
      message: '{channel} «{what}»: {outcome}',
      known: 'Теперь подписчик: адрес почты известен',
      'into-segment': 'Входит в сегмент «{segment}»',
      'out-of-segment': 'Покидает сегмент «{segment}»',
      'enters-after': 'войдёт в «{journey}»: {words}',
      'goes-on': 'пойдёт дальше в «{journey}» после «{step}»',
      'asked-again': '«{what}»: решение будет принято снова',
      'asked-by-time': 'условия о времени будут проверены снова',
    },
    silence: '{duration} без {events}',
    outcomes: { sent: 'отправлено', failed: 'не удалось', unknown: 'неизвестно' },
  },
}

const units: Readonly<Record<string, string>> = { w: 'week', d: 'day', h: 'hour', m: 'minute', s: 'second', ms: 'millisecond' }

/** A reason behind a line: as it is in English; elsewhere only what has words or needs none. */
export function reasonWords(because: string, said: Said, language: StoryLanguage): string {
  if (language === 'en' || said.code === 'plain') return because
  if (said.code !== 'silence') return ''
  const duration = [...String(said.values['duration']).matchAll(/(\d+)(ms|[smhdw])/g)]
    .map(([, amount, unit]) =>
      new Intl.NumberFormat(language, { style: 'unit', unit: units[unit as string] ?? 'second', unitDisplay: 'long' }).format(Number(amount)),
    )
    .join(' ')
  return storyWords[language].silence.replace('{duration}', duration).replace('{events}', String(said.values['events']))
}

/** A line with its names filled in. */
export function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}
