// A backup of the whole: a server that starts from it is the same server, with everybody who may sign in, every key and every mail.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runApp } from '../../src/run-app.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'
import { oncue } from '../cli/command-line.ts'
import { startProduct } from './product.ts'

/** What a copy has no use for. */
const leftBehind = /^(running\.json|imports|backtests|staging|.*\.db-(wal|shm|lock))$/

test('a copy that was made while the server worked is a data folder from which the same server starts', async () => {
  const product = await startProduct()
  const environment = { ONCUE_DATA: product.data, ONCUE_DEFINITIONS: product.definitions }
  const copy = `${product.data}-copy`
  await product.identify('ann', { email: 'ann@mail.example', first_name: 'Ann' })
  await product.track('ann', 'Signed Up')
  await product.settle()
  const { password } = JSON.parse((await oncue(['admin', 'create', 'kim', '--role', 'owner', '--json'], { environment })).out) as { password: string }
  const { key } = JSON.parse((await oncue(['key', 'create', 'ci', '--json'], { environment })).out) as { key: string }
  const { out } = await oncue(['backup', '--whole', copy, '--json'], { environment })
  expect(JSON.parse(out)).toMatchObject({ folder: copy, files: expect.any(Number) })
  expect((await oncue(['backup', '--whole', copy], { environment })).err).toMatch(/exists already; name a file that does not exist yet/)
  expect(readdirSync(product.data).filter((name) => !leftBehind.test(name) && !existsSync(join(copy, name)))).toEqual([])
  expect(readdirSync(copy).filter((name) => leftBehind.test(name))).toEqual([])
  expect(readdirSync(copy).map((name) => statSync(join(copy, name)).mode & 0o077)).toEqual(readdirSync(copy).map(() => 0))
  const [mail] = await product.mails()
  const [link = ''] = /\/u\/[\w.-]+/.exec(await (await product.get(`${mail?.url}/html`)).text()) ?? []
  await product.stop()

  const app = await runApp(readConfiguration({}, { data: copy, definitions: product.definitions, port: 0, demo: false, logLevel: 'silent' }), (error) => {
    throw error
  })
  onTestFinished(() => app.stop())
  const signIn = await fetch(`${app.address}/admin/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-oncue-page': '1' },
    body: JSON.stringify({ name: 'kim', password }),
  })
  expect(signIn.status).toBe(200)
  expect((await fetch(`${app.address}/admin/v1/stops`, { headers: { authorization: `Bearer ${key}` } })).status).toBe(200)
  expect(await (await fetch(`${app.address}/mailbox.json`)).text()).toContain('Hello Ann')
  expect(link).not.toBe('')
  expect((await fetch(`${app.address}${link}`)).status).toBe(200)
  expect(JSON.parse(readFileSync(join(copy, 'running.json'), 'utf8'))).toMatchObject({ address: app.address })
})
