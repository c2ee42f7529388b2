// The sentences of the engine: each can be written, and read back into the same code with the same values.

import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readOutcome, readRefusal, readSentence } from '../../src/model/read-sentence.ts'
import { type Said, saidText } from '../../src/model/said.ts'
import { durationNames, instantNames, numberNames, sentence, sentenceNames } from '../../src/model/sentence.ts'
import { answers, type OutcomeCode, type ReasonCode, type RefusalCode, refusals, sentences } from '../../src/model/sentences.ts'
import { outcomes } from '../../src/model/sentences-of-outcomes.ts'

const codes = Object.keys(sentences) as ReasonCode[]
const refusalCodes = Object.keys(refusals) as RefusalCode[]
const outcomeCodes = Object.keys(outcomes) as OutcomeCode[]
const many = fc.integer({ min: 0, max: 9_999_999 }).map((value) => value.toLocaleString('en'))
const word = fc.stringMatching(/^[a-z]{3,8}$/)
const rate = fc.integer({ min: 1, max: 99 }).map((percent) => `${percent} %`)
const clockTime = fc.tuple(fc.integer({ min: 10, max: 23 }), fc.integer({ min: 10, max: 59 })).map(([hour, minute]) => `${hour}:${minute}`)
/** Those that are more than a word. */
const shaped: Readonly<Record<string, fc.Arbitrary<string>>> = {
  time: clockTime,
  schedule: clockTime,
  from: clockTime,
  to: clockTime,
  zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires'),
  days: fc.constantFrom('mon', 'mon, tue'),
  date: fc.constant('attributes.birthday'),
  offset: fc.constantFrom('-3d', '2h'),
  rate,
  surely: rate,
  limitRate: rate,
  does: fc.constantFrom('slowed', 'stopped'),
  ordinal: fc.constantFrom('1st', '12th'),
  length: fc.constantFrom('4 minutes', '2 days and 3 hours'),
  scope: fc.constantFrom('everything', 'journey welcome version 3', 'advertising from shop.example'),
  judged: fc.constant('somebody pressed it'),
  cause: fc.constantFrom('a complaint', 'a hard bounce: no such user'),
  limit: fc.constantFrom('at most 3d', '1d'),
  inner: fc.constantFrom('remind done', 'at most 3d'),
  ways: fc.constantFrom('after 1d', 'after 1d · at 09:00'),
  many,
  most: many,
  bound: many,
  spread: many,
  times: fc.constantFrom('10', '1.5'),
  usual: fc.constantFrom('nothing is known of what to expect', 'the most that was expected is 1,200 (in a day), and 10 times that is too much'),
  field: fc.constantFrom('the message', 'userId', 'properties.a.b'),
  refusal: fc.constant('the message has more than 5 keys'),
  status: fc.constantFrom('404', '503'),
  port: fc.constantFrom('25', '8443'),
  line: fc.constantFrom('1', '12'),
  position: fc.constantFrom('1', '12'),
  tried: fc.constantFrom('no answer within 50 ms', '550 5.1.1 No such user', 'somebody said so'),
}

function anyValue(name: string): fc.Arbitrary<string | number> {
  if ((instantNames as readonly string[]).includes(name)) return fc.integer({ min: 0, max: 4e12 })
  if ((numberNames as readonly string[]).includes(name)) return fc.integer({ min: 2, max: 5000 })
  if ((durationNames as readonly string[]).includes(name)) return fc.constantFrom('1d', '30m', '1d12h')
  return shaped[name] ?? word
}

/** What is filled in, as it was given. */
function given({ code, values }: Said): Record<string, unknown> {
  return Object.fromEntries(sentenceNames(code as ReasonCode).flatMap((name) => (values[name] === undefined ? [] : [[name, asGiven(values[name])]])))
}

function asGiven(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asGiven).join(' · ')
  return typeof value === 'object' && value !== null ? saidText(value as Said) : value
}

test('a sentence that was written is read back as its code, with what was filled in', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...codes).chain((code) => {
        const optional = new Set([...sentences[code].matchAll(/\[[^\]]*?\{(\w+)\}[^\]]*?\]/g)].map(([, name]) => name as string))
        const values = Object.fromEntries(
          sentenceNames(code).map((name) => [name, optional.has(name) ? fc.option(anyValue(name), { nil: undefined }) : anyValue(name)]),
        )
        return fc.record(values).map((filled) => ({ code, filled }))
      }),
      ({ code, filled }) => {
        const text = (sentence as (code: ReasonCode, values: unknown) => string)(code, filled)
        const said = readSentence(text)
        expect({ text, code: said.code }).toEqual({ text, code })
        expect(given(said)).toEqual(Object.fromEntries(Object.entries(filled).filter(([, value]) => value !== undefined)))
        expect(saidText(said)).toBe(text)
      },
    ),
    { numRuns: 2000 },
  )
})

