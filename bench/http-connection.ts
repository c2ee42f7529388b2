// The leanest client that there can be: one connection, one request at a time, nothing parsed but the status and the length. A
// full client would take the processor time that the server is being measured by.

import { connect, type Socket } from 'node:net'

/** A request as the bytes that go over the wire. */
export function encodePost(path: string, key: string, body: string): Buffer {
  const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`
  const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\n`
  return Buffer.from(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
}

export class HttpConnection {
  readonly #socket: Socket
  #pending: { resolve: (status: number) => void; reject: (error: Error) => void } | undefined
  #head = ''
  /** Bytes of the body that are still to come; undefined while the head is read. */
  #left: number | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (chunk) => this.#read(chunk))
    socket.on('error', (error) => this.#fail(error))
    socket.on('close', () => this.#fail(new Error('the server closed the connection')))
  }

  static open(port: number): Promise<HttpConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1' })
      socket.once('error', reject)
      socket.once('connect', () => resolve(new HttpConnection(socket)))
    })
  }

  /** Sends a request; resolves with the status once the whole answer is there. */
  send(request: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject }
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#pending = undefined
    this.#socket.destroy()
  }

  #read(chunk: Buffer): void {
    if (this.#left !== undefined) return this.#took(chunk.length)
    this.#head += chunk.toString('latin1')
    const end = this.#head.indexOf('\r\n\r\n')
    if (end === -1) return
    const length = /\r\ncontent-length: (\d+)/i.exec(this.#head)
    this.#left = Number(length?.[1] ?? 0)
    this.#took(this.#head.length - end - 4)
  }

  #took(bytes: number): void {
    this.#left = (this.#left ?? 0) - bytes
    if (this.#left > 0) return
    const status = Number(this.#head.slice(9, 12))
    const pending = this.#pending
    this.#pending = undefined
    this.#left = undefined
    this.#head = ''
    pending?.resolve(status)
  }

  #fail(error: Error): void {
    this.#pending?.reject(error)
    this.#pending = undefined
  }
}
