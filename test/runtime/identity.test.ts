// Who an arrival is about: users, devices, merges, shared devices, aliases.

import { describe, expect, test } from 'vitest'
import { greeting, happened, reminder, signedUp, sourceWith, start, workshop } from './workshop.ts'

const source = sourceWith(greeting, reminder)
const view = (who: Parameters<typeof happened>[1]) => happened('Viewed', who)

describe('one person', () => {
  test('is one subscriber under one userId', async () => {
    const { submit, store, runtime } = await workshop(source)
    await submit(view({ userId: 'ann' }), view({ userId: 'bob' }), view({ userId: 'ann' }))
    expect(await store.countSubscribers()).toBe(2)
    await runtime.stop()
  })

  test('a userId and an anonymousId that only look alike are two', async () => {
    const { submit, store, runtime } = await workshop(source)
    await submit(view({ userId: 'x' }), view({ anonymousId: 'x' }))
    expect(await store.countSubscribers()).toBe(2)
    await runtime.stop()
  })

  test('who was anonymous keeps number and past when the userId becomes known', async () => {
    const { submit, store, runtime } = await workshop(source)
    await submit(view({ anonymousId: 'phone' }))
    await submit(signedUp('ann', { anonymousId: 'phone' }))
    expect(await store.countSubscribers()).toBe(1)
    expect(await runtime.describe({ userId: 'ann' })).toMatchObject({ number: 1, identities: ['a:phone', 'u:ann'] })
    await runtime.stop()
  })

  test('a new device of a known user leads to the same subscriber', async () => {
    const { submit, runtime } = await workshop(source)
    await submit(view({ userId: 'ann', anonymousId: 'phone' }), view({ userId: 'ann', anonymousId: 'tablet' }), view({ anonymousId: 'tablet' }))
    expect(await runtime.describe({ anonymousId: 'tablet' })).toMatchObject({ number: 1 })
    await runtime.stop()
  })
})

describe('a known user on an anonymous device', () => {
  test('takes everything over: cart, waits, history and identities', async () => {
    const { submit, store, runtime, clock, mail } = await workshop(source)
    await submit(signedUp('ann'))
    await submit(happened('Product Added', { anonymousId: 'phone', properties: { product_id: 'mug', price: 9 } }))
    await submit(view({ userId: 'ann', anonymousId: 'phone' }))
    const ann = await runtime.describe({ userId: 'ann' })
    expect(ann?.state.carts[0]?.items.map((item) => item.product)).toEqual(['mug'])
    expect(await store.follow([2])).toEqual([1])
    expect((await store.history(ann?.head ?? 0, 100)).map((entry) => entry.name)).toContain('Product Added')
    expect(await store.decisions(1, 100)).toContainEqual(expect.objectContaining({ kind: 'merged', from: '2', at: start }))
    clock.advanceTo(start + 31 * 60_000)
    await runtime.settle()
    expect(mail.recipients).toEqual(['ann@mail.example', 'ann@mail.example'])
    await runtime.stop()
  })

  test('is merged in the middle of a group in which both were made and went on', async () => {
    const { submit, store, runtime } = await workshop(source)
    const receipts = await submit(
      view({ anonymousId: 'phone' }),
      view({ userId: 'ann' }),
      view({ anonymousId: 'tablet' }),
      view({ userId: 'ann', anonymousId: 'phone' }),
      view({ anonymousId: 'phone' }),
      view({ userId: 'ann', anonymousId: 'tablet' }),
      view({ anonymousId: 'tablet' }),
    )
    expect(receipts).toHaveLength(7)
    expect(store.commits).toHaveLength(1)
    expect(await store.countSubscribers()).toBe(1)
    const ann = await runtime.describe({ anonymousId: 'phone' })
    expect(ann?.identities).toEqual(['a:phone', 'a:tablet', 'u:ann'])
    expect(await store.history(ann?.head ?? 0, 100)).toHaveLength(9)
    await runtime.stop()
  })

  test('a number that was merged away still leads to the person', async () => {
    const { submit, runtime } = await workshop(source)
    await submit(view({ userId: 'ann' }), view({ anonymousId: 'phone' }), view({ userId: 'ann', anonymousId: 'phone' }))
    expect(await runtime.describe({ subscriber: 2 })).toMatchObject({ number: 1 })
    await runtime.inbox.command({ subscriber: 2 }, { do: 'unsubscribe', topic: 'all' }, 'link')
    expect((await runtime.describe({ userId: 'ann' }))?.state.topics['all']).toMatchObject({ subscribed: false })
    await runtime.stop()
  })

  test('the numbers of people merged away are never given to anybody else', async () => {
    const { submit, runtime, store } = await workshop(source)
    await submit(view({ userId: 'ann' }), view({ anonymousId: 'phone' }), view({ userId: 'ann', anonymousId: 'phone' }))
    await runtime.stop()
    const again = await workshop(source, { store })
    await again.submit(view({ userId: 'bob' }))
    expect(await again.runtime.describe({ userId: 'bob' })).toMatchObject({ number: 3 })
    await again.runtime.stop()
  })
})

