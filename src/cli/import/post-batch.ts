// Hands one batch to a running server, or to the workspace itself, and says what became of each message. Busy servers are waited for; what cannot
// succeed ends the command with a clear line.

import type { JsonObject } from '../../model/json.ts'
import { CommandFailure } from '../command-failure.ts'
import type { Offline, ShellClock } from '../shell.ts'

export interface BatchAnswer {
  readonly accepted: number
  readonly duplicates: number
  /** Places in the batch, with the reason. */
  readonly refused: readonly { readonly index: number; readonly reason: string }[]
}

export interface Server {
  /** Who it is, for what went wrong: an address, or the workspace. */
  readonly who: string
  /** Posts a batch. Rejects with a sentence when there is no answer. */
  readonly post: Post
  readonly clock: ShellClock
  readonly interrupted: AbortSignal
  /** Told before each wait. */
  readonly onWait: (reason: string, waitMs: number) => void
}

export type Post = (body: string) => Promise<{ readonly status: number; readonly text: string; readonly retryAfterSeconds?: number }>

/** A server over HTTP. */
export function overHttp({ address, key }: { readonly address: string; readonly key: string }): Pick<Server, 'who' | 'post'> {
  return {
    who: address,
    async post(body) {
      const headers = { 'content-type': 'application/json', authorization: basic(key) }
      const response = await fetch(`${address}/v1/batch`, { method: 'POST', headers, body }).catch((error: unknown) => {
        throw new Error(unreachable(address, error), { cause: error })
      })
      return { status: response.status, text: await response.text(), retryAfterSeconds: Number(response.headers.get('retry-after')) }
    },
  }
}

/** The workspace itself, when no server runs. */
export function onWorkspace(offline: Offline): Pick<Server, 'who' | 'post'> {
  return {
    who: 'the workspace',
    async post(body) {
      const headers = { 'content-type': 'application/json', authorization: basic(offline.key) }
      const answer = await offline.ask({ method: 'POST', path: '/v1/batch', headers, body })
      let text = ''
      for await (const piece of answer.text) text += piece
      return { status: answer.status, text }
    },
  }
}

function basic(key: string): string {
  return `Basic ${Buffer.from(`${key}:`).toString('base64')}`
}

function unreachable(address: string, error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const isRefused = cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED'
  return isRefused ? `no server answers at ${address}` : `${address} cannot be reached: ${cause instanceof Error ? cause.message : String(cause)}`
}

const longestWaitMs = 30_000
const tries = 12

/** Sends a batch until it is acknowledged. */
export type SendBatch = (batch: readonly JsonObject[]) => Promise<BatchAnswer>

/** A way to a server. One that never answered yet is a mistake in the address; one that did is waited for. */
export function createSender(server: Server): SendBatch {
  let hasAnswered = false
  return async (batch) => {
    const body = JSON.stringify({ batch })
    for (let attempt = 1; ; attempt += 1) {
      const answer = await tryOnce(server, body)
      hasAnswered ||= answer.kind !== 'no answer'
      if (answer.kind === 'done') return answer.answer
      if (!hasAnswered) throw new CommandFailure(answer.reason, { fix: 'start it with `oncue start`, or name it with --server' })
      if (attempt >= tries || server.interrupted.aborted) throw new CommandFailure(answer.reason, { fix: 'run the same command again to go on from here' })
      const waitMs = (answer.kind === 'busy' ? answer.afterMs : undefined) ?? Math.min(500 * 2 ** (attempt - 1), longestWaitMs)
      server.onWait(answer.reason, waitMs)
      await pause(server, waitMs)
    }
  }
}

type Attempt =
  | { readonly kind: 'done'; readonly answer: BatchAnswer }
  | { readonly kind: 'busy'; readonly reason: string; readonly afterMs?: number }
  | { readonly kind: 'no answer'; readonly reason: string }

async function tryOnce({ who, post }: Server, body: string): Promise<Attempt> {
  let answer: Awaited<ReturnType<Post>>
  try {
    answer = await post(body)
  } catch (error) {
    return { kind: 'no answer', reason: error instanceof Error ? error.message : String(error) }
  }
  const { status, text, retryAfterSeconds = 0 } = answer
  if (status >= 200 && status < 300) return { kind: 'done', answer: answerOf(text) }
  const reason = `${who} answered ${status}: ${detailOf(text)}`
  if (status === 401 || status === 403) throw new CommandFailure(reason, { fix: 'give a server write key with --key or ONCUE_WRITE_KEY' })
  if (status !== 429 && status < 500) throw new CommandFailure(reason)
  return { kind: 'busy', reason, ...(retryAfterSeconds > 0 ? { afterMs: Math.min(retryAfterSeconds * 1000, longestWaitMs) } : {}) }
}

function answerOf(text: string): BatchAnswer {
  const { accepted = 0, duplicates = 0, refused = [] } = JSON.parse(text) as Partial<BatchAnswer>
  return { accepted, duplicates, refused }
}

/** The sentence of a problem+json answer, or the beginning of any other. */
function detailOf(text: string): string {
  try {
    const { detail, title } = JSON.parse(text) as { readonly detail?: string; readonly title?: string }
    return detail ?? title ?? text.slice(0, 200)
  } catch {
    return text.slice(0, 200)
  }
}

/** Waits, or not, when the person asks to stop. */
function pause({ clock, interrupted }: Server, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.at(clock.now() + delayMs, resolve)
    interrupted.addEventListener(
      'abort',
      () => {
        cancel()
        resolve()
      },
      { once: true },
    )
  })
}
