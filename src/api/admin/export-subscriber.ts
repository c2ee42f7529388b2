// Everything that is known about a person as one JSON text, a piece at a time: however long the history is, only a page of it is in memory.
// It changes nothing.

import { z } from 'zod'
import { purposes } from '../../model/archived-message.ts'
import type { StoredCode } from '../../model/code-pool.ts'
import { mistake } from '../../model/mistake.ts'
import { saidConsents } from '../../model/said-consents.ts'
import { arrivalOf, inputOf } from '../../runtime/log-entry.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import { openArchived } from '../../runtime/sending/archivist.ts'
import type { LogEntry, Position, SubscriberNumber } from '../../runtime/store.ts'
import { type AdminParts, AdminProblem, anyObject } from './admin-route.ts'
import { isAboutConsent } from './export-consents.ts'
import { named } from './named.ts'

const instant = z.int().describe('UTC milliseconds')
const text = z.string().nullable()

/** What somebody said last about a topic, by one channel. */
export const consent = named('Consent', {
  topic: z.string(),
  channel: z.string(),
  subscribed: z.boolean(),
  at: instant,
  evidence: anyObject.nullable().describe('How it came about, as far as that is known'),
})

/** An address that is not written to, and why. */
export const suppressedAddress = named('SuppressedAddress', { address: z.string(), reason: z.string(), at: instant })

/** The shape of the export. Newer versions may add keys; none is renamed or removed. */
export const exportedSubscriber = named('ExportedSubscriber', {
  format: z.literal('oncue-subscriber-1'),
  exportedAt: instant,
  subscriber: z.strictObject({
    number: z.int(),
    userIds: z.array(z.string()),
    anonymousIds: z.array(z.string()),
    firstSeenAt: instant,
    attributes: anyObject.describe('What is known about the person; `email` is the address'),
    lists: z.array(z.strictObject({ list: z.string(), joinedAt: instant })),
    topics: z.array(consent).describe('What was last said about each, by which channel'),
    mailPausedUntil: instant.nullable().describe('No mail that advertises until then, by the own wish'),
    tracking: anyObject.nullable().describe('What was last said about following opens and clicks'),
    suppressed: z.array(suppressedAddress).describe('Addresses that are not written to'),
    carts: z.array(anyObject),
    journeys: z.array(z.strictObject({ journey: z.string(), version: z.int(), status: z.string(), step: z.string(), enteredAt: instant })),
  }),
  consents: z
    .array(anyObject)
    .describe(
      'Each time something was said about topics or tracking, a double opt-in was asked for or confirmed, or an address was suppressed: when, what, why and with which evidence; oldest first',
    ),
  decisions: z.array(anyObject).describe('What was decided about the person and why, oldest first'),
  messages: z
    .array(
      z.strictObject({
        key: z.string(),
        channel: z.string(),
        journey: z.string(),
        step: z.string(),
        template: text,
        status: z.string(),
        decidedAt: instant,
        finishedAt: instant.nullable(),
        reason: text,
        links: z
          .array(z.array(z.string()).min(1).max(2))
          .nullable()
          .describe('Where each link of the mail led, and what its author calls it where that is not the address'),
        reports: anyObject.nullable().describe('What was reported about it, and when first'),
        sent: z
          .strictObject({ at: instant, to: z.string(), subject: z.string(), purpose: z.enum(purposes), kept: z.string(), source: z.string() })
          .nullable()
          .describe('The message itself, as it was sent; null when the archive does not have it (any more)'),
      }),
    )
    .describe('Mails, text messages, popups and webhooks, newest first'),
  codes: z
    .array(z.strictObject({ pool: z.string(), code: z.string(), givenAt: instant.nullable(), expiresAt: instant.nullable() }))
    .describe('Discount codes that were given to the person'),
  history: z.array(anyObject).describe('What came in: events as they were sent, and changes by the team, links and forms; newest first'),
})

type Exported = z.input<typeof exportedSubscriber>

export interface ExportParts {
  readonly number: SubscriberNumber
  readonly now: number
  readonly store: AdminParts['store']
  readonly describe: Runtime['describe']
}

const page = 500
/** The pieces, one key of the document after another. */
export async function* exportSubscriber({ number, now, store, describe }: ExportParts): AsyncGenerator<string> {
  const known = await describe({ subscriber: number })
  if (known === undefined) throw new AdminProblem('not-found', mistake('nobody-with-number'))
  yield `{"format":"oncue-subscriber-1","exportedAt":${now},"subscriber":${JSON.stringify(subscriberOf(known))}`
  const decisions = await store.decisions(number, Number.MAX_SAFE_INTEGER)
  const consents = decisions.filter(isAboutConsent)
  yield `,"consents":${JSON.stringify(consents)},"decisions":`
  yield* listOf(oneByOne(decisions))
  yield ',"messages":'
  yield* listOf(messagesOf(store, number))
  const codes = await store.catalogue.codesOf(number)
  yield `,"codes":${JSON.stringify(codes.map(toldCode))},"history":`
  yield* listOf(historyOf(store, known.head))
  yield '}'
}

