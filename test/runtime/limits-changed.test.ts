// A limit is raised, lowered or taken out while messages wait for it: what may go out under the new rules goes out at once, in order, and what waits as
// before is not touched.

import { expect, test } from 'vitest'
import { previewText } from '../../src/cli/publication-text.ts'
import type { ProgramSource } from '../../src/engine/program.ts'
import type { Journey } from '../../src/model/journey.ts'
import type { Policy } from '../../src/model/policy.ts'
import { Publisher, stayingPeople } from '../../src/runtime/publishing/publisher.ts'
import { advanceTo, VirtualClock } from '../../src/testing/virtual-clock.ts'
import { day, hour, minute, Notebook, signedUp, sourceWith, start, type Workshop, workshop } from './workshop.ts'

const letters = ['a', 'b', 'c', 'd'] as const
const journeys = letters.map((letter, index): Journey => {
  return { journey: letter, enter: [{ on: 'Signed Up' }], again: 'always', steps: [{ id: 'send', send: 'note', priority: -index }] }
})
const source = sourceWith(...journeys)

function under(policy: Policy, more: Partial<ProgramSource> = {}): ProgramSource {
  return { ...source, ...more, workspace: { ...source.workspace, policy } }
}
function weekly(max: number): Policy {
  return { caps: [{ max, within: '7d', then: 'defer' }] }
}

/** Everybody signed up at the start, and what could leave has left. */
async function shopUnder(policy: Policy, people: readonly string[] = ['ann']): Promise<{ shop: Workshop; clock: VirtualClock; mail: Notebook }> {
  const clock = new VirtualClock(start)
  const mail = new Notebook()
  const shop = await workshop(under(policy), { clock, mail })
  await shop.submit(...people.map((who) => signedUp(who)))
  await shop.runtime.settle()
  return { shop, clock, mail }
}

function sentBy(mail: Notebook): string[] {
  return mail.messages.flatMap((message) => (message.kind === 'email' ? [`${message.about?.journey} ${(message.date - start) / hour}`] : []))
}

async function waiting({ store }: Workshop): Promise<string[]> {
  const all = await store.messages({ status: 'waiting', limit: 100 })
  return all.map(({ journey, dueAt }) => `${journey} ${(dueAt - start) / day}`).sort()
}

async function timesPutOff({ store }: Workshop): Promise<number> {
  return (await store.decisions(1, 1000)).filter(({ kind }) => kind === 'deferred').length
}

test('a limit that is raised lets go at once of what finds room now, the most important first; the rest waits as before', async () => {
  const { shop, clock, mail } = await shopUnder(weekly(1))
  expect([sentBy(mail), await waiting(shop)]).toEqual([['a 0'], ['b 7', 'c 7', 'd 7']])
  await advanceTo(clock, shop.runtime, start + hour)
  await shop.runtime.publish(under(weekly(3)))
  await shop.runtime.settle()
  expect([sentBy(mail), await waiting(shop)]).toEqual([['a 0', 'b 1', 'c 1'], ['d 7']])
  await shop.runtime.publish(under(weekly(1)))
  await shop.runtime.settle()
  await advanceTo(clock, shop.runtime, start + 7 * day)
  expect([sentBy(mail), await waiting(shop)]).toEqual([['a 0', 'b 1', 'c 1'], [`d ${7 + 1 / 24}`]])
  await shop.runtime.publish(under({}))
  await shop.runtime.settle()
  expect(sentBy(mail)).toEqual(['a 0', 'b 1', 'c 1', `d ${7 * 24}`])
  await shop.runtime.stop()
})

test('the preview of a publication says how many messages it lets be asked about at once, and nothing where it changes no limit', async () => {
  const { shop, clock } = await shopUnder(weekly(1), ['ann', 'ben'])
  const publisher = new Publisher({ store: shop.store, runtime: shop.runtime, clock })
  const putOffBy = async (policy: Policy): Promise<string> => {
    const { workspace, segments, templates } = under(policy)
    const definitions = { workspace, segments, templates, journeys }
    const { preview } = await publisher.publish({ definitions, choices: { ...stayingPeople, by: 'kim' }, mode: 'dry run' })
    return preview === null ? 'no preview' : `${preview.putOff}: ${previewText(preview, 120)}`
  }
  await publisher.publish({ definitions: { ...under(weekly(1)), journeys }, choices: { ...stayingPeople, by: 'kim' }, mode: 'publish' })
  expect(await putOffBy({ ...weekly(1), holdout: 1 })).toBe('null: the workspace changed\n')
  expect(await putOffBy(weekly(2))).toContain(
    '6: the workspace changed\n\n6 messages that wait for room or for the end of quiet hours are asked about at once by the new rules',
  )
  expect(await putOffBy({})).toContain('6: ')
  await shop.runtime.stop()
})

