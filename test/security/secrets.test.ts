// Secrets and what people did: on the disk for the owner alone, and in no output, log, error or dead letter.

import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readSecrets, renewLinkSecret } from '../../src/access/secrets.ts'
import { welcome } from '../../src/cli/commands/start.ts'
import { noCounts, writeMark } from '../../src/cli/import/import-mark.ts'
import { describeConfiguration, readConfiguration } from '../../src/settings/configuration.ts'
import { basic, browserKey, createTestServer, serverKey } from '../api/test-server.ts'
import { startProduct } from '../product/product.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8)

test('everything in the data folder, and the folder itself, is for its owner alone', async () => {
  const product = await startProduct({ writeKeys: [] })
  await fetch(`${product.app.address}/v1/identify`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${product.app.writeKey}:`)}` },
    body: JSON.stringify({ userId: 'ann', traits: { email: 'ann@mail.example' } }),
  })
  expect(mode(product.data)).toBe('700')
  for (const file of ['workspace.db', 'workspace.db-wal', 'workspace.db-lock', 'mailbox.db', 'mailbox.db-wal', 'secrets.json']) {
    expect([file, mode(join(product.data, file))]).toEqual([file, '600'])
  }
})

test('secrets are not written through a link that somebody laid out', () => {
  const data = temporaryFolder()
  const target = join(temporaryFolder(), 'elsewhere.json')
  symlinkSync(target, join(data, 'secrets.json'))
  expect(() => readSecrets(readConfiguration({}, { data }))).toThrow()
  expect(() => statSync(target)).toThrow()
})

test('the files that an import leaves are for their owner alone', () => {
  const mark = join(temporaryFolder(), 'x.import-mark.json')
  writeMark(mark, { fingerprint: 'f', line: 1, counts: noCounts })
  expect(mode(mark)).toBe('600')
})

test('a configuration file that cannot be read is named without a line of it', () => {
  const folder = temporaryFolder()
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'oncue.yaml')
  for (const broken of [
    'smtpUrl: "smtp://shop:pa55word@mail.example:587\nport: 1\n',
    'smtpUrl: smtp://shop:pa55word@mail.example\n  x: [',
    'secret: |pa55word\n',
    '!!pa55word x: [\n',
    'x: 1\nsecret: *pa55word\n',
  ]) {
    writeFileSync(file, broken)
    const said = errorOf(() => readConfiguration({}, {}, file))
    expect(said).toContain('oncue.yaml')
    expect(said).toMatch(/line \d|in quotes/)
    expect(said).not.toContain('pa55word')
  }
})

test('a secret that cannot be used is named without its value', () => {
  const environment = { ONCUE_SMTP_URL: 'http://shop:pa55word@mail.example', ONCUE_SECRET: 'pa55word', ONCUE_WEBHOOK_SECRET: 'whsec_pa55word!' }
  const said = errorOf(() => readConfiguration(environment))
  for (const variable of Object.keys(environment)) expect(said).toContain(variable)
  expect(said).not.toContain('pa55word')
})

test('what is in force is printed without secrets', () => {
  const secrets = { ONCUE_SMTP_URL: 'smtp://shop:pa55word@mail.example', ONCUE_SECRET: 'pa55word'.repeat(5), ONCUE_WRITE_KEYS: 'pa55word,pa55word2' }
  const printed = JSON.stringify(describeConfiguration(readConfiguration({ ...secrets, ONCUE_WEBHOOK_SECRET: 'whsec_pa55word' })))
  expect(printed).not.toContain('pa55word')
})

test('a start prints the write key only while mails stay in the mailbox', () => {
  const definitions = { folder: 'my-shop', copy: undefined }
  const app = { address: 'http://127.0.0.1:4400', writeKey: 'wk_secret', workspace: 'shop', setupLink: undefined, definitions, isCopy: false }
  expect(welcome({ ...app, hasMailbox: true, isDemo: false })).toContain('wk_secret')
  const live = welcome({ ...app, hasMailbox: false, isDemo: true })
  expect(live).not.toContain('wk_secret')
  expect(live).not.toContain('mailbox.json')
})

test('a start prints the link of the first owner until there is one', () => {
  const definitions = { folder: 'my-shop', copy: undefined }
  const app = { address: 'http://127.0.0.1:4400', writeKey: 'wk', workspace: 'shop', hasMailbox: false, isDemo: false, isCopy: false, definitions }
  expect(welcome({ ...app, setupLink: 'http://127.0.0.1:4400/console/welcome#secret' })).toContain('\n  http://127.0.0.1:4400/console/welcome#secret\n')
  expect(welcome({ ...app, setupLink: undefined })).not.toContain('/console/welcome')
})

test('a dead letter holds no write key, whichever key it was and however it was written', async () => {
  const { app, inbox } = createTestServer()
  const post = (payload: string) => app.inject({ method: 'POST', url: '/v1/track', headers: basic(browserKey), payload })
  await post(`{"writeKey":"${serverKey}","userId":"ann"}`)
  await post(`{"writeKey" : "${serverKey}", "userId":`)
  await post(JSON.stringify({ userId: 'ann', event: '', note: `${browserKey} again` }))
  await app.inject({ method: 'POST', url: '/v1/batch', payload: JSON.stringify({ writeKey: serverKey, batch: [{ type: 'track', writeKey: browserKey }] }) })
  expect(inbox.letters).toHaveLength(4)
  for (const letter of inbox.letters) {
    expect(letter.body).not.toContain(serverKey)
    expect(letter.body).not.toContain(browserKey)
  }
})

test('a backup is for its owner alone', async () => {
  const product = await startProduct()
  const { openSqliteStore } = await import('../../src/stores/sqlite/sqlite-store.ts')
  const views = await openSqliteStore({ path: join(product.data, 'workspace.db'), readOnly: true })
  const file = join(temporaryFolder(), 'monday.db')
  await views.backup(file)
  await views.close()
  expect(mode(file)).toBe('600')
  expect(readFileSync(file).subarray(0, 6).toString()).toBe('SQLite')
})

function errorOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    return String(error)
  }
  throw new Error('it did not fail')
}

test('links begin anew on a machine whether their secret was made there or comes from the settings, each time with another, and nothing else does', () => {
  const data = temporaryFolder()
  const given = { data, secret: 'a-secret-of-the-settings-of-32-characters' }
  const secretsOf = (settings: object) => readSecrets(readConfiguration({}, { data, ...settings }))
  const before = [secretsOf({}), secretsOf(given)] as const
  expect(before[1].link).toBe(given.secret)
  renewLinkSecret({ data })
  const after = [secretsOf({}), secretsOf(given)] as const
  renewLinkSecret({ data })
  const last = secretsOf(given).link
  expect(new Set([...before, ...after].map(({ link }) => link).concat(last)).size).toBe(5)
  expect(secretsOf(given).link).toBe(last)
  expect(last.length).toBeGreaterThanOrEqual(32)
  expect({ ...after[1], link: '' }).toEqual({ ...before[1], link: '' })
  expect(mode(join(data, 'secrets.json'))).toBe('600')
})
