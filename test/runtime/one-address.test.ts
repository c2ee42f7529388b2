// One address and several people: what is said about the address holds for all of them, a yes is one person's, and a form takes nobody's place.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldLog } from '../../scripts/crash/fold-log.ts'
import type { Command } from '../../src/model/input.ts'
import { addressesOf } from '../../src/runtime/people/addresses-of.ts'
import { reportArrival } from '../../src/runtime/writing/report-arrival.ts'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'
import { greeting, happened, hour, type Notebook, sourceWith, start, type Workshop, workshop } from './workshop.ts'

const source = sourceWith(greeting)
const ownId = `address-${'a'.repeat(40)}`
const address = 'ann@mail.example'

const identified = (userId: string, email: string, more: { anonymousId?: string; fromBrowser?: true } = {}) => ({
  ...happened('Identified', { userId, traits: { email }, ...(more.anonymousId && { anonymousId: more.anonymousId }) }),
  ...(more.fromBrowser && { fromBrowser: true as const }),
})

function questionIn(mail: Notebook): { readonly subscriber: number; readonly question: string } {
  const question = mail.messages.at(-1)
  if (question?.kind !== 'email' || question.about === undefined) throw new Error('nobody was asked')
  return { subscriber: Number(question.about.subscriber), question: question.key }
}

/** A form asks; whoever reads the mail says yes. Whom it was about. */
async function confirmed({ runtime, mail }: Workshop, { email = address, device }: { email?: string; device?: string } = {}) {
  const ask: Command = { do: 'ask to confirm', topics: ['news'], address: email, ...(device === undefined ? {} : { device }) }
  await runtime.inbox.command({ anonymousId: ownId, address: email }, ask, 'api')
  await runtime.settle()
  const { subscriber, question } = questionIn(mail)
  await runtime.inbox.command({ subscriber }, { do: 'confirm', ask: question }, 'link')
  return runtime.describe({ subscriber })
}

describe('the yes of a form', () => {
  test('is that of the one user of whom a server said that the address is theirs', async () => {
    const shop = await workshop(source)
    await shop.submit(identified('ann', 'Ann@Mail.example'))
    const who = await confirmed(shop)
    expect(who?.identities).toEqual(['u:ann'])
    expect(who?.state.topics['news']).toMatchObject({ subscribed: true, evidence: { address } })
    expect(await shop.store.countSubscribers()).toBe(1)
    await shop.runtime.stop()
  })

  test('is not that of a user for whom only a page named the address', async () => {
    const shop = await workshop(source)
    await shop.submit(identified('mallory', address, { fromBrowser: true }))
    const who = await confirmed(shop)
    expect(who?.identities).toEqual([`a:${ownId}`])
    expect((await shop.runtime.describe({ userId: 'mallory' }))?.state.topics).toEqual({})
    await shop.submit(identified('mallory', address, { fromBrowser: true }))
    expect(await shop.store.countSubscribers()).toBe(2)
    await shop.runtime.stop()
  })

  test('stays with the address where two users have it', async () => {
    const shop = await workshop(source)
    await shop.submit(identified('ann', address), identified('bob', address))
    expect((await confirmed(shop))?.identities).toEqual([`a:${ownId}`])
    expect((await shop.runtime.describe({ userId: 'ann' }))?.state.topics).toEqual({})
    await shop.runtime.stop()
  })

  test('becomes the user’s when a server names the address later, also in the very same group, and the device stays behind', async () => {
    const shop = await workshop(source)
    await confirmed(shop, { device: 'phone' })
    expect((await shop.runtime.describe({ anonymousId: 'phone' }))?.identities).toEqual([`a:${ownId}`, 'a:phone'])
    await shop.submit(identified('ann', address, { fromBrowser: true }), identified('ann', address))
    const ann = await shop.runtime.describe({ userId: 'ann' })
    expect(ann?.identities).toEqual([`a:${ownId}`, 'u:ann'])
    expect(ann?.state.topics['news']?.subscribed).toBe(true)
    const visitor = await shop.runtime.describe({ anonymousId: 'phone' })
    expect(visitor?.identities).toEqual(['a:phone'])
    expect(visitor?.state.attributes).toEqual({})
    const folded = await foldLog(shop.store, { number: ann?.number ?? 0, head: ann?.head ?? 0, until: ann?.state.now ?? 0 })
    expect(folded.state.topics).toEqual(ann?.state.topics)
    await shop.runtime.stop()
  })

  test('of a user whose address was named after the question was asked is the user’s as well', async () => {
    const shop = await workshop(source)
    await shop.runtime.inbox.command({ anonymousId: ownId, address }, { do: 'ask to confirm', topics: ['news'], address }, 'api')
    await shop.runtime.settle()
    const { subscriber, question } = questionIn(shop.mail)
    await shop.submit(identified('ann', address))
    await shop.runtime.inbox.command({ subscriber }, { do: 'confirm', ask: question }, 'link')
    expect((await shop.runtime.describe({ userId: 'ann' }))?.state.topics['news']?.subscribed).toBe(true)
    expect(await shop.store.countSubscribers()).toBe(1)
    await shop.runtime.stop()
  })
})

