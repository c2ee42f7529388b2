// Hands one batch to a running server and says what became of each message. Busy servers are waited for; what cannot
// succeed ends the command with a clear line.

import type { JsonObject } from '../../model/json.ts'
import { CommandFailure } from '../command-failure.ts'
import type { ShellClock } from '../shell.ts'

export interface BatchAnswer {
  readonly accepted: number
  readonly duplicates: number
  /** Places in the batch, with the reason. */
  readonly refused: readonly { readonly index: number; readonly reason: string }[]
}

export interface Server {
  readonly address: string
  readonly key: string
  readonly clock: ShellClock
  readonly interrupted: AbortSignal
  /** Told before each wait. */
  readonly onWait: (reason: string, waitMs: number) => void
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

async function tryOnce({ address, key }: Server, body: string): Promise<Attempt> {
  let response: Response
  try {
    response = await fetch(`${address}/v1/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` },
      body,
    })
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const isRefused = cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED'
    const reason = isRefused ? `no server answers at ${address}` : `${address} cannot be reached: ${cause instanceof Error ? cause.message : String(cause)}`
    return { kind: 'no answer', reason }
  }
  const text = await response.text()
  if (response.ok) return { kind: 'done', answer: answerOf(text) }
  const reason = `${address} answered ${response.status}: ${detailOf(text)}`
  if (response.status === 401 || response.status === 403) throw new CommandFailure(reason, { fix: 'give a server write key with --key or ONCUE_WRITE_KEY' })
  if (response.status !== 429 && response.status < 500) throw new CommandFailure(reason)
  const seconds = Number(response.headers.get('retry-after'))
  return { kind: 'busy', reason, ...(seconds > 0 ? { afterMs: Math.min(seconds * 1000, longestWaitMs) } : {}) }
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
