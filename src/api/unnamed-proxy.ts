// Says once, in the log, that requests come through a proxy that nobody named: then every visitor has the proxy's address, and what is counted by address
// (forms, tries to sign in, crawlers) is counted for all of them together. It changes nothing about the request, and names no address.

import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Watches until the first such request. */
export function warnOfUnnamedProxy(app: FastifyInstance): void {
  let isTold = false
  app.addHook('onRequest', (request, _reply, done) => {
    if (!isTold && isThroughUnnamedProxy(request)) {
      isTold = true
      request.log.warn(
        'requests come through a proxy that trustedProxies does not name: every visitor has its address, and limits by address hold for all of them together. Name it in trustedProxies (ONCUE_TRUSTED_PROXIES)',
      )
    }
    done()
  })
}

/** Somebody said for whom they ask, and it was not believed. */
function isThroughUnnamedProxy(request: FastifyRequest): boolean {
  return request.headers['x-forwarded-for'] !== undefined && request.ip === request.socket.remoteAddress
}