describe('the browser of a form', () => {
  test('is that of whoever confirmed: what was looked at there is theirs', async () => {
    const shop = await workshop(source)
    await shop.submit(happened('Viewed', { anonymousId: 'phone' }))
    const who = await confirmed(shop, { device: 'phone' })
    expect(who?.identities).toEqual([`a:${ownId}`, 'a:phone'])
    expect((await shop.store.history(who?.head ?? 0, 10)).map(({ name }) => name)).toContain('Viewed')
    await shop.runtime.stop()
  })

  test.each([
    ['a user is asked', (shop: Workshop) => shop.submit(identified('ann', address)), 'a form may not say which browser a known user uses'],
    [
      'a user is known in it',
      (shop: Workshop) => shop.submit(identified('bob', 'bob@mail.example', { anonymousId: 'phone' })),
      'a user is known in the browser of the form',
    ],
    [
      'another address is known in it',
      (shop: Workshop) => shop.submit(happened('Identified', { anonymousId: 'phone', traits: { email: 'eve@mail.example' } })),
      'another address is known in the browser of the form',
    ],
    ['the address was confirmed before', (shop: Workshop) => confirmedOther(shop), 'a form may not say which browser somebody uses who was reached before'],
  ])('joins nobody where %s', async (_, before, because) => {
    const shop = await workshop(source)
    await before(shop)
    const who = await confirmed(shop, { device: 'phone' })
    expect(who?.identities).not.toContain('a:phone')
    expect(await shop.store.decisions(who?.number ?? 0, 100)).toContainEqual(expect.objectContaining({ kind: 'told apart', because }))
    await shop.runtime.stop()
  })

  async function confirmedOther({ runtime, mail }: Workshop): Promise<void> {
    await runtime.inbox.command({ anonymousId: ownId, address }, { do: 'ask to confirm', topics: ['offers'], address }, 'api')
    await runtime.settle()
    const { subscriber, question } = questionIn(mail)
    await runtime.inbox.command({ subscriber }, { do: 'confirm', ask: question }, 'link')
  }
})

