// Reads a sentence of the engine back into its code and what was filled in, so that it can be said in another language. The log keeps English, which stays
// readable for ever; this is the way from there to data. What is no sentence of ours (an event's name, somebody's own words) stays as it is: `plain`.

import type { Json } from './json.ts'
import { outside, plain, type Said, type SaidCode, type SaidValue, saidText } from './said.ts'
import { durationNames, instantNames, numberNames, type SentencePart, sentenceParts } from './sentence.ts'
import { type OutcomeCode, type ReasonCode, type RefusalCode, refusals, sentences } from './sentences.ts'
import { outcomes } from './sentences-of-outcomes.ts'

/** The condition that has these words; undefined when none is known. */
export type ConditionNamed = (words: string) => Json | undefined

interface Reader {
  readonly code: ReasonCode | RefusalCode | OutcomeCode
  /** What stands in it whatever is filled in, "" for nothing: looked for first, because nearly every sentence is none of the others. */
  readonly begins: string
  readonly ends: string
  readonly pattern: RegExp
}

/** Names whose words are a sentence themselves. */
const inner: ReadonlySet<string> = new Set(['limit', 'inner', 'condition', 'usual'])
/** Names whose words are one of a few sentences, or what somebody wrote. */
const oneOf: Readonly<Record<string, readonly SaidCode[]>> = {
  scope: ['scope-everything', 'scope-template', 'scope-domain', 'scope-advertising', 'scope-journey'],
  judged: ['complaints', 'hard-bounces'],
  why: [
    'file-says-paused',
    'entries-in-hour',
    'entries-in-day',
    'messages-in-hour',
    'messages-in-day',
    'guard-complaints',
    'guard-bounces',
    'guard-unsubscribes',
    'guard-late',
    'guard-late-by',
  ],
  cause: ['complaint', 'hard-bounce', 'not-delivered', 'soft-bounces'],
}
/** Between the ways of which the first to happen wins. */
const betweenWays = ' · '
/** A longer one is no sentence of ours. */
const longest = 4000

/** By the letter that a text begins with, those that it may be; `others` for every other letter. */
interface Readers {
  readonly byLetter: ReadonlyMap<string, readonly Reader[]>
  readonly others: readonly Reader[]
}

let readers: Readers | undefined
let refusalReaders: Readers | undefined
let outcomeReaders: Readers | undefined

/** The sentence as data. A condition's words stand before everything else, because authors choose them. */
export function readSentence(text: string, condition: ConditionNamed = () => undefined): Said {
  const known = condition(text)
  if (known !== undefined) return { code: 'condition', values: { words: text, condition: known } }
  readers ??= readersOf(Object.keys(sentences) as ReasonCode[])
  return readAmong(readers, text, condition)
}

/** The same of what is wrong with an event that was refused at the door. */
export function readRefusal(text: string): Said {
  refusalReaders ??= readersOf(Object.keys(refusals) as RefusalCode[])
  return readAmong(refusalReaders, text, () => undefined)
}

/** The same of why a message could not be handed over. Words of other programs come with what they mean. */
export function readOutcome(text: string): Said {
  outcomeReaders ??= readersOf(Object.keys(outcomes) as OutcomeCode[])
  const said = readAmong(outcomeReaders, text, () => undefined)
  return said.code === 'plain' ? outside(text) : said
}

function readAmong({ byLetter, others }: Readers, text: string, condition: ConditionNamed): Said {
  if (text.length > longest) return plain(text)
  for (const { code, begins, ends, pattern } of byLetter.get(text.charAt(0)) ?? others) {
    if (!text.startsWith(begins) || !text.endsWith(ends)) continue
    const found = pattern.exec(text)
    if (found === null) continue
    const said: Said = { code, values: valuesOf(code, found.groups ?? {}, condition) }
    // What would not be written like that again only looks like a sentence of ours.
    if (hasOnlyTimes(said) && saidText(said) === text) return said
  }
  return plain(text)
}

/** Whether every instant is one on the calendar. */
function hasOnlyTimes({ values }: Said): boolean {
  return instantNames.every((name) => values[name] === undefined || !Number.isNaN(values[name]))
}

/** What a mail server or another program said; in what was refused at the door, the words are somebody's own. */
function ofOthers(code: Reader['code'], text: string): SaidValue {
  const said = code === 'feed-not-fetched' ? readOutcome(text) : Object.hasOwn(refusals, code) ? plain(text) : outside(text)
  return said.code === 'plain' ? text : said
}

