// The doors that links and pictures of mails lead to. The answer never waits for anything to be written: where a link leads is read, the
// visitor is on the way, and only then it is noted. A link that cannot be found answers with a page for people; the picture always with a picture.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { OwnPages } from '../../model/page-words.ts'
import { readerWords } from '../../model/reader-words.ts'
import { unpackLinks } from '../../runtime/sending/link-map.ts'
import type { Delivery, Store } from '../../runtime/store.ts'
import { pixelGif } from '../tracking/pixel.ts'
import type { ReactionTokens } from './reaction-token.ts'
import { sendDeadLinkPage } from './unsubscribe-pages.ts'
import type { Seen, Visits } from './visits.ts'

export interface ReactionOptions {
  readonly tokens: ReactionTokens
  readonly visits: Visits
  readonly store: Pick<Store, 'delivery'>
  /** Who the mails are from, as the page for a link that leads nowhere says it. */
  readonly workspace: () => string
  readonly pages?: () => OwnPages | undefined
  /** Another address for a link, where it is to lead elsewhere. */
  readonly leadsTo?: (link: URL) => string | undefined
}

/** No browser says more of itself; visitors are told apart by it and some are remembered. */
const agentCharacters = 500

type Params = { Params: { token: string } }

export async function reactionRoutes(app: FastifyInstance, { tokens, visits, store, workspace, pages, leadsTo }: ReactionOptions): Promise<void> {
  // Fastify answers HEAD with the same route and leaves out the body.
  app.get<Params>('/c/:token', async (request, reply) => {
    const claim = tokens.verify(request.params.token)
    const delivery = claim === undefined || claim.link === 'open' ? undefined : await found(store, claim.message)
    if (claim === undefined || delivery === undefined) return sendDeadLinkPage(reply, readerWords(pages?.(), request.headers['accept-language']), workspace())
    const target = typeof claim.link === 'number' ? unpackLinks(delivery.links)[claim.link]?.target : undefined
    if (target === undefined && claim.link !== 'trap') return sendDeadLinkPage(reply, readerWords(pages?.(), request.headers['accept-language']), workspace())
    visits.note(delivery, { ...seenIn(request), claim })
    if (target === undefined) return uncached(reply).code(204).send()
    const link = new URL(target)
    return uncached(reply).redirect(leadsTo?.(link) ?? link.href, 302)
  })

  app.get<Params>('/o/:token', async (request, reply) => {
    const claim = tokens.verify(request.params.token)
    const delivery = claim?.link === 'open' ? await found(store, claim.message).catch(() => undefined) : undefined
    if (claim !== undefined && delivery !== undefined) visits.note(delivery, { ...seenIn(request), claim })
    // Web mail shows it on pages of its own.
    return uncached(reply).header('cross-origin-resource-policy', 'cross-origin').type('image/gif').send(pixelGif)
  })
}

/** A message that may have reached somebody. */
async function found(store: Pick<Store, 'delivery'>, message: string): Promise<Delivery | undefined> {
  const delivery = await store.delivery(message)
  return delivery?.attemptedAt === undefined ? undefined : delivery
}

function seenIn(request: FastifyRequest): Pick<Seen, 'method' | 'agent' | 'purpose'> {
  const { headers, method } = request
  const purpose = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].map((name) => headers[name] ?? '').join(' ')
  return { method, agent: (headers['user-agent'] ?? '').slice(0, agentCharacters), purpose }
}

function uncached(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-store, private, max-age=0').header('x-robots-tag', 'noindex, nofollow')
}
