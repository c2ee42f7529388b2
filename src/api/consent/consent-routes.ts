// The doors of consent: a form asks, the page behind the mail's link confirms, the page of preferences changes. A GET shows and changes nothing,
// because programs follow every link of a mail. The form's answer is the same for every address, known or not.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Workspace } from '../../model/definitions.ts'
import type { Command } from '../../model/input.ts'
import type { JsonObject } from '../../model/json.ts'
import { type ReaderWords, readerWords } from '../../model/reader-words.ts'
import { topicTitle } from '../../model/topic.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Inbox } from '../../runtime/inbox.ts'
import type { Described } from '../../runtime/runtime.ts'
import { basicKey, type Keys } from '../keys.ts'
import { foreignPage, mayUse } from '../page-origin.ts'
import { type Problem, sendProblem } from '../problem.ts'
import { answerBrowsers } from '../tracking/browsers.ts'
import { addressOwner } from './address-owner.ts'
import { createAttempts } from './attempts.ts'
import { choicesOf, isGiven, isStopped, languageOf, languagesOf, offered, senderName } from './choices.ts'
import { sendCheckPage, sendConfirmedPage, sendConfirmPage, sendFormFaultPage, sendPreferencesPage, sendStalePage } from './consent-pages.ts'
import type { ConfirmClaim, ConsentTokens } from './consent-tokens.ts'
import { consentsRoute } from './consents-route.ts'
import { evidenceOf, networkOf } from './evidence.ts'
import { type FormWords, readForm } from './subscribe-form.ts'

export interface ConsentOptions {
  readonly tokens: ConsentTokens
  readonly workspace: () => Workspace
  readonly describe: (subscriber: number) => Promise<Described | undefined>
  /** Makes the identity of whoever owns an address, and hashes network addresses where that is wanted. */
  readonly secret: string
}

type Options = ConsentOptions & { readonly inbox: Inbox; readonly keys: Keys; readonly clock: Clock }
type WithToken = { Params: { token: string }; Body: Readonly<Record<string, unknown>> | undefined }

const dayMs = 86_400_000

/** Registers /v1/subscribe, /v1/consents, /confirm/:token and /preferences/:token. */
export async function consentRoutes(app: FastifyInstance, options: Options): Promise<void> {
  const mayTry = createAttempts()
  app.removeAllContentTypeParsers()
  const parse = (body: string): unknown => Object.fromEntries([...new Set(new URLSearchParams(body).keys())].map((key) => [key, allOf(body, key)]))
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, isJson(body as string) ? jsonOf(body as string) : parse(body as string)),
  )
  app.addContentTypeParser(['application/json', 'text/plain'], { parseAs: 'string' }, (_request, body, done) => done(null, jsonOf(body as string)))

  app.register(async (form) => {
    answerBrowsers(form)
    form.post('/v1/subscribe', (request, reply) => subscribe(request, reply, options, mayTry))
  })

  consentsRoute(app, options)

  app.get<WithToken>('/confirm/:token', async (request, reply) => {
    const claim = options.tokens.confirm.verify(request.params.token)
    const words = wordsFor(request, claim?.locale, options)
    const standing = claim && standingOf(claim, await options.describe(claim.subscriber), options.clock.now())
    if (claim === undefined || standing === 'over') return sendStalePage(reply, words, { workspace: senderOf(options), of: 'question' })
    if (standing === 'holds') return sendConfirmedPage(reply, words, confirmedBy(claim, options))
    const topics = claim.topics.map((topic) => topicTitle(options.workspace().topics, topic, words.locales))
    return sendConfirmPage(reply, words, { workspace: senderOf(options), topics })
  })

  app.post<WithToken>('/confirm/:token', async (request, reply) => {
    const claim = options.tokens.confirm.verify(request.params.token)
    const words = wordsFor(request, claim?.locale, options)
    const isKnown = claim !== undefined && (await options.describe(claim.subscriber)) !== undefined
    if (!isKnown) return sendStalePage(reply, words, { workspace: senderOf(options), of: 'question' })
    await options.inbox.command({ subscriber: claim.subscriber }, { do: 'confirm', ask: claim.ask, evidence: evidenceFrom(request, options) }, 'link')
    const isGiven = isSaidYes(claim, await options.describe(claim.subscriber))
    if (!isGiven) return sendStalePage(reply, words, { workspace: senderOf(options), of: 'question' })
    return sendConfirmedPage(reply, words, confirmedBy(claim, options))
  })

  app.get<WithToken>('/preferences/:token', (request, reply) => showPreferences(request, reply, options, false))
  app.post<WithToken>('/preferences/:token', async (request, reply) => {
    const subscriber = options.tokens.preferences.verify(request.params.token)
    if (subscriber === undefined) return showPreferences(request, reply, options, false)
    const known = await options.describe(subscriber)
    if (known !== undefined) for (const command of changesOf(request, known, options)) await options.inbox.command({ subscriber }, command, 'link')
    return showPreferences(request, reply, options, true)
  })
}

