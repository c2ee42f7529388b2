// Trials of a mail to many through the runtime: some go ahead, the others wait for what is chosen by what was counted. The choice outlives restarts, is the
// same in a replay, and nobody is left without a mail.

import { expect, test } from 'vitest'
import { foldLog, stepsOf } from '../../scripts/crash/fold-log.ts'
import { checkState } from '../../src/engine/check-state.ts'
import { journeyReport } from '../../src/insight/journey-report.ts'
import type { Journey } from '../../src/model/journey.ts'
import type { Trial } from '../../src/model/trial.ts'
import { theEngine } from '../../src/runtime/engine.ts'
import { type Runtime, startRuntime } from '../../src/runtime/runtime.ts'
import { readInForce, readPauses } from '../../src/runtime/stopping/pauses.ts'
import type { Store } from '../../src/runtime/store.ts'
import { reportArrival } from '../../src/runtime/writing/report-arrival.ts'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'
import { advanceTo, VirtualClock } from '../../src/testing/virtual-clock.ts'
import { day, happened, hour, minute, Notebook, plainRenderer, signedUp, sourceWith, start } from './workshop.ts'

const people = 290
const due = start + 5 * hour

/** To everybody at 13:00; 80 of 100 go ahead, and who waits does so for four hours. */
function newsletter(trial: Partial<Trial> = {}): Journey {
  const split = ['plain', 'bold'].map((variant) => ({ variant, steps: [{ id: `${variant}-mail`, send: variant }] }))
  return {
    journey: 'newsletter',
    enter: [{ at: '2026-01-05 13:00', zone: 'UTC' }],
    again: 'never',
    guard: 'off',
    goal: { event: 'Bought', within: '7d' },
    steps: [{ id: 'subject', split, trial: { share: 80, for: '4h', by: 'clicked', otherwise: 'plain', ...trial } }],
  }
}

interface World {
  readonly runtime: Runtime
  readonly clock: VirtualClock
  readonly mail: Notebook
  readonly store: Store
}

async function world(definition: Journey, given: Partial<World> = {}): Promise<World> {
  const { store = createMemoryStore(), clock = new VirtualClock(start), mail = new Notebook() } = given
  const base = sourceWith(definition)
  const templates = ['plain', 'bold'].map((template) => ({ template, subject: template, html: '<p>Hello</p>' }))
  const runtime = await startRuntime({
    store,
    clock,
    source: { ...base, workspace: { ...base.workspace, policy: { tracking: 'opt-out' } }, templates },
    channels: [mail],
    renderer: plainRenderer,
  })
  return { runtime, clock, mail, store }
}

/** Everybody is there, and the first have their mails. */
async function begun(definition: Journey): Promise<World> {
  const made = await world(definition)
  await made.runtime.inbox.submit(Array.from({ length: people }, (_, index) => signedUp(`p${index}`)))
  await advanceTo(made.clock, made.runtime, start + hour)
  return made
}

/** So many of those who got a variant click. */
async function click(world: World, template: 'plain' | 'bold', count: number, since = 0): Promise<void> {
  const { runtime, clock, store } = world
  const all = await store.messages({ status: 'sent', limit: 1000 })
  const sent = all.filter((message) => message.template === template && message.decidedAt >= since)
  const at = clock.now()
  const said = { at, kind: 'clicked', by: 'human', rule: 'none', link: 'https://shop.example/' } as const
  await runtime.inbox.submit(sent.slice(0, count).map((message) => reportArrival(message, { id: `click ${message.key}`, ...said }, at)))
  await runtime.settle()
}

function sentBy({ mail }: Pick<World, 'mail'>, from = 0): Record<string, number> {
  const subjects = mail.messages.slice(from).map((message) => ('subject' in message ? message.subject : ''))
  return Object.fromEntries(
    Array.from(
      Map.groupBy(subjects, (subject) => subject),
      ([subject, all]) => [subject, all.length],
    ),
  )
}

async function chosen(store: Store) {
  return (await readPauses(store)).flatMap((change) => (change.do === 'choose' ? change : []))
}

/** Everybody got one mail, nobody is stuck, and the log says the same as what was stored. */
async function expectAllWell({ runtime, store, mail }: World): Promise<void> {
  expect(new Set(mail.recipients).size).toBe(people)
  expect(mail.recipients).toHaveLength(people)
  const program = theEngine.compile((await readInForce(store)) ?? sourceWith())
  const steps = await stepsOf(store)
  for (let number = 1; number <= 25; number += 1) {
    const known = await runtime.describe({ userId: `p${number - 1}` })
    if (known === undefined) throw new Error('nobody is there')
    expect(checkState(program, known.state)).toEqual([])
    const folded = await foldLog(store, { number: known.number, head: known.head, until: known.state.now }, steps)
    expect(theEngine.serializeState(folded.state)).toEqual(theEngine.serializeState(known.state))
  }
}

