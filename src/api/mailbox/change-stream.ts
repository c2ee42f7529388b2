// Tells open mailbox pages that a mail arrived (server-sent events). It carries no content: the page fetches the list again.

import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { Clock } from '../../runtime/clock.ts'
import { sendProblem } from '../problem.ts'
import type { MailboxView } from './mailbox-view.ts'

const mostStreams = 100
/** Proxies close connections that say nothing for a minute. */
const heartbeatMs = 25_000

/** Registers /mailbox/changes. Open streams end when the server closes. */
export function streamChanges(app: FastifyInstance, mailbox: MailboxView, clock: Clock): void {
  const streams = new Set<ServerResponse>()
  const say = (text: string): void => {
    // Who does not read does not need to be told twice.
    for (const stream of streams) if (!stream.writableNeedDrain) stream.write(text)
  }
  const stopListening = mailbox.onMail(() => say('data: mail\n\n'))
  let stopHeartbeat = (): void => {}
  const beat = (): void => {
    say(': still here\n\n')
    stopHeartbeat = streams.size === 0 ? () => {} : clock.at(clock.now() + heartbeatMs, beat)
  }

  app.get('/mailbox/changes', { exposeHeadRoute: false }, (request, reply) => {
    if (streams.size >= mostStreams) return sendProblem(reply, { code: 'overloaded', detail: 'Too many mailbox pages are open.', retryAfterSeconds: 30 })
    reply.hijack()
    const stream = reply.raw
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) stream.setHeader(name, value)
    stream.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    stream.write('retry: 1500\n\n')
    if (streams.size === 0) stopHeartbeat = clock.at(clock.now() + heartbeatMs, beat)
    streams.add(stream)
    request.raw.on('close', () => {
      streams.delete(stream)
      if (streams.size === 0) stopHeartbeat()
    })
  })
  app.addHook('preClose', () => {
    stopListening()
    stopHeartbeat()
    for (const stream of streams) stream.end()
  })
}
