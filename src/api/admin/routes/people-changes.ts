// The doors by which the team changes one person: attributes, lists, consent, journeys, and events sent for a try. Each is the same command or event that any
// other door would send, so it stands in the person's log and can be explained.

import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { consentChannels } from '../../../model/consent.ts'
import type { Command } from '../../../model/input.ts'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import { toArrival } from '../../tracking/to-arrival.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute, anyObject } from '../admin-route.ts'
import { numberOf } from '../number-of.ts'

const group = 'People'
const name = z.string().trim().min(1).max(256)
const params = z.strictObject({ subscriber: z.string().max(300).describe('A userId, an anonymousId, or # and the number (`%23` in an address)') })
const changed = z.strictObject({ subscriber: z.int() })
const because = z.string().trim().min(3).max(500).describe('Why, or how the person said so: it is kept as the evidence')
const mostAtOnce = 1000

export const peopleChangeRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'PATCH',
    path: '/subscribers/{subscriber}/attributes',
    name: 'setAttributes',
    group,
    summary: 'Sets attributes of a person; null removes one',
    description: 'Triggers and segments see the change as they would see one by an event. A mail address that is set here is vouched for.',
    params,
    body: anyObject,
    answer: changed,
    problems: ['not-found', 'conflict'],
    audited: ({ body }, { subscriber }) => ({ subscriber, details: { attributes: Object.keys(body) } }),
    async handle({ params: { subscriber }, body }, { store, runtime }) {
      const number = await numberOf(subscriber, store)
      // What an event may say about a person is what the team may say: the same limits, the same faults.
      const asked = toArrival({ type: 'identify', userId: 'x', traits: body }, { receivedAt: 0, trust: 'server', makeMessageId: () => 'x' })
      if (!asked.ok) throw new AdminProblem('bad-request', `${asked.reason.replace('traits', 'The attributes')}.`)
      if (Object.keys(body).length === 0) throw new AdminProblem('bad-request', 'There is nothing to change.')
      const set = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))
      const unset = Object.keys(body).filter((key) => body[key] === null)
      await command(runtime, number, { do: 'set attributes', set, unset })
      return { subscriber: number }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/subscribers/{subscriber}/topics',
    name: 'sayTopic',
    group,
    summary: 'Records that a person said yes or no to a topic on a channel',
    description:
      'A yes is a record of what the person said elsewhere, such as on the telephone: `because` says where, and stands in the evidence. `all` is every topic of mail; only a no can be said to it.',
    params,
    body: z.strictObject({ topic: name, channel: z.enum(consentChannels).default('email'), subscribed: z.boolean(), because }),
    answer: changed,
    problems: ['not-found', 'conflict'],
    audited: ({ body: { topic, channel, subscribed } }, { subscriber }) => ({ subscriber, details: { topic, channel, subscribed } }),
    async handle({ params: { subscriber }, body: { topic, channel, subscribed, because: reason }, admin, now }, { store, runtime }) {
      const number = await numberOf(subscriber, store)
      if (topic === 'all' && subscribed) throw new AdminProblem('bad-request', 'A yes is said to a topic; "all" takes only a no.')
      const evidence = { at: now, wording: reason.slice(0, 200) }
      await command(runtime, number, { do: subscribed ? 'subscribe' : 'unsubscribe', topic, channel, reason: `${admin.name}: ${reason}`, evidence })
      return { subscriber: number }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/subscribers/{subscriber}/leave-journey',
    name: 'takeOutOfJourney',
    group,
    summary: 'Takes a person out of a journey at once; what waits to be sent of it is not sent',
    params,
    body: z.strictObject({ journey: name }),
    answer: changed,
    problems: ['not-found', 'conflict'],
    audited: ({ body }, { subscriber }) => ({ subscriber, details: { journey: body.journey } }),
    async handle({ params: { subscriber }, body: { journey } }, { store, runtime }) {
      const number = await numberOf(subscriber, store)
      const known = await runtime.describe({ subscriber: number })
      if (known?.state.enrollments.some((one) => one.journey === journey && one.status === 'active') !== true) {
        throw new AdminProblem('conflict', mistake('not-inside', { name: journey }))
      }
      await command(runtime, number, { do: 'stop journey', journey })
      return { subscriber: number }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/subscribers/{subscriber}/events',
    name: 'sendEventFor',
    group,
    summary: 'Sends an event as if the person had caused it, for a try',
    description: 'It is an event like any other: journeys enter, mails go out. Its property `sent_by` says that the team sent it.',
    params,
    body: z.strictObject({ event: name, properties: anyObject.default({}), messageId: z.string().min(1).max(limits.idCharacters).optional() }),
    answer: z.strictObject({ subscriber: z.int(), messageId: z.string(), receipt: z.enum(['accepted', 'duplicate']) }),
    problems: ['not-found', 'conflict', 'event-refused'],
    audited: ({ body: { event } }, { subscriber, messageId }) => ({ subscriber, details: { event, messageId } }),
    async handle({ params: { subscriber }, body: { event, properties, messageId }, admin, now }, { store, runtime }) {
      const number = await numberOf(subscriber, store)
      const identity = await identityOf(number, store)
      const message = {
        type: 'track',
        event,
        properties: { ...properties, sent_by: admin.name },
        ...identity,
        ...(messageId === undefined ? {} : { messageId }),
      }
      const conversion = toArrival(message, { receivedAt: now, trust: 'server', makeMessageId: () => `console/${randomUUID()}` })
      if (!conversion.ok) throw new AdminProblem('event-refused', `${conversion.reason}.`)
      const [receipt = 'accepted'] = await runtime.inbox.submit([conversion.arrival])
      return { subscriber: number, messageId: conversion.arrival.event.messageId, receipt }
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/lists',
    name: 'lists',
    group,
    summary: 'The lists that anybody is on, with how many people are on each',
    description: 'Who is on one: `POST /subscribers/search` with `list`.',
    answer: z.strictObject({ lists: z.array(z.strictObject({ list: z.string(), people: z.int() })) }),
    async handle(_request, { store }) {
      return { lists: (await store.people.groupings('list')).map(({ name: list, people }) => ({ list, people })) }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/lists/{list}/members',
    name: 'changeListMembers',
    group,
    summary: `Puts people on a list, and takes people off it; at most ${mostAtOnce} at once`,
    description: 'Whoever is on it already, or off it, stays so. Ids that nobody has are told and change nothing.',
    params: z.strictObject({ list: name }),
    body: z.strictObject({
      add: z.array(z.string().min(1).max(320)).max(mostAtOnce).default([]).describe('userIds, anonymousIds, # and numbers, or addresses that one person has'),
      remove: z.array(z.string().min(1).max(320)).max(mostAtOnce).default([]),
    }),
    answer: z.strictObject({ added: z.int(), removed: z.int(), unknown: z.array(z.string()) }),
    audited: ({ params: { list } }, { added, removed }) => ({ details: { list, added, removed } }),
    async handle({ params: { list }, body: { add, remove } }, { store, runtime }) {
      const unknown: string[] = []
      const change = async (ids: readonly string[], what: 'join list' | 'leave list'): Promise<number> => {
        let count = 0
        for (const id of ids) {
          const number = await numberOf(id, store).catch((error: unknown) => {
            if (!(error instanceof AdminProblem)) throw error
            unknown.push(id)
          })
          if (number === undefined) continue
          await command(runtime, number, { do: what, list })
          count += 1
        }
        return count
      }
      return { added: await change(add, 'join list'), removed: await change(remove, 'leave list'), unknown }
    },
  }),
]

function command(runtime: Runtime, subscriber: number, wanted: Command): Promise<void> {
  return runtime.inbox.command({ subscriber }, wanted, 'admin')
}

/** An id that leads to this person, as events name people. */
async function identityOf(number: number, store: AdminParts['store']): Promise<{ readonly userId: string } | { readonly anonymousId: string }> {
  const identities = await store.identitiesOf(number)
  const userId = identities.find((identity) => identity.startsWith('u:'))?.slice(2)
  const anonymousId = identities.find((identity) => identity.startsWith('a:'))?.slice(2)
  if (userId !== undefined) return { userId }
  if (anonymousId !== undefined) return { anonymousId }
  throw new AdminProblem('conflict', mistake('no-id-for-event'))
}
