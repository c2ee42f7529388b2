// What each rule said about a message: the one that stopped it is the one that "why" names, at any instant, also for people who were sent nothing.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { whyText } from '../../src/cli/why-text.ts'
import type { AskedMessage } from '../../src/insight/why/asked-messages.ts'
import { why } from '../../src/insight/why/why.ts'
import type { Journey } from '../../src/model/journey.ts'
import { limits } from '../../src/model/limits.ts'
import { happened, hour, minute, signedUp, sourceWith, start, workshop } from '../runtime/workshop.ts'
import { livedThrough } from './lived-through.ts'

const alert: Journey = { journey: 'alert', enter: [{ on: 'Price Fell' }], again: 'always', steps: [{ id: 'tell', send: 'note', topic: 'news', expires: '2d' }] }
const other: Journey = { journey: 'other', enter: [{ on: 'Never' }], steps: [{ id: 'late', send: 'note', topic: 'news' }] }
const says = (word: 'subscribe' | 'unsubscribe'): Journey => ({
  journey: word,
  enter: [{ on: word }],
  again: 'always',
  steps: [{ id: 'say', topic: word === 'subscribe' ? { subscribe: 'news' } : { unsubscribe: 'news' } }],
})
const base = sourceWith(alert, other, says('subscribe'), says('unsubscribe'))
const source = {
  ...base,
  workspace: {
    ...base.workspace,
    topics: [{ topic: 'news' }],
    policy: {
      consent: 'opt-out' as const,
      holdout: 30,
      quietHours: { from: '22:00', to: '08:00', zone: 'UTC' },
      caps: [{ max: 1, within: '6h', then: 'skip' as const }],
    },
  },
}
const ruleOf: Readonly<Record<string, string>> = {
  holdout: 'holdout',
  unsubscribed: 'consent',
  'no address': 'address',
  capped: 'frequency cap',
  suppressed: 'address',
  expired: 'expiry',
  'quiet hours': 'quiet hours',
}
const ever = Number.NEGATIVE_INFINITY
const askedOf = (messages: readonly AskedMessage[]) => messages.filter(({ when }) => when === 'asked')

test('whatever happened to people, the rule that stopped a message is the one that is named, with the words that the log has', async () => {
  const happening = fc.record({
    who: fc.integer({ min: 1, max: 4 }),
    after: fc.integer({ min: 0, max: 48 }),
    what: fc.constantFrom('fell', 'fell', 'fell', 'no', 'yes'),
  })
  const named = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 4, maxLength: 14 }), async (happenings) => {
      const people = [1, 2, 3, 4].map((who) => signedUp(`p${who}`, { traits: who === 4 ? {} : { email: `p${who}@mail.example` } }))
      const rest = happenings
        .toSorted((one, two) => one.after - two.after)
        .map(({ who, after, what }) => {
          const about = { userId: `p${who}`, at: start + (after + 1) * hour }
          if (what === 'fell') return happened('Price Fell', about)
          return happened(what === 'no' ? 'unsubscribe' : 'subscribe', about)
        })
      const { store, to } = await livedThrough(source, [...people, ...rest], { restMs: 24 * hour })
      for (const number of [1, 2, 3, 4]) {
        const decided = (await store.decisions(number, 1000)).filter(({ kind }) => kind === 'authorized' || kind === 'refused' || kind === 'deferred')
        const answer = await why(store, { number, journey: 'alert', at: to, from: ever })
        const asked = askedOf(answer.messages)
        expect(asked).toHaveLength(Math.min(decided.length, 10))
        for (const one of asked) {
          const decision = decided.find((each) => 'effect' in each && each.effect === one.message && each.at === one.at)
          const stopping = one.rules.find(({ rule }) => rule === one.stoppedBy)
          if (decision?.kind === 'authorized') expect(one.stoppedBy).toBe(null)
          else {
            const reason = decision?.kind === 'refused' ? decision.reason : decision?.kind === 'deferred' ? decision.rule : ''
            expect([one.stoppedBy, stopping?.because]).toEqual([ruleOf[reason], (decision as { because: string }).because])
            named.add(reason)
          }
        }
      }
    }),
    { numRuns: 12, seed: 7 },
  )
  expect([...named].sort()).toEqual(['capped', 'holdout', 'no address', 'quiet hours', 'unsubscribed'])
})