function toldCode({ pool, code, givenAt, expiresAt }: StoredCode): Exported['codes'][number] {
  return { pool, code, givenAt: givenAt ?? null, expiresAt: expiresAt ?? null }
}

function subscriberOf({ number, identities, state }: NonNullable<Awaited<ReturnType<Runtime['describe']>>>): Exported['subscriber'] {
  const idsOf = (prefix: string): string[] => identities.flatMap((identity) => (identity.startsWith(prefix) ? [identity.slice(prefix.length)] : []))
  return {
    number,
    userIds: idsOf('u:'),
    anonymousIds: idsOf('a:'),
    firstSeenAt: state.firstSeenAt,
    attributes: state.attributes,
    lists: Object.entries(state.lists).map(([list, joinedAt]) => ({ list, joinedAt })),
    topics: saidConsents(state).map(({ evidence, ...said }) => ({ ...said, evidence: evidence === undefined ? null : JSON.parse(JSON.stringify(evidence)) })),
    mailPausedUntil: state.pausedUntil ?? null,
    tracking: state.tracking === undefined ? null : JSON.parse(JSON.stringify(state.tracking)),
    suppressed: state.suppressed.map(({ address, reason, at }) => ({ address, reason, at })),
    carts: state.carts.map((cart) => JSON.parse(JSON.stringify(cart))),
    journeys: state.enrollments.map(({ journey, version, status, step, enteredAt }) => ({ journey, version, status, step, enteredAt })),
  }
}

async function* messagesOf(store: AdminParts['store'], subscriber: SubscriberNumber): AsyncGenerator<Exported['messages'][number]> {
  let before: { readonly decidedAt: number; readonly key: string } | undefined
  for (;;) {
    const found = await store.messages({ subscriber, limit: page, ...(before === undefined ? {} : { before }) })
    for (const { key, channel, journey, step, template, status, decidedAt, finishedAt, reason, links, reports } of found) {
      const told = { template: template ?? null, finishedAt: finishedAt ?? null, reason: reason ?? null }
      yield { key, channel, journey, step, status, decidedAt, ...told, links: parsed(links), reports: parsed(reports), sent: await sentOf(store, key) }
    }
    before = found.at(-1)
    if (before === undefined || found.length < page) return
  }
}

async function sentOf(store: AdminParts['store'], key: string): Promise<Exported['messages'][number]['sent']> {
  const message = await store.archived(key)
  if (message === undefined) return null
  const { at, address: to, subject, purpose, kept } = message
  return { at, to, subject, purpose, kept, source: (await openArchived(store, message)).toString() }
}

/** Newest first; the chains of people who turned out to be the same are part of it. */
async function* historyOf(store: AdminParts['store'], head: Position): AsyncGenerator<object> {
  let heads: readonly Position[] = head === 0 ? [] : [head]
  while (heads.length > 0) {
    const [newest = 0, ...others] = heads.toSorted((one, other) => other - one)
    const entries = await store.history(newest, page)
    const here = new Set(entries.map(({ position }) => position))
    for (const entry of entries) yield lineOf(entry)
    heads = [...others, ...entries.flatMap(({ previous, merged }) => [previous, merged]).filter((position) => position > 0 && !here.has(position))]
  }
}

function lineOf(entry: LogEntry): object {
  const { position, receivedAt, name } = entry
  const arrival = arrivalOf(entry)
  if (arrival !== undefined) return { position, receivedAt, kind: 'event', ...arrival }
  const input = inputOf(entry)
  return input === undefined ? { position, receivedAt, kind: name.slice(1, -1) } : { position, receivedAt, ...input }
}

async function* oneByOne<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items
}

/** A JSON list, with so many items in a piece that a piece is worth sending. */
async function* listOf(items: AsyncIterable<unknown>): AsyncGenerator<string> {
  let piece = '['
  let isFirst = true
  for await (const item of items) {
    piece += `${isFirst ? '' : ','}${JSON.stringify(item)}`
    isFirst = false
    if (piece.length < 32 * 1024) continue
    yield piece
    piece = ''
  }
  yield `${piece}]`
}

function parsed<Form>(json: string | undefined): Form | null {
  return json === undefined ? null : JSON.parse(json)
}
