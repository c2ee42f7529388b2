// Errors as a client of the HTTP doors sees them: problem details (RFC 9457). It never shows a stack, a path of this machine or
// anything about a subscriber; an unexpected error is told apart in the log by the request id in `instance`.

import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { isOncueError } from '../model/errors.ts'
import type { SaidMistake } from '../model/read-mistake.ts'

/** Every problem by its code: the HTTP status and a title that is the same each time. */
export const problems = {
  'bad-request': { status: 400, title: 'The request cannot be understood' },
  'event-refused': { status: 400, title: 'The event was refused' },
  'too-many-events': { status: 400, title: 'The batch holds too many events' },
  unauthorized: { status: 401, title: 'The write key is missing or unknown' },
  'origin-refused': { status: 403, title: 'The key is not for pages of this site' },
  'not-open': { status: 403, title: 'The page is not open to other machines' },
  'admin-forbidden': { status: 403, title: 'The role may not do this' },
  'admin-unauthorized': { status: 401, title: 'Nobody has signed in, and no valid admin key came' },
  'sign-in-failed': { status: 401, title: 'Name, password or code is wrong' },
  'password-wrong': { status: 401, title: 'The password is wrong' },
  'code-wrong': { status: 401, title: 'The code is wrong' },
  'start-link-wrong': { status: 401, title: 'The link of the start is wrong' },
  'code-needed': { status: 401, title: 'A code of the second factor is needed' },
  'hook-unauthorized': { status: 401, title: 'Nobody proved to be the sending service' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'link-invalid': { status: 404, title: 'The link is not valid' },
  'method-not-allowed': { status: 405, title: 'The address takes other methods' },
  conflict: { status: 409, title: 'It does not fit what is there' },
  'request-under-way': { status: 409, title: 'The same request is being answered' },
  'too-large': { status: 413, title: 'The body is too large' },
  'unsupported-encoding': { status: 415, title: 'The encoding is not supported' },
  'unsupported-type': { status: 415, title: 'The content type is not supported' },
  'wrong-host': { status: 421, title: 'The page is not served under this host name' },
  'key-used-otherwise': { status: 422, title: 'The idempotency key belongs to another request' },
  'rate-limited': { status: 429, title: 'Too many events' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong here' },
  overloaded: { status: 503, title: 'Too much is waiting' },
  'storage-failed': { status: 503, title: 'Nothing can be written at the moment' },
  draining: { status: 503, title: 'The server is stopping' },
} as const
export type ProblemCode = keyof typeof problems

/** What is wrong in a file and what to do, as data. */
export interface SaidProblem {
  readonly message: SaidMistake
  readonly fix: SaidMistake | null
}

export interface Problem {
  readonly code: ProblemCode
  /** What is wrong this time, and what to do about it. */
  readonly detail: string
  /** The same as data, for other languages. */
  readonly said?: SaidMistake
  /** Seconds after which the same request may be sent again. */
  readonly retryAfterSeconds?: number
  /** What is wrong where in the request. */
  readonly errors?: readonly { readonly place: string; readonly detail: string; readonly said?: SaidProblem }[]
}

/** Answers with a problem. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const { status, title } = problems[problem.code]
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', String(problem.retryAfterSeconds))
  const body = {
    type: `urn:oncue:problem:${problem.code}`,
    title,
    status,
    detail: problem.detail,
    instance: `urn:oncue:request:${reply.request.id}`,
    errors: problem.errors,
    said: problem.said,
  }
  // As bytes, because Fastify would add a charset that JSON does not have.
  return reply
    .code(status)
    .header('content-type', 'application/problem+json')
    .send(Buffer.from(JSON.stringify(body)))
}

const wantsOfStorage = new Set(['store-full', 'store-write-failed', 'store-not-durable', 'store-closed'])

/** What an error thrown by a handler, by Fastify or by the runtime looks like from outside. */
export function problemOf(error: unknown): Problem {
  if (isOncueError(error, 'overloaded')) return { code: 'overloaded', detail: error.wayOut, retryAfterSeconds: 1 }
  if (isOncueError(error, 'stopping')) return { code: 'draining', detail: error.wayOut, retryAfterSeconds: 2 }
  if (isOncueError(error) && wantsOfStorage.has(error.code)) {
    return { code: 'storage-failed', detail: 'Nothing was taken in. Send the same again later; repeated message ids are recognized.', retryAfterSeconds: 10 }
  }
  if (isOncueError(error, 'desk-ended')) return { code: 'internal', detail: `The thread that answers questions about everybody has ended. ${error.wayOut}` }
  const status = (error as Partial<FastifyError> | null)?.statusCode ?? 500
  if (status === 413) return { code: 'too-large', detail: 'The body is larger than this door takes. Send less at a time.' }
  if (status === 404) return { code: 'not-found', detail: 'Check the address.' }
  if (status === 415) return { code: 'unsupported-encoding', detail: 'Send a form: application/x-www-form-urlencoded or multipart/form-data.' }
  if (status >= 400 && status < 500) return { code: 'bad-request', detail: 'The request is malformed. Check its address, headers and body.' }
  return { code: 'internal', detail: 'The error was logged under the id in `instance`. Sending the same again is safe: repeated message ids are recognized.' }
}

/** The error handler of the whole server. */
export function handleError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error)
  // Only the code and the stack: messages of parsers quote what they could not read.
  if (problem.code === 'internal') request.log.error({ code: codeOf(error), stack: framesOf(error), route: request.routeOptions.url }, 'request failed')
  return sendProblem(reply, problem)
}

function codeOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown }
  return typeof code === 'string' ? code : typeof name === 'string' ? name : 'unknown'
}

/** The stack without its first lines, which hold the message. */
function framesOf(error: unknown): string[] {
  if (!(error instanceof Error) || error.stack === undefined) return []
  return error.stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim())
}