test('for somebody who was never in a journey it says what each rule would say at that instant', async () => {
  const { store } = await livedThrough({ ...source, workspace: { ...source.workspace, policy: { ...source.workspace.policy, holdout: 0 } } }, [
    signedUp('ada', { traits: { email: 'ada@mail.example' } }),
    happened('Price Fell', { userId: 'ada', at: start + hour }),
    happened('unsubscribe', { userId: 'ada', at: start + 3 * hour }),
  ])
  const at = async (instant: number) => (await why(store, { number: 1, journey: 'other', at: instant, from: ever })).messages
  expect(await at(start + 30 * minute)).toMatchObject([{ when: 'would be', step: 'late', template: 'note', topic: 'news', stoppedBy: null }])
  const [capped] = await at(start + 2 * hour)
  expect(capped).toMatchObject({ stoppedBy: 'frequency cap' })
  expect(capped?.rules.at(-1)?.said).toMatchObject({ code: 'cap-full', values: { count: 1 } })
  const [night] = await at(start + 11 * hour)
  expect(night?.rules.filter(({ outcome }) => outcome !== 'passes').map(({ rule, outcome }) => [rule, outcome])).toEqual([
    ['consent', 'refuse'],
    ['quiet hours', 'defer'],
  ])
  expect(night?.rules.map(({ rule }) => rule)).not.toContain('own condition')
})

test('a rule that lets a message pass says what it counted, and when it would not', async () => {
  const policy = {
    ...source.workspace.policy,
    holdout: 0,
    caps: [
      { max: 3, within: '7d', then: 'skip' as const },
      { max: 1, within: '1h', topic: 'other', then: 'skip' as const },
    ],
  }
  const { store } = await livedThrough({ ...source, workspace: { ...source.workspace, topics: [{ topic: 'news' }, { topic: 'other' }], policy } }, [
    signedUp('ada', { traits: { email: 'ada@mail.example' } }),
    ...[1, 2].map((after) => happened('Price Fell', { userId: 'ada', at: start + after * hour })),
  ])
  const answer = await why(store, { number: 1, journey: 'alert', at: start + 3 * hour, from: ever })
  const numbersOf = (message: AskedMessage | undefined) =>
    (message?.rules ?? []).filter(({ numbers }) => numbers.length > 0).map(({ rule, numbers }) => `${rule}: ${numbers.join('; ')}`)
  const consent = 'consent: never said no to news, which is opt-out'
  const quiet = 'quiet hours: quiet from 22:00 to 08:00 in UTC'
  const [second, first, wouldBe] = answer.messages
  expect(numbersOf(wouldBe)).toEqual([consent, quiet, 'frequency cap: at most 3 by email within 7d; so far 2'])
  const before = (after: number): string => `expiry: to be handed over before ${new Date(start + after * hour + 48 * hour).toISOString()}`
  expect(numbersOf(second)).toEqual([consent, before(2), quiet, 'frequency cap: at most 3 by email within 7d; so far 1'])
  expect(numbersOf(first)).toEqual([consent, before(1), quiet, 'frequency cap: at most 3 by email within 7d; so far 0'])
  const limit = { code: 'cap', values: { max: 3, channel: 'email', within: '7d' } }
  expect(wouldBe?.rules.at(-1)).toMatchObject({ outcome: 'passes', because: null, numbersSaid: [{ code: 'cap-room', values: { limit, count: 2 } }] })
  expect(whyText(answer, 'ada')).toContain('    yes  frequency cap: at most 3 by email within 7d; so far 2\n    yes  stop switch, pause')
})

