// A client as the SDKs are: it sends messages over several connections, keeps what was not acknowledged and sends it again with the same
// messageId. It remembers what it was told, which is the truth that the audit holds the server to. It never judges.

import type { Clock } from '../../src/runtime/clock.ts'
import type { ReceivedMail } from './receivers.ts'
import type { Message, Shoppers } from './shoppers.ts'

/** An unsubscribe that was answered with success. */
export interface Unsubscribe {
  readonly mail: ReceivedMail
  readonly scope: 'topic' | 'all'
  /** Place of the answer among everything that the test saw happen. */
  readonly order: number
}

interface Request {
  readonly path: string
  readonly body: string
  readonly contentType: string
  /** What it carries; empty for an unsubscribe. */
  readonly messages: readonly Message[]
  readonly unsubscribe: Omit<Unsubscribe, 'order'> | undefined
}

export interface ClientOptions {
  readonly writeKey: string
  readonly random: () => number
  readonly clock: Clock
  readonly shoppers: Shoppers
  readonly mails: readonly ReceivedMail[]
  readonly nextOrder: () => number
}

const longestPauseMs = 12
const answerTimeoutMs = 120_000

export class Client {
  /** Every message that was ever sent, by its id. */
  readonly sent = new Map<string, Message>()
  readonly acknowledged = new Set<string>()
  readonly unsubscribes: Unsubscribe[] = []
  /** Requests that were sent again, and answers that took them. */
  repeated = 0
  /** Called after each acknowledgement. */
  onAcknowledged: () => void = () => undefined
  readonly #options: ClientOptions
  #open: Request[] = []
  readonly #asked = new Set<string>()

  constructor(options: ClientOptions) {
    this.#options = options
  }

  /** Sends over some connections at once until `isOver` says so or the server is gone. */
  async shop(address: string, connections: number, isOver: () => boolean): Promise<void> {
    let isDead = false
    const { random, clock } = this.#options
    const connection = async (): Promise<void> => {
      while (!isDead && !isOver()) {
        const requests = this.#next()
        // Now and then the same goes over two connections at the same time, as when a client gives up too early.
        const results = await Promise.all((random() < 0.05 ? [requests, requests] : [requests]).map((request) => this.#send(address, request)))
        if (results.includes('no answer')) isDead = true
        await new Promise<void>((resolve) => void clock.at(clock.now() + random() * longestPauseMs, resolve))
      }
    }
    await Promise.all(Array.from({ length: connections }, connection))
  }

  /** Sends everything that was not acknowledged again, in the order in which it was sent first. */
  async repeatOpen(address: string): Promise<'done' | 'no answer'> {
    const open = this.#open
    this.#open = []
    let result: 'done' | 'no answer' = 'done'
    for (const [index, request] of open.entries()) {
      this.repeated += 1
      if ((await this.#send(address, request)) === 'answered') continue
      this.#open.push(...open.slice(index + 1))
      result = 'no answer'
      break
    }
    return result
  }

  /** Sends some of what was acknowledged once more: nothing may come of it. */
  async repeatAcknowledged(address: string, count: number): Promise<void> {
    const { random } = this.#options
    const ids = [...this.acknowledged]
    for (let index = 0; index < count && ids.length > 0; index += 1) {
      const message = this.sent.get(ids[Math.floor(random() * ids.length)] as string)
      if (message === undefined) continue
      this.repeated += 1
      await this.#send(address, this.#requestOf([message]))
    }
  }

  #next(): Request {
    const { random, shoppers } = this.#options
    const unsubscribe = random() < 0.08 ? this.#nextUnsubscribe() : undefined
    if (unsubscribe !== undefined) return unsubscribe
    const size = random() < 0.7 ? 1 : 2 + Math.floor(random() * 20)
    return this.#requestOf(Array.from({ length: size }, () => shoppers.next()))
  }

  #requestOf(messages: readonly Message[]): Request {
    for (const message of messages) this.sent.set(message.messageId, message)
    const [first] = messages
    const rest = { contentType: 'application/json', messages, unsubscribe: undefined }
    if (messages.length === 1 && first !== undefined) return { path: `/v1/${first.path}`, body: JSON.stringify(first.body), ...rest }
    return { path: '/v1/batch', body: JSON.stringify({ batch: messages.map(({ path, body }) => ({ type: path, ...body })) }), ...rest }
  }

  /** Of a third of the people only, so that the others go on getting mails. */
  #nextUnsubscribe(): Request | undefined {
    const { random, mails } = this.#options
    const leaving = mails.slice(-100).filter((mail) => /[0369]@/.test(mail.to) && !this.#asked.has(mail.messageId))
    const mail = leaving[Math.floor(random() * leaving.length)]
    if (mail === undefined) return undefined
    this.#asked.add(mail.messageId)
    const scope = random() < 0.3 ? 'all' : 'topic'
    const body = scope === 'all' ? 'List-Unsubscribe=One-Click&scope=all' : 'List-Unsubscribe=One-Click'
    return { path: mail.link, body, contentType: 'application/x-www-form-urlencoded', messages: [], unsubscribe: { mail, scope } }
  }

  async #send(address: string, request: Request): Promise<'answered' | 'no answer'> {
    const { writeKey, nextOrder } = this.#options
    const headers = { authorization: `Basic ${btoa(`${writeKey}:`)}`, 'content-type': request.contentType }
    let status: number
    try {
      const response = await fetch(`${address}${request.path}`, {
        method: 'POST',
        headers,
        body: request.body,
        signal: AbortSignal.timeout(answerTimeoutMs),
      })
      status = response.status
      // The status is the answer, even when the rest of it is cut off.
      const answer = await response.text().catch(() => '')
      if (status >= 300 && status !== 503 && status !== 429) throw new WrongAnswer(`${request.path} was answered ${status}: ${answer}`)
    } catch (error) {
      if (error instanceof WrongAnswer) throw error
      this.#open.push(request)
      return 'no answer'
    }
    if (status >= 300) {
      this.#open.push(request)
      return 'answered'
    }
    for (const message of request.messages) this.acknowledged.add(message.messageId)
    if (request.unsubscribe !== undefined) this.unsubscribes.push({ ...request.unsubscribe, order: nextOrder() })
    this.onAcknowledged()
    return 'answered'
  }
}

class WrongAnswer extends Error {
  override readonly name = 'WrongAnswer'
}
