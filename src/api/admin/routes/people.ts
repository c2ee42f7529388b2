// The doors for looking at people: finding them among many, one person as they are now, and their past as one list. They change nothing.

import { z } from 'zod'
import { lateMs } from '../../../insight/overview/overview.ts'
import { peopleAtStep } from '../../../insight/people-at-step.ts'
import { personRows } from '../../../insight/people-list.ts'
import { personTimeline, timelineKinds } from '../../../insight/person-timeline.ts'
import { pressureOn } from '../../../insight/pressure.ts'
import { programInForce } from '../../../insight/program-in-force.ts'
import { subscriberProfile } from '../../../insight/subscriber-profile.ts'
import { tellerOf } from '../../../insight/telling.ts'
import { consentChannels } from '../../../model/consent.ts'
import type { Decision } from '../../../model/decision.ts'
import { mistake } from '../../../model/mistake.ts'
import { theEngine } from '../../../runtime/engine.ts'
import { mailStates } from '../../../runtime/people-reader.ts'
import { unpackState } from '../../../runtime/states/state-codec.ts'
import { messageLine } from '../../messages/message-detail.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute, anyObject } from '../admin-route.ts'
import { consent, suppressedAddress } from '../export-subscriber.ts'
import { named } from '../named.ts'
import { numberOf } from '../number-of.ts'
import { fromCursor, nextCursor, pageQuery, toCursor } from '../paging.ts'
import { said, told } from '../said.ts'

const group = 'People'
const instant = z.int().describe('UTC milliseconds')
const name = z.string().min(1).max(256)
const params = z.strictObject({ subscriber: z.string().max(300).describe('A userId, an anonymousId, or # and the number (`%23` in an address)') })
const mailState = z.enum(mailStates)
const mostOverdue = 500