describe('a shared device', () => {
  test('two users on one device are never merged; the device follows whoever used it last', async () => {
    const { submit, store, runtime } = await workshop(source)
    await submit(signedUp('ann', { anonymousId: 'family' }))
    await submit(signedUp('bob', { anonymousId: 'family' }))
    await submit(happened('Product Added', { anonymousId: 'family', properties: { product_id: 'mug' } }))
    expect(await store.countSubscribers()).toBe(2)
    const [ann, bob] = [await runtime.describe({ userId: 'ann' }), await runtime.describe({ userId: 'bob' })]
    expect(ann?.state.carts).toEqual([])
    expect(bob?.state.carts).toHaveLength(1)
    expect(await store.decisions(2, 100)).toContainEqual(expect.objectContaining({ kind: 'told apart', from: '1', at: start }))
    await runtime.stop()
  })

  test('nor are two known users who appear on the same device for the first time', async () => {
    const { submit, store, runtime } = await workshop(source)
    await submit(view({ userId: 'ann' }), view({ userId: 'bob' }))
    await submit(view({ userId: 'ann', anonymousId: 'family' }), view({ userId: 'bob', anonymousId: 'family' }), view({ userId: 'ann', anonymousId: 'family' }))
    expect(await store.countSubscribers()).toBe(2)
    expect(await runtime.describe({ anonymousId: 'family' })).toMatchObject({ number: 1 })
    await runtime.stop()
  })
})

describe('alias', () => {
  const alias = (userId: string, previousId: string) => happened('Identified', { userId, previousId })

  test('an anonymous person becomes the user', async () => {
    const { submit, store, runtime } = await workshop(source)
    await submit(view({ anonymousId: 'phone' }), view({ userId: 'ann' }), alias('ann', 'phone'))
    expect(await store.countSubscribers()).toBe(1)
    expect(await runtime.describe({ anonymousId: 'phone' })).toMatchObject({ identities: ['a:phone', 'u:ann'] })
    await runtime.stop()
  })

  test('an old userId becomes the new one', async () => {
    const { submit, store, runtime } = await workshop(source)
    await submit(view({ userId: 'old' }), alias('new', 'old'), view({ userId: 'old' }), view({ userId: 'new' }))
    expect(await store.countSubscribers()).toBe(1)
    await submit(view({ userId: 'older' }), alias('new', 'older'))
    expect(await runtime.describe({ userId: 'older' })).toMatchObject({ number: 1 })
    await runtime.stop()
  })

  test('the device of another user is not taken over', async () => {
    const { submit, store, runtime } = await workshop(source)
    await submit(view({ userId: 'ann', anonymousId: 'phone' }), alias('bob', 'phone'))
    expect(await store.countSubscribers()).toBe(2)
    expect(await runtime.describe({ anonymousId: 'phone' })).toMatchObject({ number: 1 })
    await runtime.stop()
  })

  test('an identity that nobody has yet is remembered for later', async () => {
    const { submit, store, runtime } = await workshop(source)
    await submit(alias('ann', 'phone'), view({ anonymousId: 'phone' }))
    expect(await store.countSubscribers()).toBe(1)
    await runtime.stop()
  })
})

test('with a cache that holds next to nobody, everything is the same', async () => {
  const tiny = await workshop(source, { cachedSubscribers: 2 })
  const arrivals = Array.from({ length: 200 }, (_, index) =>
    view({
      messageId: `m${index}`,
      ...(index % 3 === 0 ? { userId: `u${index % 7}` } : {}),
      ...(index % 3 === 1 ? {} : { anonymousId: `a${index % 11}` }),
      ...(index % 3 === 1 ? { userId: `u${index % 5}` } : {}),
    }),
  )
  for (const arrival of arrivals) await tiny.submit(arrival)
  const inOne = await workshop(source)
  await inOne.submit(...arrivals)
  for (let number = 1; number <= 20; number += 1) {
    expect(await tiny.runtime.describe({ subscriber: number })).toEqual(await inOne.runtime.describe({ subscriber: number }))
  }
  await Promise.all([tiny.runtime.stop(), inOne.runtime.stop()])
})
