// Editing while it runs: a saved change is in force without a restart, a broken one changes nothing, and people who are inside an older
// version of a journey go on in it.

import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type ServerProcess, startServer } from '../../scripts/crash/server-process.ts'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'
import { type ListedMail, shop, writeFiles, writeKey } from './product.ts'

const edited = 'new definitions are in force'
const rejected = 'the ones before stay in force'

test('a changed template is in force without a restart', async () => {
  const { save, signUp, subjects } = await startEditable(shop)
  await signUp('ann')
  expect(await subjects(1)).toEqual(['Hello'])
  await save({ 'templates.yaml': shop['templates.yaml'].replace('subject: Hello ', 'subject: Welcome, ') }, edited)
  await signUp('bob')
  expect(await subjects(2)).toEqual(['Hello', 'Welcome,'])
})

test('a changed journey is in force without a restart, and a new one too', async () => {
  const { save, signUp, track, subjects } = await startEditable(shop)
  const second = '---\njourney: second\nenter: [{ on: Asked }]\nsteps: [{ id: answer, send: reminder }]\n'
  const changed = shop['journeys.yaml'].replace('enter: [{ on: Signed Up }]', 'enter: [{ on: Registered }]')
  // One after the other: the server may look between two files.
  await save({ 'more/second.yaml': second.slice(4) }, edited)
  await save({ 'journeys.yaml': changed }, edited)
  await signUp('ann')
  await track('ann', 'Asked', { cart_id: 'x' })
  expect(await subjects(1)).toEqual(['Your cart x'])
  await track('ann', 'Registered')
  expect(await subjects(2)).toEqual(['Your cart x', 'Hello'])
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
  const { save, track, identify, mails, restart } = await startEditable(waiting)
  await identify('ann')
  await track('ann', 'Enrolled')
  await save({ 'journeys.yaml': waiting['journeys.yaml'].replace('send: hello', 'send: reminder') }, edited)
  await identify('bob')
  await track('bob', 'Enrolled', { cart_id: 'b' })
  await restart()
  await track('ann', 'Continued')
  await track('bob', 'Continued')
  const list = await mails(2)
  expect(list.map(({ userId, subject }) => `${userId} ${subject}`).sort()).toEqual(['ann Hello', 'bob Your cart b'])
})

test('a journey whose file is removed lets nobody in any more, and those inside still come to its end', async () => {
  const { save, track, identify, mails, definitions } = await startEditable({ ...shop, 'course.yaml': waiting['journeys.yaml'] })
  await identify('ann')
  await track('ann', 'Enrolled')
  rmSync(join(definitions, 'course.yaml'))
  await save({}, edited)
  await identify('bob')
  await track('bob', 'Enrolled')
  await track('bob', 'Continued')
  await track('ann', 'Continued')
  await track('ann', 'Came By')
  expect((await mails(2)).map(({ userId, journey }) => `${userId} ${journey}`)).toEqual(['ann course', 'ann greeting'])
})

test('what an older version still needs may be removed: the change is in force, the start works, and who comes to the gap is told why', async () => {
  const { save, track, identify, mails, restart, data } = await startEditable(waiting)
  await identify('ann')
  await track('ann', 'Enrolled')
  const onlyReminder = `template: reminder${shop['templates.yaml'].split('template: reminder')[1]}`
  await save({ 'journeys.yaml': waiting['journeys.yaml'].replace('send: hello', 'send: reminder'), 'templates.yaml': onlyReminder }, edited)
  await restart()
  await identify('bob')
  await track('bob', 'Enrolled', { cart_id: 'b' })
  await track('ann', 'Continued')
  await track('bob', 'Continued')
  expect((await mails(1)).map(({ userId }) => userId)).toEqual(['bob'])
  await restart()
  const store = await openSqliteStore({ path: join(data, 'workspace.db'), readOnly: true })
  const [number = 0] = await store.resolve(['u:ann'])
  expect(await store.decisions(number, 100)).toContainEqual(
    expect.objectContaining({ step: 'lesson', outcome: 'failed', because: 'the template hello does not exist any more' }),
  )
  await store.close()
})

interface Editable {
  readonly data: string
  readonly definitions: string
  readonly server: ServerProcess
  /** Writes files and waits until the log says what became of them. */
  save(files: Readonly<Record<string, string>>, until: string): Promise<void>
  identify(userId: string): Promise<void>
  signUp(userId: string): Promise<void>
  track(userId: string, event: string, properties?: object): Promise<void>
  /** Mails, oldest first, once there are so many. */
  mails(count: number): Promise<readonly ListedMail[]>
  subjects(count: number): Promise<readonly string[]>
  restart(): Promise<void>
}

/** A server in a process of its own, whose definitions can be edited. */
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
  const own: Omit<Editable, 'server'> = {
    data,
    definitions,
    async save(changed, until) {
      const said = server.waitFor(until)
      // Each in one go: a file that is written over is empty for a moment, and an empty file means that what it said is gone.
      for (const [name, text] of Object.entries(changed)) {
        writeFiles(definitions, { [`${name}.swp`]: text })
        renameSync(join(definitions, `${name}.swp`), join(definitions, name))
      }
      await said
    },
    identify: (userId) => post('identify', { userId, traits: { email: `${userId}@mail.example` } }),
    async signUp(userId) {
      await own.identify(userId)
      await own.track(userId, 'Signed Up')
    },
    track: (userId, event, properties = {}) => post('track', { userId, event, properties }),
    async mails(count) {
      const changes = await fetch(`${address}/mailbox/changes`)
      const reader = changes.body?.getReader()
      for (;;) {
        const { mails } = (await (await fetch(`${address}/mailbox.json`)).json()) as { mails: ListedMail[] }
        if (mails.length >= count) {
          await reader?.cancel()
          return mails.reverse()
        }
        await reader?.read()
      }
    },
    subjects: async (count) => (await own.mails(count)).map(({ subject }) => subject),
    async restart() {
      expect(await server.stop()).toBe(0)
      server = start()
      address = await server.address
    },
  }
  return {
    ...own,
    get server() {
      return server
    },
  }
}
