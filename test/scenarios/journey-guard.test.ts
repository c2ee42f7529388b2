// What everybody is afraid of: a trigger that fires for everybody, a list that complains, a queue that lets out yesterday's mails. The guard pauses the
// journey, the rest is not sent, and what is merely a good day goes on. Each through the writer, in virtual time.

import { expect, test } from 'vitest'
import { foldLog } from '../../scripts/crash/fold-log.ts'
import type { ProgramSource } from '../../src/engine/program.ts'
import { journeyVolume } from '../../src/insight/journey-volume.ts'
import type { Forecast, Guard } from '../../src/model/guard.ts'
import type { Journey } from '../../src/model/journey.ts'
import { readPaused, readPauses } from '../../src/runtime/stopping/pauses.ts'
import type { Delivery } from '../../src/runtime/store.ts'
import { readAllowances, untilOf, wasAllowedLately } from '../../src/runtime/watching/allowances.ts'
import { reportArrival } from '../../src/runtime/writing/report-arrival.ts'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'
import { advanceTo, VirtualClock } from '../../src/testing/virtual-clock.ts'
import { day, happened, hour, minute, signedUp, start, type Workshop, workshop } from '../runtime/workshop.ts'

const looked: Journey = { journey: 'looked', enter: [{ on: 'Product Viewed' }], again: 'always', steps: [{ id: 'mail', send: 'note' }] }

function shopWith(guard?: Guard, journey: Journey = looked): ProgramSource {
  return {
    workspace: { workspace: 'shop', sender: { address: 'shop@shop.example' }, policy: { consent: 'opt-out', tracking: 'opt-out' } },
    journeys: [{ definition: guard === undefined ? journey : { ...journey, guard }, version: 1, live: true }],
    segments: [],
    templates: [{ template: 'note', subject: 'A note', html: '<p>Hello</p>' }],
  }
}

const pace = (perHour: number, perDay: number) => ({ perHour: { mean: perHour / 2, most: perHour }, perDay: { mean: perDay / 2, most: perDay, spread: 1 } })
const forecast: Forecast = { version: 1, at: start, days: 35, entries: pace(20, 100), messages: pace(20, 100), unknown: null }

const people = (count: number, at = start) => Array.from({ length: count }, (_, index) => signedUp(`p${index}`, { at }))
const views = (count: number, at: number) => Array.from({ length: count }, (_, index) => happened('Product Viewed', { userId: `p${index}`, at }))
const pausedBy = async ({ store }: Pick<Workshop, 'store'>) => (await readPaused(store)).get('looked')

/** So many look in one hour, a few at a time, as on a site. */
async function hourOf(shop: Workshop, count: number, at: number): Promise<void> {
  for (let done = 0; done < count; done += 50) {
    const instant = at + Math.floor((done / count) * 50) * minute
    await advanceTo(shop.clock, shop.runtime, instant)
    await shop.submit(...views(Math.min(50, count - done), instant))
    await shop.runtime.settle()
  }
}

