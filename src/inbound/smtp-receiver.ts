// A mail server for what comes back, and for nothing else: it takes mail for return paths that this server made, and refuses every other
// recipient, so that it relays for nobody and has no use for spam. It answers well only once what it was told is kept.

import type { AddressInfo, Socket } from 'node:net'
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server'
import { limits } from '../model/limits.ts'
import type { Clock } from '../runtime/clock.ts'
import { handlesIn, type MessageHandles } from './message-handle.ts'

export interface SmtpReceiverOptions {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  /** Where return paths are: bounces@bounce.shop.example. */
  readonly address: string
  readonly handles: MessageHandles
  /** Rejects when it cannot be kept: the sender is told to come again. */
  readonly take: (source: string, recipient: string) => Promise<unknown>
  readonly onError: (error: unknown) => void
  readonly clock: Clock
}

export interface SmtpReceiver {
  readonly port: number
  close(): Promise<void>
}

/** The return path of a message. */
export function returnPathOf(address: string, handle: string): string {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at)}+${handle}${address.slice(at)}`
}

/** Listens. Rejects when it cannot. */
export async function startSmtpReceiver(options: SmtpReceiverOptions): Promise<SmtpReceiver> {
  const { address, handles, take, onError, clock } = options
  const { SMTPServer } = await import('smtp-server')
  const guests = new Map<string, number>()
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    size: limits.returnedMailBytes,
    maxClients: limits.returnedMailClients,
    socketTimeout: 60_000,
    closeTimeout: 1_000,
    disableReverseLookup: true,
    banner: 'only takes back what it sent',
    hideSize: false,
    logger: false,
    onConnect({ remoteAddress }, done) {
      if (isTooMany(guests.get(remoteAddress) ?? 0, remoteAddress)) return done(refusal(421, '4.7.0 Too many connections from there'))
      done()
    },
    onRcptTo({ address: recipient }, session, done) {
      if (!isReturnPath(recipient, address, handles)) return done(refusal(550, '5.1.1 No mail is taken for this address'))
      // A bounce has one recipient, because a return path is about one message.
      if (session.envelope.rcptTo.length > 0) return done(refusal(452, '4.5.3 One recipient at a time'))
      done()
    },
    onData(stream: SMTPServerDataStream, session: SMTPServerSession, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => {
        if (!stream.sizeExceeded) chunks.push(chunk)
      })
      stream.on('error', done)
      stream.on('end', () => {
        if (stream.sizeExceeded) return done(refusal(552, '5.3.4 Too large for a mail that comes back'))
        const [recipient] = session.envelope.rcptTo
        take(Buffer.concat(chunks).toString('latin1'), recipient?.address ?? '').then(
          () => done(null, '2.0.0 Taken'),
          (error: unknown) => {
            onError(error)
            done(refusal(451, '4.3.0 Try again later'))
          },
        )
      })
    },
  })
  server.on('error', onError)
  // Whoever sends a letter a minute would keep a place for ever, and there are few.
  server.server.on('connection', (socket: Socket) => {
    const { remoteAddress = '' } = socket
    guests.set(remoteAddress, (guests.get(remoteAddress) ?? 0) + 1)
    const cancel = clock.at(clock.now() + limits.returnedMailConnectionMs, () => socket.destroy())
    socket.once('close', () => {
      cancel()
      const left = (guests.get(remoteAddress) ?? 1) - 1
      if (left > 0) guests.set(remoteAddress, left)
      else guests.delete(remoteAddress)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** The mail server of this machine hands over what all others sent. */
function isTooMany(count: number, from: string): boolean {
  return count > limits.returnedMailClientsPerAddress && !/^(?:(?:::ffff:)?127\.0\.0\.1|::1)$/.test(from)
}

function isReturnPath(recipient: string, address: string, handles: MessageHandles): boolean {
  const [handle] = handlesIn(recipient.slice(recipient.indexOf('+') + 1, recipient.lastIndexOf('@')))
  return handle !== undefined && recipient.toLowerCase() === returnPathOf(address, handle).toLowerCase() && handles.read(handle) !== undefined
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}
