// The doors to the archive: finding a message, what became of it and why, its source, and a link to look at it.

import { z } from 'zod'
import { dayOfInstant, messageStatistics } from '../../../insight/message-statistics.ts'
import { isAllowed } from '../../../model/admin-role.ts'
import { purposes, reportWords } from '../../../model/archived-message.ts'
import { channelNames } from '../../../model/channel-names.ts'
import { skipReasons } from '../../../model/decision.ts'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import { searchWords } from '../../../model/search-words.ts'
import { openArchived } from '../../../runtime/sending/archivist.ts'
import { messageDetail, messageLine } from '../../messages/message-detail.ts'
import { mailWithoutOwnLinks } from '../../messages/own-links.ts'
import { parseInstant } from '../../tracking/occurred-at.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute, StreamedAnswer } from '../admin-route.ts'
import { messageDay, messageNumbers, visitors } from '../counted.ts'
import { named } from '../named.ts'
import { numberOf } from '../number-of.ts'
import { fromCursor, nextCursor, pageQuery, toCursor } from '../paging.ts'
import { said, toldDecision } from '../said.ts'

const group = 'Messages'
const statuses = ['waiting', 'handing over', 'sent', 'failed', 'refused', 'unknown'] as const
const name = z.string().min(1).max(256)
const instant = z.int().describe('UTC milliseconds')
const place = z.tuple([z.number(), z.string()])
const params = z.strictObject({ message: z.string().min(1).max(1024).describe('The key of the message, percent-encoded') })

const when = z
  .string()
  .max(40)
  .refine((text) => !Number.isNaN(instantOf(text)), { error: 'an instant is written 2026-11-21T10:00:00Z, 2026-11-21 or in UTC milliseconds' })

const archived = named('ArchivedMessage', {
  at: instant.describe('When it was laid out, right before it was handed over'),
  purpose: z.enum(purposes),
  address: z.string().describe('To whom, in small letters'),
  subject: z.string(),
  form: z.enum(['mail', 'json']),
  kept: z.enum(['whole', 'without body']),
  bytes: z.int(),
})
const line = named('MessageLine', {
  key: z.string(),
  subscriber: z.int(),
  userId: z.string().nullable(),
  channel: z.enum(channelNames),
  journey: z.string(),
  journeyVersion: z.int(),
  step: z.string(),
  template: z.string().nullable(),
  status: z.enum(statuses),
  decidedAt: instant,
  finishedAt: instant.nullable(),
  waitsUntil: instant
    .nullable()
    .describe('When it is asked again whether it may go, such as after quiet hours or once a limit has room; null where it waits for no time'),
  attempts: z.int(),
  reason: z.string().nullable().describe('Why it was refused, failed or waits'),
  said: said.nullable().describe('The reason as data'),
  notSent: z.enum(skipReasons).nullable().describe('Why it was refused, as one of a closed list'),
  reports: z.record(z.string(), z.int()).describe('What was reported about it, and when first: delivered, opened by human, ...'),
  archived: archived.nullable().describe('Null when the archive does not have it (yet, or any more)'),
})
const detail = line.extend({
  enrollment: z.int().nullable(),
  publication: z.int().nullable().describe('The publication that was in force when it was handed over'),
  answer: z.string().nullable().describe('What the mail server or service said when it took the message, such as 250 2.0.0 OK'),
  templateVersion: z.int().nullable().describe('The version of its template that it was made from'),
  why: z
    .array(z.strictObject({ at: instant, text: z.string(), ...toldDecision.shape }))
    .describe('The decisions that led to it and were made about it, in words'),
  cameBack: z
    .array(
      z.strictObject({
        at: instant,
        what: z.string().describe('delivered, opened, clicked, bounced, complained or closed'),
        by: z.string().nullable(),
        rule: z.string().nullable(),
        link: z.string().nullable(),
        hard: z.boolean().nullable(),
        status: z.string().nullable(),
        reason: z.string().nullable(),
        said: said.nullable().describe('What the other side said of a mail that came back, with what it means where that is known'),
      }),
    )
    .describe('Everything that was reported, oldest first'),
  links: z.array(z.strictObject({ target: z.string(), label: z.string(), clicks: visitors })).describe('Where its links lead, and the clicks on each'),
})