test('a trigger that fires for everybody is paused after what is too much, the rest is not sent, and a replay decides the same', async () => {
  const shop = await workshop(shopWith())
  await shop.runtime.expectVolume({ looked: forecast })
  await shop.submit(...people(1000))
  await shop.runtime.settle()
  // Somebody's import sends everybody by, fifty at a time.
  for (let from = 0; from < 1000; from += 50) await shop.submit(...views(1000, start).slice(from, from + 50))
  await shop.runtime.settle()
  expect(await pausedBy(shop)).toMatchObject({ by: 'guard' })
  expect((await pausedBy(shop))?.because).toMatch(/^2\d\d people entered within an hour: the most that was expected is 20 \(in an hour\), paused from 200 on$/)
  const sent = shop.mail.recipients.length
  expect(sent).toBeLessThanOrEqual(250)
  // What it judged is judged no more, and whoever looks at what is counted since is told from when on.
  const since = (await pausedBy(shop))?.since
  expect(await journeyVolume(shop.store, { journey: 'looked', days: 7, now: start })).toMatchObject({ countedSince: since, paused: { since } })
  expect((await shop.store.counts('looked')).find(({ measure }) => measure === 'entered')?.count).toBeLessThanOrEqual(250)
  const [entry] = await shop.store.audit({ limit: 1 })
  expect(entry).toMatchObject({ admin: 'oncue', through: 'watch', did: 'pause journey' })
  await advanceTo(shop.clock, shop.runtime, start + 3 * day)
  expect(shop.mail.recipients.length).toBe(sent)

  expect(await readPauses(shop.store)).toMatchObject([{ journey: 'looked', do: 'pause', by: 'guard', position: expect.any(Number) }])
  for (const number of [1, 199, 240, 999]) {
    const known = await shop.runtime.describe({ subscriber: number })
    const folded = await foldLog(shop.store, { number, head: known?.head ?? 0, until: known?.state.now ?? 0 })
    // What a pause holds back in the outbox leaves no line in the log.
    const decided = (await shop.store.decisions(number, 1000)).filter(({ kind }) => kind !== 'deferred')
    expect(folded.decisions).toEqual(decided)
  }
  expect((await shop.store.decisions(999, 100)).at(-1)).toMatchObject({ kind: 'not entered' })
  await shop.runtime.stop()
})

test('what was counted can be read after a few seconds, also when nothing comes after it', async () => {
  const shop = await workshop(shopWith())
  await shop.submit(...people(3))
  await shop.runtime.settle()
  await advanceTo(shop.clock, shop.runtime, start + minute)
  await shop.submit(...views(3, start + minute))
  await shop.runtime.settle()
  await advanceTo(shop.clock, shop.runtime, start + 2 * minute)
  const volume = await journeyVolume(shop.store, { journey: 'looked', days: 7, now: shop.clock.now() })
  expect(volume?.hour).toEqual({ entries: 3, messages: 3 })
  await shop.runtime.stop()
})

test('a day that is eight times as good as the best of a month is no reason to pause', async () => {
  const shop = await workshop(shopWith())
  await shop.submit(...people(400))
  await shop.runtime.settle()
  for (let passed = 1; passed <= 8; passed += 1) for (let after = 0; after < 3; after += 1) await hourOf(shop, 40, start + passed * day + after * hour)
  for (const [index, count] of [320, 280, 390].entries()) await hourOf(shop, count, start + 9 * day + index * hour)
  expect(await pausedBy(shop)).toBeUndefined()
  expect(shop.mail.recipients.length).toBe(8 * 120 + 990)
  // So good a day is usual from then on; ten times that is not.
  await advanceTo(shop.clock, shop.runtime, start + 11 * day)
  for (let more = 0; more < 10; more += 1) await shop.submit(...views(400, start + 11 * day))
  await shop.runtime.settle()
  expect((await pausedBy(shop))?.because).toMatch(/^[34],\d{3} people entered within an hour: the most that was expected is 390 /)
  await shop.runtime.stop()
})

test('where nothing is known the stated limits hold; and nothing does where it is off', async () => {
  const limited = await workshop(shopWith({ unknown: { perHour: 300 }, atLeast: 20 }))
  await limited.submit(...people(400))
  await limited.runtime.settle()
  await hourOf(limited, 299, start)
  expect(await pausedBy(limited)).toBeUndefined()
  await hourOf(limited, 1, start + minute * 59)
  expect((await pausedBy(limited))?.because).toMatch(/^300 people entered within an hour: nothing is known of what to expect, paused from 300 on$/)
  await limited.runtime.stop()

  const free = await workshop(shopWith('off'))
  await free.runtime.expectVolume({ looked: forecast })
  await free.submit(...people(400))
  await hourOf(free, 400, start)
  expect([await pausedBy(free), free.mail.recipients.length]).toEqual([undefined, 400])
  await free.runtime.stop()
})