test('so is what is wrong with an event that was refused', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...refusalCodes).chain((code) => fc.record({ code: fc.constant(code), filled: fc.record(valuesFor(code)) })),
      ({ code, filled }) => {
        const text = (sentence as (code: RefusalCode, values: unknown) => string)(code, filled)
        const said = readRefusal(text)
        expect({ text, code: said.code }).toEqual({ text, code })
        expect(saidText(said)).toBe(text)
      },
    ),
    { numRuns: 1000 },
  )
  expect(readRefusal('whatever else').code).toBe('plain')
})

test('so is why a message could not be handed over, with what the words of others mean', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...outcomeCodes).chain((code) => fc.record({ code: fc.constant(code), filled: fc.record(valuesFor(code)) })),
      ({ code, filled }) => {
        const text = (sentence as (code: OutcomeCode, values: unknown) => string)(code, filled)
        const said = readOutcome(text)
        expect({ text, code: said.code }).toEqual({ text, code })
        expect(saidText(said)).toBe(text)
      },
    ),
    { numRuns: 1000 },
  )
  const said = readOutcome('gave up after 9 attempts: the mail server answered: 451 4.7.1 <ann@shop.example>: Greylisted')
  const answered = { code: 'outside', values: { words: '451 4.7.1 <ann@shop.example>: Greylisted', means: 'greylisted' } }
  expect(said).toEqual({ code: 'gave-up', values: { count: 9, tried: { code: 'mail-answered', values: { words: answered } } } })
  const inside = sentence('private-address', { host: '10.0.0.7', range: 'private', entry: '10.0.0.7' })
  expect(readOutcome(sentence('not-called', { tried: sentence('leads-to', { host: 'shop.example', tried: inside }) }))).toMatchObject({
    code: 'not-called',
    values: { tried: { code: 'leads-to', values: { host: 'shop.example', tried: { code: 'private-address', values: { host: '10.0.0.7' } } } } },
  })
  expect(readOutcome('whatever else').code).toBe('plain')
  expect(readSentence('a hard bounce: 550 5.1.1 unknown')).toMatchObject({ values: { words: { code: 'outside', values: { means: 'no-mailbox' } } } })
  // Whoever sends events writes the words of a refusal.
  expect(readRefusal('properties is not what it should be: 550 5.1.1 unknown')).toMatchObject({ values: { words: '550 5.1.1 unknown' } })
})

function valuesFor(code: RefusalCode | OutcomeCode): Record<string, fc.Arbitrary<string | number>> {
  return Object.fromEntries(sentenceNames(code).map((name) => [name, anyValue(name)]))
}

test('whatever is read says the same in English', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      expect(saidText(readSentence(text))).toBe(text)
      expect(saidText(readRefusal(text))).toBe(text)
      expect(saidText(readOutcome(text))).toBe(text)
    }),
  )
  for (const text of ['said yes 2026-99-99T99:99:99.999Z', 'entered 007 times within 1d', 'said yes 2026-02-31T00:00:00.000Z'])
    expect(readSentence(text).code).toBe('plain')
})

test('a condition stands before everything else, with what was authored', () => {
  const authored = { since: 'Order Completed', gte: '1d' }
  const named = (words: string) => (words === 'no Order Completed for 1d' ? authored : undefined)
  expect(readSentence('waits for: no Order Completed for 1d; at most 3d', named)).toEqual({
    code: 'waits-for',
    values: {
      condition: { code: 'condition', values: { words: 'no Order Completed for 1d', condition: authored } },
      limit: { code: 'at-most', values: { duration: '3d' } },
    },
  })
})

test('what an admin wrote is never taken for a sentence of ours', () => {
  expect(readSentence('paused since 2026-11-21T10:00:00.000Z: never')).toMatchObject({
    code: 'paused',
    values: { why: { code: 'plain', values: { words: 'never' } } },
  })
  expect(readSentence('everything stopped since 2026-11-21T10:00:00.000Z: erased').values['judged']).toEqual({ code: 'plain', values: { words: 'erased' } })
})

test('why the guard paused a journey is said inside what that kept from happening', () => {
  const why = 'hard bounces 15 % (22 of 150 mails within 24 hours, surely 10 %), paused from 10 % on'
  const said = readSentence(`offers paused since 2026-11-21T10:00:00.000Z: ${why}`)
  expect(said).toMatchObject({ code: 'journey-paused', values: { why: { code: 'guard-bounces', values: { many: '22', surely: '10 %' } } } })
})

test('a sentence that is long or made to be slow is read at once', () => {
  const hostile = 'at most '.repeat(400) + '; there are '.repeat(60)
  expect(readSentence(hostile).code).toBe('plain')
})

test('the engine writes every reason by its code', () => {
  const past: string[] = []
  for (const folder of ['src/engine', 'src/runtime']) {
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.ts'))) {
      const source = readFileSync(`${folder}/${file}`, 'utf8')
      for (const [line] of source.matchAll(/^.*\bbecause(?::|\s*=)\s*['`].*$/gm)) past.push(`${file}: ${line.trim()}`)
    }
  }
  expect(past).toEqual([])
})

test('no code stands for two sentences', () => {
  const all = [sentences, refusals, answers].flatMap((group) => Object.keys(group))
  expect(new Set(all).size).toBe(all.length)
  expect(new Set(Object.values(sentences)).size).toBe(codes.length)
})
