// The doors of one person: everything that is known, to be handed out; and to be forgotten.

import { z } from 'zod'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute, StreamedAnswer } from '../admin-route.ts'
import { exportedSubscriber, exportSubscriber } from '../export-subscriber.ts'

const group = 'People'
const params = z.strictObject({ subscriber: z.string().max(300).describe('A userId, an anonymousId, or # and the number (`%23` in an address)') })

export const subscriberRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/subscribers/{subscriber}/export',
    name: 'exportSubscriber',
    group,
    summary: 'Everything that is known about a person, as JSON that is made while it is sent',
    description:
      'To hand out to the person, or to take along: ids, attributes, lists, topics, consent, events, decisions and messages, oldest first. The audit log notes it.',
    params,
    answer: exportedSubscriber,
    problems: ['not-found'],
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
    problems: ['not-found'],
    audited: (_request, { subscriber }) => ({ subscriber }),
    async handle({ params: { subscriber } }, { store, runtime }) {
      const { subscriber: number, at, isOverwritten } = await runtime.erase(await numberOf(subscriber, store))
      return { subscriber: number, erasedAt: at, overwritten: isOverwritten }
    },
  }),
]

async function numberOf(id: string, store: AdminParts['store']): Promise<number> {
  if (/^#\d+$/.test(id)) {
    const [number = 0] = await store.follow([Number(id.slice(1))])
    const [stored] = await store.load([number])
    if (stored !== undefined) return number
  }
  const [byUser, byAnonymous] = await store.resolve([`u:${id}`, `a:${id}`])
  const number = byUser ?? byAnonymous
  if (number === undefined) throw new AdminProblem('not-found', 'Nobody has this id. Name a userId, an anonymousId, or # and the number.')
  return number
}
