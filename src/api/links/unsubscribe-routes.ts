// Unsubscribing. GET and HEAD show a page and change nothing, because scanners follow every link of a mail; a POST, by the
// page's button or by a mail program's one-click button (RFC 8058), acts at once and is answered when it is durable.

import type { FastifyInstance, FastifyReply } from 'fastify'
import { isOncueError } from '../../model/errors.ts'
import type { Command } from '../../model/input.ts'
import type { Inbox } from '../../runtime/inbox.ts'
import { sendProblem } from '../problem.ts'
import type { LinkClaim, LinkTokens } from './link-token.ts'
import { sendAskPage, sendDonePage, sendInvalidPage, sendUndonePage, type UnsubscribeWords } from './unsubscribe-pages.ts'

export interface LinkOptions {
  readonly tokens: LinkTokens
  /** Who the mails are from, as the pages say it: the workspace's name. */
  readonly workspace: () => string
  /** A topic in words: its description; the topic's name by default. */
  readonly topicTitle?: (topic: string) => string | undefined
}

type Params = { Params: { token: string }; Body: Form | undefined }
type Form = Readonly<Record<string, string>>

/** Stands for every topic, in commands and in subscribers' states. */
const everyTopic = 'all'

export async function unsubscribeRoutes(app: FastifyInstance, options: LinkOptions & { readonly inbox: Inbox }): Promise<void> {
  app.removeAllContentTypeParsers()
  // One-click requests come as a form of either kind (RFC 8058); what a multipart body says is not needed: the address says it all.
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(body as string))),
  )
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null, undefined))

  app.get<Params>('/u/:token', (request, reply) => {
    const claim = options.tokens.verify(request.params.token)
    return claim === undefined ? sendInvalidPage(reply) : sendAskPage(reply, wordsFor(claim, options))
  })

  app.post<Params>('/u/:token', async (request, reply) => {
    const claim = options.tokens.verify(request.params.token)
    const isPage = request.body?.by === 'page'
    if (claim === undefined)
      return isPage ? sendInvalidPage(reply) : sendProblem(reply, { code: 'link-invalid', detail: 'The link is incomplete or was altered.' })
    const topic = request.body?.scope === everyTopic ? everyTopic : (claim.topic ?? everyTopic)
    await decide(claim, { do: 'unsubscribe', topic, message: claim.effect, reason: isPage ? 'link' : 'one-click' }, options.inbox)
    if (!isPage) return confirmOneClick(reply)
    return sendDonePage(reply, { ...wordsFor(claim, options), isEverything: topic === everyTopic }, `${request.params.token}/undo`)
  })

  app.post<Params>('/u/:token/undo', async (request, reply) => {
    const claim = options.tokens.verify(request.params.token)
    if (claim === undefined) return sendInvalidPage(reply)
    const topic = request.body?.scope === everyTopic ? everyTopic : (claim.topic ?? everyTopic)
    if ((await decide(claim, { do: 'subscribe', topic, reason: 'link' }, options.inbox)) === 'nobody') return sendInvalidPage(reply)
    return sendUndonePage(reply, { ...wordsFor(claim, options), isEverything: topic === everyTopic })
  })
}

/** nobody: the person was erased, and no mail goes there in any case. */
async function decide(claim: LinkClaim, command: Command, inbox: Inbox): Promise<'decided' | 'nobody'> {
  try {
    await inbox.command({ subscriber: claim.subscriber }, command, 'link')
    return 'decided'
  } catch (error) {
    if (isOncueError(error, 'unknown-subscriber')) return 'nobody'
    throw error
  }
}

function confirmOneClick(reply: FastifyReply): FastifyReply {
  return reply.code(200).header('content-type', 'text/plain; charset=utf-8').send('Unsubscribed.\n')
}

function wordsFor(claim: LinkClaim, options: LinkOptions): UnsubscribeWords {
  const topic = claim.topic === undefined || claim.topic === everyTopic ? undefined : (options.topicTitle?.(claim.topic) ?? claim.topic)
  return { workspace: options.workspace(), ...(topic !== undefined && { topic }), isEverything: topic === undefined }
}
