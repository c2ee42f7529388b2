// What went wrong, as the server says it (RFC 9457): a code, a title, what is wrong this time and what to do. What never reached the server is a
// problem too, so that pages know one kind only.

export interface Fault {
  /** Where in the request, such as "the body: name". */
  readonly place: string
  readonly detail: string
  /** The same as data, where it is about a file: what is wrong, and what to do. */
  readonly said?: unknown
}

export class Problem extends Error {
  override readonly name = 'Problem'
  /** Such as "not-found"; "unreachable" when no answer came. */
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly status: number
  /** Each mistake of the request by its place. */
  readonly errors: readonly Fault[]
  /** Under which the server's log has the rest. */
  readonly instance: string | undefined
  /** Everything that came, for those that say more. */
  readonly body: Readonly<Record<string, unknown>>

  constructor(status: number, body: Readonly<Record<string, unknown>>) {
    const text = (name: string): string | undefined => (typeof body[name] === 'string' ? body[name] : undefined)
    super(text('detail') ?? text('title') ?? `HTTP ${status}`)
    this.status = status
    this.body = body
    this.code = (text('type') ?? '').replace('urn:oncue:problem:', '') || `http-${status}`
    this.title = text('title') ?? ''
    this.detail = text('detail') ?? ''
    this.instance = text('instance')
    this.errors = Array.isArray(body['errors']) ? (body['errors'] as Fault[]) : []
  }
}

/** Any error as a problem. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  return new Problem(0, { type: 'urn:oncue:problem:unexpected', title: '', detail: error instanceof Error ? error.message : String(error) })
}

/** No answer came. */
export function unreachable(): Problem {
  return new Problem(0, { type: 'urn:oncue:problem:unreachable' })
}
