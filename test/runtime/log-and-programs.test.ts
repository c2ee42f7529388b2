// A state is a fold of the log, and new definitions reach everybody.

import { describe, expect, test } from 'vitest'
import type { SubscriberState } from '../../src/engine/state.ts'
import type { Definitions } from '../../src/model/definitions.ts'
import type { Journey } from '../../src/model/journey.ts'
import { theEngine } from '../../src/runtime/engine.ts'
import { arrivalOf, inputOf, mergeName } from '../../src/runtime/log-entry.ts'
import { nextSource, readPublished } from '../../src/runtime/publishing/published.ts'
import type { LogEntry, Store } from '../../src/runtime/store.ts'
import { greeting, happened, hour, reminder, signedUp, sourceWith, start, workshop } from './workshop.ts'

describe('a state is a fold of the log', () => {
  const source = sourceWith(greeting, reminder)

  test('events, authorizations, outcomes, commands and merges together make the state again', async () => {
    const { submit, runtime, store, clock, mail } = await workshop(source)
    mail.answer = () => (mail.messages.length === 1 ? { kind: 'retry', reason: 'busy', afterMs: 1000 } : { kind: 'sent' })
    await submit(signedUp('ann'), happened('Product Added', { anonymousId: 'phone' }))
    await runtime.settle()
    clock.advanceTo(start + 5000)
    await runtime.settle()
    await runtime.inbox.command({ userId: 'ann' }, { do: 'join list', list: 'news' }, 'api')
    await submit(happened('Viewed', { userId: 'ann', anonymousId: 'phone', at: clock.now() }))
    await runtime.inbox.command({ userId: 'ann' }, { do: 'set attributes', set: { plan: 'pro' } }, 'admin')
    clock.advanceTo(start + hour)
    await runtime.settle()
    const ann = await runtime.describe({ userId: 'ann' })
    const folded = await fold(store, ann?.head ?? 0, 1, source)
    expect(theEngine.serializeState(folded)).toEqual(theEngine.serializeState(ann?.state ?? folded))
    const names = (await store.history(ann?.head ?? 0, 100)).map((entry) => entry.name)
    expect(new Set(names)).toEqual(new Set(['Signed Up', 'Product Added', 'Viewed', '(authorize)', '(outcome)', '(command)', '(merge)']))
    await runtime.stop()
  })

  test('an event may be called what it likes', async () => {
    const { submit, runtime, store } = await workshop(source)
    for (const name of ['(merge)', '(command)', '(', '']) await submit(happened(name, { userId: 'ann' }))
    const entries = await store.readLog(0, 100)
    expect(entries.map((entry) => arrivalOf(entry)?.event.name)).toEqual(['(merge)', '(command)', '(', ''])
    await runtime.stop()
  })

  /** One chain, oldest first; a merge is folded from both. */
  async function fold(store: Store, head: number, number: number, definitions: typeof source): Promise<SubscriberState> {
    const program = theEngine.compile(definitions)
    const chain: LogEntry[] = []
    for (let position = head; position > 0; position = chain.at(-1)?.previous ?? 0) {
      const [entry] = await store.entriesAt([position])
      if (entry !== undefined) chain.push(entry)
    }
    let state: SubscriberState | undefined
    for (const entry of chain.reverse()) {
      state ??= theEngine.newState(String(number), entry.receivedAt)
      if (entry.name === mergeName && arrivalOf(entry) === undefined) {
        const { from, because } = JSON.parse(entry.body)
        const other = theEngine.serializeState(await fold(store, entry.merged, from, definitions))
        state = theEngine.transition(program, state, { kind: 'merge', at: entry.receivedAt, other, because }).state
        continue
      }
      const input = inputOf(entry)
      if (input !== undefined) state = theEngine.transition(program, state, input).state
    }
    return state ?? theEngine.newState(String(number), start)
  }
})