test('a mail server that refuses for hours makes what leaves after it late, and attempts in vain are not', async () => {
  const shop = await workshop(shopWith({ atLeast: 10, late: '2h' }))
  await shop.submit(...people(120))
  shop.mail.answer = () => ({ kind: 'retry', reason: '451 not now' })
  await shop.submit(...views(120, start))
  const passTo = async (hours: number): Promise<void> => {
    while (shop.clock.now() < start + hours * hour) await advanceTo(shop.clock, shop.runtime, shop.clock.now() + 10 * minute)
  }
  // The fourth attempt comes before that, the fifth hours after it.
  await passTo(2)
  expect(shop.mail.recipients.length).toBeGreaterThanOrEqual(4 * 120)
  expect(await pausedBy(shop)).toBeUndefined()
  shop.mail.answer = () => ({ kind: 'sent' })
  await passTo(6)
  expect((await pausedBy(shop))?.because).toMatch(/^(\d\d) of \1 messages of two hours were handed over more than 2h after they might have been$/)
  // Whoever lets it go on lets out what waited, which is late already, and all of it.
  const sent = async () => (await shop.store.messages({ status: 'sent', limit: 200 })).length
  expect(await sent()).toBeLessThan(100)
  await shop.runtime.changePause({ journey: 'looked', do: 'resume', mode: 'catch-up' })
  await passTo(18)
  expect([await pausedBy(shop), await sent()]).toEqual([undefined, 120])
  await shop.runtime.stop()
})

test('whoever lets it go on is not stopped by what waited, and by more of the same again', async () => {
  const shop = await workshop(shopWith({ atLeast: 20 }))
  await shop.runtime.expectVolume({ looked: { ...forecast, entries: pace(5, 50), messages: pace(5, 50) } })
  shop.mail.answer = () => ({ kind: 'retry', reason: 'busy' })
  await shop.submit(...people(400), ...views(300, start))
  await shop.runtime.settle()
  expect(await pausedBy(shop)).toMatchObject({ by: 'guard' })
  shop.mail.answer = () => ({ kind: 'sent' })
  shop.mail.messages.length = 0
  await shop.runtime.changePause({ journey: 'looked', do: 'resume', mode: 'catch-up' })
  await advanceTo(shop.clock, shop.runtime, start + 30 * minute)
  expect([await pausedBy(shop), shop.mail.recipients.length]).toEqual([undefined, 300])
  await shop.submit(...views(60, shop.clock.now()))
  await shop.runtime.settle()
  expect((await pausedBy(shop))?.because).toMatch(/^60 people entered/)
  await shop.runtime.stop()
})

/** With so many other mails that the domain as a whole still stands well. */
function besideOthers(): ProgramSource {
  const source = shopWith()
  const other: Journey = { journey: 'other', enter: [{ on: 'Signed Up' }], steps: [{ id: 'mail', send: 'note' }] }
  return { ...source, journeys: [...source.journeys, { definition: other, version: 1, live: true }] }
}