const row = named('PersonRow', {
  subscriber: z.int().describe('The number'),
  userId: z.string().nullable(),
  anonymousId: z.string().nullable(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  mail: mailState.describe('Whether there is an address that may be written to; consent is asked by topic'),
  firstSeenAt: instant,
  lastAt: instant.nullable().describe('The newest line about the person'),
  lists: z.array(z.string()),
  segments: z.array(z.string()),
  journeys: z
    .array(z.strictObject({ journey: z.string(), step: z.string(), wakesAt: instant.nullable().describe('When they go on by themselves') }))
    .describe('Journeys that the person is inside of'),
})

const person = named('Person', {
  subscriber: z.int(),
  name: z.string().nullable().describe('What to call them'),
  userIds: z.array(z.string()),
  anonymousIds: z.array(z.string()),
  firstSeenAt: instant,
  addressKnownAt: instant.nullable(),
  attributes: anyObject,
  lists: z.array(z.strictObject({ list: z.string(), joinedAt: instant })),
  topics: z.array(consent).describe('The last word about each topic on each channel'),
  asked: z.array(z.strictObject({ topics: z.array(z.string()), at: instant, expiresAt: instant })).describe('Double opt-ins that may still be confirmed'),
  tracking: z.strictObject({ allowed: z.boolean(), at: instant }).nullable(),
  mailPausedUntil: instant.nullable(),
  segments: z.array(z.string()),
  carts: z.array(anyObject),
  memories: z.array(z.strictObject({ remembers: z.string(), content: z.string() })).describe('What is remembered for conditions, in words'),
  enrollments: z.array(
    z.strictObject({
      journey: z.string(),
      version: z.int(),
      enrollment: z.int(),
      key: z.string().nullable(),
      status: z.enum(['active', 'completed', 'exited']),
      step: z.string(),
      enteredAt: instant,
      stepEnteredAt: instant,
      wakesAt: instant.nullable().describe('When it moves by itself'),
      waitsFor: z.string().nullable().describe('What it waits for, in the words of the decision'),
      waitsSaid: said.nullable(),
    }),
  ),
  timers: z
    .array(
      z.strictObject({
        journey: z.string(),
        key: z.string().nullable(),
        waitsFor: z.string(),
        waitsSaid: said,
        event: z.string(),
        since: instant,
        dueAt: instant,
      }),
    )
    .describe('Silences that would let the person into a journey'),
  nextChangeAt: instant.nullable(),
  reached: z.array(z.strictObject({ channel: z.enum(consentChannels), address: z.string(), vouched: z.boolean() })),
  suppressed: z.array(suppressedAddress).describe('Addresses that are not written to'),
  pressure: z
    .array(
      z.strictObject({
        words: z.string(),
        channel: z.string(),
        topic: z.string().nullable(),
        applies: z.boolean().describe('False where the cap is for other people'),
        max: z.int(),
        withinMs: z.int(),
        sentAt: z.array(instant).describe('When those that count were sent'),
        roomFrom: instant.nullable().describe('From when on one more may go; null where it may now'),
        skips: z.boolean().describe('Whether one too many is not sent at all, instead of waiting'),
      }),
    )
    .describe('What was sent within the window of each frequency cap'),
})

const item = z.strictObject({
  kind: z.enum(timelineKinds),
  at: instant,
  name: z.string(),
  text: z.string().describe('In the words of `oncue trace`'),
  position: z.int().nullable().describe('Its place in the log'),
  event: anyObject.nullable(),
  decision: anyObject.nullable(),
  told: z.strictObject(told).nullable().describe('Of a decision: why, and what its step does, as data'),
  message: anyObject.nullable().describe('As a line of /messages'),
})
const place = z.tuple([
  z.array(z.int()),
  z.union([z.literal(0), z.literal('done'), z.tuple([z.int(), z.int()])]),
  z.union([z.literal(0), z.literal('done'), z.tuple([z.number(), z.string()])]),
])
const newestDecisions = 500

export const peopleRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'POST',
    path: '/subscribers/search',
    name: 'searchSubscribers',
    group,
    summary: 'People by what they are called, where they are and whether they can be mailed, newest first',
    description:
      'In the body, so that no address stands in a log of URLs. All that is asked must fit. With `text`, the first hundred whose userId, anonymousId or address begins so, or each word of it a word of the name; without, a page at a time. A page looks through at most 20,000 people: where two common things rarely meet, it may hold few and still say where to go on (`next`).',
    query: z.strictObject(pageQuery),
    body: z.strictObject({
      text: z.string().max(320).optional().describe('How an id, an address or the words of a name begin'),
      list: name.optional(),
      segment: name.optional(),
      journey: name.optional().describe('Inside this journey now'),
      step: name.optional().describe('At this step of the `journey` now; a page looks through at most 4,000 people inside'),
      mail: mailState.optional(),
      overdue: z
        .literal(true)
        .optional()
        .describe('Whose next step was due five minutes ago or longer and was not taken: the first 500, the longest due first'),
    }),
    answer: z.strictObject({
      subscribers: z.array(row),
      next: nextCursor,
      total: z.int().nullable().describe('Everybody there is, where nothing is asked for'),
    }),
    isReading: true,
    async handle({ query: { limit, cursor }, body: { text, overdue, ...asked }, now }, { store }) {
      const { journey, step } = asked
      if (step !== undefined && journey === undefined) throw new AdminProblem('bad-request', 'Name the "journey" of the "step".')
      const groupings = (['list', 'segment', 'journey'] as const).flatMap((kind) => (asked[kind] === undefined ? [] : [{ kind, name: asked[kind] }]))
      const sources = { store, program: await programInForce(store), unpack: (packed: Uint8Array) => unpackState(theEngine, packed) }
      const named = text === undefined || text.trim() === '' ? undefined : await withText(store, text.trim())
      const late = overdue === true ? (await store.due(now - lateMs, mostOverdue)).map(({ number }) => number) : undefined
      if (named !== undefined || late !== undefined) {
        const numbers = named === undefined ? (late ?? []) : named.filter((one) => late?.includes(one) ?? true)
        const rows = await personRows(sources, numbers)
        const fits = (one: (typeof rows)[number]): boolean =>
          (asked.mail === undefined || one.mail === asked.mail) &&
          (asked.list === undefined || one.lists.includes(asked.list)) &&
          (asked.segment === undefined || one.segments.includes(asked.segment)) &&
          (journey === undefined || one.journeys.some((place) => place.journey === journey && (step === undefined || place.step === step)))
        return { subscribers: rows.filter(fits) as never, next: null, total: null }
      }
      const query = { groupings, mail: asked.mail, limit, before: fromCursor('subscribers', cursor, z.int()) }
      const found = journey === undefined || step === undefined ? await store.people.find(query) : await peopleAtStep(sources, query, { journey, step })
      const rows = await personRows(sources, found.numbers)
      const total = groupings.length === 0 && asked.mail === undefined ? await store.countSubscribers() : null
      return { subscribers: rows as never, next: found.next === undefined ? null : toCursor('subscribers', found.next), total }
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/subscribers/{subscriber}',
    name: 'showSubscriber',
    group,
    summary: 'One person as they are now: attributes, ids, consent, lists, segments, cart, journeys, timers, and how near each cap is',
    params,
    answer: person,
    problems: ['not-found', 'conflict'],
    async handle({ params: { subscriber }, now }, { store }) {
      const number = await numberOf(subscriber, store)
      const [[stored], identities, program, decisions, reached] = await Promise.all([
        store.load([number]),
        store.identitiesOf(number),
        programInForce(store),
        store.decisions(number, newestDecisions),
        store.reachOf(number),
      ])
      if (stored === undefined) throw new AdminProblem('not-found', mistake('nobody-with-number'))
      const state = unpackState(theEngine, stored.state)
      const teller = tellerOf(program)
      const profile = subscriberProfile({ number, state, identities, program })
      return JSON.parse(
        JSON.stringify({
          ...profile,
          enrollments: profile.enrollments.map((one) => {
            const words = waitsFor(one, decisions)
            return { ...one, waitsFor: words, waitsSaid: words === null ? null : teller.reason(words) }
          }),
          timers: profile.timers.map((one) => ({ ...one, waitsSaid: teller.reason(one.waitsFor) })),
          reached: reached.map(({ channel, address, isVouched }) => ({ channel, address, vouched: isVouched })),
          suppressed: state.suppressed,
          pressure: pressureOn(program, state, now),
        }),
      )
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/subscribers/{subscriber}/timeline',
    name: 'showTimeline',
    group,
    summary: 'What happened to a person, what was said and decided about them, and what was sent, as one list, newest first',
    description:
      'Without `detail=all`, decisions that the row of a message tells by itself are left out (queued, authorized, sent, and deferred while it waits).',
    params,
    query: z.strictObject({
      ...pageQuery,
      kinds: z
        .string()
        .max(100)
        .optional()
        .describe(`Only these, with commas between: ${timelineKinds.join(', ')}`),
      detail: z.enum(['short', 'all']).default('short'),
    }),
    answer: z.strictObject({ items: z.array(item), next: nextCursor }),
    problems: ['not-found', 'conflict'],
    async handle({ params: { subscriber }, query: { limit, cursor, kinds, detail } }, { store }) {
      const number = await numberOf(subscriber, store)
      const [stored] = await store.load([number])
      if (stored === undefined) throw new AdminProblem('not-found', mistake('nobody-with-number'))
      const asked = { subscriber: number, head: stored.head, kinds: kindsOf(kinds), detail, place: placeOf(subscriber, cursor), limit }
      const { items, next } = await personTimeline(store, asked)
      return {
        items: (await Promise.all(items.map(async (one) => ({ ...one, message: one.message && (await lineWithArchive(one.message, store)) })))) as never,
        next:
          next === undefined
            ? null
            : toCursor(timelineOf(subscriber), [
                next.heads,
                cursorOf(next.decisions, ({ row: id, index }) => [id, index]),
                cursorOf(next.messages, ({ decidedAt, key }) => [decidedAt, key]),
              ]),
      }
    },
  }),
]

