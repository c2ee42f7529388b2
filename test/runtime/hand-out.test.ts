// Messages that are handed out by the commit that decides them, because their channel had room left when it last asked.

import { describe, expect, test } from 'vitest'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'
import { greeting, happened, minute, Notebook, reminder, signedUp, sourceWith, start, type Workshop, workshop } from './workshop.ts'

const source = sourceWith(greeting)

async function statuses({ store }: Workshop): Promise<string[]> {
  return (await store.messages({ limit: 1000 })).map((delivery) => delivery.status)
}

describe('a message whose channel has room', () => {
  const outCommits = ({ store }: Workshop) => store.commits.filter(({ deliveries }) => deliveries.some(({ status }) => status === 'handing over'))

  test('is authorized in the commit that decides it, and is kept, handed over and reported as any other', async () => {
    const personal = { ...source, templates: [{ template: 'note', subject: 'About {{ product }}', html: '<p>Hello</p>' }] }
    const shop = await workshop(personal)
    await shop.runtime.settle()
    shop.store.commits.length = 0
    await shop.submit(signedUp('ann', { properties: { product: 'mugs' } }))
    await shop.runtime.settle()
    expect(shop.mail.messages).toMatchObject([{ to: 'ann@mail.example', subject: 'About mugs' }])
    expect(shop.store.commits[0]).toMatchObject({
      log: [{ name: 'Signed Up' }, { name: '(authorize)' }],
      deliveries: [{ status: 'handing over', attempts: 1, attemptedAt: start }],
    })
    // Decided and authorized, kept, reported.
    expect(shop.store.commits).toHaveLength(3)
    expect(await shop.store.messages({ limit: 10 })).toMatchObject([{ status: 'sent', attempts: 1 }])
    await shop.runtime.stop()
  })

  test('is refused there where something later in the same commit says no', async () => {
    const shop = await workshop(source)
    await shop.submit(signedUp('ann', { messageId: 'first' }))
    await shop.runtime.settle()
    shop.mail.messages.length = 0
    const answers = [shop.submit(signedUp('ann')), shop.runtime.inbox.command({ userId: 'ann' }, { do: 'unsubscribe', topic: 'all' }, 'admin')]
    await Promise.all(answers)
    await shop.runtime.settle()
    expect(shop.mail.messages).toEqual([])
    expect((await statuses(shop)).toSorted()).toEqual(['refused', 'sent'])
    await shop.runtime.stop()
  })

  test('waits its turn where there is no more room, and nobody gets anything twice', async () => {
    const shop = await workshop(source, { concurrency: { email: 2 } })
    await shop.runtime.settle()
    shop.store.commits.length = 0
    await shop.submit(...Array.from({ length: 9 }, (_, index) => signedUp(`user-${index}`)))
    await shop.runtime.settle()
    expect(
      outCommits(shop)[0]
        ?.deliveries.map(({ status }) => status)
        .filter((status) => status === 'handing over'),
    ).toHaveLength(2)
    expect(shop.mail.recipients.toSorted()).toEqual(Array.from({ length: 9 }, (_, index) => `user-${index}@mail.example`))
    await shop.runtime.stop()
  })

  test('goes back untouched where its channel lets nothing through by then, and leaves when it does', async () => {
    const mail = new Notebook()
    let until: number | undefined
    const limited = Object.assign(mail, { admits: () => (until === undefined ? { messages: 5 } : { until }) })
    const shop = await workshop(source, { mail: limited })
    await shop.runtime.settle()
    until = start + minute
    await shop.submit(signedUp('ann'))
    await shop.runtime.settle()
    expect(mail.messages).toEqual([])
    expect(await shop.store.messages({ limit: 10 })).toMatchObject([{ status: 'waiting', attempts: 0 }])
    until = undefined
    shop.clock.advanceTo(start + minute)
    await shop.runtime.settle()
    expect(mail.recipients).toEqual(['ann@mail.example'])
    await shop.runtime.stop()
  })

  describe.each(['whole', 'none'] as const)('of which the archive keeps: %s', (archive) => {
    /** Signs somebody up whose first commit the disk has in hand; resolves when the next one is made. */
    async function signUpWhile(disk: Promise<void>): Promise<Workshop & { readonly answered: Promise<unknown> }> {
      const shop = await workshop({ ...source, workspace: { ...source.workspace, archive } })
      await shop.runtime.settle()
      shop.store.commits.length = 0
      const isKept = Promise.withResolvers<void>()
      shop.store.disk = (commit) => {
        if (commit === shop.store.commits[0]) return disk
        isKept.resolve()
      }
      const answered = shop.submit(signedUp('ann'))
      answered.catch(() => undefined)
      await isKept.promise
      return { ...shop, answered }
    }

    test('it is laid out while the disk takes in what decided it, and leaves after that', async () => {
      const disk = Promise.withResolvers<void>()
      const shop = await signUpWhile(disk.promise)
      await new Promise((resolve) => setImmediate(resolve))
      expect(shop.mail.messages).toEqual([])
      disk.resolve()
      await shop.answered
      await shop.runtime.settle()
      expect(shop.mail.recipients).toEqual(['ann@mail.example'])
      await shop.runtime.stop()
    })

    test('it does not leave where the disk did not take in what decided it', async () => {
      const disk = Promise.withResolvers<void>()
      const shop = await signUpWhile(disk.promise)
      disk.reject(new Error('the disk is on fire'))
      await expect(shop.answered).rejects.toThrow('the disk is on fire')
      await new Promise((resolve) => setImmediate(resolve))
      expect(shop.mail.messages).toEqual([])
    })
  })

  test('reaches its channel although what is looked at after the commit cannot be read', async () => {
    const store = createMemoryStore()
    const next = store.nextDeadline.bind(store)
    let isBroken = false
    store.nextDeadline = async () => {
      if (isBroken) throw new Error('the disk cannot be read')
      return next()
    }
    const shop = await workshop(sourceWith(reminder), { store })
    await shop.submit(signedUp('ann'), happened('Product Added', { userId: 'ann' }))
    await shop.runtime.settle()
    isBroken = true
    shop.clock.advanceTo(start + 30 * minute)
    await expect.poll(() => shop.mail.recipients).toEqual(['ann@mail.example'])
    isBroken = false
    shop.clock.advanceTo(start + 60 * minute)
    await shop.runtime.settle()
    expect(await statuses(shop)).toEqual(['sent'])
    await shop.runtime.stop()
  })
})
