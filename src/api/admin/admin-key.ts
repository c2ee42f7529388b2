// The key that opens the admin doors, as `Authorization: Bearer KEY`. Never a write key: those stand in pages and servers of others.

import type { FastifyInstance } from 'fastify'
import { createKeys } from '../keys.ts'
import { sendProblem } from '../problem.ts'

/** Answers everything below without one of these keys with a problem, before a body is read. */
export function askAdminKey(app: FastifyInstance, adminKeys: readonly string[]): void {
  const keys = createKeys(adminKeys.map((key, index) => ({ name: `admin key ${index + 1}`, key, kind: 'server' })))
  app.addHook('onRequest', (request, reply, done) => {
    if (keys.find(bearerKey(request.headers.authorization) ?? '') !== undefined) return done()
    reply.header('www-authenticate', 'Bearer realm="oncue admin"')
    sendProblem(reply, { code: 'admin-unauthorized', detail: 'Send an admin key: "Authorization: Bearer KEY". A write key does not open this door.' })
  })
}

function bearerKey(authorization: string | undefined): string | undefined {
  return authorization === undefined ? undefined : /^bearer\s+(\S+)\s*$/i.exec(authorization)?.[1]
}
