// Why somebody is in a journey, was, or never was: the sentence, the numbers, and the very events that decided it, from the log alone.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { whyAnswer } from '../../src/api/admin/routes/why-answer.ts'
import { whyText } from '../../src/cli/why-text.ts'
import type { Reason } from '../../src/engine/conditions/evidence.ts'
import { decisionText } from '../../src/engine/decision-text.ts'
import { why } from '../../src/insight/why/why.ts'
import type { WhyAnswer } from '../../src/insight/why/why-answer.ts'
import type { Journey } from '../../src/model/journey.ts'
import { theEngine } from '../../src/runtime/engine.ts'
import { recordPublication } from '../../src/runtime/publishing/published.ts'
import { happened, hour, minute, signedUp, sourceWith, start } from '../runtime/workshop.ts'
import { livedThrough } from './lived-through.ts'

const keen: Journey = {
  journey: 'keen',
  enter: [
    {
      on: 'Product Viewed',
      if: {
        all: [
          { event: 'Product Viewed', count: { gte: 3 }, within: '24h' },
          { attribute: 'plan', eq: 'free' },
        ],
      },
    },
  ],
  again: { after: '7d' },
  steps: [
    { id: 'wait', wait: '1d' },
    { id: 'offer', send: 'note' },
  ],
}
const cart: Journey = {
  journey: 'cart',
  enter: [{ quiet: '30m', on: 'Product Added', unless: 'Order Completed' }],
  again: 'always',
  exit: [{ event: 'Order Completed' }],
  steps: [{ id: 'remind', send: 'note' }],
}
const source = { ...sourceWith(keen, cart), workspace: { ...sourceWith().workspace, policy: { consent: 'opt-out' as const } } }

/** Ada's views, in minutes after the start. */
async function ask(
  views: readonly number[],
  question: {
    readonly journey?: string
    readonly at?: number
    readonly plan?: string
    readonly added?: readonly number[]
    readonly ordered?: readonly number[]
  } = {},
): Promise<WhyAnswer> {
  const { journey = 'keen', at = 3000, plan = 'free', added = [], ordered = [] } = question
  const who = (after: number) => ({ userId: 'ada', at: start + after * minute })
  const arrivals = [
    signedUp('ada', { traits: { email: 'ada@mail.example', plan } }),
    ...views.map((after) => happened('Product Viewed', { ...who(after), messageId: `view-${after}` })),
    ...added.map((after) => happened('Product Added', who(after))),
    ...ordered.map((after) => happened('Order Completed', who(after))),
  ].sort((one, other) => one.event.receivedAt - other.event.receivedAt)
  const { store } = await livedThrough(source, arrivals, { restMs: 100 * hour })
  const answer = await why(store, { number: 1, journey, at: start + at * minute, from: Number.NEGATIVE_INFINITY })
  // It is what the door says that it answers.
  expect(whyAnswer.safeParse(JSON.parse(JSON.stringify(answer))).error).toBeUndefined()
  return answer
}

const reasonOf = ({ waysIn }: WhyAnswer): Reason => waysIn[0]?.chances[0]?.reason as Reason

