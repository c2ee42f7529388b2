// A full disk: events are refused with an answer that says so and nothing is half done; mails that were decided still go out or wait; and as
// soon as there is room everything goes on without a restart.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createKeys } from '../../src/api/keys.ts'
import { createLinkTokens } from '../../src/api/links/link-token.ts'
import { createMetrics } from '../../src/api/metrics.ts'
import { createServer } from '../../src/api/server.ts'
import { checkDefinitions, startApp, wallClock } from '../../src/app.ts'
import { createRenderer } from '../../src/content/renderer.ts'
import { sourceOf } from '../../src/engine/compile.ts'
import { startRuntime } from '../../src/runtime/runtime.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'
import { shop, writeFiles, writeKey } from './product.ts'

const filler = 'x'.repeat(20_000)

function track(address: string, messageId: string, properties: object = { filler }): Promise<Response> {
  const headers = { authorization: `Basic ${btoa(`${writeKey}:`)}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ userId: `user-${messageId}`, event: 'Viewed', messageId, properties })
  return fetch(`${address}/v1/track`, { method: 'POST', headers, body })
}

/** Sends until the store has no room. The ids that were accepted, and the first that was not. */
async function trackUntilFull(address: string): Promise<{ readonly accepted: readonly string[]; readonly refused: string }> {
  const accepted: string[] = []
  for (let index = 0; index < 2000; index += 1) {
    const id = `m${index}`
    const response = await track(address, id)
    if (response.status === 200) {
      accepted.push(id)
      continue
    }
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({ type: 'urn:oncue:problem:storage-failed', status: 503 })
    return { accepted, refused: id }
  }
  throw new Error('the store never ran full')
}

async function logged(path: string): Promise<readonly string[]> {
  const store = await openSqliteStore({ path, readOnly: true })
  const entries = await store.readLog(0, 10_000)
  await store.close()
  return entries.map(({ body }) => JSON.parse(body).event?.messageId)
}

test('a store that may not grow answers 503 with a problem, keeps what it accepted, and takes the same event after a start with more room', async () => {
  const folder = temporaryFolder()
  writeFiles(join(folder, 'definitions'), shop)
  const { definitions } = await checkDefinitions(join(folder, 'definitions'))
  if (definitions === undefined) throw new Error('the definitions of the test are broken')
  const path = join(folder, 'workspace.db')
  const start = async (maxBytes: number) => {
    const clock = wallClock()
    const storeOptions = { path, maxBytes }
    const renderer = createRenderer()
    const storeModule = new URL('../../src/stores/sqlite/sqlite-store.ts', import.meta.url).href
    const runtime = await startRuntime({
      store: { storeModule, openStore: 'openSqliteStore', storeOptions },
      clock,
      source: sourceOf(definitions),
      channels: [],
      renderer,
    })
    const views = await openSqliteStore({ path, readOnly: true })
    const keys = createKeys([{ name: 'test', key: writeKey, kind: 'server' }])
    const links = { tokens: createLinkTokens(['a'.repeat(32)]), workspace: () => 'Shop' }
    const limits = { eventsPerSecond: 100_000, burstEvents: 100_000 }
    const { pino } = await import('pino')
    const logger = pino({ level: 'silent' })
    const server = createServer({ inbox: runtime.inbox, store: views, keys, links, metrics: createMetrics(), clock, logger, limits })
    const address = await server.listen({ host: '127.0.0.1', port: 0 })
    const stop = async (): Promise<void> => {
      await server.close()
      await runtime.stop()
      await views.close()
      await renderer.close()
    }
    return { address, stop }
  }
  const small = await start(2 ** 20)
  const { accepted, refused } = await trackUntilFull(small.address)
  expect(accepted.length).toBeGreaterThan(10)
  expect((await fetch(`${small.address}/livez`)).status).toBe(200)
  await small.stop()
  expect(await logged(path)).toEqual(accepted)
  const large = await start(2 ** 30)
  expect((await track(large.address, refused)).status).toBe(200)
  await large.stop()
  expect(await logged(path)).toEqual([...accepted, refused])
})

// A disk of its own needs the right to mount one; without it, the test above has to do.
const tiny = mountTinyDisk()
const onTinyDisk = tiny === undefined ? [] : [tiny]

test.each(onTinyDisk)('a disk that runs full refuses events, and takes them without a restart as soon as there is room', async ({ folder, unmount }) => {
  onTestFinished(unmount)
  const ballast = join(folder, 'ballast')
  writeFileSync(ballast, new Uint8Array(4 * 2 ** 20))
  const definitions = temporaryFolder()
  writeFiles(definitions, shop)
  const app = await startApp(readConfiguration({}, { data: folder, definitions, port: 0, writeKeys: [writeKey], logLevel: 'silent', demo: false }))
  const { accepted, refused } = await trackUntilFull(app.address)
  expect((await track(app.address, 'another')).status).toBe(503)
  const ready = await fetch(`${app.address}/readyz`)
  expect([ready.status, await ready.json()]).toMatchObject([503, { status: 'failing', checks: { store: 'ok', writer: 'failing' } }])
  rmSync(ballast)
  expect((await track(app.address, refused)).status).toBe(200)
  expect((await fetch(`${app.address}/readyz`)).status).toBe(200)
  await app.runtime.settle()
  await app.stop()
  expect(await logged(join(folder, 'workspace.db'))).toEqual([...accepted, refused])
})

function mountTinyDisk(): { readonly folder: string; readonly unmount: () => void } | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'oncue-disk-'))
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder]).status === 0
  const unmount = (): void => {
    spawnSync('umount', [folder])
    rmdirSync(folder)
  }
  if (isMounted) return { folder, unmount }
  rmdirSync(folder)
  return undefined
}
