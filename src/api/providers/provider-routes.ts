// The doors at which sending services report what became of messages: /hooks/NAME, one for each that has a secret. What cannot be proven to come
// from the service is refused before it is read; the answer is given once everything is kept, and a repetition changes nothing.

import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Report } from '../../model/report.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Inbox } from '../../runtime/inbox.ts'
import type { Delivery } from '../../runtime/store.ts'
import { visitorOf } from '../links/visitor.ts'
import { sendProblem } from '../problem.ts'
import type { FetchText, ProviderAnswer, ProviderReport } from './provider.ts'
import { providers } from './providers.ts'

export interface ProviderRouteOptions {
  /** Secrets by the name of the service. */
  readonly secrets: ReadonlyMap<string, string>
  /** The message that one of these texts names. */
  readonly find: (texts: readonly string[]) => Promise<Delivery | undefined>
  readonly report: (delivery: Delivery, report: Report) => Promise<unknown>
  readonly inbox: Pick<Inbox, 'command'>
  readonly clock: Pick<Clock, 'now'>
  readonly fetchText: FetchText
}

const bodyBytes = 2 * 1024 * 1024
const keptCertificates = 20
/** Of an hour, at 27 reports a second; the oldest leaves. */
const keptProofs = 100_000

export async function providerRoutes(app: FastifyInstance, options: ProviderRouteOptions): Promise<void> {
  app.removeAllContentTypeParsers()
  // Some say text/plain. A signature is over the bytes, so nothing is parsed here.
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: bodyBytes }, (_request, body, done) => done(null, body))
  const fetchText = remembered(options.fetchText)
  const isUsedUp = createProofs()
  for (const provider of providers) {
    const secret = options.secrets.get(provider.name)
    if (secret === undefined) continue
    app.post(`/hooks/${provider.name}`, async (request, reply) => {
      const { clock } = options
      let answer: ProviderAnswer
      try {
        answer = await provider.read({ headers: request.headers, body: String(request.body ?? ''), now: clock.now() }, secret, fetchText)
      } catch {
        return sendProblem(reply, { code: 'bad-request', detail: `This is not what ${provider.name} sends.` })
      }
      if (answer.kind === 'refused') return sendProblem(reply, { code: 'hook-unauthorized', detail: `Not taken in: ${answer.because}.` })
      if (answer.kind === 'reports' && answer.proof !== undefined && isUsedUp(`${provider.name}\n${answer.proof}`, String(request.body))) {
        return sendProblem(reply, { code: 'hook-unauthorized', detail: 'Not taken in: this signature came with something else before.' })
      }
      if (answer.kind === 'confirm') await options.fetchText(answer.url)
      else for (const report of answer.reports) await take(provider.name, report, options)
      return reply.code(200).header('content-type', 'text/plain; charset=utf-8').send('Taken in.\n')
    })
  }
}

async function take(provider: string, told: ProviderReport, { find, report, inbox, clock }: ProviderRouteOptions): Promise<void> {
  const delivery = await find(told.about.filter((text) => text !== ''))
  if (delivery === undefined) return
  if (told.kind === 'unsubscribed') return inbox.command({ subscriber: delivery.subscriber }, { do: 'unsubscribe', topic: 'all', reason: provider }, 'link')
  const { about: _, at: said, id: own, ...rest } = told
  const id = `hook-${createHash('sha256').update(`${provider}\n${told.kind}\n${own}`).digest('hex').slice(0, 32)}`
  const at = said ?? clock.now()
  if (rest.kind !== 'opened' && rest.kind !== 'clicked') {
    await report(delivery, { id, at, ...rest })
    return
  }
  const who = whoIs(rest, at - (delivery.finishedAt ?? delivery.attemptedAt ?? delivery.decidedAt))
  await report(delivery, rest.kind === 'opened' ? { id, at, kind: 'opened', ...who } : { id, at, kind: 'clicked', link: rest.link, ...who })
}

interface Visitor {
  readonly kind: 'opened' | 'clicked'
  readonly agent: string
  readonly isMachine: boolean
}

/** A service that says that it was a machine knows; else the same table decides as for our own links. */
function whoIs({ kind, agent, isMachine }: Visitor, sinceSentMs: number): ReturnType<typeof visitorOf> {
  if (isMachine) return { by: 'machine', rule: 'provider' }
  return visitorOf({ kind, agent, sinceSentMs, method: 'GET', purpose: '', isTrapped: false, linksAtOnce: 1, links: 0 })
}

/** Whether a proof came with another body before. The service repeats itself word for word when it was not answered. */
function createProofs(): (proof: string, body: string) => boolean {
  const known = new Map<string, string>()
  return (proof, body) => {
    const hash = createHash('sha256').update(body).digest('base64')
    const before = known.get(proof)
    if (before !== undefined) return before !== hash
    known.set(proof, hash)
    const [oldest] = known.size > keptProofs ? known.keys() : []
    if (oldest !== undefined) known.delete(oldest)
    return false
  }
}

/** Certificates change once in years. */
function remembered(fetchText: FetchText): FetchText {
  const known = new Map<string, Promise<string>>()
  return (url) => {
    const kept = known.get(url)
    if (kept !== undefined) return kept
    const fetched = fetchText(url)
    fetched.catch(() => known.delete(url))
    const [oldest] = known.size >= keptCertificates ? known.keys() : []
    if (oldest !== undefined) known.delete(oldest)
    known.set(url, fetched)
    return fetched
  }
}