function valuesOf(code: Reader['code'], groups: Readonly<Record<string, string | undefined>>, condition: ConditionNamed): Said['values'] {
  const read = (name: string, text: string): SaidValue => {
    if (isAmong(instantNames, name)) return Date.parse(text)
    if (isAmong(numberNames, name)) return Number(text)
    if (name === 'ways') return text.split(betweenWays).map((way) => readSentence(way, condition))
    if (inner.has(name)) return readSentence(text, condition)
    if (name === 'refusal' || name === 'wanted') return readRefusal(text)
    if (name === 'tried') return readOutcome(text)
    if (name === 'words') return ofOthers(code, text)
    const codes = oneOf[name]
    if (codes === undefined) return text
    const said = readSentence(text)
    return codes.includes(said.code) ? said : plain(text)
  }
  return Object.fromEntries(Object.entries(groups).flatMap(([name, text]) => (text === undefined ? [] : [[name, read(name, text)]])))
}

function readersOf(codes: readonly Reader['code'][]): Readers {
  const all = inOrder(codes)
  const letters = new Set(all.map(({ begins }) => begins.charAt(0)))
  const startingWith = (letter: string): readonly Reader[] => all.filter(({ begins }) => begins === '' || begins.startsWith(letter))
  return { byLetter: new Map([...letters].map((letter) => [letter, startingWith(letter)])), others: all.filter(({ begins }) => begins === '') }
}

/** Those that say more come first: of two that fit, the one with more words of its own is meant. */
function inOrder(codes: readonly Reader['code'][]): readonly Reader[] {
  const own = (parts: readonly SentencePart[]): number =>
    parts.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 'optional' in part ? own(part.optional) : 0), 0)
  return codes
    .map((code) => ({ code, parts: sentenceParts(code) }))
    .sort((one, other) => own(other.parts) - own(one.parts))
    .map(({ code, parts }) => ({ code, begins: fixed(parts[0]), ends: fixed(parts.at(-1)), pattern: new RegExp(`^${patternOf(parts)}$`, 's') }))
}

function fixed(part: SentencePart | undefined): string {
  return typeof part === 'string' ? part : ''
}

function patternOf(parts: readonly SentencePart[]): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
      return 'name' in part ? `(?<${part.name}>${shapeOf(part.name)})` : `(?:${patternOf(part.optional)})?`
    })
    .join('')
}

function shapeOf(name: string): string {
  if (isAmong(instantNames, name)) return '(?:[+-]\\d{2})?\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z'
  if (isAmong(numberNames, name)) return '-?\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?'
  if (isAmong(durationNames, name)) return '-?(?:\\d+(?:ms|[smhdw]))+'
  return shapes[name] ?? '.+?'
}

const shapes: Readonly<Record<string, string>> = {
  time: '\\d\\d:\\d\\d',
  from: '\\d\\d:\\d\\d',
  to: '\\d\\d:\\d\\d',
  zone: '[\\w/+-]+',
  date: '(?:attributes|trigger)\\.[^ ]+',
  offset: '[+-]?(?:\\d+(?:ms|[smhdw]))+',
  days: '[a-z]{3}(?:, [a-z]{3})*',
  channel: '[a-z]+',
  rate: '[\\d.]+ %',
  surely: '[\\d.]+ %',
  limitRate: '[\\d.]+ %',
  does: 'slowed|stopped',
  length: '\\d+ (?:ms|[a-z]+)(?: and \\d+ [a-z]+)?',
  ordinal: '\\d+(?:st|nd|rd|th)',
  schedule: '(?:\\d\\d:\\d\\d|[\\d*/,a-zA-Z-]+(?: [\\d*/,a-zA-Z#?L-]+){4})',
  pool: '[^ ]+',
  status: '\\d{3}',
  service: '[\\w.-]+(?::\\d+)?',
  port: '\\d+',
  line: '\\d+',
  position: '\\d+',
  host: '[^ ]+',
  scheme: '[^ ]+',
  field: '[^:]+?',
  many: '\\d[\\d,]*',
  most: '\\d[\\d,]*',
  bound: '\\d[\\d,]*',
  spread: '\\d[\\d,]*',
  times: '\\d+(?:\\.\\d+)?',
}

function isAmong(names: readonly string[], name: string): boolean {
  return names.includes(name)
}
