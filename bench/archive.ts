// Searching a million kept messages: each kind of question over a connection of its own that has read nothing yet, so that what it finds has to be
// fetched, by the processor time that it takes, so that a busy machine does not matter. The slowest counts, first pages and pages far back alike. The store is filled as the sending path fills it, only many at a time.

import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { ArchivedMessage, MessageSearch } from '../src/model/archived-message.ts'
import { searchWords } from '../src/model/search-words.ts'
import type { Commit, Delivery } from '../src/runtime/store.ts'
import { openSqliteStore } from '../src/stores/sqlite/sqlite-store.ts'
import { type Effort, type Measurement, median, numberText } from './measurement.ts'

const firstDay = Date.UTC(2026, 0, 1)
const perCommit = 2000
const templates = 40
const people = 100_000
/** As large as the cart reminder of the example is when it is packed. */
const packedBytes = 1400

/** Fills a store and asks it everything. */
export async function measureArchive({ isQuick }: Effort): Promise<readonly Measurement[]> {
  const messages = isQuick ? 20_000 : 1_000_000
  const folder = mkdtempSync(join(tmpdir(), 'oncue-archive-'))
  const path = join(folder, 'workspace.db')
  try {
    const fillUs = await fillMessages(path, messages)
    const times = await ask(path, messages)
    const slowest = times.toSorted((one, other) => other.ms - one.ms)[0]
    const all = times.toSorted((one, other) => one.ms - other.ms)
    const size = statSync(path).size / messages
    return [
      {
        what: `the slowest search of ${messages.toLocaleString('en-US')} archived messages`,
        value: slowest?.ms ?? Number.NaN,
        unit: 'ms',
        target: { atMost: 100 },
        note: `of processor time: ${slowest?.name}; ${times.length} kinds of questions, the middle one ${numberText(all[Math.floor(all.length / 2)]?.ms ?? 0)} ms`,
      },
      {
        what: 'writing one message with its delivery, many in a commit',
        value: fillUs,
        unit: 'us',
        target: undefined,
        note: `${packedBytes} bytes of packed content; ${numberText(size)} bytes of the file for each, with its indexes`,
      },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Writes so many messages into the file, and says how many microseconds each took. */
export async function fillMessages(path: string, messages: number): Promise<number> {
  const store = await openSqliteStore({ path, synchronous: 'NORMAL' })
  const before = performance.now()
  for (let from = 0; from < messages; from += perCommit) {
    const numbers = Array.from({ length: Math.min(perCommit, messages - from) }, (_, index) => from + index)
    await store.commit(commitOf(numbers))
  }
  const us = ((performance.now() - before) * 1000) / messages
  await store.close()
  return us
}

function commitOf(numbers: readonly number[]): Commit {
  const nothing = { log: [], subscribers: [], identities: [], merged: [], decisions: [], counts: [], deadLetters: [], seen: [] }
  return { ...nothing, deliveries: numbers.map(deliveryOf), archived: numbers.filter((number) => statusOf(number) !== 'refused').map(messageOf) }
}

function statusOf(number: number): Delivery['status'] {
  if (number % 10_007 === 0) return 'unknown'
  if (number % 997 === 0) return 'failed'
  return number % 11 === 0 ? 'refused' : 'sent'
}

function deliveryOf(number: number): Delivery {
  const journey = `journey-${number % 20}`
  const step = `step-${Math.floor(number / 20) % 5}`
  const isSms = number % 5003 === 0
  const person = (number * 7919) % people
  const decidedAt = firstDay + number * 300
  return {
    key: `${person}/${journey}/3/${number % 9}/${step}/${number}`,
    subscriber: person,
    status: statusOf(number),
    dueAt: decidedAt,
    decidedAt,
    attemptedAt: decidedAt,
    finishedAt: decidedAt + 900,
    attempts: 1,
    channel: isSms ? 'sms' : 'email',
    journey,
    step,
    template: isSms ? undefined : `template-${number % templates}`,
    effect: JSON.stringify({
      kind: 'send',
      channel: 'email',
      key: 'x'.repeat(60),
      journey,
      step,
      journeyVersion: 3,
      enrollment: 1,
      template: 'template',
      topic: 'news',
      decidedAt,
    }),
    reason: undefined,
    domain: isSms ? undefined : 'shop.example',
    links: JSON.stringify(Array.from({ length: 6 }, (_, link) => [`https://shop.example/product/${number + link}?utm_source=shop`])),
    reports: number % 4001 === 0 ? '{"bounced":1}' : number % 2 === 0 ? '{"delivered":1,"opened by human":2}' : '{"delivered":1}',
  }
}

function messageOf(number: number): ArchivedMessage {
  const { key, subscriber, decidedAt } = deliveryOf(number)
  const subject = `Anna${subscriber}, your order ${number} is on its way${number % 3000 === 0 ? ' (express)' : ''}`
  return {
    key,
    at: decidedAt,
    purpose: number % 4 === 0 ? 'transactional' : 'advertising',
    address: `anna${subscriber}@mail.example`,
    subject,
    words: searchWords(subject),
    form: 'mail',
    kept: 'whole',
    bytes: 29_000,
    content: randomBytes(packedBytes),
    dictionary: undefined,
  }
}

interface Timed {
  readonly name: string
  readonly ms: number
}

async function ask(path: string, messages: number): Promise<readonly Timed[]> {
  const times: Timed[] = []
  for (const [name, search] of Object.entries(questions(messages))) {
    // Of three, so that a neighbour on the same machine counts less.
    const rounds: number[] = []
    for (let round = 0; round < 3; round += 1) {
      const store = await openSqliteStore({ path, readOnly: true })
      // The first statement of a connection reads the schema, whatever it is.
      await store.setting('anything')
      const before = process.cpuUsage()
      await store.searchMessages({ ...search, limit: 50 })
      const { user, system } = process.cpuUsage(before)
      rounds.push((user + system) / 1000)
      await store.close()
    }
    times.push({ name, ms: median(rounds) })
  }
  return times
}

function questions(messages: number): Readonly<Record<string, Omit<MessageSearch, 'limit'>>> {
  const lastAt = firstDay + messages * 300
  const middle = { before: { decidedAt: firstDay + Math.floor(messages / 2) * 300, key: '5' } }
  return {
    everything: {},
    'everything, far back': middle,
    'a person': { subscriber: 4711 },
    'an address': { address: 'anna4711@mail.example' },
    'an address that nobody has': { address: 'nobody@mail.example' },
    'a journey': { journey: 'journey-7' },
    'a step': { journey: 'journey-7', step: 'step-3' },
    'a step that there is not': { journey: 'journey-7', step: 'step-77' },
    'a template': { template: 'template-7' },
    'a template, far back': { template: 'template-7', ...middle },
    'a template and a journey that never meet': { template: 'template-7', journey: 'journey-8' },
    'text messages': { channel: 'sms' },
    'what failed': { status: 'failed' },
    'what is unknown, of a template': { status: 'unknown', template: 'template-7' },
    'what was refused, of a journey': { status: 'refused', journey: 'journey-7' },
    'what bounced': { did: 'bounced' },
    'what was opened, of a template': { did: 'opened', template: 'template-6' },
    'what was clicked': { did: 'clicked' },
    'what was closed, of a journey': { did: 'closed', journey: 'journey-7' },
    'an hour': { from: lastAt - 7_200_000, until: lastAt - 3_600_000 },
    'a rare word': { words: ['express'] },
    'a number in the subject': { words: searchWords(String(Math.floor(messages / 2))) },
    'common words': { words: ['order', 'way'] },
    'a common and a rare word': { words: ['order', 'express'] },
    'common words of a person': { subscriber: 4711, words: ['order', 'way'] },
    'common words, what failed, of a journey, in a day': {
      words: ['your', 'order'],
      status: 'failed',
      journey: 'journey-7',
      from: firstDay,
      until: firstDay + 86_400_000,
    },
  }
}
