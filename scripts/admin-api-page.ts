// Makes docs/reference/admin-api.md and the OpenAPI document beside it from the routes of the admin doors. It decides nothing.

import { type AdminRoute, needsOf } from '../src/api/admin/admin-route.ts'
import { openApiDocument, problemsOf } from '../src/api/admin/openapi.ts'
import { adminRoutes } from '../src/api/admin/routes.ts'
import { problems } from '../src/api/problem.ts'
import { roleWords } from '../src/model/admin-role.ts'
import { limits } from '../src/model/limits.ts'
import { formTable, hasForms, hasKeys, keyTable, shapeHeading, valueWords } from './json-schema-tables.ts'

type Schema = Readonly<Record<string, unknown>>
interface Parameter {
  readonly name: string
  readonly in: string
  readonly required: boolean
  readonly description?: string
  readonly schema: Schema
}
interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>
}
interface Operation {
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: Content
  readonly responses: Readonly<Record<string, Content>>
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

/** The pages by path, as they should be. */
export function adminApiPages(): Readonly<Record<string, string>> {
  const document = openApiDocument(adminRoutes)
  return {
    'docs/reference/admin-api.md': page(document as unknown as Document),
    'docs/reference/schema/admin-api.openapi.json': `${JSON.stringify(document, null, 2)}\n`,
  }
}

const common = `# Admin API

What the team does with a workspace, over HTTP. This page and the [OpenAPI 3.1 document](schema/admin-api.openapi.json) are made from the routes
(\`npm run generate\`); a running server gives the document at \`GET /admin/v1/openapi.json\`.

## What all doors have in common

**Keys.** \`Authorization: Bearer KEY\`, with an admin key and never a write key. One is made at the first start and kept in \`secrets.json\` of the data
folder, for the commands of this machine; \`ONCUE_ADMIN_KEYS\` (\`adminKeys\`) gives others in its place, each as \`KEY\` or \`NAME:KEY\`.
\`oncue key create NAME\` makes more, each with a name for the audit log, of which only a hash is kept; \`--role viewer\` makes one that may look and
change nothing, and so with each role; without it, and in the settings, a key has the role owner. A revoked key is refused from the next request on.

**People** of the team sign in with a name and a password, and a second factor if they turned it on (\`POST /admin/v1/session\`); \`oncue admin create NAME --role
owner\` makes the first. Of a password only an Argon2id hash is kept. The session is a cookie that no script and no other site can use: changes need the header
\`X-Oncue-Page\` besides, which a page of another site cannot send. It ends after ${limits.sessionIdleHours} hours without use, and after ${limits.sessionDays} days.

**Roles.** Each may do what is said of it, and whatever those before it may. Reading needs \`viewer\` and changing \`editor\`, unless it stands with the door.

| role | what it may do |
|---|---|
${Object.entries(roleWords)
  .map(([role, words]) => `| \`${role}\` | ${words} |`)
  .join('\n')}

**Bodies** are JSON with \`Content-Type: application/json\`, at most ${limits.adminBodyBytes / 1024} KB. Unknown keys are refused. Instants are UTC milliseconds. An answer of
2 KB and more is compressed for whoever sends \`Accept-Encoding: gzip\`, but none with a secret in it.

**Methods.** \`HEAD\` is answered as \`GET\` without its body. An address that has doors, but none for the method, answers 405, and \`Allow\` says which it takes.

**An answer** to a change means that it is durable and in force. Errors are [problems](http-api.md#problems); with \`errors\`, each mistake of the request by
its place, where there are several, or of the definitions by file, line and column.

**Repetitions.** A \`POST\` with an \`Idempotency-Key\` (a random text for each new request, such as a UUID) may be sent again when its answer was not heard:
within ${limits.idempotencyKeyMs / 3_600_000} hours it is answered as the first was, with \`Idempotency-Replayed: true\`, and nothing is done twice. What failed on the server's side
is tried anew. Of an answer that holds a secret only is said that it was given.

**Lists** come in pages of \`limit\` items (50, at most ${limits.adminPage}), newest first. \`next\` is the \`cursor\` of the page after, or null; it opens that list alone. What is added meanwhile
neither repeats nor skips anything.

**Limits.** Each key, and each person, may ask ${limits.adminRequestsPerSecond} times a second, and ${limits.adminRequestsPerSecond * 2} times at once; more is answered 429 with \`Retry-After\`. Requests without a valid key have a limit of
their own, which locks nobody out who has one. A name may be tried ${limits.signInTries} times within ${limits.signInWindowSeconds / 60} minutes from one network address.

**The audit log** has who did what and when, for every change, whichever way it came; \`oncue audit\` shows it, \`GET /admin/v1/audit\` gives it. People
stand in it by number only. The newest ${limits.auditEntries.toLocaleString('en')} entries are kept.

    curl -H "Authorization: Bearer $ONCUE_ADMIN_KEY" http://127.0.0.1:4400/admin/v1/stops
`

