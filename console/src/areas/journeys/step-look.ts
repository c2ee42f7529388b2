// How steps and triggers are drawn and said: a picture and a color for each kind, and what one says in a few words.

import {
  Bell,
  CalendarClock,
  CircleStop,
  Clock,
  CornerUpLeft,
  Ear,
  Flag,
  FlaskConical,
  ListPlus,
  LogIn,
  LogOut,
  type LucideIcon,
  Mail,
  MessageSquare,
  Minus,
  Moon,
  PanelTop,
  Pencil,
  Play,
  Redo2,
  Split,
  Tags,
  Webhook,
  Zap,
} from 'lucide-react'
import { currentLanguage, type Say } from '../../words/words.ts'
import { partsOfDuration } from '../conditions/durations.ts'
import { inWords } from '../conditions/in-words.ts'
import { notSaidYet } from './begins.ts'
import { readSchedule, type Weekday, weekdays } from './schedule.ts'
import { conditionOf, type StepKind, type TriggerKind, type Value } from './step-tree.ts'

interface Look {
  readonly icon: LucideIcon
  /** Classes of the picture's square. */
  readonly color: string
}

const blue = 'bg-tint text-on-tint'
const green = 'bg-good-tint text-good'
const brown = 'bg-warn-tint text-warn'
const violet = 'bg-violet-tint text-violet'
const teal = 'bg-teal-tint text-teal'
const grey = 'bg-sunken text-soft'

export const stepLooks: Readonly<Record<StepKind, Look>> = {
  send: { icon: Mail, color: blue },
  sms: { icon: MessageSquare, color: blue },
  popup: { icon: PanelTop, color: blue },
  webhook: { icon: Webhook, color: teal },
  wait: { icon: Clock, color: brown },
  on: { icon: Ear, color: violet },
  choose: { icon: Split, color: green },
  split: { icon: FlaskConical, color: violet },
  update: { icon: Pencil, color: teal },
  list: { icon: ListPlus, color: teal },
  topic: { icon: Tags, color: teal },
  start: { icon: Play, color: green },
  stop: { icon: CircleStop, color: grey },
  jump: { icon: Redo2, color: grey },
  goto: { icon: CornerUpLeft, color: grey },
  nothing: { icon: Minus, color: grey },
  end: { icon: Flag, color: grey },
}

export const triggerLooks: Readonly<Record<TriggerKind, Look>> = {
  on: { icon: Zap, color: blue },
  quiet: { icon: Moon, color: brown },
  becomes: { icon: Bell, color: violet },
  joins: { icon: LogIn, color: green },
  leaves: { icon: LogOut, color: grey },
  at: { icon: CalendarClock, color: brown },
}

/** What a step says, after its kind: "cart-reminder", "1d", "Order Completed or after 1d". */
export function stepWords(kind: StepKind | undefined, value: Value, say: Say): string {
  const own = kind === undefined ? undefined : value[kind]
  const of = (key: string): unknown => (isValue(own) ? own[key] : undefined)
  switch (kind) {
    case 'wait':
      if (typeof own !== 'object') return say('says.for', { what: lengthWords(own, say) })
      if (of('until') !== undefined) return say('says.until', { what: text(of('until')), days: dayWords(of('days')) })
      if (of('date') !== undefined) return dateWords(text(of('date')), text(of('offset')), say)
      return say('says.wait-for', { most: lengthWords(of('at most'), say) })
    case 'split':
      return trialWords(value['trial'], say) ?? say('says.ways', { count: Array.isArray(own) ? own.length : 0 })
    case 'on':
    case 'choose':
      return say('says.ways', { count: Array.isArray(own) ? own.length : 0 })
    case 'popup':
      return text(of('title'))
    case 'webhook':
      return text(of('url'))
    case 'update':
      return isValue(own)
        ? Object.values(own)
            .flatMap((part) => (isValue(part) ? Object.entries(part).map(([name, one]) => `${name} = ${text(one)}`) : [listText(part)]))
            .join(', ')
        : ''
    case 'list':
      return say(of('add') === undefined ? 'says.list-remove' : 'says.list-add', { what: text(of('add') ?? of('remove')) })
    case 'topic':
      return say(of('subscribe') === undefined ? 'says.unsubscribe' : 'says.subscribe', { what: text(of('subscribe') ?? of('unsubscribe')) })
    case 'send':
      return [own, value['subject'], isValue(value['from']) ? value['from']['name'] : undefined]
        .map(text)
        .filter((one) => one !== '')
        .join(' · ')
    case 'nothing':
    case 'end':
    case undefined:
      return ''
    case 'stop':
      return own === 'this' || own === 'all' ? say(`says.stop-${own}`) : text(own)
    default:
      return text(own)
  }
}

