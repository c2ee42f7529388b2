// The doors for the team, below /admin/v1, made from the routes: the key is asked for before a body is read; then limits, parsing,
// repetitions, the work, and the audit log. What a route does stands with the route.

import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isAllowed } from '../../model/admin-role.ts'
import { isOncueError } from '../../model/errors.ts'
import { limits } from '../../model/limits.ts'
import { readMistake } from '../../model/read-mistake.ts'
import type { AuditEntry } from '../../runtime/store.ts'
import { handleError, type Problem, sendProblem } from '../problem.ts'
import { type Admin, askWho, type DoorConfig } from './admin-keys.ts'
import { type AdminParts, AdminProblem, type AdminRequest, type AdminRoute, changes, needsOf, StreamedAnswer } from './admin-route.ts'
import { browserName } from './browser-name.ts'
import { type NamedRequest, namedRequest, Repetitions } from './idempotency.ts'
import { packedAnswer } from './packed-answer.ts'
import { refusalOf } from './refused-value.ts'
import { adminRoutes } from './routes.ts'
import { forgetSession, keepSession } from './session-cookie.ts'
import { TestMailQuota } from './test-mail-quota.ts'

export interface AdminOptions extends AdminParts {
  /** Whether they are asked over HTTP or by a command that works on the store itself. */
  readonly through?: AuditEntry['through']
  /** True once the process is asked to stop. */
  readonly isDraining: () => boolean
  /** Names the console that the server has now, where it has one. */
  readonly consoleBuild?: () => string | undefined
}

export const adminPrefix = '/admin/v1'

/** Registers every door. */
export async function adminDoors(app: FastifyInstance, options: AdminOptions): Promise<void> {
  const adminOf = askWho(app, options)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: limits.adminBodyBytes }, (_request, body, done) => done(null, body))
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer', bodyLimit: limits.importPieceBytes }, (_request, body, done) => done(null, body))
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof AdminProblem) return sendProblem(reply, error.problem)
    if ((error as Partial<FastifyError>).statusCode === 415)
      return sendProblem(reply, { code: 'unsupported-type', detail: 'Send JSON: "Content-Type: application/json".' })
    return handleError(error, request, reply)
  })
  // A tab that was opened before an update learns of it by any answer.
  app.addHook('onSend', async (_request, reply) => {
    const build = options.consoleBuild?.()
    if (build !== undefined) reply.header('oncue-console', build)
  })
  const doors = new AdminDoors(options)
  // Whoever watches would hold a stop up.
  app.addHook('preClose', () => options.live?.close())
  for (const route of adminRoutes) {
    const url = `${adminPrefix}${route.path.replaceAll(/\{(\w+)\}/g, ':$1')}`
    const config: DoorConfig = { isOpen: route.needs === 'nobody' }
    const bodyLimit = route.bodyBytes ?? limits.adminBodyBytes
    app.route({ method: route.method, url, config, bodyLimit, handler: (request, reply) => doors.answer(route, { request, reply, admin: adminOf(request) }) })
  }
}

interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly admin: Admin
}

class AdminDoors {
  readonly #options: AdminOptions
  readonly #repetitions = new Repetitions()
  readonly #testMails = new TestMailQuota()

  constructor(options: AdminOptions) {
    this.#options = options
  }

  async answer(route: AdminRoute, exchange: Exchange): Promise<FastifyReply> {
    const { request, reply, admin } = exchange
    reply.header('cache-control', 'no-store')
    const needs = needsOf(route)
    if (needs !== 'nobody' && !isAllowed(admin.role, needs)) {
      const detail = `"${admin.name}" has the role ${admin.role}, and this needs ${needs}. Ask an owner.`
      return sendProblem(reply, { code: 'admin-forbidden', detail })
    }
    if (this.#options.isDraining()) return sendProblem(reply, { code: 'draining', detail: 'Ask again in a moment.', retryAfterSeconds: 2 })
    const named = namedRequest(request, admin.name)
    if (named === undefined) return this.#work(route, exchange)
    return this.#repetitions.once(named, () => this.#workOnce(route, exchange, named))
  }

  async #workOnce(route: AdminRoute, exchange: Exchange, named: NamedRequest): Promise<FastifyReply> {
    const { reply, admin } = exchange
    const kept = await this.#options.store.adminAnswer(admin.name, named.key)
    const known = this.#repetitions.check(named, kept, this.#options.clock.now())
    if (known === undefined) return this.#work(route, exchange, named)
    reply.header('idempotency-replayed', 'true')
    if (known.body === secretBody) {
      return sendProblem(reply, { code: 'conflict', detail: 'This was done at the first request. Its answer holds a secret, so it is shown only once.' })
    }
    return send(reply, known.status, known.body)
  }

