// Forgetting a person and handing out what is known, through the whole product: the command, the door, and the files on the disk.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { oncue } from '../cli/command-line.ts'
import { type Product, shop, startProduct, writeKey } from './product.ts'

/** Nothing listens on the discard port. */
const commandsOf =
  (product: Product) =>
  (...words: string[]) =>
    oncue(words, { environment: { ONCUE_DATA: product.data, ONCUE_DEFINITIONS: product.definitions, PORT: '9' } })

/** In which files of the data folder each word stands, in any case. */
function whereIs(product: Product, words: readonly string[]): string[] {
  const files = readdirSync(product.data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => ({ name, text: readFileSync(join(parentPath, name)).toString('latin1').toLowerCase() }))
  return words.flatMap((word) => files.filter(({ text }) => text.includes(word.toLowerCase())).map(({ name }) => `${word} in ${name}`))
}

const secrets = ['mallory.finch@private.example', 'mallory.old@private.example', 'customer-mf-4711', 'device-mf-0815', 'Mallory', 'secretproduct']

/** The last bytes of each message in the archive, newest first. */
async function packedMessages(product: Product): Promise<string[]> {
  const store = await openSqliteStore({ path: join(product.data, 'workspace.db'), readOnly: true })
  const messages = await Promise.all((await product.deliveries()).toReversed().map(({ key }) => store.archived(key)))
  await store.close()
  return messages.flatMap((message) => (message === undefined ? [] : [Buffer.from(message.content.slice(-20)).toString('latin1')]))
}

/** Somebody with a long history, several ids, an old address, mails, a refused event, and a mail that waits. */
async function livesHere(product: Product): Promise<void> {
  const call = (path: string, body: object) => product.post(`/v1/${path}`, body as never)
  await call('track', { anonymousId: 'device-mf-0815', event: 'Product Viewed', properties: { product: 'secretproduct-0' } })
  await call('identify', { userId: 'customer-mf-4711', anonymousId: 'device-mf-0815', traits: { email: 'mallory.old@private.example', first_name: 'Mallory' } })
  await product.track('customer-mf-4711', 'Signed Up')
  await product.settle()
  await call('identify', { userId: 'customer-mf-4711', traits: { email: 'Mallory.Finch@private.example' } })
  await product.track('customer-mf-4711', 'Came By')
  for (let view = 1; view <= 20; view += 1) {
    const batch = Array.from({ length: 30 }, (_, index) => ({
      type: 'track',
      userId: 'customer-mf-4711',
      event: 'Product Viewed',
      // At the end of a long text, so that it stands on pages of its own.
      properties: { note: 'x'.repeat(index * 150), product: `secretproduct-${view}-${index}` },
    }))
    await call('batch', { batch })
    if (view % 10 === 0) await product.track(`other-${view}`, 'Product Viewed', { product: 'p' })
  }
  await product.track('customer-mf-4711', 'Product Added', { cart_id: 'c1', product: 'secretproduct' })
  await call('track', { userId: 'customer-mf-4711', event: '', properties: { address: 'mallory.finch@private.example' } })
  await product.settle()
}