test('consent and holdout say what they saw when they let a message pass: since when there is a yes, and how far outside somebody is', async () => {
  const policy = { ...source.workspace.policy, consent: 'opt-in' as const, holdout: 5 }
  const keen: Journey = { ...alert, holdout: 10 }
  const people = Array.from({ length: 40 }, (_, index) => signedUp(`p${index}`, { traits: { email: `p${index}@mail.example` } }))
  const { store } = await livedThrough({ ...source, ...sourceWith(keen, says('subscribe')), workspace: { ...source.workspace, policy } }, [
    ...people,
    ...people.map((_, index) => happened('subscribe', { userId: `p${index}`, at: start + hour })),
    ...people.map((_, index) => happened('Price Fell', { userId: `p${index}`, at: start + 2 * hour })),
  ])
  const outcomes = new Set<string | null>()
  for (const [index] of people.entries()) {
    const [message] = askedOf((await why(store, { number: index + 1, journey: 'alert', at: start + 3 * hour, from: ever })).messages)
    const of = (name: string) => message?.rules.find(({ rule }) => rule === name)
    outcomes.add(message?.stoppedBy ?? null)
    if (message?.stoppedBy === 'holdout') {
      expect(of('holdout')?.numbers).toEqual([])
      continue
    }
    expect(of('consent')).toMatchObject({ numbers: [`said yes to news at ${new Date(start + hour).toISOString()}`], numbersSaid: [{ code: 'yes-since' }] })
    const [all, own] = (of('holdout')?.numbersSaid ?? []) as readonly { readonly code: string; readonly values: { readonly count: number } }[]
    expect(all).toMatchObject({ code: 'outside-holdout', values: { max: 10_000, amount: 500 } })
    expect(own).toMatchObject({ code: 'outside-holdout', values: { journey: 'alert', max: 10_000, amount: 1000 } })
    expect(all?.values.count).toBeGreaterThanOrEqual(500)
    expect(own?.values.count).toBeGreaterThanOrEqual(1000)
  }
  expect([...outcomes].sort()).toEqual(['holdout', null])
})

test('as of now it says how much of a new or slowed domain is used; of an instant that is over nobody knows', async () => {
  const domains = [{ domain: 'shop.example', warmUp: { from: '2026-01-05', volumes: [3, 9] } }]
  const base = { ...source.workspace, policy: { consent: 'opt-out' as const }, domains }
  const { runtime, store, submit, clock } = await workshop({ ...source, workspace: base })
  for (const who of ['ann', 'bo']) await submit(signedUp(who, { traits: { email: `${who}@mail.example` } }))
  await submit(...['ann', 'bo'].map((userId) => happened('Price Fell', { userId })))
  await runtime.settle()
  const now = clock.now() + minute
  const about = async (question: { readonly now?: number }) => {
    const { messages } = await why(store, { number: 1, journey: 'other', at: now, from: ever, ...question })
    return messages[0]?.rules.find(({ rule }) => rule === 'sending domain')
  }
  expect(await about({ now })).toMatchObject({
    outcome: 'passes',
    numbers: ['shop.example is new: 2 mails of 3 on day 1 are sent'],
    numbersSaid: [{ code: 'warm-up', values: { count: 2, max: 3, day: 1 } }],
  })
  expect(await about({ now: now + hour })).toMatchObject({ outcome: 'not known', numbers: [] })
  expect(await about({})).toMatchObject({ outcome: 'not known' })

  // The third takes the last place of the day.
  await submit(signedUp('cleo', { traits: { email: 'cleo@mail.example' } }), happened('Price Fell', { userId: 'cleo' }))
  await runtime.settle()
  expect(await about({ now })).toMatchObject({ outcome: 'hold', because: 'shop.example is new: 3 mails of 3 on day 1 are sent' })
  await store.setSetting('domain watch', { since: {}, slowed: { 'shop.example': { perHour: 5, because: 'complaints' } }, warm: ['shop.example 2026-01-05'] })
  expect(await about({ now })).toMatchObject({
    outcome: 'passes',
    numbers: ['shop.example is slowed to 5 advertising mails an hour: 3 of this hour are sent'],
  })
  await runtime.stop()
})

test('of many messages it tells of the newest that were asked about, and of so many that would be sent', async () => {
  const { whyMessagesAsked, whyMessagesImagined } = limits
  const steps = Array.from({ length: whyMessagesImagined + 1 }, (_, index) => ({ id: `say-${index}`, sms: 'hello' }))
  const many: Journey = { journey: 'many', enter: [{ on: 'Never' }], steps }
  const falls = Array.from({ length: whyMessagesAsked + 1 }, (_, index) => start + (index + 1) * minute)
  const { store } = await livedThrough({ ...source, ...sourceWith(alert, many), workspace: base.workspace }, [
    signedUp('ada', { traits: { email: 'ada@mail.example' } }),
    ...falls.map((at) => happened('Price Fell', { userId: 'ada', at })),
  ])
  const of = async (journey: string, at: number) => (await why(store, { number: 1, journey, at, from: ever })).messages
  const [oldest, ...newest] = falls
  expect(askedOf(await of('alert', start + hour)).map(({ at }) => at)).toEqual(newest.toReversed())
  expect(askedOf(await of('alert', newest.at(-2) as number))).toHaveLength(whyMessagesAsked)
  expect(askedOf(await of('alert', newest.at(-2) as number)).at(-1)?.at).toBe(oldest)
  expect((await of('many', start + hour)).map(({ step }) => step)).toEqual(steps.slice(0, whyMessagesImagined).map(({ id }) => id))
})

