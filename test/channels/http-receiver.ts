// An HTTP server that remembers what it was sent and answers as it is told.

import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReceivedCall {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface HttpReceiver {
  readonly port: number
  readonly calls: readonly ReceivedCall[]
  close(): Promise<void>
}

type Answer = (response: ServerResponse, call: ReceivedCall) => void

/** Listens on a free port, unless one is named, of an address of this machine. */
export async function startHttpReceiver(answer: Answer = (response) => response.writeHead(204).end(), host = '127.0.0.1', port = 0): Promise<HttpReceiver> {
  const calls: ReceivedCall[] = []
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const call = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() }
      calls.push(call)
      answer(response, call)
    })
  })
  await new Promise<void>((resolve) => server.listen(port, host, resolve))
  return {
    port: (server.address() as AddressInfo).port,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