test('after an erasure neither address nor ids nor anything the person did stands in any file, and everybody else is as before', async () => {
  const product = await startProduct()
  const run = commandsOf(product)
  const at = ['--server', product.app.address]
  await product.identify('ann', { email: 'ann@shop.example' })
  await product.track('ann', 'Signed Up')
  await livesHere(product)
  const ann = (await run('subscriber', 'show', 'ann', '--json')).out
  const countsBefore = (await run('journey', 'show', 'greeting', '--json')).out
  expect(whereIs(product, secrets).length).toBeGreaterThanOrEqual(secrets.length)
  const packed = await packedMessages(product)
  expect(packed.length).toBe(3)
  expect(whereIs(product, packed).length).toBeGreaterThanOrEqual(3)
  expect((await run('dead-letters', '--json')).out).toContain('mallory')

  const erased = await run('subscriber', 'erase', 'customer-mf-4711', '--yes', ...at)
  expect(whereIs(product, packed.slice(0, 2))).toEqual([])
  expect(erased).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^Subscriber #\d+ is forgotten, and what was deleted is overwritten. Backups/) })
  expect(whereIs(product, secrets)).toEqual([])
  expect((await run('subscriber', 'show', 'customer-mf-4711')).err).toContain('nobody has the id')
  expect((await product.mails()).map(({ to }) => to)).toEqual(['ann@shop.example'])
  expect((await run('subscriber', 'show', 'ann', '--json')).out).toBe(ann)
  expect((await run('journey', 'show', 'greeting', '--json')).out).toBe(countsBefore)
  expect((await run('doctor')).code).toBe(0)
  expect((await run('audit')).out).toMatch(/eraseSubscriber +#\d+/)

  await product.stop()
  expect(whereIs(product, secrets)).toEqual([])
  await product.start()
  await product.track('ann', 'Came By')
  expect((await product.mails()).map(({ to }) => to)).toEqual(['ann@shop.example', 'ann@shop.example'])
  expect((await run('doctor')).code).toBe(0)
})

test('whoever was erased and is brought back is not mailed, until the person says yes anew', async () => {
  const product = await startProduct()
  await livesHere(product)
  await commandsOf(product)('subscriber', 'erase', 'customer-mf-4711', '--yes', '--server', product.app.address)
  for (const userId of ['new-id', 'customer-mf-4711']) {
    const email = userId === 'new-id' ? 'MALLORY.finch@private.example' : 'another@private.example'
    await product.identify(userId, { email })
    await product.track(userId, 'Came By')
    expect(await product.mails()).toEqual([])
    const refused = (await product.decisions(userId)).find(({ kind }) => kind === 'refused')
    expect(refused).toMatchObject({ reason: 'suppressed', because: expect.stringContaining('the person was erased') })
  }
  await product.app.runtime.inbox.command({ userId: 'new-id' }, { do: 'subscribe', topic: 'news' }, 'import')
  await product.track('new-id', 'Came By')
  expect(await product.mails()).toEqual([])
  await product.app.runtime.inbox.command({ userId: 'new-id' }, { do: 'subscribe', topic: 'news' }, 'link')
  await product.track('new-id', 'Came By')
  expect((await product.mails()).map(({ to }) => to)).toEqual(['MALLORY.finch@private.example'])
  await product.identify('third-id', { email: 'mallory.finch@private.example' })
  await product.track('third-id', 'Came By')
  expect(await product.mails()).toHaveLength(2)
})

test('what was shown to a device before it was known whose it is goes with the person', async () => {
  const product = await startProduct({
    files: {
      'workspace.yaml': 'workspace: Shop\n',
      'journeys.yaml': `
journey: hesitating
enter: [{ on: Product Viewed }]
steps: [{ id: offer, popup: { title: 'Still thinking about {{ trigger.name }}?' } }]
`,
    },
  })
  const device = { anonymousId: 'device-mf-0815' }
  await product.identify('customer-mf-4711', { first_name: 'Mallory' })
  await product.post('/v1/track', { ...device, event: 'Product Viewed', properties: { name: 'secretproduct' } })
  await product.settle()
  await product.post('/v1/popups', { ...device, writeKey })
  expect(whereIs(product, ['secretproduct']).join()).toContain('popups.db')
  await product.post('/v1/identify', { ...device, userId: 'customer-mf-4711' })
  await product.settle()
  expect((await commandsOf(product)('subscriber', 'erase', 'customer-mf-4711', '--yes', '--server', product.app.address)).code).toBe(0)
  expect(whereIs(product, secrets)).toEqual([])
})

test('without a server the workspace itself forgets, the mailbox too', async () => {
  const product = await startProduct()
  await livesHere(product)
  await product.stop()
  const run = commandsOf(product)
  expect(await run('subscriber', 'erase', 'customer-mf-4711')).toMatchObject({ code: 2, err: expect.stringContaining('add --yes to do it') })
  expect(await run('subscriber', 'erase', 'customer-mf-4711', '--yes')).toMatchObject({ code: 0, err: '' })
  expect(whereIs(product, secrets)).toEqual([])
  expect((await run('audit')).out).toContain('command line')
})

test('an export has everything, in the documented shape, through the server and without one', async () => {
  const linked = shop['templates.yaml'].replaceAll(
    '{{ subscriber.first_name }}. <a',
    '{{ subscriber.first_name }}. <a href="https://shop.example/news">News</a> <a',
  )
  const followed = shop['workspace.yaml'].replace('consent: opt-out', 'consent: opt-out, tracking: opt-out')
  const product = await startProduct({ files: { ...shop, 'workspace.yaml': followed, 'templates.yaml': linked } })
  const run = commandsOf(product)
  await livesHere(product)
  await product.app.runtime.inbox.command({ userId: 'customer-mf-4711' }, { do: 'subscribe', topic: 'news', reason: 'form' }, 'link')
  const out = join(product.data, 'handed-out.json')
  expect((await run('subscriber', 'export', 'customer-mf-4711', '--out', out, '--server', product.app.address)).code).toBe(0)
  const { exportedSubscriber } = await import('../../src/api/admin/export-subscriber.ts')
  const handedOut = exportedSubscriber.parse(JSON.parse(readFileSync(out, 'utf8')))
  expect(handedOut.subscriber).toMatchObject({
    userIds: ['customer-mf-4711'],
    anonymousIds: ['device-mf-0815'],
    attributes: { email: 'Mallory.Finch@private.example', first_name: 'Mallory' },
    topics: [{ topic: 'news', subscribed: true }],
  })
  const names = handedOut.history.map((line) => (line['event'] as { name?: string } | undefined)?.name ?? line['kind'])
  expect(names.filter((name) => name === 'Product Viewed')).toHaveLength(601)
  expect(names[0]).toBe('command')
  expect(handedOut.messages.map(({ status }) => status)).toEqual(['sent', 'sent'])
  expect(handedOut.messages[1]?.sent).toMatchObject({
    to: 'mallory.old@private.example',
    subject: 'Hello Mallory',
    source: expect.stringContaining('MIME-Version: 1.0'),
  })
  expect(handedOut.messages[1]?.links).toEqual([['https://shop.example/news']])
  expect(handedOut.consents).toMatchObject([{ kind: 'topic', topic: 'news', reason: 'form' }])
  expect((await run('subscriber', 'export', 'customer-mf-4711', '--out', out, '--server', product.app.address)).err).toContain('exists already')
  const missing = join(product.data, 'missing.json')
  expect((await run('subscriber', 'export', 'nobody', '--out', missing, '--server', product.app.address)).err).toContain('Nobody has this id')
  expect(existsSync(missing)).toBe(false)
  await product.stop()
  const { exportedAt, ...again } = JSON.parse((await run('subscriber', 'export', 'customer-mf-4711')).out) as Record<string, unknown>
  expect(exportedAt).toBeTypeOf('number')
  expect(again).toEqual(Object.fromEntries(Object.entries(handedOut).filter(([key]) => key !== 'exportedAt')))
})