export const messageRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/messages',
    name: 'searchMessages',
    group,
    summary: 'Messages by anything that is known of them, newest decided first',
    description:
      'All that is asked must fit. A page looks through at most 5,000 messages: where two common things rarely meet, it may hold few or none and still say where to go on (`next`).',
    query: z.strictObject({
      ...pageQuery,
      person: z
        .string()
        .max(300)
        .optional()
        .describe('A userId, an anonymousId, an address that the person has now, or # and the number (`%23` in an address)'),
      address: z.string().max(320).optional().describe('The mail address or phone number that it went to, whole; the host of a webhook'),
      journey: name.optional(),
      step: name.optional().describe('A step, with its journey'),
      template: name.optional(),
      channel: z.enum(channelNames).optional(),
      status: z.enum(statuses).optional(),
      reason: z.enum(skipReasons).optional().describe('Why it was not sent: what the decision says'),
      did: z.enum(reportWords).optional().describe('What was reported about it'),
      since: when.optional().describe('What `did` asks for was first reported at or after it; without `did`, it came to its end then, such as being sent'),
      from: when.optional().describe('Decided at or after it: ISO 8601 or UTC milliseconds'),
      until: when.optional().describe('Decided before it'),
      subject: z.string().max(300).optional().describe('Words of the subject, whole, all of them, in any order and case'),
    }),
    answer: z.strictObject({ messages: z.array(line), next: nextCursor }),
    problems: ['not-found', 'conflict'],
    async handle({ query: { limit, cursor, person, address, subject, since, from, until, ...rest } }, { store }) {
      const before = fromCursor('messages', cursor, place)
      const found = await store.searchMessages({
        ...rest,
        // Only what was refused has such a reason, and is found by its status.
        ...(rest.reason === undefined || rest.status !== undefined ? {} : { status: 'refused' as const }),
        limit,
        ...(before === undefined ? {} : { before: { decidedAt: before[0], key: before[1] } }),
        ...(person === undefined ? {} : { subscriber: await numberOf(person, store) }),
        ...(address === undefined ? {} : { address: address.trim().toLowerCase() }),
        ...(subject === undefined ? {} : { words: searchWords(subject) }),
        ...(since === undefined ? {} : { since: instantOf(since) }),
        ...(from === undefined ? {} : { from: instantOf(from) }),
        ...(until === undefined ? {} : { until: instantOf(until) }),
      })
      const messages = await Promise.all(found.messages.map((message) => messageLine(message, store)))
      return { messages, next: found.next === undefined ? null : toCursor('messages', [found.next.decidedAt, found.next.key]) }
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/messages/statistics',
    name: 'messageStatistics',
    group,
    summary: 'What became of messages over some days: all, by template and by day',
    description: 'A message counts on the day (UTC) on which it was handed over, whenever something was reported about it.',
    query: z.strictObject({
      purpose: z.enum(purposes).optional().describe('transactional: what people must get; advertising: all others'),
      template: name.optional().describe('A template; journey/step for what has none'),
      channel: z.enum(channelNames).optional(),
      from: when.optional().describe('The first day; 29 days before the last by default'),
      to: when.optional().describe('The last day, included; today by default'),
    }),
    answer: z.strictObject({
      from: z.string(),
      to: z.string(),
      ...messageNumbers.shape,
      templates: z.array(z.strictObject({ template: z.string(), purpose: z.enum(purposes), channel: z.enum(channelNames), ...messageNumbers.shape })),
      days: z.array(messageDay),
    }),
    async handle({ query: { purpose, template, channel, from, to }, now }, { store }) {
      const last = to === undefined ? dayOfInstant(now) : dayOfInstant(instantOf(to))
      const first = from === undefined ? last - 29 : dayOfInstant(instantOf(from))
      if (first > last || last - first >= limits.statisticsDays) {
        throw new AdminProblem('bad-request', `The days must go forward, and be at most ${limits.statisticsDays}.`)
      }
      const counts = await store.dayCounts({ purpose, from: first, to: last })
      const wanted = counts.filter((count) => (template === undefined || count.template === template) && (channel === undefined || count.channel === channel))
      return messageStatistics(wanted, { from: first, to: last }) as never
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/messages/{message}',
    name: 'showMessage',
    group,
    summary: 'One message: what it was, why it was sent, and what came back',
    params,
    answer: detail,
    problems: ['not-found'],
    async handle({ params: { message } }, { store }) {
      return (await messageDetail(await deliveryOf(message, store), store)) as never
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/messages/{message}/content',
    name: 'readMessage',
    group,
    summary: 'What stands in a kept message: its text, headers and source, with links that lead where they lead in the end',
    description:
      'The HTML is shown by the link of `viewMessage`, where it can do nothing. For a viewer the links by which the person unsubscribes, chooses topics or confirms are blank, and the source is put together from what is left. The audit log notes it.',
    params,
    answer: z.strictObject({
      from: z.string(),
      to: z.string(),
      text: z.string(),
      hasHtml: z.boolean(),
      headers: z.array(z.strictObject({ name: z.string(), value: z.string() })),
      source: z.string(),
      isWhole: z.boolean().describe('False where the archive keeps no bodies'),
    }),
    problems: ['not-found', 'conflict'],
    audited: async ({ params: { message } }, _answer, { store }) => {
      const delivery = await store.delivery(message)
      return { ...(delivery === undefined ? {} : { subscriber: delivery.subscriber }), details: { message } }
    },
    async handle({ params: { message }, admin }, { store, messageViews }) {
      await deliveryOf(message, store)
      if (messageViews === undefined) throw new AdminProblem('conflict', 'No server runs that could open it. Start one, or take the source.')
      const [mail, kept] = await Promise.all([messageViews.open(message), store.archived(message)])
      if (mail === undefined || kept === undefined) throw new AdminProblem('not-found', mistake('not-in-archive'))
      const { from, to, text, html, headers, source } = isAllowed(admin.role, 'sender') ? mail : mailWithoutOwnLinks(mail)
      const named = from.name === undefined ? from.address : `${from.name} <${from.address}>`
      return { from: named, to, text, hasHtml: html !== '', headers: [...headers], source, isWhole: kept.kept === 'whole' }
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/messages/{message}/source',
    name: 'messageSource',
    needs: 'sender',
    group,
    summary: 'The message as it was sent: a mail as message/rfc822, another channel as JSON',
    description: 'With the links by which the person unsubscribes, chooses topics or confirms. The audit log notes it.',
    params,
    answer: z.string(),
    streams: ['message/rfc822', 'application/json'],
    problems: ['not-found'],
    async handle({ params: { message } }, { store }) {
      const { subscriber } = await deliveryOf(message, store)
      const kept = await store.archived(message)
      if (kept === undefined) throw new AdminProblem('not-found', mistake('not-in-archive'))
      const isMail = kept.form === 'mail'
      const about = { contentType: isMail ? 'message/rfc822' : 'application/json', fileName: isMail ? 'message.eml' : 'message.json' }
      const source = (await openArchived(store, kept)).toString()
      return new StreamedAnswer(once(source), { ...about, note: { subscriber, details: { message } } })
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/messages/{message}/view',
    name: 'viewMessage',
    needs: 'viewer',
    group,
    summary: 'A link under which a browser shows the message for ten minutes, without a key',
    description:
      'Nothing in the message runs, nothing is loaded from elsewhere unless the reader asks for pictures, and nothing counts as opened or clicked. For a viewer the links by which the person unsubscribes, chooses topics or confirms are blank. The audit log notes it.',
    params,
    answer: z.strictObject({ path: z.string().describe('Below the address of this server'), expiresAt: instant }),
    isSecret: true,
    problems: ['not-found', 'conflict'],
    audited: async ({ params: { message } }, _answer, { store }) => {
      const delivery = await store.delivery(message)
      return { ...(delivery === undefined ? {} : { subscriber: delivery.subscriber }), details: { message } }
    },
    async handle({ params: { message }, now, admin }, { store, messageViews }) {
      await deliveryOf(message, store)
      if ((await store.archived(message)) === undefined) throw new AdminProblem('not-found', mistake('not-in-archive'))
      if (messageViews === undefined) throw new AdminProblem('conflict', 'No server runs that could show it. Start one, or take the source.')
      const expiresAt = now + limits.messageViewMs
      return { path: messageViews.path({ message, expiresAt, shows: isAllowed(admin.role, 'sender') ? 'whole' : 'without own links' }), expiresAt }
    },
  }),
]

/** UTC where no zone is named, whatever that of this machine is; NaN for what there is not, such as the 30th of February. */
function instantOf(text: string): number {
  return /^\d{9,15}$/.test(text) ? Number(text) : (parseInstant(text) ?? Number.NaN)
}

async function deliveryOf(key: string, store: AdminParts['store']) {
  const delivery = await store.delivery(key)
  if (delivery === undefined) throw new AdminProblem('not-found', mistake('no-such-message'))
  return delivery
}

async function* once(text: string): AsyncIterable<string> {
  yield text
}