test('complaints pause it, and only the journey that they are about', async () => {
  const shop = await workshop(besideOthers())
  await shop.submit(...people(900), ...views(150, start))
  await shop.runtime.settle()
  const mails = await shop.store.messages({ journey: 'looked', limit: 5 })
  await shop.submit(...mails.map((mail, index) => reportArrival(mail, { id: `c${index}`, at: start, kind: 'complained' }, start)))
  await shop.runtime.settle()
  expect([...(await readPaused(shop.store))]).toMatchObject([
    ['looked', { by: 'guard', because: expect.stringMatching(/^complaints 3.3 % \(\d of 150 mails/) }],
  ])
  await shop.runtime.stop()
})

test('hard bounces pause it, and so do people who say no by the link of its mails; soft bounces do not', async () => {
  const come = async (what: 'soft' | 'hard' | 'no') => {
    const shop = await workshop(besideOthers())
    await shop.submit(...people(500), ...views(150, start))
    await shop.runtime.settle()
    const mails = (await shop.store.messages({ journey: 'looked', limit: 150 })).slice(0, 25)
    const bounced = (mail: Delivery) => reportArrival(mail, { id: `b${mail.key}`, at: start, kind: 'bounced', hard: what === 'hard' }, start)
    const saysNo = ({ subscriber, key }: Delivery) => shop.runtime.inbox.command({ subscriber }, { do: 'unsubscribe', topic: 'all', message: key }, 'link')
    if (what === 'no') await Promise.all(mails.map(saysNo))
    else await shop.submit(...mails.map(bounced))
    await shop.runtime.settle()
    const paused = [...(await readPaused(shop.store))]
    await shop.runtime.stop()
    return paused
  }
  const looks = (words: RegExp) => [['looked', { by: 'guard', because: expect.stringMatching(words) }]]
  expect(await come('soft')).toEqual([])
  expect(await come('hard')).toMatchObject(looks(/^hard bounces \d\d(\.\d)? % \(\d+ of 150 mails within 24 hours/))
  expect(await come('no')).toMatchObject(looks(/^unsubscribes \d\d?(\.\d)? % \(\d+ of 150 mails within 24 hours/))
})

test.each(['complained', 'bounced', 'no'] as const)(
  'what comes of mails that left before somebody let it go on pauses it no more, of later ones it does: %s',
  async (what) => {
    const source = besideOthers()
    // The journey's guard alone.
    const shop = await workshop({ ...source, workspace: { ...source.workspace, domains: [{ domain: 'shop.example', watch: false }] } })
    await shop.submit(...people(400), ...views(150, start))
    await shop.runtime.settle()
    const comes = async (mails: readonly Delivery[]): Promise<void> => {
      const at = shop.clock.now()
      const reported = (mail: Delivery) =>
        reportArrival(mail, { id: `r${mail.key}`, at, ...(what === 'complained' ? { kind: what } : { kind: 'bounced', hard: true }) }, at)
      if (what !== 'no') await shop.submit(...mails.map(reported))
      else for (const { subscriber, key } of mails) await shop.runtime.inbox.command({ subscriber }, { do: 'unsubscribe', topic: 'all', message: key }, 'link')
      await shop.runtime.settle()
    }
    const old = await shop.store.messages({ journey: 'looked', limit: 150 })
    await comes(old.slice(0, 30))
    expect(await pausedBy(shop)).toMatchObject({ by: 'guard' })
    await advanceTo(shop.clock, shop.runtime, start + hour)
    await shop.runtime.changePause({ journey: 'looked', do: 'resume', mode: 'shift' })
    const again = Array.from({ length: 120 }, (_, index) => happened('Product Viewed', { userId: `p${200 + index}`, at: shop.clock.now() }))
    await shop.submit(...again)
    await shop.runtime.settle()
    await comes(old.slice(30, 70))
    expect(await pausedBy(shop)).toBeUndefined()
    await comes((await shop.store.messages({ journey: 'looked', limit: 120 })).slice(0, 30))
    expect(await pausedBy(shop)).toMatchObject({ by: 'guard', because: expect.stringContaining('of 120 mails within 24 hours') })
    await shop.runtime.stop()
  },
)

test('a server that was down for hours lets out what waited; after a night of it the journey is paused before yesterday reaches everybody', async () => {
  const patient: Journey = { ...looked, steps: [{ id: 'patience', wait: '1h' }, ...looked.steps] }
  const downFor = async (downMs: number) => {
    const [store, clock] = [createMemoryStore(), new VirtualClock(start)]
    const before = await workshop(shopWith({ atLeast: 40 }, patient), { store, clock })
    await before.submit(...people(150), ...views(150, start))
    await before.runtime.settle()
    await before.runtime.stop()
    clock.advanceTo(start + hour + downMs)
    const after = await workshop(shopWith({ atLeast: 40 }, patient), { store, clock })
    await after.runtime.settle()
    const found = { paused: await pausedBy(after), sent: after.mail.recipients.length }
    await after.runtime.stop()
    return found
  }
  expect(await downFor(5 * hour)).toEqual({ paused: undefined, sent: 150 })
  const { paused, sent } = await downFor(9 * hour)
  expect(paused).toMatchObject({
    by: 'guard',
    because: expect.stringMatching(/ messages of two hours were handed over more than 6h after they might have been$/),
  })
  expect(sent).toBeLessThan(150)
})

test('what was counted outlives a restart', async () => {
  const store = createMemoryStore()
  const clock = new VirtualClock(start)
  const before = await workshop(shopWith({ unknown: { perHour: 100 }, atLeast: 20 }), { store, clock })
  await before.submit(...people(200), ...views(90, start))
  await before.runtime.settle()
  await before.runtime.stop()
  const after = await workshop(shopWith({ unknown: { perHour: 100 }, atLeast: 20 }), { store, clock })
  await after.submit(...views(10, start))
  await after.runtime.settle()
  expect((await pausedBy(after))?.because).toMatch(/^100 people entered/)
  await after.runtime.stop()
})

test('whom a publication lets in was chosen, and is not held against the journey', async () => {
  const keen: Journey = { journey: 'looked', enter: [{ becomes: { attribute: 'plan', eq: 'gold' } }], steps: [{ id: 'mail', send: 'note' }] }
  const guard: Guard = { unknown: { perHour: 50, perDay: 50 }, atLeast: 20 }
  const source = shopWith(guard, { ...keen, enter: [{ on: 'Never' }] })
  const shop = await workshop(source)
  const gold = Array.from({ length: 150 }, (_, index) => signedUp(`g${index}`, { traits: { email: `g${index}@mail.example`, plan: 'gold' } }))
  await shop.submit(...gold)
  await shop.runtime.settle()
  const plans = [{ journey: 'looked', to: 2, people: 'stay', map: {}, existing: true, doneIn: [] }] as const
  await shop.runtime.publish({ ...shopWith(guard, keen), journeys: [{ definition: { ...keen, guard }, version: 2, live: true }], plans })
  await shop.runtime.settle()
  expect([await pausedBy(shop), shop.mail.recipients.length]).toEqual([undefined, 150])
  await shop.runtime.stop()
})

const sale = { journey: 'looked', times: 5, because: 'Black Friday', by: 'anna' } as const
const few: Forecast = { ...forecast, entries: pace(4, 20), messages: pace(4, 20) }
const little: Guard = { atLeast: 20 }

test('a sale that was announced may bring so many times as much for as long, and neither its days nor what is left of them are held against it', async () => {
  const shop = await workshop(shopWith(little))
  await shop.runtime.expectVolume({ looked: few })
  await shop.submit(...people(180))
  await shop.runtime.settle()
  const { holding } = await shop.runtime.changeAllowance({ allow: { ...sale, until: start + 3 * day } })
  expect(holding['looked']).toEqual({ ...sale, since: start, until: start + 3 * day })
  for (const passed of [0, 1, 2]) await hourOf(shop, 180, start + passed * day + hour)
  expect([await pausedBy(shop), shop.mail.recipients.length]).toEqual([undefined, 540])
  const during = await journeyVolume(shop.store, { journey: 'looked', days: 7, now: shop.clock.now() })
  expect([during?.bounds?.entriesPerHour.limit, during?.allowance?.because]).toEqual([200, 'Black Friday'])
  // It ends by itself, at its instant, and the next one is judged as ever: not by the 180 of the sale's days, and not for them.
  await advanceTo(shop.clock, shop.runtime, start + 3 * day)
  await shop.submit(...views(30, shop.clock.now()))
  await shop.runtime.settle()
  expect(await pausedBy(shop)).toBeUndefined()
  expect(await shop.store.audit({ limit: 1 })).toMatchObject([{ admin: 'oncue', through: 'watch', did: 'end allowance' }])
  const after = await journeyVolume(shop.store, { journey: 'looked', days: 7, now: shop.clock.now() })
  expect([after?.bounds?.entriesPerHour.limit, after?.day.entries, after?.allowance]).toEqual([40, 0, null])
  await hourOf(shop, 50, shop.clock.now() + hour)
  expect((await pausedBy(shop))?.because).toMatch(/the most that was expected is 4 \(in an hour\), and 10 times that is too much, paused from 40 on$/)
  await shop.runtime.stop()
})

test('what is too much even for the sale is paused, and what is allowed after the guard paused holds from the moment it goes on', async () => {
  const shop = await workshop(shopWith(little))
  await shop.runtime.expectVolume({ looked: few })
  await shop.submit(...people(220), ...views(60, start))
  await shop.runtime.settle()
  expect(await pausedBy(shop)).toMatchObject({ by: 'guard' })
  await shop.runtime.changeAllowance({ allow: { ...sale, until: start + day } })
  await shop.runtime.changePause({ journey: 'looked', do: 'resume', mode: 'catch-up' })
  await hourOf(shop, 190, start + hour)
  expect(await pausedBy(shop)).toBeUndefined()
  await hourOf(shop, 220, start + 3 * hour)
  expect((await pausedBy(shop))?.because).toMatch(/^2\d\d people entered within an hour: .* 50 times that is too much, paused from 200 on$/)
  await shop.runtime.stop()
})

test('what is allowed outlives a restart, also one over its end, and can be changed and ended early', async () => {
  const store = createMemoryStore()
  const clock = new VirtualClock(start)
  const first = await workshop(shopWith(little), { store, clock })
  await first.runtime.expectVolume({ looked: few })
  await first.submit(...people(180))
  await first.runtime.changeAllowance({ allow: { ...sale, until: start + 2 * hour } })
  await hourOf(first, 150, start)
  await first.runtime.stop()
  clock.advanceTo(start + 4 * hour)
  const second = await workshop(shopWith(little), { store, clock })
  await second.submit(...views(20, clock.now()))
  await second.runtime.settle()
  expect(await pausedBy(second)).toBeUndefined()
  expect((await readAllowances(store)).holding).toEqual({})

  await second.runtime.changeAllowance({ allow: { ...sale, until: clock.now() + day } })
  const since = clock.now()
  await advanceTo(clock, second.runtime, since + hour)
  const { holding } = await second.runtime.changeAllowance({ allow: { ...sale, times: 9, until: clock.now() + 2 * day } })
  expect(holding['looked']).toMatchObject({ times: 9, since })
  await hourOf(second, 170, clock.now())
  expect((await second.runtime.changeAllowance({ end: 'looked' })).holding).toEqual({})
  await second.submit(...views(10, clock.now()))
  await second.runtime.settle()
  expect(await pausedBy(second)).toBeUndefined()
  expect(wasAllowedLately(await readAllowances(store), 'looked', clock.now() + day)).toBe(true)
  expect(wasAllowedLately(await readAllowances(store), 'looked', clock.now() + 2 * day)).toBe(false)
  await second.runtime.stop()
})

test('until when is an instant with its zone, or a time on the clock of the workspace', () => {
  expect(untilOf('2026-11-27T23:59', 'Europe/Berlin')).toBe(Date.UTC(2026, 10, 27, 22, 59))
  expect(untilOf('2026-11-27T23:59+02:00', 'Europe/Berlin')).toBe(Date.UTC(2026, 10, 27, 21, 59))
  // The hour that spring skips: the first instant after it.
  expect(untilOf('2026-03-29T02:30', 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 29, 1))
  for (const text of ['', 'tomorrow', '2026-02-31T10:00', '2026-11-27', '2026-11-27T25:00', '2026-11-27T23:59Europe/Berlin'])
    expect(untilOf(text, 'UTC')).toBeUndefined()
})
