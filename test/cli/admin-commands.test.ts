// Commands that ask the admin doors: through the running server, and on the workspace itself when none runs.

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Product, startProduct } from '../product/product.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'
import { oncue } from './command-line.ts'

/** Runs a command on the product's data folder, at its server's address when it runs. */
function commandsOf(product: Product) {
  // Nothing listens on the discard port.
  const environment = { ONCUE_DATA: product.data, ONCUE_DEFINITIONS: product.definitions, PORT: '9' }
  return (...words: string[]) => oncue(words, { environment })
}

test('keys are made, listed and revoked through the server, and the running server knows them at once', async () => {
  const product = await startProduct()
  const run = commandsOf(product)
  const at = ['--server', product.app.address]
  const made = JSON.parse((await run('key', 'create', 'dashboard', '--role', 'viewer', '--json', ...at)).out) as { key: string }
  const ask = () => fetch(`${product.app.address}/admin/v1/stops`, { headers: { authorization: `Bearer ${made.key}` } })
  expect((await ask()).status).toBe(200)
  expect((await run('key', 'list', ...at)).out).toMatch(/^this machine +owner +this machine +\S+Z\ndashboard +viewer +kept +\S+Z +\S+Z\n/m)
  expect((await run('key', 'revoke', 'dashboard', ...at)).out).toBe('The key "dashboard" opens nothing any more.\n')
  expect((await ask()).status).toBe(401)
  const { out } = await run('audit')
  expect(out).toMatch(/this machine +api +revokeKey .*\n.*this machine +api +createKey .*"role":"viewer"/)
})

test('people are let in, given roles and new passwords, and removed; before the first start of a server too', async () => {
  const product = await startProduct()
  await product.stop()
  const run = commandsOf(product)
  expect((await run('admin', 'list')).out).toContain('oncue admin create NAME --role owner')
  const { password } = JSON.parse((await run('admin', 'create', 'kim', '--role', 'owner', '--json')).out) as { password: string }
  await product.start()
  const at = ['--server', product.app.address]
  const signIn = (given: string) =>
    fetch(`${product.app.address}/admin/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-oncue-page': '1' },
      body: JSON.stringify({ name: 'kim', password: given }),
    })
  expect((await signIn(password)).status).toBe(200)
  expect((await run('admin', 'list', ...at)).out).toMatch(/^kim +owner +no +\S+Z +\S+Z\n/m)
  expect(await run('admin', 'remove', 'kim', ...at)).toMatchObject({ code: 1, err: expect.stringContaining('"kim" is the last owner') })
  expect((await run('admin', 'create', 'lee', ...at)).out).toContain('the password of "lee" (viewer)')
  expect((await run('admin', 'role', 'lee', 'owner', ...at)).out).toBe('"lee" is owner now: makes admins and keys, and erases people.\n')
  expect((await run('admin', 'role', 'lee', 'boss', ...at)).err).toContain('there is no role "boss"; there are: viewer, sender, editor, owner')
  const renewed = JSON.parse((await run('admin', 'password', 'kim', '--json', ...at)).out) as { password: string }
  expect([(await signIn(password)).status, (await signIn(renewed.password)).status]).toEqual([401, 200])
  expect((await run('admin', 'remove', 'kim', ...at)).code).toBe(0)
  expect((await signIn(renewed.password)).status).toBe(401)
})

test('without a server the same is done on the workspace itself, and the audit log has who did it', async () => {
  const product = await startProduct()
  const run = commandsOf(product)
  rmSync(join(product.data, 'running.json'))
  expect(await run('stop', '--all', '--because', 'x')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/no server answers at http:\/\/127.0.0.1:9, but the workspace is in use by process \d+; name the server with --server/),
  })
  await product.stop()
  expect(await run('stop', '--all', '--because', 'wrong price')).toMatchObject({ code: 0, err: '' })
  expect((await run('key', 'create', 'ci')).out).toMatch(/^ak_\S{32}\n\nThis is the key "ci"/)
  const { entries } = JSON.parse((await run('audit', '--json')).out) as { entries: object[] }
  expect(entries).toMatchObject([
    { did: 'createKey', through: 'command line', details: { name: 'ci', role: 'owner' } },
    { did: 'stop', through: 'command line', details: { all: true, because: 'wrong price' } },
  ])
  await product.start()
  await product.identify('ann', { email: 'ann@shop.example' })
  await product.track('ann', 'Signed Up')
  expect(await product.mails()).toEqual([])
})

test('the server of the data folder is found at whatever port it was started, and a note that it left behind leads nowhere', async () => {
  const product = await startProduct()
  const run = commandsOf(product)
  expect(await run('key', 'list')).toMatchObject({ code: 0, out: expect.stringContaining('this machine') })
  const note = join(product.data, 'running.json')
  const noted = JSON.parse(readFileSync(note, 'utf8')) as { address: string; process: number }
  expect(noted).toEqual({ address: product.app.address, process: process.pid })
  await product.stop()
  expect(existsSync(note)).toBe(false)
  for (const left of [JSON.stringify(noted), JSON.stringify({ ...noted, process: 2 ** 30 }), '{"addr', '{"address":"file:///etc/passwd","process":1}']) {
    writeFileSync(note, left)
    expect(await run('key', 'list')).toMatchObject({ code: 0, out: expect.stringContaining('this machine') })
  }
})

test('a server that is not that of the data folder refuses its key, and the command says how to name the right one', async () => {
  const [product, other] = [await startProduct(), temporaryFolder()]
  writeFileSync(join(other, 'secrets.json'), JSON.stringify({ adminKeys: ['ak_of_another'] }))
  const environment = { ONCUE_DATA: other, PORT: new URL(product.app.address).port }
  const { code, err } = await oncue(['key', 'list'], { environment })
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(
      /^oncue: the server answered 401: .*; it was asked with the key of \S+; name the data folder of that server with --data or ONCUE_DATA, or/,
    ),
  ])
  expect((await oncue(['key', 'list', '--key', 'guessed'], { environment })).err).not.toContain('data folder')
})

test('what is refused, and a workspace that is not there, become one clear line', async () => {
  const product = await startProduct()
  const run = commandsOf(product)
  expect((await run('key', 'create', 'this machine', '--server', product.app.address)).err).toMatch(
    /^oncue: the server answered 409: There is a key named "this machine" already/,
  )
  expect((await run('key', 'revoke', 'x', '--data', `${product.data}-none`)).err).toMatch(
    /no server answers at \S+, and there is no workspace in \S+-none; start one/,
  )
})
