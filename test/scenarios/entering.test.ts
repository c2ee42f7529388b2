// What went wrong elsewhere when people entered. Each test first brings the situation about.

import { describe, expect, test } from 'vitest'
import { checkState } from '../../src/engine/check-state.ts'
import { compile } from '../../src/engine/compile.ts'
import { readInForce } from '../../src/runtime/stopping/pauses.ts'
import { day, hour, start, startVirtualProduct } from '../product/virtual-product.ts'
import { Notebook } from '../runtime/workshop.ts'

const workspace = 'workspace: Shop\nsender: { address: hello@shop.example }\nlists: [vip]\n'
const template = 'template: note\nsubject: A note\nhtml: <p>Hello</p>\n'

describe('S9: people added while a journey was not live are not all mailed when it goes live', () => {
  const ways = {
    'an event': 'on: Signed Up',
    'being added': 'on: Subscriber Added',
    'a condition that holds': 'becomes: { attribute: email, exists: true }',
    'a list': 'joins: { list: vip }',
    'a segment': 'joins: { segment: known }',
    'a silence': '{ quiet: 1h, on: [Signed Up] }',
  }

  test.each(Object.entries(ways))('S9: %s counts from activation', async (_name, way) => {
    const mail = new Notebook()
    const journey = (status: string): string =>
      `journey: hello\nstatus: ${status}\nenter: [${way.startsWith('{') ? way : `{ ${way} }`}]\nsteps: [{ id: s, send: note }]\n`
    const files = { 'workspace.yaml': workspace, 'note.yaml': template, 'known.yaml': 'segment: known\nif: { attribute: email, exists: true }\n' }
    const product = await startVirtualProduct({ ...files, 'hello.yaml': journey('draft') }, () => [mail])
    const come = async (userId: string): Promise<void> => {
      await product.identify(userId)
      await product.track(userId, 'Signed Up')
      await product.runtime.inbox.command({ userId }, { do: 'join list', list: 'vip' }, 'import')
    }
    for (let index = 0; index < 20; index += 1) await come(`before${index}`)
    await product.advanceTo(start + 3 * day, day)
    await product.edit({ 'hello.yaml': journey('active') })
    await product.advanceTo(start + 6 * day, day)
    expect(mail.recipients).toEqual([])
    await come('after')
    await product.advanceTo(start + 7 * day, hour)
    expect(mail.recipients).toEqual(['after@mail.example'])
  })

  test('S9: so it is with those who come while it is paused', async () => {
    const mail = new Notebook()
    const journey = (status: string): string => `journey: hello\nstatus: ${status}\nenter: [{ on: Signed Up }]\nsteps: [{ id: s, send: note }]\n`
    const product = await startVirtualProduct({ 'workspace.yaml': workspace, 'note.yaml': template, 'hello.yaml': journey('paused') }, () => [mail])
    for (let index = 0; index < 20; index += 1) {
      await product.identify(`before${index}`)
      await product.track(`before${index}`, 'Signed Up')
    }
    await product.edit({ 'hello.yaml': journey('active') })
    await product.advanceTo(start + day, hour)
    expect(mail.recipients).toEqual([])
  })

  test('S9: what turned true by time alone before the journey went live lets nobody in', async () => {
    const mail = new Notebook()
    const journey = `journey: hello\nenter: [{ becomes: { since: Signed Up, gte: 1d, never: false } }]\nsteps: [{ id: s, send: note }]\n`
    const product = await startVirtualProduct({ 'workspace.yaml': workspace, 'note.yaml': template }, () => [mail])
    await product.identify('before')
    await product.track('before', 'Signed Up')
    await product.advanceTo(start + 3 * day, day)
    await product.edit({ 'hello.yaml': journey })
    await product.identify('after')
    await product.track('after', 'Signed Up')
    await product.advanceTo(start + 6 * day, hour)
    expect(mail.recipients).toEqual(['after@mail.example'])
  })

  test('S9: a nightly journey takes those for whom its condition holds from the first night on, which is what it says', async () => {
    const mail = new Notebook()
    const journey = `journey: hello\nenter: [{ at: '0 3 * * *', for: { attribute: email, exists: true } }]\nsteps: [{ id: s, send: note }]\n`
    const product = await startVirtualProduct({ 'workspace.yaml': workspace, 'note.yaml': template }, () => [mail])
    await product.identify('before')
    await product.advanceTo(start + 3 * day, day)
    await product.edit({ 'hello.yaml': journey })
    await product.runtime.settle()
    expect(mail.recipients).toEqual([])
    await product.advanceTo(start + 5 * day, hour)
    expect(mail.recipients).toEqual(['before@mail.example'])
  })
})

test('S12: somebody who enters again and again is scheduled once, and never stalls', async () => {
  const mail = new Notebook()
  const journey = `
journey: course
enter: [{ on: Came By }]
again: always
exit: [{ event: Left }]
steps: [{ id: sleep, wait: 1d }, { id: first, send: note }, { id: longer, wait: 1d }, { id: second, send: note }]
`
  const product = await startVirtualProduct({ 'workspace.yaml': workspace, 'note.yaml': template, 'course.yaml': journey }, () => [mail])
  await product.identify('anna')
  // In, out and in again, twice at the same instant, while the first mail waits.
  await product.track('anna', 'Came By')
  await product.track('anna', 'Came By')
  await product.advanceTo(start + 12 * hour)
  await product.track('anna', 'Left')
  await product.track('anna', 'Came By')
  await product.advanceTo(start + 13 * hour)
  await product.track('anna', 'Came By')
  const state = (await product.runtime.describe({ userId: 'anna' }))?.state
  const source = await readInForce(product.store)
  if (state === undefined || source === undefined) throw new Error('anna is not there')
  const { program } = compile(source)
  expect(checkState(program as NonNullable<typeof program>, state)).toEqual([])
  expect(state.enrollments.filter(({ status }) => status === 'active')).toHaveLength(1)
  expect(await product.store.due(Number.MAX_SAFE_INTEGER, 10)).toHaveLength(1)
  await product.advanceTo(start + 10 * day, hour)
  expect(mail.messages).toHaveLength(2)
  expect((await product.store.messages({ limit: 10 })).map(({ decidedAt }) => decidedAt)).toEqual([start + 60 * hour, start + 36 * hour])
})