test('the variant that did best goes to those who waited, at the instant that was set, with the numbers that it goes by', async () => {
  const shop = await begun(newsletter())
  const ahead = sentBy(shop)
  expect((ahead['plain'] ?? 0) + (ahead['bold'] ?? 0)).toBe(shop.mail.messages.length)
  expect(shop.mail.messages.length / people).toBeCloseTo(0.8, 0.5)
  await click(shop, 'plain', 6)
  await click(shop, 'bold', 60)
  await advanceTo(shop.clock, shop.runtime, due - 1)
  expect(sentBy(shop)).toEqual(ahead)
  await advanceTo(shop.clock, shop.runtime, due + 2 * minute)
  expect(sentBy(shop)).toEqual({ plain: ahead['plain'], bold: people - (ahead['plain'] ?? 0) })
  const [winner] = await chosen(shop.store)
  const arm = (variant: 'plain' | 'bold', clicked: number) => ({ variant, passages: ahead[variant], sent: ahead[variant], converted: 0, opened: 0, clicked })
  expect(winner).toMatchObject({ at: due, step: 'subject', variant: 'bold', because: 'shown', arms: [arm('plain', 6), arm('bold', 60)] })
  await expectAllWell(shop)
  const decisions = await Promise.all(Array.from({ length: 25 }, (_, index) => shop.store.decisions(index + 1, 99)))
  const told = decisions.flat().flatMap((one) => (one.kind === 'moved' ? one.because : []))
  expect(told).toContain('variant bold: it did best with those who went ahead (clicked)')
  // What is counted of a trial stays with those who went ahead: the others came later and prove nothing.
  await shop.runtime.inbox.submit(Array.from({ length: people }, (_, index) => happened('Bought', { userId: `p${index}`, at: shop.clock.now() })))
  await shop.runtime.settle()
  const counts = await shop.store.counts('newsletter')
  const counted = (measure: string): number => counts.find((one) => one.step === 'subject' && one.measure === measure)?.count ?? 0
  expect([counted('converted: plain'), counted('converted: bold')]).toEqual([ahead['plain'], ahead['bold']])
  expect([counted('variant: bold'), counted('variant chosen: bold')]).toEqual([ahead['bold'], people - (ahead['plain'] ?? 0) - (ahead['bold'] ?? 0)])
  await shop.runtime.stop()
})

test('somebody may choose before, and once more for whoever still waits; the choice outlives a restart', async () => {
  let shop = await begun(newsletter({ by: 'hand', otherwise: 'bold' }))
  const ahead = sentBy(shop)
  await shop.runtime.changePause({ journey: 'newsletter', do: 'pause', because: 'a look at it', by: 'admin' })
  const byHand = { journey: 'newsletter', do: 'choose', step: 'subject', because: 'by-hand', arms: [] } as const
  await shop.runtime.changePause({ ...byHand, variant: 'bold' })
  await shop.runtime.changePause({ ...byHand, variant: 'plain' })
  await shop.runtime.settle()
  expect(sentBy(shop)).toEqual(ahead)
  await shop.runtime.stop()
  shop = await world(newsletter({ by: 'hand', otherwise: 'bold' }), shop)
  await shop.runtime.changePause({ journey: 'newsletter', do: 'resume', mode: 'shift' })
  await shop.runtime.settle()
  await advanceTo(shop.clock, shop.runtime, shop.clock.now() + minute)
  expect(sentBy(shop)).toEqual({ bold: ahead['bold'], plain: people - (ahead['bold'] ?? 0) })
  await advanceTo(shop.clock, shop.runtime, due + day)
  expect((await chosen(shop.store)).map(({ variant }) => variant)).toEqual(['bold', 'plain'])
  await expectAllWell(shop)
  await shop.runtime.stop()
})

test('a server that was down when the time was over chooses when it is back, as of that instant, and not what was named for a tie', async () => {
  let shop = await begun(newsletter())
  await click(shop, 'bold', 50)
  const ahead = sentBy(shop)
  await shop.runtime.stop()
  shop.clock.advanceTo(due + 2 * day)
  shop = await world(newsletter(), shop)
  await shop.runtime.settle()
  await advanceTo(shop.clock, shop.runtime, due + 2 * day + minute)
  expect(await chosen(shop.store)).toMatchObject([{ at: due, variant: 'bold', because: 'shown' }])
  expect(sentBy(shop)).toEqual({ plain: ahead['plain'], bold: people - (ahead['plain'] ?? 0) })
  await expectAllWell(shop)
  await shop.runtime.stop()
})