describe('somebody who never entered', () => {
  test('missed a count by one event that was some minutes too early: the numbers and the events say so', async () => {
    const answer = await ask([0, 600, 1444])
    expect(answer).toMatchObject({ status: 'never entered', version: 1 })
    expect(answer.answer).toBe(
      'At the door 2026-01-06T12:04:00.000Z, condition not met: Product Viewed at least 3 times within 24h (2 times, last 2026-01-06T12:04:00.000Z; 2 of 3, the 3rd newest was 4 minutes too early).',
    )
    const [views, plan] = reasonOf(answer).parts
    expect(views).toMatchObject({ value: false, nearMiss: '2 of 3, the 3rd newest was 4 minutes too early' })
    expect(views?.evidence.map(({ messageId, counts }) => [messageId, counts])).toEqual([
      ['view-1444', true],
      ['view-600', true],
      ['view-0', false],
    ])
    expect(plan).toMatchObject({ value: true, detail: 'is "free"', evidence: [{ name: 'Attribute Changed', occurredAt: start }] })
  })

  test('is told which part stood in the way', async () => {
    expect((await ask([0, 1, 2], { plan: 'paid' })).answer).toMatch(/condition not met: plan is free \(is "paid"\)\.$/)
  })

  test('when nothing happened that lets in', async () => {
    const answer = await ask([])
    expect(answer).toMatchObject({ status: 'never entered', waysIn: [{ chances: [], now: { value: false } }] })
    expect(answer.answer).toBe('Never entered: Product Viewed at least 3 times within 24h (not in that time; 0 of 3).')
  })

  test('a timer was restarted, called off, or still runs', async () => {
    const outcomes = async (added: readonly number[], ordered: readonly number[], at = 3000) =>
      (await ask([], { journey: 'cart', added, ordered, at })).waysIn[0]?.chances.map(({ outcome }) => outcome)
    expect(await outcomes([0, 20], [40])).toEqual(['called off', 'restarted'])
    expect(await outcomes([0, 29], [], 40)).toEqual(['still running', 'restarted'])
    expect(await outcomes([0], [], 40)).toEqual(['entered'])
    const running = await ask([], { journey: 'cart', added: [0], at: 10 })
    const said = { code: 'timer-lets-in', values: { event: 'Product Added' } }
    expect(running.coming).toEqual([{ at: start + 30 * minute, what: 'the timer that Product Added started lets in, if nothing comes between', said }])
  })
})

describe('a score', () => {
  const points = (journey: string, on: string, points: number): Journey => ({
    journey,
    enter: [{ on }],
    again: 'always',
    steps: [{ id: 'points', update: { increment: { intent: points } } }],
  })
  const near: Journey = { journey: 'near', enter: [{ becomes: { attribute: 'intent', gte: 7 } }], again: 'always', steps: [] }
  const scoring = { ...source, journeys: sourceWith(points('looks', 'Product Viewed', 1), points('carts', 'Product Added', 5), near).journeys }

  async function reasonAfter(...names: readonly string[]): Promise<Reason> {
    const arrivals = names.map((name, index) => happened(name, { userId: 'ada', at: start + index * minute }))
    const { store } = await livedThrough(scoring, arrivals, { restMs: hour })
    const answer = await why(store, { number: 1, journey: 'near', at: start + hour, from: Number.NEGATIVE_INFINITY })
    expect(whyAnswer.safeParse(JSON.parse(JSON.stringify(answer))).error).toBeUndefined()
    return answer.waysIn[0]?.now as Reason
  }

  test('says which steps its points came from, newest first', async () => {
    const { value, evidence } = await reasonAfter('Product Viewed', 'Product Added', 'Product Viewed')
    expect(value).toBe(true)
    expect(evidence.map(({ change }) => [change?.previous, change?.value, change?.by?.journey, change?.by?.step])).toEqual([
      [6, 7, 'looks', 'points'],
      [1, 6, 'carts', 'points'],
      [null, 1, 'looks', 'points'],
    ])
  })

  test('names the newest five changes and no more', async () => {
    const { evidence } = await reasonAfter(...Array.from({ length: 8 }, () => 'Product Viewed'))
    expect(evidence.map(({ change }) => change?.value)).toEqual([8, 7, 6, 5, 4])
  })

  test('that came with an event begins there', async () => {
    const arrivals = [
      signedUp('ada', { traits: { intent: 'low' } }),
      happened('Identified', { userId: 'ada', at: start + minute, traits: { intent: 3 } }),
      happened('Product Viewed', { userId: 'ada', at: start + 2 * minute }),
    ]
    const { store } = await livedThrough(scoring, arrivals, { restMs: hour })
    const { waysIn } = await why(store, { number: 1, journey: 'near', at: start + hour, from: Number.NEGATIVE_INFINITY })
    expect(waysIn[0]?.now?.evidence.map(({ change }) => [change?.previous, change?.value, change?.source, change?.by?.journey])).toEqual([
      [3, 4, 'journey', 'looks'],
      ['low', 3, 'event', undefined],
    ])
  })

  test('is explained as the guide shows it', async () => {
    const guide = readFileSync('docs/guides/conditions.md', 'utf8')
    const blockAfter = (words: string): string => /\n```.*\n([\s\S]*?)\n```/.exec(guide.slice(guide.indexOf(words)))?.[1] as string
    const written = blockAfter('## A score for the intent to buy').replace('send: hello', 'send: note')
    const shown = blockAfter('A score explains itself').split('\n')
    const journeys = parseAllDocuments(written).map((document) => document.toJS() as Journey)
    const at = (time: string): { readonly userId: string; readonly at: number } => ({ userId: 'kim', at: Date.parse(`2026-11-${time}Z`) })
    const arrivals = [
      happened('Product Viewed', at('20T10:00:00')),
      happened('Product Added', at('20T10:01:00')),
      happened('Product Viewed', at('21T10:00:00')),
      happened('Product Viewed', at('21T10:05:00')),
    ]
    const { store } = await livedThrough({ ...source, journeys: sourceWith(...journeys).journeys }, arrivals, { restMs: hour })
    const answer = await why(store, { number: 1, journey: 'near-to-buying', at: at('21T10:06:00').at, from: 0 })
    const said = whyText(answer, 'kim')
      .split('\n')
      .map((line) => line.trim())
    expect(shown).toHaveLength(6)
    expect(said.slice(said.indexOf(shown[0]?.trim() as string)).slice(0, 6)).toEqual(shown.map((line) => line.trim()))
  })
})

