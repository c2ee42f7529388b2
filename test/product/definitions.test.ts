// Editing while it runs: a saved change is in force without a restart, a broken one changes nothing, and people who are inside an older
// version of a journey go on in it.

import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type ServerProcess, startServer } from '../../scripts/crash/server-process.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'
import { type ListedMail, type Product, shop, startProduct, writeFiles, writeKey } from './product.ts'

const edited = 'new definitions are in force'
const adminKey = 'ak_definitions'
const rejected = 'the ones before stay in force'

test('a changed template is in force without a restart', async () => {
  const product = await startProduct({ files: shop, adminKeys: [adminKey] })
  const signUp = signUpAt(product)
  await signUp('ann')
  expect(await subjectsOf(product)).toEqual(['Hello'])
  await saveAt(product, { 'templates.yaml': shop['templates.yaml'].replace('subject: Hello ', 'subject: Welcome, ') })
  await signUp('bob')
  expect(await subjectsOf(product)).toEqual(['Hello', 'Welcome,'])
})

test('a changed journey is in force without a restart, and a new one too', async () => {
  const product = await startProduct({ files: shop, adminKeys: [adminKey] })
  const second = '---\njourney: second\nenter: [{ on: Asked }]\nsteps: [{ id: answer, send: reminder }]\n'
  const changed = shop['journeys.yaml'].replace('enter: [{ on: Signed Up }]', 'enter: [{ on: Registered }]')
  // One after the other: the server may look between two files.
  await saveAt(product, { 'more/second.yaml': second.slice(4) })
  await saveAt(product, { 'journeys.yaml': changed })
  await signUpAt(product)('ann')
  await product.track('ann', 'Asked', { cart_id: 'x' })
  expect(await subjectsOf(product)).toEqual(['Your cart x'])
  await product.track('ann', 'Registered')
  expect(await subjectsOf(product)).toEqual(['Your cart x', 'Hello'])
})

test('a broken edit keeps the old definitions, also over a restart, and says where it is broken; mending it puts the new ones in force', async () => {
  const { save, signUp, subjects, restart, server } = await startEditable(shop)
  await save({ 'journeys.yaml': shop['journeys.yaml'].replace('send: hello', 'send: helo') }, rejected)
  expect(server.said).toMatch(/journeys\.yaml:4:\d+.*there is no template helo/)
  await signUp('ann')
  expect(await subjects(1)).toEqual(['Hello'])
  await save({ 'templates.yaml': 'template: {' }, rejected)
  await signUp('bob')
  expect(await subjects(2)).toEqual(['Hello', 'Hello'])
  // The power fails before somebody mends it.
  await restart()
  await signUp('cay')
  expect(await subjects(3)).toEqual(['Hello', 'Hello', 'Hello'])
  await save({ 'journeys.yaml': shop['journeys.yaml'], 'templates.yaml': shop['templates.yaml'].replace('subject: Hello', 'subject: Hi') }, edited)
  await signUp('cid')
  expect(await subjects(4)).toEqual(['Hello', 'Hello', 'Hello', 'Hi'])
})

test('a definitions folder with a mistake does not start, and says where the mistake is', async () => {
  const folder = temporaryFolder()
  writeFiles(folder, { ...shop, 'journeys.yaml': shop['journeys.yaml'].replace('send: hello', 'send: helo') })
  const server = startServer({ data: temporaryFolder(), definitions: folder, environment: {} })
  await expect(server.address).rejects.toThrow('ended with code 1')
  expect(server.said).toMatch(/^oncue: The definitions in .* cannot be put in force; the first of their mistakes \(1 in all\): journeys\.yaml:4:\d+/)
})

const waiting = {
  ...shop,
  'journeys.yaml': `
journey: course
enter: [{ on: Enrolled }]
steps:
  - { id: pause, on: [{ event: Continued, steps: [{ id: lesson, send: hello }] }, { after: 30d, steps: [{ id: gone, end: true }] }] }
`,
}

test('people inside an older version go on in it, newcomers enter the new one, and a restart changes neither', async () => {
  const product = await startProduct({ files: waiting, adminKeys: [adminKey] })
  await knownAt(product, 'ann')
  await product.track('ann', 'Enrolled')
  await saveAt(product, { 'journeys.yaml': waiting['journeys.yaml'].replace('send: hello', 'send: reminder') })
  await knownAt(product, 'bob')
  await product.track('bob', 'Enrolled', { cart_id: 'b' })
  await product.stop()
  await product.start()
  await product.track('ann', 'Continued')
  await product.track('bob', 'Continued')
  const list = await product.mails()
  expect(list.map(({ userId, subject }) => `${userId} ${subject}`).sort()).toEqual(['ann Hello', 'bob Your cart b'])
})

