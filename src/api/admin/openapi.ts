// The admin doors as an OpenAPI 3.1 document, made from the same schemas that check requests: nothing is said twice.

import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { limits } from '../../model/limits.ts'
import { type ProblemCode, problems } from '../problem.ts'
import { type AdminRoute, needsOf } from './admin-route.ts'

type JsonSchema = Record<string, unknown>
type Operation = Record<string, unknown>

const problemSchema: JsonSchema = {
  type: 'object',
  description: 'What is wrong, and what to do about it (RFC 9457)',
  required: ['type', 'title', 'status', 'detail', 'instance'],
  properties: {
    type: { type: 'string', description: 'urn:oncue:problem: and the code' },
    title: { type: 'string', description: 'The same for every problem of the code' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What is wrong this time, and what to do' },
    instance: { type: 'string', description: 'Under which the log has the rest' },
    said: {
      type: 'object',
      description: 'The detail as data, for other languages, where it has a code in docs/reference/sentences.md',
      properties: { code: { type: 'string' }, values: { type: 'object' } },
    },
    errors: {
      type: 'array',
      description: 'Each mistake of the request, or of the files that it is about, by its place',
      items: {
        type: 'object',
        properties: {
          place: { type: 'string' },
          detail: { type: 'string' },
          said: { type: 'object', description: 'Of a file: `message` and `fix` as data, for other languages' },
        },
      },
    },
  },
}

/** The document of these routes. */
export function openApiDocument(routes: readonly AdminRoute[]): JsonSchema {
  const schemas: Record<string, JsonSchema> = { Problem: problemSchema }
  const paths: Record<string, Record<string, Operation>> = {}
  for (const route of routes) {
    paths[route.path] ??= {}
    Object.assign(paths[route.path] as object, { [route.method.toLowerCase()]: operationOf(route, schemas) })
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Oncue admin API',
      version: '1',
      description: 'Everything that the team does with a workspace. docs/reference/admin-api.md says what all doors have in common.',
    },
    servers: [{ url: '/admin/v1' }],
    security: [{ adminKey: [] }, { session: [] }],
    tags: [...new Set(routes.map(({ group }) => group))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        adminKey: { type: 'http', scheme: 'bearer', description: 'An admin key' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'oncue_session',
          description: 'Somebody who has signed in; changes need the header X-Oncue-Page as well',
        },
      },
      schemas,
    },
  }
}

/** The problems that a route may answer with: those of every door, those that follow from its method and role, and its own. */
export function problemsOf(route: AdminRoute): readonly ProblemCode[] {
  const always: ProblemCode[] = ['bad-request', 'admin-unauthorized', 'too-many-requests', 'internal', 'draining']
  // Also where no body is taken: whoever sends one is told so.
  const ofBody: ProblemCode[] = route.method === 'GET' ? [] : ['too-large', 'unsupported-type']
  const ofChange: ProblemCode[] = route.method === 'GET' ? [] : ['overloaded', 'storage-failed']
  const ofRole: ProblemCode[] = ['nobody', 'viewer'].includes(needsOf(route)) ? [] : ['admin-forbidden']
  const ofRepetition: ProblemCode[] = route.method === 'POST' ? ['request-under-way', 'key-used-otherwise'] : []
  return [...new Set([...always, ...ofBody, ...ofRole, ...ofChange, ...ofRepetition, ...(route.problems ?? [])])]
}

function operationOf(route: AdminRoute, schemas: Record<string, JsonSchema>): Operation {
  const parameters = [
    ...parametersOf('path', route.params, schemas),
    ...parametersOf('query', route.query, schemas),
    ...(route.method === 'POST' ? [idempotencyKey] : []),
  ]
  return {
    operationId: route.name,
    tags: [route.group],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(route.body === undefined ? {} : { requestBody: bodyOf(route.body, schemas) }),
    ...(route.takesBytes === true
      ? { requestBody: { required: true, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } } }
      : {}),
    ...(route.needs === 'nobody' ? { security: [] } : { 'x-oncue-role': needsOf(route) }),
    ...(route.isReading === true ? { 'x-oncue-reads': true } : {}),
    responses: responsesOf(route, schemas),
  }
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'A random text of this request alone; its repetition is answered as the first was, for a day',
  schema: { type: 'string', maxLength: limits.idempotencyKeyCharacters },
}

function bodyOf(body: z.ZodType, schemas: Record<string, JsonSchema>): JsonSchema {
  return { required: !body.safeParse(undefined).success, content: { 'application/json': { schema: schemaOf(body, 'input', schemas) } } }
}

function responsesOf(route: AdminRoute, schemas: Record<string, JsonSchema>): JsonSchema {
  const responses: Record<string, JsonSchema> = {}
  responses[String(route.status ?? 200)] = { description: route.summary, ...contentOf(route, schemas) }
  const byStatus = Map.groupBy(problemsOf(route), (code) => problems[code].status)
  for (const [status, codes] of [...byStatus].sort(([one], [other]) => one - other)) {
    const description = codes.map((code) => `\`${code}\`: ${problems[code].title}`).join('; ')
    const waits = codes.some((code) => problems[code].status === 429 || problems[code].status === 503)
    responses[String(status)] = {
      description,
      ...(waits ? { headers: { 'Retry-After': { description: 'Seconds until it may be asked again', schema: { type: 'integer' } } } } : {}),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    }
  }
  return responses
}

function contentOf({ answer, streams }: AdminRoute, schemas: Record<string, JsonSchema>): JsonSchema {
  if (answer instanceof z.ZodUndefined) return {}
  const asJson = answer instanceof z.ZodString ? {} : { 'application/json': { schema: schemaOf(answer, 'output', schemas) } }
  const asText = (streams ?? []).map((type) => [type, { schema: type === 'application/json' ? {} : { type: 'string' } }] as const)
  return { content: { ...asJson, ...Object.fromEntries(asText) } }
}

function parametersOf(place: 'path' | 'query', schema: z.ZodType | undefined, schemas: Record<string, JsonSchema>): JsonSchema[] {
  if (schema === undefined) return []
  const { properties = {}, required = [] } = schemaOf(schema, 'input', schemas) as { properties?: Record<string, JsonSchema>; required?: readonly string[] }
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: rest,
  }))
}

/** The JSON Schema of a part; what has a name of its own stands once for all, in `schemas`. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', schemas: Record<string, JsonSchema>): JsonSchema {
  // A schema that is asked for by itself is written out even where it has a name; as part of another it is not.
  const { properties, $defs } = z.toJSONSchema(z.object({ schema }), { target: 'draft-2020-12', io, unrepresentable: 'any' }) as JsonSchema
  for (const [name, { id: _, ...definition }] of Object.entries(($defs ?? {}) as Record<string, JsonSchema>)) {
    const placed = withPlaces(definition) as JsonSchema
    if (schemas[name] !== undefined && !isDeepStrictEqual(schemas[name], placed)) throw new Error(`Two shapes of the admin doors are called "${name}"`)
    schemas[name] = placed
  }
  return withPlaces((properties as Record<string, JsonSchema>)['schema']) as JsonSchema
}

function withPlaces(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withPlaces)
  if (part === null || typeof part !== 'object') return part
  const entries = Object.entries(part).map(([key, value]) => {
    const place = key === '$ref' && typeof value === 'string' ? value.replace('#/$defs/', '#/components/schemas/') : withPlaces(value)
    return [key, place] as const
  })
  return Object.fromEntries(entries)
}
