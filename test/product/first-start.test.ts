// The first minutes with the product: what somebody sees who starts it and does nothing else, and pastes what it prints.

import { execFileSync } from 'node:child_process'
import PostalMime from 'postal-mime'
import { expect, onTestFinished, test } from 'vitest'
import { startServer } from '../../scripts/crash/server-process.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'
import { type ListedMail, startProduct } from './product.ts'

async function exampleShop() {
  return startProduct({ files: {}, definitions: undefined, demo: undefined })
}

test('a first start has a mail in the mailbox at once, without any further step', async () => {
  const before = process.cpuUsage()
  const product = await exampleShop()
  const mails = await product.mails()
  expect(mails).toMatchObject([{ to: 'lena@example.com', journey: 'welcome', step: 'hello', userId: 'lena', subject: 'Welcome to Fell & Fjord, Lena' }])
  // Nothing of it waits for a time to come, and all of it together is less than a minute's work.
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1_000_000).toBeLessThan(60)
  const page = await (await product.get('/mailbox')).text()
  expect(page).toContain('Welcome to Fell &amp; Fjord, Lena')
})

test('a second start adds nobody', async () => {
  const product = await exampleShop()
  await product.settle()
  await product.stop()
  await product.start()
  expect(await product.mails()).toHaveLength(1)
})

test('the mail carries the headers of one-click unsubscribe and says that no person wrote it', async () => {
  const product = await exampleShop()
  const [mail] = await product.mails()
  const source = await (await product.get(`${mail?.url}/message.eml`)).text()
  const { headers, from, to, html, text } = await PostalMime.parse(source)
  const header = (name: string) => headers.find((one) => one.key === name)?.value
  expect(header('list-unsubscribe')).toMatch(new RegExp(`^<${product.app.address}/u/[\\w-]+>$`))
  expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
  expect(header('auto-submitted')).toBe('auto-generated')
  expect(from).toMatchObject({ address: 'hello@fellandfjord.example', name: 'Fell & Fjord' })
  expect(to).toMatchObject([{ address: 'lena@example.com' }])
  expect(html).toContain(String(header('list-unsubscribe')).slice(1, -1))
  expect(text).toContain('Lena')
})

test('the same decision has the same Message-ID wherever the secret is the same, and it tells nothing about anybody', async () => {
  const idOf = async (): Promise<string> => {
    const product = await startProduct({ files: {}, definitions: undefined, demo: undefined, secret: 'one-secret-for-two-machines-0123456789' })
    const [mail] = await product.mails()
    const source = await (await product.get(`${mail?.url}/message.eml`)).text()
    return /^Message-ID: (.*)$/im.exec(source)?.[1]?.trim() ?? ''
  }
  const first = await idOf()
  expect(first).toMatch(/^<[a-z2-7]{26}@fellandfjord\.example>$/)
  expect(await idOf()).toBe(first)
})

const hasCurl = (() => {
  try {
    return execFileSync('curl', ['--version']).length > 0
  } catch {
    return false
  }
})()

test.runIf(hasCurl)('the three lines that the start prints work as pasted (needs curl)', async () => {
  const server = startServer({ data: temporaryFolder(), definitions: `${process.cwd()}/examples/shop`, environment: { ONCUE_DEMO: 'true' } })
  onTestFinished(() => server.kill())
  await server.address
  const lines = server.said.split('\n').filter((line) => line.startsWith('  curl '))
  expect(lines).toHaveLength(3)
  const paste = (line: string | undefined): string => execFileSync('sh', ['-c', line?.trim() ?? ''], { encoding: 'utf8' })
  expect(lines.slice(0, 2).map((line) => JSON.parse(paste(line)))).toMatchObject([{ accepted: 1 }, { accepted: 1 }])
  // The first mail of a process is compiled before it is there; whoever looks again sees it.
  const look = () => JSON.parse(paste(lines[2])) as { readonly count: number; readonly mails: readonly ListedMail[] }
  await expect.poll(() => look().count).toBeGreaterThan(0)
  const { count, mails } = look()
  expect(mails).toHaveLength(count)
  expect(await server.stop()).toBe(0)
})
