// The admin doors over a whole runtime on a store in memory, with a clock that the test sets and keys in a folder of its own.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { onTestFinished } from 'vitest'
import { openAdminAccounts } from '../../src/access/admin-accounts.ts'
import { openAdminKeys } from '../../src/access/admin-keys.ts'
import type { AdminParts, AdminRoute } from '../../src/api/admin/admin-route.ts'
import { openFirstOwner } from '../../src/api/admin/first-owner.ts'
import { problemsOf } from '../../src/api/admin/openapi.ts'
import { adminRoutes } from '../../src/api/admin/routes.ts'
import { problems } from '../../src/api/problem.ts'
import { ImportJobs } from '../../src/desks/import-jobs.ts'
import type { ProgramSource } from '../../src/engine/program.ts'
import type { JsonObject } from '../../src/model/json.ts'
import { startRuntime } from '../../src/runtime/runtime.ts'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'
import { greeting, Notebook, plainRenderer, sourceWith } from '../runtime/workshop.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'
import { createTestServer } from './test-server.ts'

export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  // biome-ignore lint/suspicious/noExplicitAny: tests compare the JSON of answers with what they expect
  readonly body: any
}

export interface AdminWorld {
  readonly app: FastifyInstance
  readonly clock: { instant: number }
  readonly parts: Omit<AdminParts, 'clock'>
  readonly imports: ImportJobs
  /** The data folder of keys and accounts. */
  readonly data: string
  log(): string
  /** Asks a door with the key "ak_owner" unless told otherwise. */
  ask(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, asked?: Asked): Promise<Answered>
}

export interface Asked {
  readonly body?: JsonObject | string
  /** Null sends none. */
  readonly key?: string | null
  readonly headers?: Readonly<Record<string, string>>
}

/** `more` are further parts that the doors work with. */
export async function createAdminWorld(source: ProgramSource = sourceWith(greeting), more: Partial<AdminParts> = {}): Promise<AdminWorld> {
  const store = createMemoryStore()
  const begun = { instant: Date.UTC(2026, 10, 21, 10) }
  let clock: { instant: number } = begun
  const runtime = await startRuntime({
    store,
    clock: { now: () => clock.instant, at: () => () => {} },
    source,
    channels: [new Notebook()],
    renderer: plainRenderer,
    unsubscribeUrl: async () => 'https://shop.example/u/token',
  })
  onTestFinished(() => runtime.stop())
  const data = temporaryFolder()
  const keys = openAdminKeys({ data, given: ['owner:ak_owner', 'ak_second'], from: 'settings', now: () => clock.instant })
  const accounts = openAdminAccounts({ data, issuer: 'Oncue shop' })
  const setup = openFirstOwner(accounts, clock.instant)
  const people = { workspace: () => sourceWith(greeting).workspace, secret: 'a-secret-of-at-least-32-characters' }
  const imports = new ImportJobs({
    ...people,
    folder: join(data, 'imports'),
    inbox: runtime.inbox,
    store,
    views: store,
    clock: { now: () => clock.instant, at: () => () => {} },
    onError: (error) => {
      throw error
    },
  })
  onTestFinished(() => imports.stop())
  const parts = { runtime, store, keys, accounts, setup, people, imports }
  const server = createTestServer({ admin: { ...parts, ...more } })
  server.clock.instant = begun.instant
  clock = server.clock
  return {
    app: server.app,
    clock: server.clock,
    parts,
    imports,
    data,
    log: server.log,
    async ask(method, path, { body, key = 'ak_owner', headers = {} } = {}) {
      const payload = body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }
      const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
      const own: Record<string, string> = { ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...type, ...headers }
      const response = await server.app.inject({ method, url: `/admin/v1${path}`, ...payload, headers: own })
      holdToDocument({ method, path, status: response.statusCode, text: response.body })
      return { status: response.statusCode, headers: response.headers, body: response.body === '' ? undefined : JSON.parse(response.body) }
    },
  }
}

/** Whatever a test asks, the OpenAPI document promises what is answered: the status, and the form of the answer. */
function holdToDocument({
  method,
  path,
  status,
  text,
}: {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly text: string
}): void {
  const route = routeAt(method, path.split('?')[0] ?? '')
  if (route === undefined) return
  if (status >= 400) {
    const promised = problemsOf(route).map((code) => problems[code].status as number)
    assert(promised.includes(status), `The document does not say that ${route.name} answers ${status}: ${text}`)
    return
  }
  assert(status === (route.status ?? 200), `The document does not say that ${route.name} answers ${status}`)
  const { success, error } = route.answer.safeParse(text === '' ? undefined : JSON.parse(text))
  assert(success, `What ${route.name} answers is not what the document says: ${error?.message} ${text.slice(0, 500)}`)
}

function routeAt(method: string, path: string): AdminRoute | undefined {
  const fits = (route: AdminRoute): boolean => route.method === method && new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path)
  return adminRoutes.find((route) => !route.path.includes('{') && fits(route)) ?? adminRoutes.find(fits)
}