describe('a way in at which nothing stands', () => {
  const become: Journey = { journey: 'free', enter: [{ becomes: { attribute: 'plan', eq: 'free' } }], again: { after: '7d' }, steps: [] }
  const nightly: Journey = { journey: 'nightly', enter: [{ at: '0 3 * * *', for: { attribute: 'plan', eq: 'free' } }], again: { after: '7d' }, steps: [] }
  const becoming = { ...source, journeys: sourceWith(become, nightly).journeys }

  async function chancesOf(journey: string, ...plans: readonly string[]) {
    const arrivals = plans.map((plan, index) =>
      happened('Identified', { userId: 'ada', at: start + index * minute, traits: { email: 'ada@mail.example', plan } }),
    )
    const { store } = await livedThrough(becoming, arrivals, { restMs: 48 * hour })
    const answer = await why(store, { number: 1, journey, at: start + 48 * hour, from: Number.NEGATIVE_INFINITY })
    expect(whyAnswer.safeParse(JSON.parse(JSON.stringify(answer))).error).toBeUndefined()
    return {
      answer: answer.answer,
      chances: answer.waysIn[0]?.chances.map(({ at, event, outcome, reason }) => [at - start, event.name, outcome, reason?.value]),
    }
  }

  test('a condition that began to hold lets in, and later does not so soon again', async () => {
    const { answer, chances } = await chancesOf('free', 'paid', 'free', 'paid', 'free')
    expect(chances).toEqual([
      [3 * minute, 'condition', 'not entered', true],
      [minute, 'condition', 'entered', true],
    ])
    expect(answer).toMatch(/not entered: again: too soon/)
  })

  test('whoever came in by it is not told that nothing happened', async () => {
    expect((await chancesOf('free', 'free')).answer).toBe('Entered 2026-01-05T12:00:00.000Z, completed 2026-01-05T12:00:00.000Z.')
  })

  test('a time that came lets in', async () => {
    const { chances } = await chancesOf('nightly', 'free')
    expect(chances?.map(([, ...rest]) => rest)).toEqual([['schedule', 'entered', true]])
  })
})

describe('somebody who entered', () => {
  test('is inside, and what comes next is known', async () => {
    const answer = await ask([0, 1, 2], { at: 10 })
    expect(answer).toMatchObject({ status: 'inside', coming: [{ at: start + 1442 * minute }] })
    expect(answer.answer).toBe('Inside since 2026-01-05T12:02:00.000Z, at wait, until 2026-01-06T12:02:00.000Z at the latest.')
    expect(reasonOf(answer)).toMatchObject({ value: true })
  })

  test('and asks a second time too soon is told by which rule, and from when on', async () => {
    const answer = await ask([0, 1, 2, 2000, 2001, 2002])
    expect(answer).toMatchObject({ status: 'was inside', againFrom: start + 2 * minute + 168 * hour })
    expect(answer.answer).toBe(
      'Entered 2026-01-05T12:02:00.000Z, completed 2026-01-06T12:02:00.000Z. At the door 2026-01-06T21:22:00.000Z, not entered: again: too soon: entered at 2026-01-05T12:02:00.000Z, again after 7d.',
    )
  })

  test('as it was at an earlier instant, as if the later had not happened', async () => {
    expect(await ask([0, 1, 2], { at: 1 })).toMatchObject({ status: 'never entered', trace: [] })
    expect(await ask([0, 1, 2], { at: -10 })).toMatchObject({ status: 'not known yet' })
    expect(await ask([0], { journey: 'nothing' })).toMatchObject({ status: 'no such journey' })
  })
})