test('a message that a stop switch holds is held by it while it is on, and by nothing before and after', async () => {
  const { runtime, store, submit, clock } = await workshop({ ...source, workspace: { ...source.workspace, policy: { consent: 'opt-out' } } })
  await submit(signedUp('ann', { traits: { email: 'ann@mail.example' } }))
  clock.advanceTo(start + hour)
  await runtime.changeStops({ stop: { scope: { journey: 'alert' }, because: 'wrong price', since: clock.now() } })
  await submit(happened('Price Fell', { userId: 'ann', at: clock.now() }))
  await runtime.settle()
  clock.advanceTo(start + 3 * hour)
  await runtime.settle()
  await runtime.changeStops({ resume: { journey: 'alert' } })
  await runtime.settle()
  const at = async (instant: number) => why(store, { number: 1, journey: 'alert', at: instant, from: ever })
  expect((await at(start + 30 * minute)).messages).toMatchObject([{ when: 'would be', stoppedBy: null }])
  const during = await at(start + 2 * hour)
  expect(during.messages).toMatchObject([{ when: 'waits', step: 'tell', stoppedBy: 'stop switch' }])
  expect(whyText(during, 'ann')).toContain(
    'tell, email note, waits: stopped by: stop switch\n    held  stop switch: journey alert stopped since 2026-01-05T13:00:00.000Z: wrong price',
  )
  expect((await at(start + 4 * hour)).messages).toMatchObject([{ when: 'asked', at: start + 3 * hour, stoppedBy: null }, { when: 'would be' }])
  await runtime.stop()
})

test('a message that was put off waits for that time also when nothing is against it any more, and why says so instead of that it may go out', async () => {
  const quiet = { consent: 'opt-out' as const, quietHours: { from: '12:00', to: '18:00', zone: 'UTC' } }
  const near: Journey = { ...alert, steps: [{ id: 'tell', send: 'note', topic: 'news', if: { attribute: 'city', exists: true } }] }
  const shop = { ...sourceWith(near), workspace: { ...source.workspace, policy: quiet } }
  const { runtime, store, submit, clock } = await workshop(shop)
  const lives = (city: string | null, at: number) => happened('Identified', { userId: 'ann', at, traits: { city } })
  await submit(signedUp('ann', { traits: { email: 'ann@mail.example', city: 'Jena' } }), happened('Price Fell', { userId: 'ann', at: start + minute }))
  clock.advanceTo(start + minute)
  await runtime.settle()
  clock.advanceTo(start + hour)
  // Its own condition does not hold in the instant of the new rules, so that they do not let it go.
  await submit(lives(null, clock.now()))
  await runtime.publish({ ...shop, workspace: { ...shop.workspace, policy: { consent: 'opt-out' } } })
  await runtime.settle()
  clock.advanceTo(start + 2 * hour)
  await submit(lives('Kiel', clock.now()))
  await runtime.settle()
  const at = async (instant: number) => why(store, { number: 1, journey: 'alert', at: instant, from: ever })
  const until = Date.parse('2026-01-05T18:00:00.000Z')
  expect((await at(start + 30 * minute)).messages[0]).toMatchObject({ when: 'waits', stoppedBy: 'quiet hours', putOffUntil: until })
  const after = await at(start + 2 * hour)
  expect(after.messages[0]).toMatchObject({ when: 'waits', stoppedBy: null, putOffUntil: until })
  expect(whyText(after, 'ann')).toContain('tell, email note, waits: put off until 2026-01-05T18:00:00.000Z, though nothing is against it any more')
  expect((await why(store, { number: 1, journey: 'alert', at: start + 2 * hour, from: start + 2 * hour })).messages[0]).toMatchObject({ putOffUntil: until })
  clock.advanceTo(until)
  await runtime.settle()
  expect((await at(until)).messages).toMatchObject([
    { when: 'asked', at: until, stoppedBy: null, putOffUntil: null },
    { when: 'asked', stoppedBy: 'quiet hours' },
    { when: 'would be' },
  ])
  await runtime.stop()
})
