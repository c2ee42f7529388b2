// The doors for sending a kept mail once more, on purpose: to the same person, asked about like any other mail, or as a marked copy to somebody else.

import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { programInForce } from '../../../insight/program-in-force.ts'
import { resendVerdict } from '../../../insight/resend-verdict.ts'
import { tellerOf } from '../../../insight/telling.ts'
import type { Effect } from '../../../model/effect.ts'
import type { Command } from '../../../model/input.ts'
import { mistake } from '../../../model/mistake.ts'
import { domainOf } from '../../../model/sender.ts'
import { theEngine } from '../../../runtime/engine.ts'
import { unpackState } from '../../../runtime/states/state-codec.ts'
import { readStops, withStops } from '../../../runtime/stopping/stop-switches.ts'
import type { Delivery } from '../../../runtime/store.ts'
import { withoutOwnLinks } from '../../messages/own-links.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'
import { said } from '../said.ts'

const group = 'Messages'
const params = z.strictObject({ message: z.string().min(1).max(1024).describe('The key of the message, percent-encoded') })
const because = z.string().trim().min(3).max(500).describe('Why it is sent again: for the audit log')

const verdict = z.strictObject({
  verdict: z.enum(['goes', 'waits', 'not sent']),
  reason: z.string().nullable().describe('Of what is not sent: one of the closed list'),
  because: z.string().nullable(),
  said: said.nullable().describe('Why, as data'),
  until: z.int().nullable().describe('Of what waits, where that is known: UTC milliseconds'),
})

export const resendRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'POST',
    path: '/messages/{message}/resend/preview',
    name: 'previewResend',
    group,
    summary: 'What would become of the mail if it was sent again to the same person now; nothing is sent',
    description: 'Asked of the engine that would decide: consent, suppression, pauses, quiet hours, caps and stop switches.',
    params,
    answer: verdict.extend({ purpose: z.enum(['transactional', 'advertising']) }),
    isReading: true,
    problems: ['not-found', 'conflict'],
    async handle({ params: { message }, now }, { store }) {
      const { delivery, purpose, command } = await resendable(message, { store, id: 'preview' })
      return { ...(await verdictOf(delivery, { store, command, now })), purpose }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/messages/{message}/resend',
    name: 'resendMessage',
    needs: 'sender',
    group,
    summary: 'Sends a kept mail once more to the same person, or as a marked copy to another address',
    description: [
      'To the same person it is a message of its own, with the very content that is kept: it is asked about like any other before it leaves, counts, and its links are followed anew.',
      'What would be refused (consent withdrawn, address suppressed ...) is refused here, with the reason; transactional mail is not asked for consent.',
      'A copy goes straight to the mail server: its subject begins with [Copy], its links by which somebody unsubscribes or confirms lead nowhere, and it is counted nowhere.',
      'Use an Idempotency-Key: the same request again sends nothing more.',
    ].join(' '),
    params,
    body: z.strictObject({ to: z.email().max(320).optional().describe('Another address; without it the same person gets it'), because }),
    answer: z.strictObject({ sent: z.enum(['again', 'copy']), message: z.string().nullable().describe('The key of the new message; a copy has none') }),
    problems: ['not-found', 'conflict'],
    isTestMail: ({ to }) => to !== undefined,
    audited: async ({ params: { message }, body }, { sent, message: again }, { store }) => {
      const delivery = await store.delivery(message)
      return {
        ...(delivery === undefined ? {} : { subscriber: delivery.subscriber }),
        // Not the whole address, which may be somebody's: enough to see that a copy left the company.
        details: {
          message,
          sent,
          because: body.because,
          ...(again === null ? {} : { again }),
          ...(body.to === undefined ? {} : { toDomain: domainOf(body.to) }),
        },
      }
    },
    async handle({ params: { message }, body: { to }, now }, parts) {
      const { store, runtime } = parts
      if (to !== undefined) return sendCopy(message, { to, now }, parts)
      const { delivery, command } = await resendable(message, { store, id: randomUUID() })
      const would = await verdictOf(delivery, { store, command, now })
      if (would.verdict === 'not sent') {
        throw new AdminProblem('conflict', `It is not sent again: ${[would.reason, would.because].filter((part) => part !== null).join(', ')}.`)
      }
      await runtime.inbox.command({ subscriber: delivery.subscriber }, command, 'admin')
      const newest = await store.messages({ subscriber: delivery.subscriber, limit: 20 })
      const again = newest.find((one) => (JSON.parse(one.effect) as Partial<{ resends: string }>).resends === message)
      return { sent: 'again' as const, message: again?.key ?? null }
    },
  }),
]

interface Resendable {
  readonly delivery: Delivery
  readonly purpose: 'transactional' | 'advertising'
  readonly command: Extract<Command, { do: 'resend' }>
}

/** A mail that is kept whole, and was made from a template. Throws a problem for anything else. */
async function resendable(message: string, { store, id }: { readonly store: AdminParts['store']; readonly id: string }): Promise<Resendable> {
  const [delivery, kept] = await Promise.all([store.delivery(message), store.archived(message)])
  if (delivery === undefined) throw new AdminProblem('not-found', mistake('no-such-message'))
  if (delivery.channel !== 'email') throw new AdminProblem('conflict', mistake('only-mails-again'))
  if (kept === undefined) throw new AdminProblem('conflict', mistake('not-in-archive'))
  if (kept.kept !== 'whole' || kept.form !== 'mail') throw new AdminProblem('conflict', mistake('no-bodies-kept'))
  if (delivery.template === undefined || delivery.journey === 'opt-in') throw new AdminProblem('conflict', mistake('question-not-again'))
  const { topic } = JSON.parse(delivery.effect) as Partial<Extract<Effect, { kind: 'send' }>>
  const { step, template } = delivery
  const command = { do: 'resend', message, step, template, messageId: `resend/${id}`, ...(topic === undefined ? {} : { ownTopic: topic }) } as const
  return { delivery, purpose: kept.purpose, command }
}

async function verdictOf(
  { subscriber }: Delivery,
  { store, command, now }: { readonly store: AdminParts['store']; readonly command: Resendable['command']; readonly now: number },
) {
  const [number = subscriber] = await store.follow([subscriber])
  const [[stored], program, { stops }] = await Promise.all([store.load([number]), programInForce(store), readStops(store)])
  if (stored === undefined || program === undefined) throw new AdminProblem('conflict', mistake('person-not-known'))
  const verdict = resendVerdict(withStops(program, stops), unpackState(theEngine, stored.state), { command, now })
  return { ...verdict, said: verdict.because === null ? null : tellerOf(program).reason(verdict.because) }
}

async function sendCopy(message: string, { to, now }: { readonly to: string; readonly now: number }, { store, runtime, messageViews }: AdminParts) {
  await resendable(message, { store, id: 'copy' })
  const mail = await messageViews?.open(message)
  if (mail === undefined) throw new AdminProblem('conflict', 'No server runs that could open it. Start one.')
  const { from, subject, html, text } = mail
  const outcome = await runtime.sendCopy({ from, to, subject, html: withoutOwnLinks(html), text: withoutOwnLinks(text), now })
  if (outcome.kind === 'sent') return { sent: 'copy' as const, message: null }
  throw new AdminProblem('conflict', mistake('copy-not-sent', { words: outcome.reason }))
}
