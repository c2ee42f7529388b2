// Hands mails to an SMTP server over a pool of connections. It never decides whether a mail may go out, and never sends one
// twice by itself: what a lost connection means is in src/channels/email/smtp-outcome.ts, and whether to try again is the dispatcher's.

import SMTPPool from 'nodemailer/lib/smtp-pool'
import { sentence } from '../../model/sentence.ts'
import type { AttemptOutcome, Channel, EmailMessage } from '../../runtime/channel.ts'
import { mailAddress } from './address.ts'
import { type CompositionOptions, composeMail, type LaidOptions, layOutMails, mailBytes } from './composition.ts'
import { smtpOutcome } from './smtp-outcome.ts'
import { WholeMail } from './whole-mail.ts'

export interface SmtpChannelOptions {
  readonly host: string
  readonly port: number
  /** TLS from the first byte (port 465). Otherwise STARTTLS when the server offers it. */
  readonly secure?: boolean
  /** Refuses to send without TLS. */
  readonly requireTls?: boolean
  /** How the certificate is checked; see node:tls. */
  readonly tls?: { readonly rejectUnauthorized?: boolean; readonly ca?: string; readonly servername?: string }
  readonly auth?: { readonly user: string; readonly pass: string }
  readonly pool?: {
    /** Connections at a time; 5 unless told. */
    readonly connections?: number
    /** Mails over one connection; 100 unless told. */
    readonly messages?: number
  }
  readonly keyOf?: CompositionOptions['keyOf']
  /** Where bounces go; each mail's own sender unless told. */
  readonly returnPath?: string
  /** What to call ourselves in EHLO; the machine's name unless told. */
  readonly name?: string
  /** Milliseconds to a connection and a greeting; 10 s unless told. */
  readonly connectTimeoutMs?: number
  /** Milliseconds of silence after which a connection is given up; 5 min unless told. */
  readonly answerTimeoutMs?: number
}

/** Connects with the first mail. Throws when the return path is not an address. */
export function createSmtpChannel(options: SmtpChannelOptions): Channel {
  const returnPath = options.returnPath === undefined ? undefined : mailAddress(options.returnPath)
  if (options.returnPath !== undefined && returnPath === undefined) throw new Error(`the return path "${options.returnPath}" is not a mail address`)
  const pool = createPool(options)
  const underWay = new Set<Promise<AttemptOutcome>>()
  let isClosed = false

  const composing = { returnPath, keyOf: options.keyOf }
  const send = async (message: EmailMessage, laid: Uint8Array | undefined): Promise<AttemptOutcome> => {
    const composition = composeMail(message, composing)
    if (!composition.ok) {
      return {
        kind: 'rejected',
        reason: sentence('not-sent', { tried: composition.reason }),
        ...(composition.addressIsBad === true ? { addressIsBad: true } : {}),
      }
    }
    const mail = new LaidMail(composition.options, laid ?? (await mailBytes(composition)))
    try {
      return { kind: 'sent', detail: await handOver(pool, mail) }
    } catch (error) {
      return smtpOutcome({ ...failureOf(error), dataWasSent: mail.wasRead })
    }
  }

  return {
    name: 'email',
    layOut: layOutMails(composing),
    async deliver(message, laid) {
      if (message.kind !== 'email') return { kind: 'rejected', reason: 'only mails go out through a mail server' }
      if (isClosed) return { kind: 'retry', reason: sentence('stopping') }
      const attempt = send(message, laid)
      underWay.add(attempt)
      try {
        return await attempt
      } finally {
        underWay.delete(attempt)
      }
    },
    async close() {
      isClosed = true
      // Those that wait for a connection are answered with `retry`; those under way are finished.
      pool.close()
      await Promise.all(underWay)
    },
  }
}

/**
 * A mail whose bytes are known, as the pool asks for it. It goes to the pool past the library's composer, which would parse the addresses and
 * stream the bytes once more; what the pool wants of a mail is its interface for transports.
 */
class LaidMail {
  readonly data = {}
  readonly message = this
  #bytes: Uint8Array
  #options: LaidOptions
  #whole: WholeMail | undefined

  constructor(options: LaidOptions, bytes: Uint8Array) {
    this.#options = options
    this.#bytes = bytes
  }

  /** Whether the bytes of the last attempt were read to their end: then the server may have the mail. */
  get wasRead(): boolean {
    return this.#whole?.wasRead === true
  }

  getEnvelope(): { from: string; to: string[] } {
    const { from, to } = this.#options.envelope
    return { from, to: [...to] }
  }

  messageId(): string {
    return this.#options.messageId
  }

  getHeader(name: string): string {
    return name === 'message-id' ? this.#options.messageId : ''
  }

  createReadStream(): WholeMail {
    this.#whole = new WholeMail(this.#bytes)
    return this.#whole
  }
}

/** The server's answer. Rejects with the library's error. */
function handOver(pool: SMTPPool, mail: LaidMail): Promise<string> {
  return new Promise((resolve, reject) => {
    const done: Parameters<SMTPPool['send']>[1] = (error, info) => (info === undefined ? reject(error) : resolve(info.response))
    // The library's type asks for its whole composer; the pool uses the four functions above.
    pool.send(mail as unknown as Parameters<SMTPPool['send']>[0], done)
  })
}

function createPool(options: SmtpChannelOptions): SMTPPool {
  const { host, port, auth, name } = options
  const connectMs = options.connectTimeoutMs ?? 10_000
  const pool = new SMTPPool({
    host,
    port,
    secure: options.secure ?? false,
    requireTLS: options.requireTls ?? false,
    ...(options.tls === undefined ? {} : { tls: options.tls }),
    ...(auth === undefined ? {} : { auth: { user: auth.user, pass: auth.pass } }),
    ...(name === undefined ? {} : { name }),
    maxConnections: options.pool?.connections ?? 5,
    maxMessages: options.pool?.messages ?? 100,
    // Only for a connection that was idle and turned out to be closed; a mail of which a byte was sent is never sent again by the pool.
    maxRequeues: 1,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: options.answerTimeoutMs ?? 300_000,
  })
  // Every failure of a mail reaches its own attempt; a failure of the pool itself has nobody else to go to.
  pool.on('error', () => undefined)
  return pool
}

function failureOf(error: unknown): { message: string; code?: string; responseCode?: number; response?: string; command?: string } {
  if (!(error instanceof Error)) return { message: String(error) }
  const { code, responseCode, response, command } = error as Error & { code?: string; responseCode?: number; response?: string; command?: string }
  return {
    message: error.message,
    ...(code === undefined ? {} : { code }),
    ...(responseCode === undefined ? {} : { responseCode }),
    ...(typeof response === 'string' ? { response } : {}),
    ...(command === undefined ? {} : { command }),
  }
}
