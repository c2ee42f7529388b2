// The other sides of the crash test: a mail server and a receiver of webhooks, which take their time, refuse now and then, and remember
// everything that reached them and in which order. They live in the test's own process and survive every crash.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type SinkStage, startSmtpSink } from '../../bench/smtp-sink.ts'
import type { Clock } from '../../src/runtime/clock.ts'

/** A mail that was transmitted in full and not refused. */
export interface ReceivedMail {
  readonly messageId: string
  readonly to: string
  /** Path of the link that unsubscribes. */
  readonly link: string
  /** Headers and body. */
  readonly source: string
  /** Place among everything that the test saw happen. */
  readonly order: number
}

export interface Receivers {
  readonly mails: readonly ReceivedMail[]
  /** How often each webhook id was received. */
  readonly webhooks: ReadonlyMap<string, number>
  readonly smtpPort: number
  readonly webhookPort: number
  /** Called at each moment at which a kill is interesting. */
  onMoment: (moment: Moment) => void
  close(): Promise<void>
}

/** In the conversation about a mail, or when a webhook arrived and is not answered yet. */
export type Moment = 'recipient named' | 'mail received, not answered' | 'mail answered' | 'webhook received, not answered'

export interface ReceiversOptions {
  readonly random: () => number
  readonly clock: Clock
  /** Numbers everything that happens. */
  readonly nextOrder: () => number
}

/** The only answer by which a mail may fail for good. */
export const refusal = '550 5.1.1 No such user here'

const longestMailPauseMs = 60
const longestWebhookPauseMs = 40

/** Listens on 127.0.0.1. */
export async function startReceivers({ random, clock, nextOrder }: ReceiversOptions): Promise<Receivers> {
  const mails: ReceivedMail[] = []
  const webhooks = new Map<string, number>()
  const pause = (mostMs: number): Promise<void> => new Promise((resolve) => void clock.at(clock.now() + random() * mostMs, resolve))
  const told = (moment: Moment): void => receivers.onMoment(moment)

  const sink = await startSmtpSink({
    now: clock.now,
    reply(stage) {
      if (stage === 'rcpt' && random() < 0.01) return '451 4.3.0 Later, please'
      if (stage === 'rcpt' && random() < 0.005) return refusal
      if (stage === 'data' && random() < 0.01) return 'drop'
      if (stage === 'message' && random() < 0.015) return 'drop'
      return undefined
    },
    hold: (stage) => holdBack(stage),
  })
  function holdBack(stage: SinkStage): Promise<void> | undefined {
    if (stage === 'rcpt') told('recipient named')
    if (stage !== 'message') return undefined
    told('mail received, not answered')
    if (random() < 0.5) return afterAnswer(undefined)
    return afterAnswer(pause(longestMailPauseMs))
  }
  /** Speaks up right after the answer was written. */
  function afterAnswer(held: Promise<void> | undefined): Promise<void> | undefined {
    if (held === undefined) setImmediate(() => told('mail answered'))
    else void held.then(() => setImmediate(() => told('mail answered')))
    return held
  }
  sink.onMail((mail) => mails.push({ ...read(mail.source), source: mail.source, to: mail.to.join(','), order: nextOrder() }))

  const server = createServer((request, response) => {
    const id = String(request.headers['webhook-id'])
    request.resume().on('end', async () => {
      webhooks.set(id, (webhooks.get(id) ?? 0) + 1)
      told('webhook received, not answered')
      if (random() < 0.5) await pause(longestWebhookPauseMs)
      response.writeHead(random() < 0.01 ? 503 : 204).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const receivers: Receivers = {
    mails,
    webhooks,
    smtpPort: sink.port,
    webhookPort: (server.address() as AddressInfo).port,
    onMoment: () => undefined,
    async close() {
      await sink.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return receivers
}

function read(source: string): { readonly messageId: string; readonly link: string } {
  const head = source.slice(0, source.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ')
  const messageId = /^message-id: <([^>]+)>/im.exec(head)?.[1]
  const address = /^list-unsubscribe:\s*<([^>]+)>/im.exec(head)?.[1]
  if (messageId === undefined || address === undefined) throw new Error(`a mail came without Message-ID or List-Unsubscribe:\n${head}`)
  return { messageId, link: new URL(address).pathname }
}