test('where nobody chose by the end, what was named for it goes out, and it is said that nobody did', async () => {
  const shop = await begun(newsletter({ by: 'hand', otherwise: 'bold' }))
  const ahead = sentBy(shop)
  await advanceTo(shop.clock, shop.runtime, due + 2 * minute)
  expect(await chosen(shop.store)).toMatchObject([{ at: due, variant: 'bold', because: 'nobody-chose' }])
  expect(sentBy(shop)).toEqual({ plain: ahead['plain'], bold: people - (ahead['plain'] ?? 0) })
  await expectAllWell(shop)
  await shop.runtime.stop()
})

test('the rule chooses among the variants that people entered, whatever another version calls them since, and when their time is over', async () => {
  const shop = await begun(newsletter())
  const ahead = sentBy(shop)
  await click(shop, 'plain', 6)
  await click(shop, 'bold', 60)
  // Published meanwhile: other names, and twice as long.
  const source = await readInForce(shop.store)
  if (source === undefined) throw new Error('nothing is in force')
  const split = ['plain', 'bold'].map((template) => ({ variant: `the ${template}`, steps: [{ id: `${template}-mail`, send: template }] }))
  const trial: Trial = { share: 80, for: '8h', by: 'clicked', otherwise: 'the plain' }
  const definition: Journey = { ...newsletter(), steps: [{ id: 'subject', split, trial }] }
  const journeys = [{ definition, version: 2, live: true }, ...source.journeys.map((one) => ({ ...one, live: false }))]
  await shop.runtime.publish({ ...source, journeys })
  await advanceTo(shop.clock, shop.runtime, due + 2 * minute)
  expect(await chosen(shop.store)).toMatchObject([{ at: due, variant: 'bold', because: 'shown' }])
  expect(sentBy(shop)).toEqual({ plain: ahead['plain'], bold: people - (ahead['plain'] ?? 0) })
  // Nobody entered the other, so that nothing is chosen there.
  await advanceTo(shop.clock, shop.runtime, due + day)
  expect(await chosen(shop.store)).toHaveLength(1)
  await expectAllWell(shop)
  await shop.runtime.stop()
})

test('a time that comes sooner in a version that nobody entered chooses nothing for those who wait in another', async () => {
  const shop = await begun(newsletter())
  await click(shop, 'bold', 60)
  const source = await readInForce(shop.store)
  if (source === undefined) throw new Error('nothing is in force')
  const journeys = [{ definition: newsletter({ for: '2h' }), version: 2, live: true }, ...source.journeys.map((one) => ({ ...one, live: false }))]
  await shop.runtime.publish({ ...source, journeys })
  await advanceTo(shop.clock, shop.runtime, due - 1)
  expect(await chosen(shop.store)).toEqual([])
  await advanceTo(shop.clock, shop.runtime, due + 2 * minute)
  expect(await chosen(shop.store)).toMatchObject([{ at: due, variant: 'bold' }])
  await shop.runtime.stop()
})

test('a mailing that is sent once more on another day is tried anew: neither what was chosen the first time nor what was counted then decides', async () => {
  const shop = await begun(newsletter())
  await click(shop, 'bold', 60)
  await advanceTo(shop.clock, shop.runtime, due + 2 * minute)
  const first = shop.mail.messages.length
  const source = await readInForce(shop.store)
  if (source === undefined) throw new Error('nothing is in force')
  const definition: Journey = { ...newsletter({ otherwise: 'bold' }), enter: [{ at: '2026-01-08 13:00', zone: 'UTC' }], again: 'always' }
  const journeys = [{ definition, version: 2, live: true }, ...source.journeys.map((one) => ({ ...one, live: false }))]
  await shop.runtime.publish({ ...source, journeys })
  await advanceTo(shop.clock, shop.runtime, start + 3 * day + hour)
  const ahead = sentBy(shop, first)
  expect((ahead['plain'] ?? 0) + (ahead['bold'] ?? 0)).toBeLessThan(people * 0.9)
  await click(shop, 'plain', 20, start + 2 * day)
  const underWay = journeyReport('newsletter', await readInForce(shop.store), await shop.store.counts('newsletter'))
  expect(underWay?.versions.flatMap(({ version, experiments }) => experiments.map(({ trial }) => [version, trial?.chosen]))).toEqual([
    [2, null],
    [1, undefined],
  ])
  await advanceTo(shop.clock, shop.runtime, due + 3 * day + 2 * minute)
  expect(sentBy(shop, first)).toEqual({ plain: people - (ahead['bold'] ?? 0), bold: ahead['bold'] })
  const arm = (variant: 'plain' | 'bold', clicked: number) => ({ variant, passages: ahead[variant], sent: ahead[variant], converted: 0, opened: 0, clicked })
  expect((await chosen(shop.store)).at(-1)).toMatchObject({ at: due + 3 * day, variant: 'plain', because: 'shown', arms: [arm('plain', 20), arm('bold', 0)] })
  await shop.runtime.stop()
})