  async #work(route: AdminRoute, { request, reply, admin }: Exchange, named?: NamedRequest): Promise<FastifyReply> {
    const { runtime, clock, through = 'api' } = this.#options
    const parsed: AdminRequest<unknown, unknown, unknown> = {
      params: parse('the path', route.params ?? nothing, request.params),
      query: parse('the query', route.query ?? nothing, request.query),
      body: parseBody(route, request.body),
      admin,
      now: clock.now(),
      visit: {
        from: request.ip,
        browser: browserName(request.headers['user-agent']),
        keep: (token) => keepSession(reply, token),
        forget: () => forgetSession(reply),
      },
    }
    if (route.isTestMail?.(parsed.body) === true) this.#testMails.take(admin.name, parsed.now)
    const audited = { at: parsed.now, admin: admin.name, through, did: route.name, subscriber: undefined }
    const token = mayBegin(route) ? randomUUID() : undefined
    if (token !== undefined) await runtime.record({ begun: { token, entry: { ...audited, details: JSON.stringify(askedOf(parsed.params)) } } })
    const answer = await route.handle(parsed, this.#options).catch(async (error: unknown) => {
      // Refused: nothing was done. What failed otherwise may have been done, and stands there as begun.
      if (token !== undefined && isRefusal(error)) await runtime.record({ ended: { token, entry: undefined } })
      throw error
    })
    const note = answer instanceof StreamedAnswer ? answer.note : await route.audited?.(parsed, answer, this.#options)
    const isAudited = note !== 'nothing' && (changes(route) || note !== undefined)
    const { subscriber, details = {}, admin: who = admin.name } = note === 'nothing' ? {} : (note ?? {})
    const audit = { ...audited, admin: who, subscriber, details: JSON.stringify(details) }
    const ended = token === undefined ? { ...(isAudited && { audit }) } : { ended: { token, entry: isAudited ? audit : undefined } }
    if (answer instanceof StreamedAnswer) {
      if (isAudited) await runtime.record(ended)
      return sendStream(reply, answer)
    }
    const status = route.status ?? 200
    const body = answer === undefined ? '' : JSON.stringify(answer)
    const kept = named && { answer: { ...named, at: parsed.now, status, body: route.isSecret === true ? secretBody : body } }
    if (isAudited || token !== undefined || kept !== undefined) await runtime.record({ ...ended, ...kept })
    // The length of what is compressed would speak of a secret in it.
    return send(reply, status, route.isSecret === true ? body : await packedAnswer(body, { request, reply }))
  }
}

/** Whoever comes may ask the others, so they must cost no line that nobody earned. */
function mayBegin(route: AdminRoute): boolean {
  return changes(route) && needsOf(route) !== 'nobody' && route.takesBytes !== true
}

/** What a line says before more is known: what the path names, unless it names a person. */
function askedOf(params: unknown): object {
  const named = (params ?? {}) as Readonly<Record<string, unknown>>
  return 'subscriber' in named || 'message' in named ? {} : named
}

function isRefusal(error: unknown): boolean {
  return error instanceof AdminProblem || isOncueError(error)
}

const nothing = z.strictObject({})
/** Stands for an answer that is not kept; no answer is this text, because every one is JSON or empty. */
const secretBody = '(secret)'

function send(reply: FastifyReply, status: number, body: string | Buffer): FastifyReply {
  if (body.length === 0) return reply.code(status).send()
  return reply
    .code(status)
    .header('content-type', 'application/json')
    .send(typeof body === 'string' ? Buffer.from(body) : body)
}

function sendStream(reply: FastifyReply, { pieces, fileName, contentType }: StreamedAnswer): FastifyReply {
  if (fileName !== undefined) reply.header('content-disposition', `attachment; filename="${fileName.replaceAll(/[^\w.-]/g, '_')}"`)
  return reply
    .header('x-accel-buffering', 'no')
    .header('content-type', contentType)
    .send(Readable.from(inTurns(pieces)))
}

/** The store answers at once, so that without this a long answer would be made in one go, and nobody else be heard meanwhile. */
async function* inTurns(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const piece of pieces) {
    yield piece
    await nextTurn()
  }
}

function parseBody(route: AdminRoute, body: unknown): unknown {
  if (route.takesBytes === true) {
    if (Buffer.isBuffer(body)) return body
    throw new AdminProblem('unsupported-type', 'Send the bytes as they are: "Content-Type: application/octet-stream".')
  }
  const text = typeof body === 'string' ? body : ''
  if (route.body === undefined) {
    if (text.trim() === '' || text.trim() === '{}') return undefined
    throw new AdminProblem('bad-request', 'This door takes no body.')
  }
  const isLeftOut = text.trim() === '' && route.body.safeParse(undefined).success
  return parse('the body', route.body, isLeftOut ? undefined : jsonOf(text))
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new AdminProblem('bad-request', text.trim() === '' ? 'The body is missing. Send JSON.' : 'The body is not JSON.')
  }
}

/** What fits the schema; else a problem that names each place. */
function parse(part: string, schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const errors = result.error.issues.map((issue) => {
    const { path, message, fix } = refusalOf(issue, value)
    return {
      place: [part, ...path.map(String)].join('.').replace('.', ': '),
      detail: fix === undefined ? message : `${message}; ${fix}`,
      said: { message: readMistake(message), fix: fix === undefined ? null : readMistake(fix) },
    }
  })
  const detail = errors.map(({ place, detail: what }) => `${place}: ${what}`).join('; ')
  const problem: Problem = { code: 'bad-request', detail: detail.endsWith('.') ? detail : `${detail}.`, errors }
  throw new AdminProblem(problem.code, problem.detail, { errors })
}