function page({ paths, components }: Document): string {
  const textOf = (route: AdminRoute): string => routeText(route, paths[route.path]?.[route.method.toLowerCase()] as Operation)
  const byGroup = [...Map.groupBy(adminRoutes, ({ group }) => group)]
  const groups = byGroup.map(([group, routes]) => `## ${group}\n\n${routes.map(textOf).join('\n\n')}`)
  const shapes = Object.entries(components.schemas).sort(([one], [other]) => (one < other ? -1 : 1))
  return `${[common, ...groups, shapesText, ...shapes.map(shapeText)].join('\n\n')}\n`
}

const shapesText = `## Shapes

What several doors take or answer, by the names that they have in the OpenAPI document. Every key of an answer is there unless its meaning says otherwise.`

function shapeText([name, schema]: readonly [string, Schema]): string {
  const description = schema['description'] === undefined ? [] : [`${String(schema['description'])}.`]
  return [shapeHeading(name), ...description, keyTable(schema, { marks: false })].join('\n\n')
}

function routeText(route: AdminRoute, { parameters = [], requestBody, responses }: Operation): string {
  const status = String(route.status ?? 200)
  const parts = [
    `### \`${route.method} /admin/v1${route.path}\``,
    `${route.summary} (\`${route.name}\`). ${whoMay(route)}${route.description ?? ''}`.trim(),
    ...schemaText('In the path', asSchema(parameters, 'path')),
    ...schemaText('In the query', asSchema(parameters, 'query')),
    ...schemaText('Body', requestBody?.content?.['application/json']?.schema),
    ...answerText(status, responses[status]?.content),
  ]
  const own = problemsOf(route).filter((code) => route.problems?.includes(code) === true)
  if (own.length > 0) parts.push(`Problems of its own: ${own.map((code) => `\`${code}\` (${problems[code].status})`).join(', ')}.`)
  return parts.join('\n\n')
}

function answerText(status: string, content: Content['content'] = {}): string[] {
  const forms = Object.keys(content).map((type) => `\`${type}\``)
  if (forms.length === 0) return [`Answers ${status} without a body.`]
  const schema = content['application/json']?.schema
  if (schema === undefined || Object.keys(schema).length === 0) return [`Answers ${status} as ${forms.join(' or ')}.`]
  const others = forms.length === 1 ? '' : `, as ${forms.join(' or ')}`
  return schemaText(`Answers ${status}${others}`, schema, { marks: false })
}

/** Said where it is not the usual: viewers read, editors change. */
function whoMay(route: AdminRoute): string {
  const needs = needsOf(route)
  if (needs === 'nobody') return 'Open to whoever comes. '
  return route.needs === undefined ? '' : `Needs \`${needs}\`. `
}

function asSchema(parameters: readonly Parameter[], place: string): Schema | undefined {
  const own = parameters.filter((one) => one.in === place)
  if (own.length === 0) return undefined
  return {
    properties: Object.fromEntries(own.map(({ name, description, schema }) => [name, description === undefined ? schema : { ...schema, description }])),
    required: own.filter(({ required }) => required).map(({ name }) => name),
  }
}

function schemaText(title: string, schema: Schema | undefined, marking = { marks: true }): string[] {
  if (schema === undefined) return []
  if (hasForms(schema)) return [`${title}, one of:`, formTable(schema)]
  if (hasKeys(schema)) return [`${title}:`, keyTable(schema, marking)]
  return [`${title}: ${valueWords(schema)}.`]
}
