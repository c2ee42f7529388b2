// What a browser needs beyond the events themselves: permission to call from another site, and the settings that Segment's
// browser SDK asks for before its first event.

import type { FastifyInstance } from 'fastify'
import { sendProblem } from '../problem.ts'

const preflightSeconds = 86_400

/** Lets pages of any site call the routes of this context. No cookies are involved: a write key can only append. */
export function allowBrowsers(app: FastifyInstance, publicUrl: string | undefined): void {
  answerBrowsers(app)
  app.options('/v1/*', (_request, reply) =>
    reply
      .code(204)
      .header('access-control-allow-methods', 'GET, POST')
      .header('access-control-allow-headers', 'authorization, content-type, content-encoding, x-retry-count')
      .header('access-control-max-age', String(preflightSeconds))
      .send(),
  )
  app.get<{ Params: { writeKey: string } }>('/v1/projects/:writeKey/settings', (request, reply) => {
    const url = URL.parse(publicUrl ?? `${request.protocol}://${request.host}`)
    if (url === null) return sendProblem(reply, { code: 'bad-request', detail: 'The Host header is not a host name.' })
    return reply.header('cache-control', 'no-store').send(browserSettings(request.params.writeKey, url))
  })
}

/** Lets pages of any site read the answers of this context. */
export function answerBrowsers(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (request.headers.origin !== undefined) {
      reply.header('access-control-allow-origin', '*')
      reply.header('access-control-expose-headers', 'retry-after, ratelimit, ratelimit-policy, oncue-refused')
    }
    // The pixel stands in pages of other sites.
    reply.header('cross-origin-resource-policy', 'cross-origin')
    done()
  })
}

/** The settings that @segment/analytics-next loads: send everything here, report nothing elsewhere. */
function browserSettings(writeKey: string, url: URL): object {
  return {
    integrations: {
      'Segment.io': { apiKey: writeKey, apiHost: `${url.host}/v1`, protocol: url.protocol.slice(0, -1), addBundledMetadata: false, unbundledIntegrations: [] },
    },
    plan: { track: { __default: { enabled: true, integrations: {} } }, identify: { __default: { enabled: true } }, group: { __default: { enabled: true } } },
    edgeFunction: {},
    analyticsNextEnabled: true,
    middlewareSettings: {},
    enabledMiddleware: {},
    metrics: { sampleRate: 0 },
    legacyVideoPluginsEnabled: false,
    remotePlugins: [],
  }
}