/** Whether a question may be answered, was answered with a yes that holds, or is over: too old, taken back, or of somebody who is gone. */
function standingOf(claim: ConfirmClaim, known: Described | undefined, now: number): 'open' | 'holds' | 'over' {
  const question = known?.state.asks.find(({ id }) => id === claim.ask)
  if (question?.confirmedAt !== undefined) return isSaidYes(claim, known) ? 'holds' : 'over'
  return question !== undefined && now < question.expiresAt ? 'open' : 'over'
}

function isSaidYes({ topics }: ConfirmClaim, known: Described | undefined): boolean {
  return known !== undefined && topics.every((topic) => known.state.topics[topic]?.subscribed === true)
}

function confirmedBy({ subscriber }: ConfirmClaim, options: Options): { readonly workspace: string; readonly preferencesPath: string } {
  return { workspace: senderOf(options), preferencesPath: `/preferences/${options.tokens.preferences.sign(subscriber)}` }
}

async function subscribe(
  request: FastifyRequest,
  reply: FastifyReply,
  options: Options,
  mayTry: (network: string, now: number) => boolean,
): Promise<FastifyReply> {
  const form = readForm(request.body, options.workspace())
  const key = options.keys.find(basicKey(request.headers.authorization) ?? form.key ?? '')
  const isPage = String(request.headers['content-type']).startsWith('application/x-www-form-urlencoded')
  const words = wordsFor(request, form.locale, options)
  // A script on the page wants to be told in its own words.
  const isShown = isPage && String(request.headers.accept).includes('text/html')
  const refuse = (fault: 'address' | 'too often' | 'form', problem: Problem): FastifyReply =>
    isShown ? sendFormFaultPage(reply, words, { workspace: senderOf(options), fault }) : sendProblem(reply, problem)
  if (key === undefined) return refuse('form', { code: 'unauthorized', detail: 'Name a key for pages as "key" in the form.' })
  if (!mayUse(key, request.headers.origin)) return refuse('form', foreignPage)
  const isServer = key.kind === 'server'
  if (!isServer && !mayTry(networkOf(request.ip), options.clock.now()))
    return refuse('too often', { code: 'too-many-requests', detail: 'Try again in ten minutes.', retryAfterSeconds: 600 })
  if (form.problem !== undefined) return refuse(form.problem.startsWith('email') ? 'address' : 'form', { code: 'bad-request', detail: form.problem })
  // A field that people do not see and programs fill in: nothing happens, and the program is told what everybody is told.
  if (!form.isTrapped) await ask(request, form, options, isServer)
  if (isPage) return sendCheckPage(reply, words, senderOf(options))
  return reply.code(202).send({ success: true })
}