test('of a journey that was taken out it is said since when it lets nobody in, to who was inside and to who never was', async () => {
  const views = [0, 1, 2].map((after) => happened('Product Viewed', { userId: 'ada', at: start + after * minute }))
  const { store, to } = await livedThrough(source, [signedUp('ada', { traits: { email: 'ada@mail.example', plan: 'free' } }), signedUp('bo'), ...views], {
    restMs: 100 * hour,
  })
  const left = { ...source, ...sourceWith(cart), workspace: source.workspace }
  const at = to + hour
  await recordPublication(store, {
    source: left,
    program: theEngine.compile(left),
    at,
    position: (await store.last()).position,
    pauses: 0,
    by: 'ada',
    isTakenOver: true,
  })
  const question = { journey: 'cart', from: 0, at: at + hour }
  const since = `it lets nobody in since ${new Date(at).toISOString()}, when it was taken out of what is in force`
  const [ada, bo] = await Promise.all([1, 2].map((number) => why(store, { ...question, number, journey: 'keen' })))
  expect(bo).toMatchObject({ status: 'never entered', version: null, answer: `Never entered: ${since}.` })
  expect(ada?.status).toBe('was inside')
  expect(ada?.answer).toMatch(new RegExp(`Not again: ${since}\\.$`))
  expect((await why(store, { ...question, number: 2 })).answer).not.toContain(since)
  // At an instant before that, as it was then.
  expect((await why(store, { ...question, journey: 'keen', number: 2, at: to })).answer).not.toContain(since)
  await store.close()
})

test('whoever is still inside a journey that was taken out is told so, and since when it lets nobody in', async () => {
  const views = [0, 1, 2].map((after) => happened('Product Viewed', { userId: 'ada', at: start + after * minute }))
  const { store, to } = await livedThrough(source, [signedUp('ada', { traits: { email: 'ada@mail.example', plan: 'free' } }), ...views], { restMs: hour })
  const left = { ...source, journeys: source.journeys.map((one) => (one.definition.journey === 'keen' ? { ...one, live: false } : one)) }
  const at = to + minute
  await recordPublication(store, {
    source: left,
    program: theEngine.compile(left),
    at,
    position: (await store.last()).position,
    pauses: 0,
    by: 'ada',
    isTakenOver: true,
  })
  const { status, answer } = await why(store, { number: 1, journey: 'keen', from: 0, at: at + minute })
  expect(status).toBe('inside')
  expect(answer).toMatch(/^Inside since .*\. Not again: it lets nobody in since \S+, when it was taken out of what is in force\.$/)
  expect((await why(store, { number: 1, journey: 'keen', from: 0, at: to })).answer).not.toContain('Not again')
  await store.close()
})

test('the trace is what was decided, in the words of the golden traces', async () => {
  const arrivals = [
    signedUp('ada', { traits: { email: 'ada@mail.example', plan: 'free' } }),
    ...[0, 1, 2].map((after) => happened('Product Viewed', { userId: 'ada', at: start + after * minute })),
  ]
  const { store, to } = await livedThrough(source, arrivals, { restMs: 100 * hour })
  const { trace } = await why(store, { number: 1, journey: 'keen', at: to, from: 0 })
  const kept = (await store.decisions(1, 1000)).filter((decision) => 'journey' in decision && decision.journey === 'keen')
  expect(trace).toEqual(kept.map(decisionText))
  expect(trace.length).toBeGreaterThan(4)
})