test('quiet hours that end earlier, or are taken out, are kept as they are from then on; those that end later change nothing for what waits', async () => {
  const night = (to: string): Policy => ({ quietHours: { from: '11:00', to } })
  const { shop, clock, mail } = await shopUnder(night('20:00'))
  expect(await waiting(shop)).toEqual(letters.map((letter) => `${letter} ${8 / 24}`))
  await advanceTo(clock, shop.runtime, start + hour)
  await shop.runtime.publish(under(night('22:00')))
  await shop.runtime.settle()
  expect([await waiting(shop), await timesPutOff(shop)]).toEqual([letters.map((letter) => `${letter} ${8 / 24}`), 4])
  await shop.runtime.publish(under(night('18:00')))
  await shop.runtime.settle()
  expect([await waiting(shop), await timesPutOff(shop)]).toEqual([letters.map((letter) => `${letter} ${6 / 24}`), 8])
  await shop.runtime.publish(under({}))
  await shop.runtime.settle()
  expect(sentBy(mail)).toEqual(letters.map((letter) => `${letter} 1`))
  await shop.runtime.stop()
})

test('what waits as long as before under a limit that was raised says so by the new one, and nothing was decided about it', async () => {
  const { shop, clock } = await shopUnder(weekly(1))
  const ofLast = async (): Promise<string> => (await shop.store.messages({ status: 'waiting', limit: 100 })).map(({ reason }) => String(reason)).at(0) ?? ''
  expect(await ofLast()).toContain('at most 1 by email')
  await advanceTo(clock, shop.runtime, start + hour)
  const before = await timesPutOff(shop)
  await shop.runtime.publish(under(weekly(3)))
  await shop.runtime.settle()
  expect(await waiting(shop)).toEqual(['d 7'])
  expect(await ofLast()).toContain('at most 3 by email')
  expect(await timesPutOff(shop)).toBe(before)
  await shop.runtime.stop()
})

test('a publication of something else asks about nothing that waits', async () => {
  const { shop, clock, mail } = await shopUnder(weekly(1))
  const before = await timesPutOff(shop)
  await advanceTo(clock, shop.runtime, start + hour)
  const segments = [{ segment: 'new', if: { attribute: 'email', exists: true } }] as ProgramSource['segments']
  await shop.runtime.publish(under(weekly(1), { segments }))
  await shop.runtime.settle()
  expect([await waiting(shop), await timesPutOff(shop), sentBy(mail)]).toEqual([['b 7', 'c 7', 'd 7'], before, ['a 0']])
  await shop.runtime.stop()
})

test('what a stop switch holds back, or a mail server that does not answer, is not let go by another limit', async () => {
  const { shop, clock, mail } = await shopUnder(weekly(1))
  await advanceTo(clock, shop.runtime, start + minute)
  await shop.runtime.changeStops({ stop: { scope: { journey: 'b' }, because: 'wrong price', since: clock.now() } })
  mail.answer = () => ({ kind: 'retry', reason: 'later', afterMs: hour })
  await shop.runtime.publish(under(weekly(3)))
  await shop.runtime.settle()
  const tried = mail.messages.length
  await shop.runtime.publish(under(weekly(4)))
  await shop.runtime.settle()
  expect([tried, mail.messages.length, (await waiting(shop)).slice(1)]).toEqual([3, 3, [`c ${61 / 1440}`, `d ${61 / 1440}`]])
  await shop.runtime.stop()
})

test('whoever is brought up to the new limit after a restart is asked about then', async () => {
  const people = Array.from({ length: 40 }, (_, index) => `p${index}`)
  const { shop, clock, mail } = await shopUnder(weekly(1), people)
  expect(mail.messages).toHaveLength(40)
  await advanceTo(clock, shop.runtime, start + hour)
  await shop.runtime.publish(under(weekly(2)))
  await shop.runtime.stop()
  const again = await workshop(under(weekly(2)), { clock, mail, store: shop.store })
  await again.runtime.settle()
  expect(new Set(sentBy(mail))).toEqual(new Set(['a 0', 'b 1']))
  expect(mail.messages).toHaveLength(80)
  await again.runtime.stop()
})

test('a warm-up that is given a larger number, or is taken out, lets go what waited for the next day', async () => {
  const people = Array.from({ length: 6 }, (_, index) => `p${index}`)
  const news = { topic: 'news', consent: 'opt-out' as const }
  const one = sourceWith({ journey: 'a', enter: [{ on: 'Signed Up' }], steps: [{ id: 'send', send: 'note', topic: 'news' }] })
  const warming = (...volumes: number[]): ProgramSource => {
    const domains = volumes.length === 0 ? [] : [{ domain: 'shop.example', warmUp: { from: '2026-01-05', volumes } }]
    return { ...one, workspace: { ...one.workspace, topics: [news], domains } }
  }
  const clock = new VirtualClock(start)
  const mail = new Notebook()
  const shop = await workshop(warming(2, 100), { clock, mail })
  await shop.submit(...people.map((who) => signedUp(who)))
  await shop.runtime.settle()
  expect(mail.messages).toHaveLength(2)
  await advanceTo(clock, shop.runtime, start + hour)
  for (const [source, sent] of [
    [warming(2, 200), 2],
    [warming(5, 200), 5],
    [warming(), 6],
  ] as const) {
    await shop.runtime.publish(source)
    await shop.runtime.settle()
    await expect.poll(() => mail.messages.length).toBe(sent)
  }
  expect(new Set(mail.recipients).size).toBe(6)
  await shop.runtime.stop()
})