/** How many go ahead, and by how long; undefined where nothing is tried. It fits on a card, whose ways stand below it. */
function trialWords(trial: unknown, say: Say): string | undefined {
  return isValue(trial) ? say('says.trial', { share: shareWords(Number(trial['share']) / 100), length: lengthWords(trial['for'], say) }) : undefined
}

/** What a trigger says. */
export function triggerWords(kind: TriggerKind | undefined, value: Value, say: Say, sayCondition?: Say): string {
  const own = kind === undefined ? undefined : value[kind]
  switch (kind) {
    case 'on':
      return listText(own, say('or'))
    case 'quiet':
      return say('says.quiet', { what: lengthWords(own, say), events: listText(value['on'], say('or')) })
    case 'becomes':
      return conditionWords(own, sayCondition) ?? say('says.becomes')
    case 'joins':
    case 'leaves':
      return isValue(own) ? text(own['segment'] ?? own['list']) : ''
    case 'at':
      return scheduleWords(text(own), say)
    case undefined:
      return ''
  }
}

/** What a way out of a step says; with the words of conditions, what its condition asks; how many of the people go it, where that is left to chance. */
export function branchWords(value: Value, say: Say, sayCondition?: Say, share?: number): string {
  if ('event' in value) return say('way.event', { what: text(value['event']) })
  if ('after' in value) return say('way.after', { what: lengthWords(value['after'], say, 'length-after') })
  if ('at' in value) return say('way.at', { what: scheduleWords(text(value['at']), say) })
  if ('match' in value) return conditionWords(value['match'], sayCondition) ?? say('way.match')
  if ('else' in value) return say('way.else')
  if ('variant' in value && share !== undefined) return say('way.share', { what: text(value['variant']), share: shareWords(share) })
  if ('variant' in value) return say('way.variant', { what: text(value['variant']), weight: text(value['weight'] ?? 1) })
  if (JSON.stringify(value['if']) === JSON.stringify(notSaidYet)) return say('way.not-said')
  return conditionWords(value['if'], sayCondition) ?? say('way.if')
}

/** The condition of a trigger or a step in words; undefined where it has none. */
export function onlyWhenWords(value: Value, say: Say, sayCondition?: Say): string | undefined {
  const condition = conditionOf(value)
  if (condition === undefined) return undefined
  const what = conditionWords(condition, sayCondition)
  return what === undefined ? say('way.match') : say('only-when', { what })
}

/** "33.3%", as the reader writes it. */
export function shareWords(share: number): string {
  return new Intl.NumberFormat(currentLanguage(), { style: 'percent', maximumFractionDigits: 1 }).format(share)
}

/** A condition as a sentence; undefined for what cannot be said in words. */
export function conditionWords(condition: unknown, sayCondition: Say | undefined): string | undefined {
  const words = sayCondition === undefined || !isValue(condition) ? '' : inWords(condition as never, sayCondition)
  return words === '' || words.includes('{"') ? undefined : words
}

/** "1d12h" is 1 day 12 hours. What is no duration stays as it is written. */
export function lengthWords(value: unknown, say: Say, form: 'length' | 'length-after' = 'length'): string {
  const parts = partsOfDuration(text(value)).filter(({ unit }) => unit !== 'ms')
  if (parts.length === 0) return text(value)
  return parts.map(({ amount, unit }) => say(`${form}.${unit}`, { count: Number(amount) })).join(' ')
}

/** "-3d" of a birthday is 3 days before it. */
function dateWords(date: string, offset: string, say: Say): string {
  const what = date.split('.').slice(1).join('.')
  if (offset === '') return say('says.date', { what })
  const length = lengthWords(offset.replace(/^[+-]/, ''), say)
  return say(offset.startsWith('-') ? 'says.before' : 'says.after', { length, what })
}

function dayWords(days: unknown): string {
  const short = new Intl.DateTimeFormat(currentLanguage(), { weekday: 'short', timeZone: 'UTC' })
  const chosen = [days].flat()
  return weekdays.flatMap((day: Weekday, index) => (chosen.includes(day) ? [short.format(Date.UTC(2024, 0, 1 + index))] : [])).join(', ')
}

function scheduleWords(cron: string, say: Say): string {
  const schedule = readSchedule(cron)
  if (schedule.every === 'day') return say('says.daily', { at: schedule.at })
  if (schedule.every === 'week') return say('says.weekly', { at: schedule.at, days: dayWords(schedule.days) })
  if (schedule.every === 'date') return say('says.dated', { at: cron })
  if (schedule.every === 'month') return say('says.monthly', { at: schedule.at, day: schedule.day })
  return cron
}

function isValue(value: unknown): value is Value {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(value: unknown): string {
  return value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function listText(value: unknown, joined = ''): string {
  return Array.isArray(value) ? value.map(text).join(joined === '' ? ', ' : ` ${joined} `) : text(value)
}