/** The newest word about what a passage waits for, if it still stands at that step. */
function waitsFor({ enrollment, step, status }: { enrollment: number; step: string; status: string }, decisions: readonly Decision[]): string | null {
  const last = decisions.findLast((one) => one.kind === 'waiting' && one.enrollment === enrollment)
  return status === 'active' && last?.kind === 'waiting' && last.step === step ? last.because : null
}

async function lineWithArchive(message: Parameters<typeof messageLine>[0] | Omit<Parameters<typeof messageLine>[0], 'archived'>, store: AdminParts['store']) {
  const kept = await store.archived(message.key)
  if (kept === undefined) return messageLine({ ...message, archived: undefined }, store)
  const { at, purpose, address, subject, form, kept: how, bytes } = kept
  return messageLine({ ...message, archived: { at, purpose, address, subject, form, kept: how, bytes } }, store)
}

/** By number, or by how what is known of them begins. */
function withText(store: AdminParts['store'], text: string): Promise<readonly number[]> {
  return /^#\d{1,15}$/.test(text) ? store.follow([Number(text.slice(1))]) : store.people.search(text, 100)
}

function kindsOf(text: string | undefined): readonly (typeof timelineKinds)[number][] {
  if (text === undefined || text === '') return timelineKinds
  const asked = text.split(',').map((kind) => kind.trim())
  const unknown = asked.find((kind) => !timelineKinds.some((known) => known === kind))
  if (unknown !== undefined) throw new AdminProblem('bad-request', `The query: there is no kind "${unknown}"; there are ${timelineKinds.join(', ')}.`)
  return timelineKinds.filter((kind) => asked.includes(kind))
}

function cursorOf<Place>(position: Place | null | 'done', write: (found: Place) => unknown): unknown {
  if (position === 'done') return 'done'
  return position === null ? 0 : write(position)
}

/** By what was asked for and not by the number, because two may become one between two pages. */
function timelineOf(subscriber: string): string {
  return `timeline ${subscriber}`
}

function placeOf(subscriber: string, cursor: string | undefined) {
  const found = fromCursor(timelineOf(subscriber), cursor, place)
  if (found === undefined) return undefined
  const [heads, decisions, messages] = found
  return {
    heads,
    decisions: decisions === 0 ? null : decisions === 'done' ? ('done' as const) : { row: decisions[0], index: decisions[1] },
    messages: messages === 0 ? null : messages === 'done' ? ('done' as const) : { decidedAt: messages[0], key: messages[1] },
  }
}
