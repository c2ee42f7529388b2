// What went wrong elsewhere when journeys were paused, edited and switched on again. Each test first brings the situation about.

import { describe, expect, test } from 'vitest'
import type { ResumeMode } from '../../src/model/pause.ts'
import { previewResume } from '../../src/runtime/stopping/resume-preview.ts'
import { day, hour, minute, start, startVirtualProduct, type VirtualProduct } from '../product/virtual-product.ts'
import { Notebook } from '../runtime/workshop.ts'

const workspace = (policy = ''): string => `workspace: Shop\nsender: { address: hello@shop.example }\n${policy}`
const template = 'template: note\nsubject: A note\nhtml: <p>Hello</p>\n'
const course = (more = ''): string => `
journey: course
enter: [{ on: Signed Up }]
${more}
steps:
  - { id: sleep, wait: 1d }
  - { id: first, send: note }
  - { id: longer, wait: 1d }
  - { id: second, send: note }
`

async function shop(mail: Notebook, policy?: string): Promise<VirtualProduct> {
  return startVirtualProduct({ 'workspace.yaml': workspace(policy), 'note.yaml': template, 'course.yaml': course() }, () => [mail])
}

async function signUp(product: VirtualProduct, people: number): Promise<void> {
  for (let index = 0; index < people; index += 1) {
    await product.identify(`u${index}`)
    await product.track(`u${index}`, 'Signed Up')
  }
  await product.runtime.settle()
}

/** Two people whose mail was tried in vain and will be tried again in six hours, and then the journey was paused. */
async function pausedAfterATry(mail: Notebook): Promise<VirtualProduct> {
  mail.answer = () => ({ kind: 'retry', reason: '451 not now', afterMs: 6 * hour })
  const product = await shop(mail)
  await signUp(product, 2)
  await product.advanceTo(start + day + minute / 6)
  await product.runtime.changePause(pause)
  return product
}

const pause = { journey: 'course', do: 'pause', because: 'a wrong price', by: 'admin' } as const