describe('what is said about an address', () => {
  test('a no by a link holds for everybody who has it, a no by the server for the person alone', async () => {
    const shop = await workshop(source)
    await shop.submit(identified('ann', address), identified('bob', address), identified('eve', 'eve@mail.example'))
    const words = async (userId: string) => (await shop.runtime.describe({ userId }))?.state.topics
    await shop.runtime.inbox.command({ userId: 'bob' }, { do: 'unsubscribe', topic: 'offers' }, 'api')
    expect(await words('ann')).toEqual({})
    await shop.runtime.inbox.command({ userId: 'bob' }, { do: 'unsubscribe', topic: 'news', message: 'x', evidence: { agent: 'b' } }, 'link')
    expect(await words('ann')).toEqual({ news: { subscribed: false, at: start, evidence: { agent: 'b' } } })
    await shop.runtime.inbox.command({ userId: 'ann' }, { do: 'unsubscribe', topic: 'all' }, 'link')
    expect((await words('bob'))?.['all']?.subscribed).toBe(false)
    expect(await words('eve')).toEqual({})
    await shop.runtime.stop()
  })

  test('is not written to: for nobody who has it, nor for who gets it later, nor for a form; and a yes takes it back for all', async () => {
    const shop = await workshop(source)
    const { runtime, store, mail, clock } = shop
    await shop.submit(identified('ann', address), identified('bob', address), happened('Signed Up', { userId: 'ann' }))
    await runtime.settle()
    const [sent] = await store.messages({ limit: 1 })
    if (sent === undefined) throw new Error('nothing was sent')
    await runtime.inbox.submit([reportArrival(sent, { id: 'r1', at: start, kind: 'bounced', hard: true, reason: 'no such mailbox' }, start)])
    await shop.submit(identified('cid', address))
    for (const userId of ['ann', 'bob', 'cid']) {
      expect((await runtime.describe({ userId }))?.state.suppressed).toMatchObject([{ address, reason: 'a hard bounce: no such mailbox' }])
    }
    expect((await store.suppressions({ limit: 10 })).map(({ subscriber }) => subscriber)).toEqual([3, 2, 1])
    await runtime.inbox.command({ anonymousId: ownId, address }, { do: 'ask to confirm', topics: ['news'], address }, 'api')
    clock.advanceTo(start + hour)
    await runtime.settle()
    expect(mail.messages).toHaveLength(1)
    expect(await store.messages({ limit: 1 })).toMatchObject([{ status: 'refused' }])
    await runtime.inbox.command({ userId: 'cid' }, { do: 'lift suppression' }, 'admin')
    expect(await store.suppressions({ limit: 10 })).toEqual([])
    await runtime.stop()
  })

  test('the index says what the states say, whatever comes in whatever order, and the log makes the same states again', async () => {
    const who = fc.constantFrom('ann', 'bob', 'cid')
    const email = fc.constantFrom(address, 'bob@mail.example')
    const step = fc.oneof(
      fc.record({ do: fc.constant('identify' as const), who, email, fromBrowser: fc.boolean(), device: fc.option(fc.constantFrom('phone', 'tablet')) }),
      fc.record({ do: fc.constant('view' as const), device: fc.constantFrom('phone', 'tablet') }),
      fc.record({ do: fc.constant('form' as const), email, device: fc.option(fc.constantFrom('phone', 'tablet')) }),
      fc.record({ do: fc.constant('suppress' as const), who }),
      fc.record({ do: fc.constant('yes' as const), who }),
      fc.record({ do: fc.constant('leave' as const), who }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
        const shop = await workshop(source)
        const { runtime, store } = shop
        for (const one of steps) {
          shop.clock.advanceTo(shop.clock.now() + 1000)
          if (one.do === 'identify') {
            const more = { ...(one.device && { anonymousId: one.device }), ...(one.fromBrowser && { fromBrowser: true as const }) }
            const arrival = identified(one.who, one.email, more)
            await shop.submit({ ...arrival, event: { ...arrival.event, occurredAt: shop.clock.now(), receivedAt: shop.clock.now() } })
          } else if (one.do === 'view') await shop.submit(happened('Viewed', { anonymousId: one.device, at: shop.clock.now() }))
          else if (one.do === 'form') await confirmed(shop, { email: one.email, ...(one.device && { device: one.device }) }).catch(() => {})
          else if (one.do === 'suppress') await runtime.inbox.command({ userId: one.who }, { do: 'suppress', reason: 'bounced' }, 'admin')
          else await runtime.inbox.command({ userId: one.who }, { do: one.do === 'yes' ? 'subscribe' : 'unsubscribe', topic: 'news' }, 'link')
        }
        const suppressed = await store.suppressions({ limit: 1000 })
        const states = []
        for (const number of await store.subscribersAfter(0, 1000)) {
          const known = await runtime.describe({ subscriber: number })
          if (known === undefined) throw new Error('nobody')
          states.push(known.state)
          const { email: mail, sms } = addressesOf(known.state)
          expect((await store.reachOf(number)).map((one) => one.address)).toEqual([mail, sms].filter((one) => one !== undefined))
          // In which order they are told is the store's: the newest first.
          const listed = suppressed.filter(({ subscriber }) => subscriber === number)
          expect(listed.map((one) => one.address).toSorted()).toEqual(known.state.suppressed.map((one) => one.address).toSorted())
          if (known.head === 0) continue
          const { state } = await foldLog(store, { number, head: known.head, until: known.state.now })
          expect(state).toEqual(known.state)
        }
        // An address is suppressed for everybody who has it, or for nobody.
        for (const mail of [address, 'bob@mail.example']) {
          const own = states.filter((state) => addressesOf(state).email === mail)
          expect(new Set(own.map((state) => state.suppressed.some((one) => one.address === mail))).size).toBeLessThanOrEqual(1)
        }
        await runtime.stop()
      }),
      { numRuns: 40 },
    )
  })
})

test('a store from before there was an index is filled at the start, once', async () => {
  const store = createMemoryStore()
  const without = new Proxy(store, {
    get: (target, name) => {
      if (name === 'commitAhead') return (commit: Parameters<typeof store.commit>[0]) => target.commitAhead({ ...commit, reach: [], suppressed: [] })
      if (name === 'commit') return (commit: Parameters<typeof store.commit>[0]) => target.commit({ ...commit, reach: [], suppressed: [] })
      const value = target[name as keyof typeof target] as unknown
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const before = await workshop(source, { store: without })
  await before.submit(identified('ann', 'Ann@mail.example'), happened('Viewed', { userId: 'bob' }))
  await before.runtime.inbox.command({ userId: 'ann' }, { do: 'suppress', reason: 'bounced' }, 'admin')
  await before.runtime.stop()
  expect(await store.reachedAt(address, 10)).toEqual([])
  await store.setSetting('addresses to index', { after: 0 })
  const { runtime } = await workshop(source, { store })
  expect(await store.reachedAt(address, 10)).toEqual([{ subscriber: 1, channel: 'email', address, isVouched: false }])
  expect(await store.suppressions({ limit: 10 })).toMatchObject([{ subscriber: 1, address, isCurrent: true }])
  expect(await store.setting('addresses to index')).toEqual({ isDone: true })
  await runtime.stop()
})
