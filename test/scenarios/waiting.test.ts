// What went wrong elsewhere while people waited. Each test first brings the situation about.

import { describe, expect, test } from 'vitest'
import { day, hour, minute, start, startVirtualProduct, type VirtualProduct } from '../product/virtual-product.ts'
import { Notebook } from '../runtime/workshop.ts'

const files = {
  'workspace.yaml': 'workspace: Shop\nsender: { address: hello@shop.example }\n',
  'note.yaml': 'template: note\nsubject: A note\nhtml: <p>Hello</p>\n',
}

async function shop(mail: Notebook, journey: string): Promise<VirtualProduct> {
  const product = await startVirtualProduct({ ...files, 'j.yaml': `journey: j\nagain: always\n${journey}` }, () => [mail])
  await product.identify('anna')
  return product
}

async function sentAt(product: VirtualProduct): Promise<number[]> {
  return (await product.store.messages({ limit: 50 })).flatMap(({ status, finishedAt = 0 }) => (status === 'sent' ? finishedAt - start : [])).reverse()
}

describe('S13: an exit during a delay takes effect at once', () => {
  const journey = `
enter: [{ on: Signed Up }]
exit: [{ event: Order Completed }, { when: { attribute: plan, eq: gold } }]
steps: [{ id: sleep, wait: 10d }, { id: first, send: note }]
`

  test.each([
    ['an event', (product: VirtualProduct) => product.track('anna', 'Order Completed')],
    ['data', (product: VirtualProduct) => product.track('anna', 'Identified', { traits: { plan: 'gold' } })],
  ])('S13: by %s, and whoever left can enter again before the delay would have ended', async (_by, leave) => {
    const mail = new Notebook()
    const product = await shop(mail, journey)
    await product.track('anna', 'Signed Up')
    await product.advanceTo(start + day, hour)
    await leave(product)
    const inside = (await product.store.counts('j')).find(({ measure }) => measure === 'inside')
    expect(inside?.count).toBe(0)
    const exited = (await product.store.decisions(1, 50)).find(({ kind }) => kind === 'exited')
    expect(exited?.at).toBe(start + day)
    await product.advanceTo(start + 20 * day, day)
    expect(mail.messages).toHaveLength(0)
  })
})

describe('S18: a delay until a date waits, and a second delay is not ignored', () => {
  const journey = `
enter: [{ on: Booked }]
steps:
  - { id: before, wait: { date: trigger.day, offset: -1d } }
  - { id: first, send: note }
  - { id: more, wait: 6h }
  - { id: second, send: note }
  - { id: last, wait: { date: trigger.day, offset: 1d } }
  - { id: third, send: note }
`
  const iso = (instant: number): string => new Date(instant).toISOString()

  test.each([
    ['future', start + 5 * day, [4 * day, 4 * day + 6 * hour, 6 * day]],
    ['present', start + day, [0, 6 * hour, 2 * day]],
    ['past', start - 10 * day, [0, 6 * hour, 6 * hour]],
  ])('S18: a date in the %s', async (_when, date, instants) => {
    const mail = new Notebook()
    const product = await shop(mail, journey)
    await product.track('anna', 'Booked', { properties: { day: iso(date) } })
    await product.runtime.settle()
    await product.advanceTo(start + 20 * day, hour)
    expect(await sentAt(product)).toEqual(instants)
  })

  test('S18: delays in a row add up', async () => {
    const mail = new Notebook()
    const product = await shop(
      mail,
      'enter: [{ on: Booked }]\nsteps: [{ wait: 1h }, { wait: 2h }, { wait: { until: "18:00" } }, { wait: 30m }, { send: note }]\n',
    )
    await product.track('anna', 'Booked')
    await product.advanceTo(start + 2 * day, 10 * minute)
    expect(await sentAt(product)).toEqual([6 * hour + 30 * minute])
  })
})

describe('S23: the server was down when a deadline passed', () => {
  const journey = `
enter: [{ quiet: 30m, on: [Product Added] }]
steps:
  - { id: first, send: note }
  - id: reaction
    on:
      - { event: Order Completed, steps: [{ id: bye, end: true }] }
      - { after: 1d, steps: [{ id: second, send: note }] }
  - { id: nightly, wait: { until: '09:00' } }
  - { id: third, send: note }
`
  const decided = async (product: VirtualProduct): Promise<unknown[]> =>
    (await product.store.decisions(1, 100)).filter(({ kind }) => ['entered', 'moved', 'waiting', 'queued', 'completed', 'exited'].includes(kind))

  test('S23: the decisions are as if it had been up, only delivery is late', async () => {
    const up = new Notebook()
    const running = await shop(up, journey)
    await running.track('anna', 'Product Added')
    await running.advanceTo(start + 5 * day, 10 * minute)
    const down = new Notebook()
    const sleeping = await shop(down, journey)
    await sleeping.track('anna', 'Product Added')
    await sleeping.restartAt(start + 5 * day)
    expect(await decided(sleeping)).toEqual(await decided(running))
    expect(up.messages).toHaveLength(3)
    expect(down.messages).toHaveLength(3)
    expect((await sentAt(running))[0]).toBe(30 * minute)
    expect(await sentAt(sleeping)).toEqual([5 * day, 5 * day, 5 * day])
  })

  test('S23: what came after the deadline does not undo it, although it is looked at first', async () => {
    const mail = new Notebook()
    const product = await shop(mail, journey)
    await product.track('anna', 'Product Added')
    await product.restartAt(start + 31 * minute)
    await product.track('anna', 'Product Added')
    const entered = (await product.store.decisions(1, 100)).filter(({ kind }) => kind === 'entered')
    expect(entered.map(({ at }) => at)).toEqual([start + 30 * minute])
  })
})