describe('new definitions', () => {
  const before = sourceWith(greeting)
  const loyal = { segment: 'loyal', if: { event: 'Viewed', count: { gte: 3 } } }
  const after = { ...sourceWith(greeting), segments: [loyal] }
  const view = (userId: string) => happened('Viewed', { userId })

  test('reach everybody in the background, with memories filled from the past', async () => {
    const { submit, runtime, store } = await workshop(before)
    await submit(...Array.from({ length: 300 }, (_, index) => view(`u${index}`)))
    await submit(view('u7'), view('u7'), view('u8'))
    await runtime.publish(after)
    await runtime.settle()
    const adopted = await Promise.all(
      Array.from({ length: 300 }, async (_, index) => (await store.decisions(index + 1, 100)).some((decision) => decision.kind === 'adopted')),
    )
    expect(adopted.every(Boolean)).toBe(true)
    expect(await store.decisions(8, 100)).toContainEqual(expect.objectContaining({ kind: 'segment', segment: 'loyal', entered: true }))
    expect(await store.decisions(9, 100)).not.toContainEqual(expect.objectContaining({ kind: 'segment' }))
    await submit(view('u8'))
    expect(await store.decisions(9, 100)).toContainEqual(expect.objectContaining({ kind: 'segment', segment: 'loyal', entered: true }))
    await runtime.stop()
  })

  test('hold for the very next event, whether its subscriber was reached or not', async () => {
    const { submit, runtime, store } = await workshop(before)
    await submit(view('ann'), view('ann'))
    const published = runtime.publish(after)
    await Promise.all([published, submit(view('ann'))])
    expect(await store.decisions(1, 100)).toContainEqual(expect.objectContaining({ kind: 'segment', segment: 'loyal', entered: true }))
    await runtime.stop()
  })

  test('do not stop what comes in meanwhile', async () => {
    const { submit, runtime } = await workshop(before)
    await submit(...Array.from({ length: 1000 }, (_, index) => view(`u${index}`)))
    await runtime.publish(after)
    const receipts = await Promise.all(Array.from({ length: 50 }, (_, index) => submit(view(`u${index * 13}`))))
    expect(receipts.flat()).toEqual(receipts.map(() => 'accepted'))
    await runtime.settle()
    await runtime.stop()
  })

  test('go on reaching people after a restart, and everybody only once', async () => {
    const { submit, runtime, store } = await workshop(before)
    await submit(...Array.from({ length: 500 }, (_, index) => view(`u${index}`)))
    await runtime.settle()
    await runtime.stop()
    const second = await workshop(after, { store })
    await second.runtime.stop()
    const third = await workshop(after, { store })
    await third.runtime.settle()
    for (const number of [1, 250, 500]) {
      const adoptions = (await store.decisions(number, 100)).filter((decision) => decision.kind === 'adopted')
      expect(adoptions).toHaveLength(1)
    }
    await third.runtime.stop()
  })

  test('keep an older version as long as one of its messages waits, so that its own step is asked right before it goes out', async () => {
    const offer = (steps: Journey['steps']): Definitions => ({ ...sourceWith(), journeys: [{ ...greeting, steps }] })
    const step = { id: 'greet', send: 'note', if: { attribute: 'plan', eq: 'gold' } }
    const { submit, runtime, store, clock, mail } = await workshop(nextSource(undefined, offer([step]), []))
    mail.answer = () => ({ kind: 'retry', reason: 'busy' })
    await submit(signedUp('ann', { traits: { email: 'ann@mail.example', plan: 'gold' } }))
    await runtime.settle()
    for (const id of ['second', 'third']) await runtime.publish(nextSource(await readPublished(store), offer([{ id, nothing: true }]), await store.counts()))
    await runtime.inbox.command({ userId: 'ann' }, { do: 'set attributes', set: { plan: 'basic' } }, 'api')
    clock.advanceTo(start + hour)
    await runtime.settle()
    expect(mail.messages).toHaveLength(1)
    expect(await store.decisions(1, 100)).toContainEqual(expect.objectContaining({ kind: 'refused', step: 'greet', reason: 'condition not met' }))
    const source = nextSource(await readPublished(store), offer([{ id: 'third', nothing: true }]), await store.counts())
    expect(source.journeys.map(({ version, live }) => [version, live])).toEqual([[3, true]])
    await runtime.stop()
  })

  test('are the version that is in force where they only say something else of a journey and its steps', async () => {
    const said = (remark: string, wait = '1h'): Definitions => {
      const inner = [{ id: 'first', wait, note: remark }]
      const split = {
        id: 'split',
        split: [
          { variant: 'A', steps: inner },
          { variant: 'B', steps: [] },
        ],
        note: remark,
      }
      const steps: Journey['steps'] = [
        split,
        { on: [{ after: '1d', steps: [{ nothing: true, note: remark }] }] },
        { choose: [{ else: [{ end: true, note: remark }] }] },
      ]
      return { ...sourceWith(), journeys: [{ ...greeting, description: remark, steps }] }
    }
    const { runtime, store } = await workshop(nextSource(undefined, said('for Ann'), []))
    const publish = async (definitions: Definitions): Promise<readonly (readonly [number, string | undefined])[]> => {
      await runtime.publish(nextSource(await readPublished(store), definitions, await store.counts()))
      return (await readPublished(store))?.journeys.map(({ version, definition }) => [version, definition.description] as const) ?? []
    }
    expect(await publish(said('for Bea'))).toEqual([[1, 'for Bea']])
    expect(await publish(said('for Bea', '2h'))).toEqual([
      [2, 'for Bea'],
      [1, 'for Bea'],
    ])
    await runtime.stop()
  })

  test('that do not compile change nothing', async () => {
    const { submit, runtime, store } = await workshop(before)
    const broken = sourceWith({ ...greeting, steps: [{ send: 'no such template' }] })
    await expect(runtime.publish(broken)).rejects.toThrow('do not compile')
    await submit(signedUp('ann'))
    await runtime.settle()
    expect(await store.messages({ limit: 10 })).toMatchObject([{ status: 'sent' }])
    await runtime.stop()
  })
})