async function ask(request: FastifyRequest, form: FormWords, options: Options, isServer: boolean): Promise<void> {
  const { email, topics, set, userId, anonymousId, tracking, locale, evidence } = form
  // Only a server may say who it is. From a page, the question goes to the one user of whom a server said the address is theirs, else to whoever reads
  // its mail; either way nothing follows before the yes.
  const identity = isServer && userId !== undefined ? { userId } : { anonymousId: addressOwner(email, options.secret), address: email }
  const command: Command = {
    do: 'ask to confirm',
    ...{ topics, address: email, set, tracking, replaces: isServer && userId !== undefined },
    ...(locale === undefined ? {} : { locale }),
    ...(anonymousId === undefined ? {} : { device: anonymousId }),
    evidence: { ...evidenceFrom(request, options), ...evidence },
  }
  await options.inbox.command(identity, command, 'api')
}

async function showPreferences(request: FastifyRequest<WithToken>, reply: FastifyReply, options: Options, isSaved: boolean): Promise<FastifyReply> {
  const subscriber = options.tokens.preferences.verify(request.params.token)
  const known = subscriber === undefined ? undefined : await options.describe(subscriber)
  const words = wordsFor(request, localeOf(known), options)
  if (known === undefined) return sendStalePage(reply, words, { workspace: senderOf(options), of: 'preferences' })
  return sendPreferencesPage(reply, words, {
    ...choicesOf(known.state, { workspace: options.workspace(), language: words.language, locales: words.locales, now: options.clock.now() }),
    isSaved,
  })
}

/** Only what is another choice than before becomes a word: an untouched box is no consent. */
function changesOf(request: FastifyRequest<WithToken>, known: Described, options: Options): Command[] {
  const { state } = known
  const form = request.body ?? {}
  const evidence = evidenceFrom(request, options)
  const reason = 'preferences'
  if (form['leave'] === 'all') return [{ do: 'unsubscribe', topic: 'all', reason, evidence }]
  const workspace = options.workspace()
  const changes: Command[] = offered(workspace).flatMap(({ topic, channels }) =>
    channels.flatMap((channel): Command[] => {
      if (isStopped(state, channel)) return []
      const wants = form[`${channel}:${topic}`] === 'yes'
      if (wants === isGiven(state, workspace, { topic, channel })) return []
      return [{ do: wants ? 'subscribe' : 'unsubscribe', topic, ...(channel === 'email' ? {} : { channel }), reason, evidence }]
    }),
  )
  const language = languagesOf(workspace).find((one) => one === form['language'])
  if (language !== undefined && language !== languageOf(state, workspace)) changes.push({ do: 'set attributes', set: { locale: language } })
  const mayFollow = state.tracking?.allowed ?? workspace.policy?.tracking === 'opt-out'
  const wantsFollowed = form['tracking'] === 'yes'
  if (workspace.policy?.tracking !== 'off' && wantsFollowed !== mayFollow)
    changes.push({ do: wantsFollowed ? 'allow tracking' : 'forbid tracking', reason, evidence })
  const days = Number(form['pause'])
  if (form['pause'] === 'none' && state.pausedUntil !== undefined) changes.push({ do: 'end pause' })
  if ([7, 30, 90].includes(days)) changes.push({ do: 'pause mail', until: options.clock.now() + days * dayMs })
  return changes
}

function wordsFor({ headers }: FastifyRequest, locale: string | undefined, { workspace }: Options): ReaderWords {
  return readerWords(workspace().pages, locale, headers['accept-language'])
}

function localeOf(known: Described | undefined): string | undefined {
  const locale = known?.state.attributes['locale']
  return typeof locale === 'string' ? locale : undefined
}

function evidenceFrom(request: FastifyRequest, { workspace, secret }: Options): ReturnType<typeof evidenceOf> {
  return evidenceOf(request, workspace().policy?.evidence ?? 'shortened', secret)
}

function senderOf({ workspace }: Options): string {
  return senderName(workspace())
}

function allOf(body: string, key: string): string | string[] {
  const all = new URLSearchParams(body).getAll(key)
  return all.length === 1 ? (all[0] ?? '') : all
}

/** curl calls everything a form; no form begins with a brace. */
function isJson(body: string): boolean {
  return body.trimStart().startsWith('{')
}

function jsonOf(body: string): JsonObject | undefined {
  try {
    return JSON.parse(body) as JsonObject
  } catch {
    return undefined
  }
}