test('a journey whose file is removed lets nobody in any more, and those inside still come to its end', async () => {
  const product = await startProduct({ files: { ...shop, 'course.yaml': waiting['journeys.yaml'] }, adminKeys: [adminKey] })
  await knownAt(product, 'ann')
  await product.track('ann', 'Enrolled')
  await inForceAfter(product, () => rmSync(join(product.definitions, 'course.yaml')))
  await knownAt(product, 'bob')
  await product.track('bob', 'Enrolled')
  await product.track('bob', 'Continued')
  await product.track('ann', 'Continued')
  await product.track('ann', 'Came By')
  expect((await product.mails()).map(({ userId, journey }) => `${userId} ${journey}`)).toEqual(['ann course', 'ann greeting'])
})

test('what an older version still needs may be removed: the change is in force, the start works, and who comes to the gap is told why', async () => {
  const product = await startProduct({ files: waiting, adminKeys: [adminKey] })
  await knownAt(product, 'ann')
  await product.track('ann', 'Enrolled')
  const onlyReminder = `template: reminder${shop['templates.yaml'].split('template: reminder')[1]}`
  await saveAt(product, { 'journeys.yaml': waiting['journeys.yaml'].replace('send: hello', 'send: reminder'), 'templates.yaml': onlyReminder })
  await product.stop()
  await product.start()
  await knownAt(product, 'bob')
  await product.track('bob', 'Enrolled', { cart_id: 'b' })
  await product.track('ann', 'Continued')
  await product.track('bob', 'Continued')
  expect((await product.mails()).map(({ userId }) => userId)).toEqual(['bob'])
  await product.stop()
  await product.start()
  expect(await product.decisions('ann')).toContainEqual(
    expect.objectContaining({ step: 'lesson', outcome: 'failed', because: 'the template hello does not exist any more' }),
  )
})

/** Writes files, each in one go: a file that is written over is empty for a moment, and an empty file means that what it said is gone. */
function replaceFiles(definitions: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    writeFiles(definitions, { [`${name}.swp`]: text })
    renameSync(join(definitions, `${name}.swp`), join(definitions, name))
  }
}

/** Resolves when what somebody did to the files is in force. */
async function inForceAfter(product: Product, change: () => void): Promise<void> {
  const publication = async (): Promise<number> => {
    const response = await product.get('/admin/v1/publish', { authorization: `Bearer ${adminKey}` })
    const { state, publication } = (await response.json()) as { state: string; publication?: { number: number } }
    return state === 'in force' ? (publication?.number ?? 0) : 0
  }
  const before = await publication()
  change()
  await expect.poll(publication).toBeGreaterThan(before)
}

const saveAt = (product: Product, files: Readonly<Record<string, string>>): Promise<void> =>
  inForceAfter(product, () => replaceFiles(product.definitions, files))

const knownAt = (product: Product, userId: string): Promise<void> => product.identify(userId, { email: `${userId}@mail.example` })

function signUpAt(product: Product): (userId: string) => Promise<void> {
  return async (userId) => {
    await knownAt(product, userId)
    await product.track(userId, 'Signed Up')
  }
}

const subjectsOf = async (product: Product): Promise<readonly string[]> => (await product.mails()).map(({ subject }) => subject)

interface Editable {
  readonly server: ServerProcess
  /** Writes files and waits until the log says what became of them. */
  save(files: Readonly<Record<string, string>>, until: string): Promise<void>
  signUp(userId: string): Promise<void>
  /** Of the mails, oldest first, once there are so many. */
  subjects(count: number): Promise<readonly string[]>
  restart(): Promise<void>
}

/** A server in a process of its own, whose definitions can be edited: for what its log says. */
async function startEditable(files: Readonly<Record<string, string>>): Promise<Editable> {
  const data = temporaryFolder()
  const definitions = temporaryFolder()
  writeFiles(definitions, files)
  const start = () => startServer({ data, definitions, environment: { ONCUE_WRITE_KEYS: writeKey, ONCUE_LOG_LEVEL: 'info' } })
  let server = start()
  onTestFinished(() => server.kill())
  let address = await server.address
  const post = async (call: string, body: object): Promise<void> => {
    const headers = { authorization: `Basic ${btoa(`${writeKey}:`)}`, 'content-type': 'application/json' }
    const response = await fetch(`${address}/v1/${call}`, { method: 'POST', body: JSON.stringify(body), headers })
    expect(response.status).toBe(200)
  }
  return {
    get server() {
      return server
    },
    async save(changed, until) {
      const said = server.waitFor(until)
      replaceFiles(definitions, changed)
      await said
    },
    async signUp(userId) {
      await post('identify', { userId, traits: { email: `${userId}@mail.example` } })
      await post('track', { userId, event: 'Signed Up', properties: {} })
    },
    async subjects(count) {
      const changes = await fetch(`${address}/mailbox/changes`)
      const reader = changes.body?.getReader()
      for (;;) {
        const { mails } = (await (await fetch(`${address}/mailbox.json`)).json()) as { mails: ListedMail[] }
        if (mails.length >= count) {
          await reader?.cancel()
          return mails.reverse().map(({ subject }) => subject)
        }
        await reader?.read()
      }
    },
    async restart() {
      expect(await server.stop()).toBe(0)
      server = start()
      address = await server.address
    },
  }
}
