// Mails that wait for the check of their domain: for as long as it takes and without an attempt, gone on with as soon as it turns good, whoever made it and
// whatever fell over in between.

import { expect, test } from 'vitest'
import { createCheckedDomainChannel } from '../../src/channels/guard/checked-domain-channel.ts'
import { createGuardedChannel } from '../../src/channels/guard/guarded-channel.ts'
import { noteChecked } from '../../src/deliverability/checked-domains.ts'
import { openHeldMails } from '../../src/desks/held-mails.ts'
import type { ProgramSource } from '../../src/engine/program.ts'
import type { Store } from '../../src/runtime/store.ts'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'
import { advanceTo, VirtualClock } from '../../src/testing/virtual-clock.ts'
import { day, greeting, happened, hour, Notebook, signedUp, sourceWith, start, workshop } from '../runtime/workshop.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'

const other = {
  ...greeting,
  journey: 'other',
  enter: [{ on: 'Other' }],
  steps: [
    { id: 'late', send: 'late', expires: '2h' },
    { id: 'far', send: 'far' },
  ],
}
const source: ProgramSource = {
  ...sourceWith(greeting, other),
  templates: [
    ...sourceWith().templates,
    { template: 'late', subject: 'Late', html: '<p>Hello</p>' },
    { template: 'far', subject: 'Far', html: '<p>Hello</p>', from: { address: 'hi@far.example' } },
  ],
}
const good = { at: start, failed: [] }

interface Server {
  readonly folder: string
  readonly store?: Store
  readonly clock?: VirtualClock
  readonly refuses?: boolean
}

/** A server whose mails leave by a notebook; it refuses unchecked domains unless told otherwise. */
async function server({ folder, store = createMemoryStore(), clock = new VirtualClock(start), refuses = true }: Server) {
  const mail = new Notebook()
  const held = openHeldMails({ folder, clock })
  const now = () => clock.now()
  const guarded = createGuardedChannel({ ways: [{ name: 'smtp', channel: mail }], now, onChange: () => {} })
  const channel = refuses ? createCheckedDomainChannel({ channel: guarded, ...held }) : guarded
  const shop = await workshop(source, { store, clock, channels: [channel], onHeld: held.onHeld })
  await held.start(shop.runtime)
  const close = async () => {
    held.close()
    await shop.runtime.stop()
  }
  const waiting = () => shop.store.messages({ status: 'waiting', limit: 9 })
  const advance = async (to: number) => {
    await advanceTo(clock, shop.runtime, to)
    await shop.runtime.settle()
  }
  return { ...shop, mail, held, close, waiting, advance }
}

test('they wait longer than anything is tried again, without an attempt, and leave at the first look after the check; those of other domains wait on', async () => {
  const folder = temporaryFolder()
  const shop = await server({ folder })
  await shop.submit(signedUp('ann'), happened('Other', { userId: 'ann' }))
  await shop.runtime.settle()
  await shop.advance(start + 5 * day)
  expect(shop.mail.messages).toEqual([])
  expect((await shop.waiting()).map(({ template, attempts, reason }) => [template, attempts, reason]).sort()).toEqual([
    ['far', 0, expect.stringContaining('held back: far.example was never checked')],
    ['note', 0, expect.stringContaining('held back: shop.example was never checked')],
  ])
  // Held or not, too late is too late.
  expect(await shop.store.messages({ template: 'late', limit: 9 })).toMatchObject([{ status: 'refused', reason: expect.stringContaining('expired') }])
  noteChecked(folder, 'shop.example', { at: start, failed: ['DKIM'] })
  await shop.advance(start + 5 * day + 10_000)
  expect(shop.mail.messages).toEqual([])
  noteChecked(folder, 'shop.example', good)
  await shop.advance(start + 5 * day + 16_000)
  expect(shop.mail.messages).toMatchObject([{ about: { template: 'note' } }])
  expect(await shop.store.messages({ template: 'note', limit: 9 })).toMatchObject([{ status: 'sent', attempts: 1 }])
  noteChecked(folder, 'far.example', good)
  shop.clock.advanceTo(shop.clock.now() + 1000)
  shop.held.look()
  await shop.runtime.settle()
  expect(shop.mail.recipients).toHaveLength(2)
  await shop.close()
})

test('a check that turns good while a mail is on its way to be held does not leave it waiting', async () => {
  const folder = temporaryFolder()
  const store = createMemoryStore()
  const shop = await server({ folder, store })
  const isHolding = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  shop.store.before = async ({ deliveries }) => {
    if (!deliveries.some(({ reason }) => reason?.startsWith('held back') === true)) return
    isHolding.resolve()
    await goOn.promise
  }
  await shop.submit(signedUp('ann'))
  await isHolding.promise
  noteChecked(folder, 'shop.example', good)
  shop.held.look()
  goOn.resolve()
  await shop.runtime.settle()
  expect(shop.mail.messages).toEqual([])
  await shop.advance(start + 5000)
  expect(shop.mail.recipients).toEqual(['ann@mail.example'])
  await shop.close()
})

test.each([true, false])(
  'what an earlier process held is asked about again by the next one, whether that refuses unchecked domains or not: %s',
  async (refuses) => {
    const folder = temporaryFolder()
    const store = createMemoryStore()
    const first = await server({ folder, store })
    await first.submit(signedUp('ann'))
    await first.runtime.settle()
    await first.close()
    // Nothing has changed: it waits on, and is remembered.
    const second = await server({ folder, store, clock: new VirtualClock(start + hour) })
    await second.runtime.settle()
    expect([second.mail.messages, (await second.waiting()).length]).toEqual([[], 1])
    await second.close()
    if (refuses) noteChecked(folder, 'shop.example', good)
    const third = await server({ folder, store, clock: new VirtualClock(start + 2 * hour), refuses })
    await third.runtime.settle()
    expect(third.mail.recipients).toEqual(['ann@mail.example'])
    await third.close()
  },
)
