// The door to the document that describes all the others.

import type { JsonObject } from '../../../model/json.ts'
import { type AdminRoute, adminRoute, anyObject } from '../admin-route.ts'
import { openApiDocument } from '../openapi.ts'

/** The door; `routes` are all that it describes, itself included. */
export function documentRoute(routes: () => readonly AdminRoute[]): AdminRoute {
  // Made once: it takes longer than anybody else should wait, and never changes while the server runs.
  let made: JsonObject | undefined
  return adminRoute({
    method: 'GET',
    path: '/openapi.json',
    name: 'readOpenApi',
    group: 'Description',
    summary: 'All of these doors as an OpenAPI 3.1 document',
    answer: anyObject,
    async handle() {
      made ??= openApiDocument(routes()) as JsonObject
      return made
    },
  })
}
