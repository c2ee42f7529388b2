// Nobody who tries things out changes the example: a server that is told of no definitions works on a copy in its data folder.

import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { definitionsInUse } from '../../src/definitions-folder/definitions-in-use.ts'
import { keepExampleCopy } from '../../src/definitions-folder/example-copy.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'
import { startProduct } from './product.ts'

const adminKey = 'ak_of-the-copy'
const changed = 'journeys/welcome.yaml'
const again = 'journey: welcome\ndescription: Said in the copy.\nenter: [{ on: Signed Up }]\nsteps: [{ id: hello, send: welcome }]\n'

test('what is published in a demo stands in the data folder, survives a restart, and leaves the example as it was', async () => {
  const before = readFileSync(join('examples/shop', changed), 'utf8')
  const product = await startProduct({ files: {}, definitions: undefined, demo: undefined, adminKeys: [`ann:${adminKey}`] })
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const headers = { authorization: `Bearer ${adminKey}`, ...(body && { 'content-type': 'application/json' }) }
    const response = await fetch(`${product.app.address}/admin/v1${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    expect(response.ok, `${method} ${path}`).toBe(true)
    return response.json()
  }
  const described = async () => {
    const { versions } = (await ask('GET', '/journeys/welcome/versions')) as {
      readonly versions: readonly { status: string; definition: { description: string } }[]
    }
    return versions.find(({ status }) => status === 'live')?.definition.description
  }
  const copy = join(product.data, 'shop')
  expect(product.app.definitions).toEqual({ folder: copy, copy: 'as the example' })
  await ask('PUT', '/drafts', { path: changed, text: again })
  await ask('POST', '/drafts/publish', {})
  expect(await ask('GET', '/publish?wait=60')).toMatchObject({ state: 'in force' })
  expect(await described()).toBe('Said in the copy.')
  expect(readFileSync(join('examples/shop', changed), 'utf8')).toBe(before)
  await product.stop()
  await product.start()
  expect(product.app.definitions).toEqual({ folder: copy, copy: 'changed' })
  expect(await described()).toBe('Said in the copy.')
  expect(readFileSync(join(copy, changed), 'utf8')).toBe(again)
})

test('commands beside a server mean the folder that the server uses', () => {
  const data = temporaryFolder()
  const inUse = (given: object = {}) => definitionsInUse(readConfiguration({ ONCUE_DATA: data }, given))
  expect(inUse()).toEqual({ folder: 'examples/shop', of: 'example' })
  mkdirSync(join(data, 'shop'))
  expect(inUse()).toEqual({ folder: join(data, 'shop'), of: 'example' })
  mkdirSync(join(data, 'site'))
  writeFileSync(join(data, 'site/workspace.yaml'), 'workspace: mine\n')
  expect(inUse()).toEqual({ folder: join(data, 'site'), of: 'own site' })
  expect(inUse({ demo: true })).toEqual({ folder: join(data, 'shop'), of: 'example' })
  expect(inUse({ definitions: 'examples/shop' })).toEqual({ folder: 'examples/shop', of: 'settings' })
})

test('a copy that nobody changed takes over a newer example whole; a changed one is kept, and it is said that there is a newer one', () => {
  const folder = temporaryFolder()
  const [example, copy] = [join(folder, 'example'), join(folder, 'copy')]
  const write = (path: string, text: string): void => writeFileSync(join(folder, path), text)
  const read = (path: string): string => readFileSync(join(copy, path), 'utf8')
  mkdirSync(join(example, 'parts'), { recursive: true })
  write('example/a.yaml', 'one')
  write('example/parts/b.mjml', 'two')
  expect(keepExampleCopy({ example, copy })).toBe('as the example')
  expect(read('parts/b.mjml')).toBe('two')

  write('example/a.yaml', 'one, newer')
  rmSync(join(example, 'parts/b.mjml'))
  expect(keepExampleCopy({ example, copy })).toBe('as the example')
  expect(read('a.yaml')).toBe('one, newer')
  expect(existsSync(join(copy, 'parts/b.mjml'))).toBe(false)

  write('copy/mine.yaml', 'mine')
  expect(keepExampleCopy({ example, copy })).toBe('changed')
  write('example/a.yaml', 'one, newest')
  expect(keepExampleCopy({ example, copy })).toBe('changed, and older than the example')
  expect([read('a.yaml'), read('mine.yaml')]).toEqual(['one, newer', 'mine'])

  rmSync(join(copy, 'mine.yaml'))
  expect(keepExampleCopy({ example, copy })).toBe('as the example')
  expect(read('a.yaml')).toBe('one, newest')
})

test('a folder that was there before, and what a killed start left behind, are dealt with', () => {
  const folder = temporaryFolder()
  const [example, copy] = [join(folder, 'example'), join(folder, 'copy')]
  mkdirSync(example)
  writeFileSync(join(example, 'a.yaml'), 'one')
  cpSync(example, `${copy}.new`, { recursive: true })
  writeFileSync(join(`${copy}.new`, 'half.yaml'), 'ha')
  expect(keepExampleCopy({ example, copy })).toBe('as the example')
  expect(existsSync(join(copy, 'half.yaml'))).toBe(false)
  expect(existsSync(`${copy}.new`)).toBe(false)

  rmSync(join(copy, '.copied.json'))
  expect(keepExampleCopy({ example, copy })).toBe('changed')
  writeFileSync(join(copy, 'a.yaml'), 'mine from before')
  expect(keepExampleCopy({ example, copy })).toBe('changed')
  expect(readFileSync(join(copy, 'a.yaml'), 'utf8')).toBe('mine from before')
  expect(keepExampleCopy({ example: join(folder, 'nowhere'), copy })).toBe(undefined)
})
