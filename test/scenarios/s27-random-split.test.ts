// A random split. Elsewhere people changed the arm when they entered again, and declaring a winner emptied the step with its results.

import { expect, test } from 'vitest'
import type { Definitions } from '../../src/model/definitions.ts'
import type { Journey } from '../../src/model/journey.ts'
import { Publisher, stayingPeople } from '../../src/runtime/publishing/publisher.ts'
import { advanceTo } from '../../src/testing/virtual-clock.ts'
import { happened, hour, sourceWith, workshop } from '../runtime/workshop.ts'

const variants = ['short', 'long', 'none'].map((variant) => ({ variant, steps: [{ id: variant, nothing: true as const }] }))
const trial = (more: object = {}): Journey => ({ journey: 'trial', enter: [{ on: 'Came' }], again: 'always', steps: [{ id: 'arm', split: variants, ...more }] })
const people = Array.from({ length: 60 }, (_, index) => `u${index}`)

test('S27: everybody takes the same arm at every entry and in every version; a winner keeps the step and all results', async () => {
  const { submit, runtime, store, clock } = await workshop(sourceWith(trial()))
  const publisher = new Publisher({ store, runtime, clock })
  const publish = async (journey: Journey) => {
    const definitions: Definitions = { ...sourceWith(), journeys: [journey] }
    await publisher.publish({ definitions, choices: { ...stayingPeople, by: 'kim' }, mode: 'publish' })
    await runtime.settle()
  }
  const come = async () => {
    await submit(...people.map((userId) => happened('Came', { userId, at: clock.now() })))
    await runtime.settle()
  }
  const armsOf = async (number: number) =>
    (await store.decisions(number, 1000)).flatMap((decision) => (decision.kind === 'moved' && decision.because.startsWith('variant ') ? decision.step : []))
  await come()
  await come()
  // Other weights in another order: who has an arm keeps it.
  await publish(trial({ split: variants.toReversed().map((variant, index) => ({ ...variant, weight: index + 1 })) }))
  await come()
  const arms = await Promise.all(people.map((_, index) => armsOf(index + 1)))
  for (const own of arms) {
    expect(own).toHaveLength(3)
    expect(new Set(own).size).toBe(1)
  }
  expect(new Set(arms.flat())).toEqual(new Set(['short', 'long', 'none']))
  const resultsBefore = (await store.counts('trial')).filter(({ step, version }) => step === 'arm' && version < 3)

  await publish(trial({ winner: 'short' }))
  await come()
  for (const [index] of people.entries()) expect((await armsOf(index + 1)).at(-1)).toBe('short')
  const counts = (await store.counts('trial')).filter(({ step }) => step === 'arm')
  expect(counts.filter(({ version }) => version < 3)).toEqual(resultsBefore)
  expect(counts.filter(({ version }) => version === 3)).toContainEqual(expect.objectContaining({ measure: 'variant: short', count: 60 }))
  await runtime.stop()
})

test('S27: whoever waits before the trial when its winner is published with "people move" takes the winner’s way, and nobody goes it twice', async () => {
  const ahead = (winner: object = {}): Journey => ({
    ...trial(winner),
    again: 'never',
    steps: [
      {
        id: 'first',
        split: [
          { variant: 'ahead', weight: 1, steps: [] },
          { variant: 'later', weight: 4, steps: [{ id: 'patience', wait: '4h' }] },
        ],
      },
      { id: 'arm', split: variants, ...winner },
    ],
  })
  const { submit, runtime, store, clock } = await workshop(sourceWith(ahead()))
  await submit(...people.map((userId) => happened('Came', { userId, at: clock.now() })))
  await runtime.settle()
  const armsOf = async (number: number) =>
    (await store.decisions(number, 1000)).flatMap((decision) =>
      decision.kind === 'moved' && variants.some(({ variant }) => variant === decision.step) ? decision.step : [],
    )
  const arms = () => Promise.all(people.map((_, index) => armsOf(index + 1)))
  const before = await arms()
  const publisher = new Publisher({ store, runtime, clock })
  const definitions: Definitions = { ...sourceWith(), journeys: [ahead({ winner: 'short' })] }
  await publisher.publish({ definitions, choices: { ...stayingPeople, people: 'move', by: 'kim' }, mode: 'publish' })
  await runtime.settle()
  await advanceTo(clock, runtime, clock.now() + 5 * hour)
  const waited = before.filter((own) => own.length === 0)
  expect([waited.length > 30, waited.length < 60]).toEqual([true, true])
  expect(await arms()).toEqual(before.map((own) => (own.length === 0 ? ['short'] : own)))
  await runtime.stop()
})

test('S27: a winner that is none of the variants is a mistake', async () => {
  const { runtime } = await workshop(sourceWith(trial()))
  await expect(runtime.publish(sourceWith(trial({ winner: 'shrot' })))).rejects.toThrow('there is no variant shrot')
  await runtime.stop()
})