describe('S8: resuming after a pause does not flood people with all missed mails', () => {
  const people = 30

  test('S8: shift sends nothing at once, and each mail as long after the pause as it was before its time', async () => {
    const mail = new Notebook()
    const product = await shop(mail)
    await signUp(product, people)
    await product.advanceTo(start + 12 * hour)
    await product.runtime.changePause(pause)
    await product.advanceTo(start + 15 * day, day)
    // Nobody moves because something else is said of them, either.
    await product.track('u0', 'Identified', { traits: { plan: 'gold' } })
    await product.advanceTo(start + 30 * day, day)
    const preview = await previewResume(product.store, { journey: 'course', mode: 'shift', now: product.clock.now() })
    expect(preview).toMatchObject({ people, moving: 0, messages: 0, leaving: 0 })
    await product.runtime.changePause({ journey: 'course', do: 'resume', mode: 'shift' })
    await product.runtime.settle()
    expect(mail.messages).toHaveLength(0)
    await product.advanceTo(start + 30 * day + 12 * hour - minute)
    expect(mail.messages).toHaveLength(0)
    await product.advanceTo(start + 30 * day + 12 * hour)
    expect(mail.messages).toHaveLength(people)
  })

  test('S8: catch-up would flood, the preview says by how much, and caps still hold', async () => {
    const mail = new Notebook()
    const product = await shop(mail, 'policy: { caps: [{ max: 1, within: 3d, then: defer }] }\n')
    await signUp(product, people)
    await product.runtime.changePause(pause)
    await product.advanceTo(start + 30 * day, day)
    const preview = await previewResume(product.store, { journey: 'course', mode: 'catch-up', now: product.clock.now() })
    expect(preview).toMatchObject({ people, moving: people, messages: 2 * people, leaving: 0, oldest: start })
    expect(preview?.steps).toEqual([
      { step: 'sleep', people, moving: people, leaving: 0, messages: 0 },
      { step: 'first', people: 0, moving: 0, leaving: 0, messages: people },
      { step: 'second', people: 0, moving: 0, leaving: 0, messages: people },
    ])
    await product.runtime.changePause({ journey: 'course', do: 'resume', mode: 'catch-up' })
    await product.runtime.settle()
    // One each at once, the other when the cap has room.
    expect(new Set(mail.recipients).size).toBe(people)
    expect(mail.messages).toHaveLength(people)
    await product.advanceTo(start + 33 * day, hour)
    expect(mail.messages).toHaveLength(2 * people)
  })

  test('S8: drop-stale sends nothing of what was missed, and says of each why', async () => {
    const mail = new Notebook()
    const product = await shop(mail)
    await signUp(product, people)
    await product.runtime.changePause(pause)
    await product.advanceTo(start + 30 * day, day)
    expect(await previewResume(product.store, { journey: 'course', mode: 'drop-stale', now: product.clock.now() })).toMatchObject({
      leaving: people,
      messages: 0,
    })
    await product.runtime.changePause({ journey: 'course', do: 'resume', mode: 'drop-stale' })
    await product.advanceTo(start + 60 * day, day)
    expect(mail.messages).toHaveLength(0)
    const reasons = (await product.store.counts('course')).filter(({ measure }) => measure.startsWith('exited: '))
    expect(reasons.map(({ measure, count }) => [measure, count])).toEqual([['exited: stale: it should have moved while the journey was paused', people]])
  })

  test('S8: drop-stale does not send what was decided before the pause and waited, and says why', async () => {
    const mail = new Notebook()
    const product = await shop(mail, "policy: { quietHours: { from: '11:00', to: '13:00' } }\n")
    await signUp(product, 2)
    await product.advanceTo(start + day + hour / 2, hour / 2)
    expect((await product.store.messages({ limit: 5 })).map(({ step, status }) => [step, status])).toEqual([
      ['first', 'waiting'],
      ['first', 'waiting'],
    ])
    await product.runtime.changePause(pause)
    await product.advanceTo(start + 5 * day, day)
    await product.runtime.changePause({ journey: 'course', do: 'resume', mode: 'drop-stale' })
    await product.advanceTo(start + 20 * day, hour * 6)
    expect(mail.messages).toHaveLength(0)
    expect((await product.store.counts('course')).find(({ measure }) => measure === 'refused: stale')?.count).toBe(2)
  })

  test('S8: drop-stale does not send what was tried in vain before the pause, and the preview says so', async () => {
    const mail = new Notebook()
    mail.answer = () => ({ kind: 'retry', reason: '451 not now' })
    const product = await shop(mail)
    await signUp(product, 2)
    await product.advanceTo(start + day + minute / 6)
    expect(mail.messages).toHaveLength(2)
    await product.runtime.changePause(pause)
    mail.answer = () => ({ kind: 'sent' })
    await product.advanceTo(start + 5 * day, day)
    const preview = await previewResume(product.store, { journey: 'course', mode: 'drop-stale', now: product.clock.now() })
    expect(preview).toMatchObject({ messages: 0, dropped: 2 })
    await product.runtime.changePause({ journey: 'course', do: 'resume', mode: 'drop-stale' })
    await product.advanceTo(start + 20 * day, hour * 6)
    expect(mail.messages).toHaveLength(2)
    expect((await product.store.counts('course')).find(({ measure }) => measure === 'refused: stale')?.count).toBe(2)
  })

  test('S8: what would be tried again only later is refused at once too, as the preview says; for the other ways it waits on', async () => {
    const mail = new Notebook()
    const product = await pausedAfterATry(mail)
    mail.answer = () => ({ kind: 'sent' })
    await product.advanceTo(start + day + hour)
    const previewOf = (mode: ResumeMode) => previewResume(product.store, { journey: 'course', mode, now: product.clock.now() })
    expect(await previewOf('shift')).toMatchObject({ messages: 0, dropped: 0 })
    expect(await previewOf('drop-stale')).toMatchObject({ messages: 0, dropped: 2 })
    await product.runtime.changePause({ journey: 'course', do: 'resume', mode: 'drop-stale' })
    await product.runtime.settle()
    expect((await product.store.messages({ journey: 'course', limit: 10 })).map(({ status }) => status)).toEqual(['refused', 'refused'])
    expect(mail.messages).toHaveLength(2)
  })

  test('S8: what would be tried again only later is refused at once also to whom something happens right after the pause', async () => {
    const mail = new Notebook()
    const product = await pausedAfterATry(mail)
    await product.advanceTo(start + day + hour)
    // The event comes in while the journey goes on, before everybody in it was visited.
    await Promise.all([product.runtime.changePause({ journey: 'course', do: 'resume', mode: 'drop-stale' }), product.track('u0', 'Page Viewed')])
    await product.runtime.settle()
    expect((await product.store.messages({ journey: 'course', limit: 10 })).map(({ status }) => status)).toEqual(['refused', 'refused'])
  })

  test('S8: the pause outlives a restart, and the preview is what then happens', async () => {
    const mail = new Notebook()
    const product = await shop(mail)
    await signUp(product, people)
    await product.runtime.changePause(pause)
    await product.restartAt(start + 2 * day)
    await product.advanceTo(start + 5 * day, day)
    expect(mail.messages).toHaveLength(0)
    const preview = await previewResume(product.store, { journey: 'course', mode: 'catch-up', now: product.clock.now() })
    await product.runtime.changePause({ journey: 'course', do: 'resume', mode: 'catch-up' })
    await product.runtime.settle()
    expect(mail.messages).toHaveLength(preview?.messages ?? -1)
  })
})

