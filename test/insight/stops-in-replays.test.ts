// A message that a stop switch holds back takes no place under a limit from another one; whoever decides it again from the log must know of the switch.

import { expect, test } from 'vitest'
import { readLife, walkLife } from '../../src/insight/why/fold-person.ts'
import type { Decision } from '../../src/model/decision.ts'
import type { Journey } from '../../src/model/journey.ts'
import { happened, hour, Notebook, sourceWith, start, workshop } from '../runtime/workshop.ts'

const alert: Journey = { journey: 'alert', enter: [{ on: 'Price Fell' }], again: 'always', steps: [{ id: 'tell', send: 'note', priority: 9 }] }
const news: Journey = { journey: 'news', enter: [{ on: 'News Came' }], again: 'always', steps: [{ id: 'tell', send: 'note' }] }

test('what was decided while a switch was on follows from the log again', async () => {
  const source = sourceWith(alert, news)
  const workspace = {
    ...source.workspace,
    topics: [{ topic: 'news' }],
    policy: { consent: 'opt-out' as const, caps: [{ max: 1, within: '1h', then: 'defer' as const }] },
  }
  const templates = source.templates.map((one) => ({ ...one, topic: 'news' }))
  const { runtime, store, submit, clock } = await workshop({ ...source, workspace, templates }, { mail: new Notebook() })
  await runtime.changeStops({ stop: { scope: { journey: 'alert' }, because: 'wrong price', since: start } })
  await submit(happened('Identified', { userId: 'ann', at: clock.now(), traits: { email: 'ann@mail.example' } }))
  await submit(happened('Price Fell', { userId: 'ann', at: clock.now() }), happened('News Came', { userId: 'ann', at: clock.now() }))
  await runtime.settle()
  await runtime.changeStops({ resume: { journey: 'alert' } })
  clock.advanceTo(start + 2 * hour)
  await runtime.settle()
  const number = (await runtime.describe({ userId: 'ann' }))?.number ?? 0
  const isOfTheLog = (one: Decision): boolean => one.kind !== 'adopted' && (one.kind !== 'deferred' || one.rule !== 'stop switch')
  const decided = (await store.decisions(number, 1000)).filter(isOfTheLog)
  expect(decided.some((one) => one.kind === 'authorized' && one.journey === 'news')).toBe(true)
  const life = await readLife(store, { number, at: clock.now(), lines: 1000 })
  const again: Decision[] = []
  walkLife(life as NonNullable<typeof life>, clock.now(), { onDecisions: (made) => again.push(...made), onLine: () => {}, onTime: () => {} })
  expect(again.filter(isOfTheLog)).toEqual(decided)
  await runtime.stop()
})
