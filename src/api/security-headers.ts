// Headers that every answer carries. Pages that need more than nothing say so with a content security policy of their own.

import type { FastifyInstance } from 'fastify'

/** What an answer that is not a page may do in a browser: nothing. */
const nothing = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/** Sets the headers at the start of each request, so that a route may replace them. */
export function addSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('content-security-policy', nothing)
    reply.header('x-content-type-options', 'nosniff')
    // Addresses of these pages hold tokens and keys.
    reply.header('referrer-policy', 'no-referrer')
    reply.header('cross-origin-resource-policy', 'same-origin')
    done()
  })
}
