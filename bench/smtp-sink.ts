// A raw SMTP server that takes everything in at once and forgets it: the other side for measurements and for tests of what is done with
// every kind of answer. It speaks just enough SMTP (EHLO, AUTH, PIPELINING) and stores nothing. It is not a mail server.

import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { wallClock } from '../src/runtime/clock.ts'

/** Where in a conversation an answer is due. `message` is the answer after the last line of the mail. */
export type SinkStage = 'greeting' | 'ehlo' | 'auth' | 'mail' | 'rcpt' | 'data' | 'message'

export interface SinkMail {
  readonly from: string
  readonly to: readonly string[]
  /** Headers and body as they were sent, without the dots of the transport. */
  readonly source: string
  /** UTC milliseconds at which the last byte was there. */
  readonly receivedAt: number
}

export interface SmtpSinkOptions {
  /** 0, any free port, unless told. */
  readonly port?: number
  /** Offers AUTH PLAIN. */
  readonly auth?: true
  /** An answer such as "451 4.7.1 Later"; "drop" ends the connection; "silent" answers nothing; undefined answers well. */
  readonly reply?: (stage: SinkStage, line: string) => string | undefined
  /** Holds the answer back until the promise resolves; undefined answers at once. */
  readonly hold?: (stage: SinkStage, line: string) => Promise<void> | undefined
  readonly now?: () => number
}

export interface SmtpSink {
  readonly port: number
  /** How many mails were taken in with a good answer. */
  readonly received: number
  /** How many connections were opened so far. */
  readonly connections: number
  /** Calls back for every mail that was transmitted in full, whatever it was answered. */
  onMail(callback: (mail: SinkMail) => void): void
  close(): Promise<void>
}

/** Listens on 127.0.0.1. */
export async function startSmtpSink(options: SmtpSinkOptions = {}): Promise<SmtpSink> {
  const sink = new Sink(options)
  await sink.listen(options.port ?? 0)
  return sink
}

class Sink implements SmtpSink {
  received = 0
  connections = 0
  readonly reply: NonNullable<SmtpSinkOptions['reply']>
  readonly hold: NonNullable<SmtpSinkOptions['hold']>
  readonly now: () => number
  readonly extensions: readonly string[]
  private readonly server: Server
  private readonly sockets = new Set<Socket>()
  private readonly callbacks: ((mail: SinkMail) => void)[] = []

  constructor({ auth, reply, hold, now }: SmtpSinkOptions) {
    this.reply = reply ?? (() => undefined)
    this.hold = hold ?? (() => undefined)
    this.now = now ?? wallClock().now
    this.extensions = ['PIPELINING', '8BITMIME', 'SIZE 10000000', ...(auth ? ['AUTH PLAIN'] : [])]
    this.server = createServer({ noDelay: true }, (socket) => this.accept(socket))
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject)
      this.server.listen(port, '127.0.0.1', resolve)
    })
  }

  onMail(callback: (mail: SinkMail) => void): void {
    this.callbacks.push(callback)
  }

  taken(mail: SinkMail): void {
    for (const callback of this.callbacks) callback(mail)
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve())
      for (const socket of this.sockets) socket.destroy()
    })
  }

  private accept(socket: Socket): void {
    this.connections += 1
    this.sockets.add(socket)
    socket.on('close', () => this.sockets.delete(socket))
    socket.on('error', () => undefined)
    const conversation = new Conversation(this, socket)
    socket.on('data', (chunk) => conversation.read(chunk.toString('latin1')))
    conversation.answer('greeting', '', '220 sink ESMTP')
  }
}

const endOfMail = '\r\n.\r\n'

/** One connection: lines of commands, or, after DATA, a mail up to the line with a single dot. */
class Conversation {
  private readonly sink: Sink
  private readonly socket: Socket
  private pending = ''
  private isData = false
  /** An answer is being held back: what comes after it waits. */
  private isHeld = false
  /** How far a long mail that is still arriving was looked through for its end. */
  private searchedTo = 0
  private from = ''
  private to: string[] = []

  constructor(sink: Sink, socket: Socket) {
    this.sink = sink
    this.socket = socket
  }

  read(text: string): void {
    this.pending += text
    this.proceed()
  }

  private proceed(): void {
    this.socket.cork()
    while (!this.isHeld && (this.isData ? this.readMail() : this.readLine()));
    this.socket.uncork()
  }

  /** Answers well, or as the options say. Returns whether it was answered well. */
  answer(stage: SinkStage, line: string, good: string): boolean {
    const told = this.sink.reply(stage, line)
    this.say(stage, line, told ?? good)
    return told === undefined || /^[23]/.test(told)
  }

  private say(stage: SinkStage, line: string, answer: string): void {
    const held = this.sink.hold(stage, line)
    if (held === undefined) return this.write(answer)
    this.isHeld = true
    void held.then(() => {
      this.isHeld = false
      this.write(answer)
      this.proceed()
    })
  }

  private write(answer: string): void {
    if (answer === 'drop') this.socket.destroy()
    else if (answer !== 'silent' && !this.socket.destroyed) this.socket.write(`${answer}\r\n`)
  }

  private readLine(): boolean {
    const end = this.pending.indexOf('\r\n')
    if (end === -1 || this.socket.destroyed) return false
    const line = this.pending.slice(0, end)
    this.pending = this.pending.slice(end + 2)
    this.command(line)
    return true
  }

  private readMail(): boolean {
    const isEmpty = this.pending.startsWith('.\r\n')
    const end = isEmpty ? 0 : this.pending.indexOf(endOfMail, this.searchedTo)
    this.searchedTo = end === -1 ? Math.max(0, this.pending.length - endOfMail.length) : 0
    if (end === -1) return false
    const source = isEmpty ? '' : Buffer.from(this.pending.slice(0, end + 2), 'latin1').toString()
    this.pending = this.pending.slice(end + (isEmpty ? 3 : endOfMail.length))
    this.isData = false
    const mail = { from: this.from, to: this.to, source: source.replace(/^\./gm, ''), receivedAt: this.sink.now() }
    // Counted before the answer goes out, so that whoever has the answer sees the count.
    const recipients = mail.to.join(',')
    const told = this.sink.reply('message', recipients)
    if (told === undefined) this.sink.received += 1
    this.sink.taken(mail)
    this.say('message', recipients, told ?? '250 2.0.0 Taken')
    return !this.socket.destroyed
  }

  private command(line: string): void {
    const verb = line.slice(0, 4).toUpperCase()
    if (verb === 'EHLO') this.answer('ehlo', line, ['250-sink', ...this.sink.extensions.map((name) => `250-${name}`), '250 HELP'].join('\r\n'))
    else if (verb === 'AUTH') this.answer('auth', line, '235 2.7.0 Welcome')
    else if (verb === 'MAIL') {
      this.from = addressIn(line)
      this.to = []
      this.answer('mail', line, '250 2.1.0 Ok')
    } else if (verb === 'RCPT') {
      if (this.answer('rcpt', line, '250 2.1.5 Ok')) this.to.push(addressIn(line))
    } else if (verb === 'DATA') {
      if (this.to.length === 0) this.socket.write('503 5.5.1 No recipient\r\n')
      else this.isData = this.answer('data', line, '354 Go on')
    } else if (verb === 'QUIT') this.socket.end('221 2.0.0 Bye\r\n')
    else this.socket.write(verb === 'RSET' || verb === 'NOOP' || verb === 'HELO' ? '250 2.0.0 Ok\r\n' : '502 5.5.1 Not known\r\n')
  }
}

function addressIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? ''
}