test('S7: pausing by the file and going on again processes nobody anew and keeps version and statistics', async () => {
  const mail = new Notebook()
  const product = await shop(mail)
  await signUp(product, 5)
  await product.advanceTo(start + 25 * hour)
  expect(mail.messages).toHaveLength(5)
  const before = await product.store.counts('course')
  await product.edit({ 'course.yaml': course('status: paused') })
  await product.advanceTo(start + 10 * day, day)
  await product.edit({ 'course.yaml': course('status: active') })
  await product.runtime.settle()
  expect(await product.store.counts('course')).toEqual(before)
  await product.advanceTo(start + 20 * day, hour)
  expect(mail.messages).toHaveLength(10)
  const entered = (await product.store.counts('course')).filter(({ measure }) => measure === 'entered')
  expect(entered).toEqual([{ journey: 'course', version: 1, step: '', measure: 'entered', count: 5 }])
})

test('a mail to many whose day came in a pause goes to nobody, and whoever lets it go on is told so', async () => {
  const mail = new Notebook()
  const at = new Date(start + day).toISOString().slice(0, 16).replace('T', ' ')
  const mailing = `journey: course\nenter: [{ at: ${at}, zone: UTC }]\nsteps: [{ id: first, send: note }]\n`
  const product = await startVirtualProduct({ 'workspace.yaml': workspace(), 'note.yaml': template, 'course.yaml': mailing }, () => [mail])
  await product.identify('u0')
  await product.runtime.changePause(pause)
  const previewed = () => previewResume(product.store, { journey: 'course', mode: 'catch-up', now: product.clock.now() })
  await product.advanceTo(start + day - 1)
  expect(await previewed()).toMatchObject({ missed: undefined })
  await product.advanceTo(start + 2 * day, hour)
  expect(await previewed()).toMatchObject({ people: 0, messages: 0, missed: start + day })
  await product.runtime.changePause({ journey: 'course', do: 'resume', mode: 'catch-up' })
  await product.advanceTo(start + 4 * day, hour)
  expect(mail.messages).toHaveLength(0)
})
