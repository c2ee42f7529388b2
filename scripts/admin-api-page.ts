// Makes docs/reference/admin-api.md and the OpenAPI document beside it from the routes of the admin doors. It decides nothing.

import { z } from 'zod'
import { type AdminRoute, needsOf } from '../src/api/admin/admin-route.ts'
import { openApiDocument, problemsOf } from '../src/api/admin/openapi.ts'
import { adminRoutes } from '../src/api/admin/routes.ts'
import { problems } from '../src/api/problem.ts'
import { keyTable, optionTable } from '../src/authoring/reference-tables.ts'
import { schemaShape } from '../src/authoring/schema-shape.ts'
import { roleWords } from '../src/model/admin-role.ts'
import { limits } from '../src/model/limits.ts'

/** The pages by path, as they should be. */
export function adminApiPages(): Readonly<Record<string, string>> {
  return {
    'docs/reference/admin-api.md': page(),
    'docs/reference/schema/admin-api.openapi.json': `${JSON.stringify(openApiDocument(adminRoutes), null, 2)}\n`,
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

function page(): string {
  const groups = [...new Set(adminRoutes.map(({ group }) => group))]
  return `${common}\n${groups
    .map(
      (group) =>
        `## ${group}\n\n${adminRoutes
          .filter((route) => route.group === group)
          .map(routeText)
          .join('\n\n')}`,
    )
    .join('\n\n')}\n`
}

function routeText(route: AdminRoute): string {
  const parts = [
    `### \`${route.method} /admin/v1${route.path}\``,
    `${route.summary} (\`${route.name}\`). ${whoMay(route)}${route.description ?? ''}`.trim(),
    ...schemaText('In the path', route.params),
    ...schemaText('In the query', route.query),
    ...schemaText('Body', route.body),
    ...(route.answer instanceof z.ZodUndefined
      ? [`Answers ${route.status ?? 204} without a body.`]
      : schemaText(`Answers ${route.status ?? 200}`, route.answer).map(withoutNeeded)),
  ]
  const own = problemsOf(route).filter((code) => route.problems?.includes(code) === true)
  if (own.length > 0) parts.push(`Problems of its own: ${own.map((code) => `\`${code}\` (${problems[code].status})`).join(', ')}.`)
  return parts.join('\n\n')
}

/** Said where it is not the usual: viewers read, editors change. */
function whoMay(route: AdminRoute): string {
  const needs = needsOf(route)
  if (needs === 'nobody') return 'Open to whoever comes. '
  return route.needs === undefined ? '' : `Needs \`${needs}\`. `
}

/** In an answer every key is there unless it says otherwise. */
function withoutNeeded(text: string): string {
  return text.replaceAll(' (needed)', '')
}

function schemaText(title: string, schema: z.ZodType | undefined): string[] {
  if (schema === undefined) return []
  const shape = schemaShape(schema)
  if (shape.kind === 'union') return [`${title}, one of:`, optionTable(schema)]
  if (shape.kind !== 'object') return [`${title}: JSON.`]
  return shape.keys.size === 0 ? [] : [`${title}:`, keyTable(schema)]
}
