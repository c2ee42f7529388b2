// The doors of one person: everything that is known, to be handed out; and to be forgotten.

import { z } from 'zod'
import { findSubscribers } from '../../../runtime/people/find-subscriber.ts'
import { type AdminRoute, adminRoute, StreamedAnswer } from '../admin-route.ts'
import { exportedSubscriber, exportSubscriber } from '../export-subscriber.ts'
import { numberOf } from '../number-of.ts'

const group = 'People'
const mostFound = 50

const params = z.strictObject({ subscriber: z.string().max(300).describe('A userId, an anonymousId, or # and the number (`%23` in an address)') })

export const subscriberRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'POST',
    path: '/subscribers/find',
    name: 'findSubscribers',
    group,
    summary: 'Who is meant by an id, a mail address or a phone number',
    description: `In the body, so that no address stands in a log of URLs. Where several people have one address, the first ${mostFound} of them.`,
    body: z.strictObject({ id: z.string().min(1).max(320).describe('A userId, an anonymousId, # and the number, a mail address, or a phone number') }),
    answer: z.strictObject({
      subscribers: z
        .array(z.strictObject({ subscriber: z.int().describe('The number'), userIds: z.array(z.string()).describe('What the person is known by') }))
        .describe('In order of number; nobody is an empty list'),
    }),
    isReading: true,
    async handle({ body: { id } }, { store }) {
      const numbers = (await findSubscribers(store, id)).slice(0, mostFound)
      const identities = await Promise.all(numbers.map((number) => store.identitiesOf(number)))
      const userIds = identities.map((all) => all.flatMap((identity) => (identity.startsWith('u:') ? [identity.slice(2)] : [])))
      return { subscribers: numbers.map((subscriber, index) => ({ subscriber, userIds: userIds[index] ?? [] })) }
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/subscribers/{subscriber}/export',
    name: 'exportSubscriber',
    needs: 'editor',
    group,
    summary: 'Everything that is known about a person, as JSON that is made while it is sent',
    description:
      'To hand out to the person, or to take along: ids, attributes, lists, topics, consent, events, decisions and messages, oldest first. The audit log notes it.',
    params,
    answer: exportedSubscriber,
    problems: ['not-found', 'conflict'],
    async handle({ params: { subscriber }, now }, { store, runtime }) {
      const number = await numberOf(subscriber, store)
      const pieces = exportSubscriber({ number, now, store, describe: runtime.describe })
      return new StreamedAnswer(pieces, { fileName: `subscriber-${number}.json`, note: { subscriber: number } })
    },
  }),
  adminRoute({
    method: 'DELETE',
    path: '/subscribers/{subscriber}',
    name: 'eraseSubscriber',
    needs: 'owner',
    group,
    summary: 'Forgets a person: their history, mails and ids, everywhere and for good',
    description:
      'What stays: blank lines in the log, the running counts, and keyed hashes of addresses and userIds, by which the address is not mailed when it is brought back, until the person says yes anew. There is no way back.',
    params,
    answer: z.strictObject({
      subscriber: z.int().describe('The number, which nobody has any more'),
      erasedAt: z.int().describe('UTC milliseconds'),
      overwritten: z.boolean().describe('False while somebody reads the file: what was deleted is overwritten with the next erasure or start'),
    }),
    problems: ['not-found', 'conflict'],
    audited: (_request, { subscriber }) => ({ subscriber }),
    async handle({ params: { subscriber } }, { store, runtime, desk }) {
      const { subscriber: number, at, isOverwritten } = await runtime.erase(await numberOf(subscriber, store))
      await desk?.forget()
      return { subscriber: number, erasedAt: at, overwritten: isOverwritten }
    },
  }),
]
