// What waits to be sent. An event is kept in the browser before it is sent and until the server has it on disk, so that it survives a reload and
// a night without a network; its id makes it count once, however often it is sent. It never sends anything that was not kept.

import { forget, later, now, randomHex, spread } from './clock.ts'
import { erase, namesOf, read, write } from './keep.ts'
import { isVisible } from './pages.ts'
import type { Popup } from './popup-view.ts'

/** Events that wait at most; the oldest leaves. */
const mostEvents = 200
/** After a week nobody can react any more, and the server's memory for repetitions is well beyond it. */
const oldestMs = 7 * 86_400_000
const eventBytes = 32 * 1024
/** Characters of one request: a browser lets a page that is left send 64 KB. */
const batchCharacters = 16_000
/** What happens together is sent together. */
const gatherMs = 200
const longestPauseMs = 300_000
const start = 'event.'

export interface Outbox {
  put(message: Record<string, unknown>): void
  /** Sends what waits. */
  flush(): void
}

interface Way {
  readonly endpoint: string
  readonly key: string
  /** The server has more than that a page was left. */
  readonly onSent: () => void
}

export function createOutbox({ endpoint, key, onSent }: Way): Outbox {
  const underWay = new Set<string>()
  let timer: number | undefined
  let failures = 0
  let isStopped = false
  let newest = 0

  const flushIn = (delayMs: number): void => {
    timer ??= later(delayMs, flush)
  }

  function flush(): void {
    forget(timer)
    timer = undefined
    // One request after the other, so that everything comes in order; only a page that is being left cannot wait.
    if (isStopped || (underWay.size > 0 && isVisible())) return
    const names: string[] = []
    const texts: string[] = []
    let size = 0
    for (const name of namesOf(start)) {
      if (underWay.has(name)) continue
      const text = read(name) ?? ''
      size += text.length
      if (size > batchCharacters && names.length > 0) break
      names.push(name)
      texts.push(text)
    }
    if (names[0]) send(names, texts)
  }

  async function send(names: readonly string[], texts: readonly string[]): Promise<void> {
    for (const name of names) underWay.add(name)
    const body = `{"writeKey":${JSON.stringify(key)},"sentAt":${now()},"batch":[${texts.join()}]}`
    const answer = await post(`${endpoint}/v1/batch`, body)
    for (const name of names) underWay.delete(name)
    const status = answer?.status ?? 0
    if (status === 401 || status === 403) {
      // Kept: the next page may have the right key.
      isStopped = true
      warn((await jsonIn(answer)).detail ?? status)
    } else if (!status || status === 408 || status === 429 || status >= 500) {
      failures += 1
      const asked = Number(answer?.headers.get('retry-after')) * 1000
      flushIn(Math.max(asked || 0, spread(Math.min(longestPauseMs, 1000 * 2 ** failures))))
    } else {
      failures = 0
      for (const name of names) erase(name)
      const { detail, refused } = await jsonIn(answer)
      if (detail ?? refused?.length) warn(detail ?? refused)
      flush()
      if (texts.some((text) => !text.includes('"Page Left"'))) onSent()
    }
  }

  // Whoever comes back online has waited long enough.
  addEventListener('online', flush)
  return {
    put(message) {
      const at = now()
      // Sorts by time, so that what waits is sent in the order in which it happened.
      newest = Math.max(at, newest + 1)
      const messageId = newest.toString(36) + randomHex(8)
      const text = textOf({ ...message, messageId, timestamp: at })
      if (!text || new Blob([text]).size > eventBytes) return warn('an event is no JSON of up to 32 KB')
      write(start + messageId, text)
      const names = namesOf(start)
      const tooOld = start + (at - oldestMs).toString(36)
      names.forEach((name, index) => {
        if (name < tooOld || index < names.length - mostEvents) erase(name)
      })
      flushIn(gatherMs)
    },
    flush,
  }
}

/** Undefined for what cannot travel; whatever a page gives, it goes on. */
function textOf(message: object): string | undefined {
  try {
    return JSON.stringify(message)
  } catch {
    return undefined
  }
}

/** Sends text, also from a page that is being left. The type of a plain text needs no question beforehand, so that it costs one request. Undefined without an answer. */
export async function post(url: string, body: string | URLSearchParams): Promise<Response | undefined> {
  // Where a request would end with its page, one without an answer is better; what is not known to have arrived is sent again.
  if (document.visibilityState === 'hidden' && !('keepalive' in Request.prototype)) {
    navigator.sendBeacon(url, body)
    return undefined
  }
  try {
    return await fetch(url, { method: 'POST', body, keepalive: true, credentials: 'omit', referrerPolicy: 'origin' })
  } catch {
    return undefined
  }
}

interface Said {
  readonly detail?: string
  readonly refused?: readonly unknown[]
  readonly popups?: readonly Popup[]
}

/** What an answer says; an empty object where it cannot be read. */
export async function jsonIn(answer: Response | undefined): Promise<Said> {
  try {
    return (await answer?.json()) ?? {}
  } catch {
    return {}
  }
}

export function warn(what: unknown): void {
  console.warn('oncue:', what)
}
