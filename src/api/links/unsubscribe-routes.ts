// Unsubscribing. GET and HEAD show a page and change nothing, because scanners follow every link of a mail; a POST, by the
// page's button or by a mail program's one-click button (RFC 8058), acts at once and is answered when it is durable.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Evidence } from '../../model/consent.ts'
import { isOncueError } from '../../model/errors.ts'
import type { Command } from '../../model/input.ts'
import type { OwnPages } from '../../model/page-words.ts'
import { type ReaderWords, readerWords } from '../../model/reader-words.ts'
import { type Topic, topicTitle } from '../../model/topic.ts'
import type { Inbox } from '../../runtime/inbox.ts'
import { sendProblem } from '../problem.ts'
import type { LinkClaim, LinkTokens } from './link-token.ts'
import { sendAskPage, sendDonePage, sendInvalidPage, sendUndonePage, type UnsubscribeWords } from './unsubscribe-pages.ts'

export interface LinkOptions {
  readonly tokens: LinkTokens
  /** Who the mails are from, as the pages say it: the workspace's name. */
  readonly workspace: () => string
  /** What the pages say in the workspace's own words. */
  readonly pages?: () => OwnPages | undefined
  /** What is known of topics; without it each is called by its name. */
  readonly topics?: () => readonly Topic[] | undefined
  readonly readerOf?: (subscriber: number) => Promise<KnownReader | undefined>
  /** The path at which somebody who is known chooses what comes; without it the pages lead to none. */
  readonly preferencesPath?: (subscriber: number) => string
  /** What is kept of where a word came from. */
  readonly evidenceOf?: (request: FastifyRequest) => Evidence
}

/** What is known of somebody that the pages go by. */
export interface KnownReader {
  /** The attribute `locale`. */
  readonly locale: unknown
  /** What they said of topics; `all` stands for every topic. */
  readonly topics: Readonly<Record<string, { readonly subscribed: boolean }>>
}

type Params = { Params: { token: string }; Body: Form | undefined }
type Form = Readonly<Record<string, string>>

interface Reader {
  readonly topics: KnownReader['topics']
  readonly words: ReaderWords
  /** Undefined for somebody who is not known (any more). */
  readonly preferencesPath: string | undefined
}

/** Stands for every topic, in commands and in subscribers' states. */
const everyTopic = 'all'

export async function unsubscribeRoutes(app: FastifyInstance, options: LinkOptions & { readonly inbox: Inbox }): Promise<void> {
  app.removeAllContentTypeParsers()
  // One-click requests come as a form of either kind (RFC 8058); what a multipart body says is not needed: the address says it all.
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(body as string))),
  )
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null, undefined))

  const readerOf = async (request: FastifyRequest, claim: LinkClaim | undefined): Promise<Reader> => {
    const known = claim && (await options.readerOf?.(claim.subscriber))
    const words = readerWords(options.pages?.(), typeof known?.locale === 'string' ? known.locale : undefined, request.headers['accept-language'])
    const preferencesPath = known && claim && options.preferencesPath?.(claim.subscriber)
    return { words, topics: known?.topics ?? {}, preferencesPath }
  }

  app.get<Params>('/u/:token', async (request, reply) => {
    const claim = options.tokens.verify(request.params.token)
    const reader = await readerOf(request, claim)
    if (claim === undefined) return sendInvalidPage(reply, reader.words, options.workspace())
    const about = aboutOf(claim, reader, options)
    const left = leftBy(claim, reader)
    return left === undefined ? sendAskPage(reply, about) : sendDonePage(reply, { ...about, isEverything: left === everyTopic }, request.params.token)
  })

  app.post<Params>('/u/:token', async (request, reply) => {
    const claim = options.tokens.verify(request.params.token)
    const isPage = request.body?.by === 'page'
    if (claim === undefined)
      return isPage
        ? sendInvalidPage(reply, (await readerOf(request, claim)).words, options.workspace())
        : sendProblem(reply, { code: 'link-invalid', detail: 'The link is incomplete or was altered.' })
    const topic = request.body?.scope === everyTopic ? everyTopic : (claim.topic ?? everyTopic)
    const evidence = evidenceIn(request, options)
    await decide(claim, { do: 'unsubscribe', topic, message: claim.effect, reason: isPage ? 'link' : 'one-click', ...evidence }, options.inbox)
    if (!isPage) return confirmOneClick(reply)
    const about = aboutOf(claim, await readerOf(request, claim), options)
    return sendDonePage(reply, { ...about, isEverything: topic === everyTopic }, request.params.token)
  })

  app.post<Params>('/u/:token/undo', async (request, reply) => {
    const claim = options.tokens.verify(request.params.token)
    const reader = await readerOf(request, claim)
    if (claim === undefined) return sendInvalidPage(reply, reader.words, options.workspace())
    const topic = request.body?.scope === everyTopic ? everyTopic : (claim.topic ?? everyTopic)
    const said = { reason: 'link', ...evidenceIn(request, options) }
    // After a no to everything, only what was there before comes back: that is no yes to everything.
    const command: Command = topic === everyTopic ? { do: 'take back no', ...said } : { do: 'subscribe', topic, ...said }
    if ((await decide(claim, command, options.inbox)) === 'nobody') return sendInvalidPage(reply, reader.words, options.workspace())
    return sendUndonePage(reply, { ...aboutOf(claim, reader, options), isEverything: topic === everyTopic })
  })
}

/** What somebody has left already of what the link is about: its topic, or everything. A yes to the topic after a no to everything counts. */
function leftBy({ topic = everyTopic }: LinkClaim, { topics }: Reader): string | undefined {
  const said = Object.hasOwn(topics, topic) ? topics[topic]?.subscribed : undefined
  if (topics[everyTopic]?.subscribed === false && said !== true) return everyTopic
  return said === false ? topic : undefined
}

function evidenceIn(request: FastifyRequest, { evidenceOf }: LinkOptions): { readonly evidence?: Evidence } {
  return evidenceOf === undefined ? {} : { evidence: evidenceOf(request) }
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

function aboutOf(claim: LinkClaim, { words, preferencesPath }: Reader, options: LinkOptions): UnsubscribeWords {
  const topic = claim.topic === undefined || claim.topic === everyTopic ? undefined : topicTitle(options.topics?.(), claim.topic, words.locales)
  return { words, workspace: options.workspace(), ...(topic !== undefined && { topic }), isEverything: topic === undefined, preferencesPath }
}
