// Groups: what is decided together is committed together or not at all, in order of arrival, and poison harms nobody else.

import { describe, expect, test } from 'vitest'
import { isOncueError, OncueError } from '../../src/model/errors.ts'
import { limits } from '../../src/model/limits.ts'
import { theEngine } from '../../src/runtime/engine.ts'
import { greeting, happened, hour, signedUp, sourceWith, start, workshop } from './workshop.ts'

const source = sourceWith(greeting)

describe('one group is one transaction', () => {
  test('what queued up while a commit ran is committed together', async () => {
    const { store, submit, runtime } = await workshop(source)
    const gate = Promise.withResolvers<void>()
    const reached = Promise.withResolvers<void>()
    store.before = () => {
      reached.resolve()
      return gate.promise
    }
    const first = submit(happened('Viewed', { userId: 'a' }))
    await reached.promise
    store.before = () => {}
    const rest = Array.from({ length: 50 }, (_, index) => submit(happened('Viewed', { userId: `user-${index}` })))
    gate.resolve()
    await Promise.all([first, ...rest])
    expect(store.commits.map((commit) => commit.log.length)).toEqual([1, 50])
    await runtime.stop()
  })

  test('an answer comes after the commit, never before', async () => {
    const { store, submit, runtime } = await workshop(source)
    const order: string[] = []
    store.before = async () => {
      await new Promise((resolve) => setImmediate(resolve))
      order.push('committed')
    }
    await submit(happened('Viewed', { userId: 'a' })).then(() => order.push('answered'))
    expect(order).toEqual(['committed', 'answered'])
    await runtime.stop()
  })

  test('while the disk takes one group in, one more is decided, and nobody is answered before it is there', async () => {
    const { store, submit, runtime } = await workshop(source)
    const disk = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const waits = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    let asked = 0
    store.disk = () => {
      waits[asked]?.resolve()
      asked += 1
      return disk[asked - 1]?.promise
    }
    const answered: string[] = []
    const told = (name: string) => () => void answered.push(name)
    const first = submit(happened('Viewed', { userId: 'a', messageId: 'one' })).then(told('first'))
    await waits[0]?.promise
    // Decided upon the first, which is not on disk yet: its repetition is recognized.
    const second = submit(happened('Viewed', { userId: 'a', messageId: 'one' }), happened('Viewed', { userId: 'b' })).then(told('second'))
    await waits[1]?.promise
    // Two wait for the disk: a third has to wait as well.
    const third = submit(happened('Viewed', { userId: 'c' })).then(told('third'))
    disk[1]?.resolve()
    await new Promise((resolve) => setImmediate(resolve))
    expect([answered, store.commits.map(({ log }) => log.length)]).toEqual([[], [1, 1]])
    disk[0]?.resolve()
    await Promise.all([first, second, third])
    expect([answered, store.commits.map(({ log }) => log.length)]).toEqual([
      ['first', 'second', 'third'],
      [1, 1, 1],
    ])
    await runtime.stop()
  })

  test('what the disk did not take is refused, with everything that was decided upon it, and no mail leaves', async () => {
    const { store, submit, runtime, mail, clock } = await workshop(source)
    store.disk = () => Promise.reject(new OncueError('store-not-durable', { path: 'workspace.db', reason: 'the disk is on fire' }))
    const refused = [submit(signedUp('ann')), submit(signedUp('bob'))]
    for (const one of refused) await expect(one).rejects.toThrow('the disk is on fire')
    expect(mail.recipients).toEqual([])
    // Nothing is taken in until a new start, and whoever asks whether it may send something here is told so for as long.
    clock.advanceTo(start + hour)
    expect(runtime.canWrite()).toBe(false)
    await runtime.stop().catch(() => undefined)
  })

  test('a commit that fails leaves nothing behind, and the same call works afterwards', async () => {
    const { store, submit, runtime, mail } = await workshop(source)
    await submit(signedUp('ann'))
    await runtime.settle()
    const before = await runtime.describe({ userId: 'ann' })
    store.before = () => {
      throw new Error('the disk is on fire')
    }
    const arrivals = [signedUp('ann', { messageId: 'again' }), signedUp('bob', { anonymousId: 'phone' })]
    await expect(submit(...arrivals)).rejects.toThrow('the disk is on fire')
    expect(await store.last()).toEqual({ position: 3, subscriber: 1 })
    store.before = () => {}
    expect(await runtime.describe({ userId: 'ann' })).toEqual(before)
    expect(await runtime.describe({ userId: 'bob' })).toBeUndefined()
    expect(await submit(...arrivals)).toEqual(['accepted', 'accepted'])
    await runtime.settle()
    expect(mail.recipients).toEqual(['ann@mail.example', 'ann@mail.example', 'bob@mail.example'])
    await runtime.stop()
  })

  test('log, state, decisions and outbox of an event are in one commit', async () => {
    const { store, submit, runtime } = await workshop(source)
    await submit(signedUp('ann'))
    const [commit] = store.commits
    expect(commit?.log).toHaveLength(1)
    expect(commit?.subscribers).toHaveLength(1)
    expect(commit?.identities).toEqual([{ identity: 'u:ann', subscriber: 1 }])
    expect(commit?.decisions.map(({ decision }) => decision.kind)).toContain('queued')
    expect(commit?.deliveries.map((delivery) => delivery.status)).toEqual(['waiting'])
    await runtime.stop()
  })

  test('events of one subscriber keep their order of arrival, over calls and groups', async () => {
    const { store, runtime } = await workshop(source)
    const calls = Array.from({ length: 300 }, (_, index) => runtime.inbox.submit([happened('Viewed', { userId: `u${index % 3}`, messageId: `m${index}` })]))
    await Promise.all(calls)
    for (const user of [0, 1, 2]) {
      const described = await runtime.describe({ userId: `u${user}` })
      const entries = (await store.history(described?.head ?? 0, 1000)).toReversed()
      const ids = entries.map((entry) => JSON.parse(entry.body).event.messageId)
      expect(ids).toEqual(Array.from({ length: 100 }, (_, index) => `m${index * 3 + user}`))
    }
    await runtime.stop()
  })
})

describe('too much', () => {
  test('a full queue refuses with overloaded, takes nothing of the call in, and loses nothing it had accepted', async () => {
    const { store, runtime } = await workshop(source)
    const gate = Promise.withResolvers<void>()
    store.before = () => gate.promise
    const batch = (from: number) => Array.from({ length: 1000 }, (_, index) => happened('Viewed', { userId: `u${from + index}` }))
    const calls = Array.from({ length: limits.queuedEvents / 1000 + 5 }, (_, index) => runtime.inbox.submit(batch(index * 1000)))
    const outcomes = Promise.allSettled(calls)
    gate.resolve()
    const refused = (await outcomes).filter((outcome) => outcome.status === 'rejected')
    expect(refused.length).toBeGreaterThan(0)
    for (const { reason } of refused) expect(isOncueError(reason, 'overloaded')).toBe(true)
    expect((await store.last()).position).toBe((calls.length - refused.length) * 1000)
    await runtime.stop()
  })

  test('after a stop nothing is taken in, and what was accepted is answered', async () => {
    const { runtime, store, mail } = await workshop(source)
    const accepted = runtime.inbox.submit([signedUp('ann')])
    await runtime.stop()
    expect(await accepted).toEqual(['accepted'])
    await expect(runtime.inbox.submit([signedUp('bob')])).rejects.toMatchObject({ code: 'stopping' })
    expect((await store.messages({ limit: 10 })).map((delivery) => delivery.status)).toEqual(['waiting'])
    expect(mail.isClosed).toBe(true)
  })
})

describe('an input that the engine cannot digest', () => {
  const engine: typeof theEngine = {
    ...theEngine,
    transition(program, state, input) {
      const transition = theEngine.transition(program, state, input)
      // Fails after the state was changed, as a defect in the middle of a transition would.
      if (input.kind === 'event' && input.event.name === 'Poison') throw new Error('cannot digest it')
      return transition
    },
  }

  test('is kept as a dead letter with the reason, while the rest of the group goes on as if it had never come', async () => {
    const { runtime, submit, store } = await workshop(source, { engine })
    const clean = await workshop(source, { engine })
    const poison = happened('Poison', { userId: 'ann', traits: { email: 'poison@mail.example' } })
    const first = signedUp('ann')
    const last = signedUp('ann')
    const other = signedUp('bob')
    expect(await submit(first, poison, last, other)).toEqual(['accepted', 'accepted', 'accepted', 'accepted'])
    await clean.submit(first, last, other)
    await Promise.all([runtime.settle(), clean.runtime.settle()])
    expect(await runtime.describe({ userId: 'ann' })).toEqual(await clean.runtime.describe({ userId: 'ann' }))
    expect(await store.decisions(1, 100)).toEqual(await clean.store.decisions(1, 100))
    const [letter, ...more] = await store.deadLetters({ limit: 10 })
    expect(more).toEqual([])
    expect(letter).toMatchObject({ source: 'engine', receivedAt: start, reason: 'the engine failed on it: cannot digest it' })
    expect(JSON.parse(letter?.body ?? '')).toEqual(poison)
    await Promise.all([runtime.stop(), clean.runtime.stop()])
  })

  test('harms nobody when it is the first thing of somebody new', async () => {
    const { runtime, submit, store } = await workshop(source, { engine })
    await submit(happened('Poison', { userId: 'ann' }))
    await submit(signedUp('ann'), signedUp('bob'))
    expect((await runtime.describe({ userId: 'ann' }))?.number).toBe(1)
    expect((await runtime.describe({ userId: 'bob' }))?.number).toBe(2)
    expect(await store.deadLetters({ limit: 10 })).toHaveLength(1)
    await runtime.stop()
  })

  test('a command that fails tells its caller', async () => {
    const failing: typeof theEngine = {
      ...theEngine,
      transition(program, state, input) {
        if (input.kind === 'command') throw new Error('no commands today')
        return theEngine.transition(program, state, input)
      },
    }
    const { runtime, submit } = await workshop(source, { engine: failing })
    await submit(signedUp('ann'))
    await expect(runtime.inbox.command({ userId: 'ann' }, { do: 'join list', list: 'news' }, 'api')).rejects.toThrow('no commands today')
    await runtime.stop()
  })

  test('a deadline that fails is kept as a dead letter and does not stop the clock of others', async () => {
    const timed = sourceWith({ ...greeting, steps: [{ id: 'wait', wait: '1h' }, ...greeting.steps] })
    const failing: typeof theEngine = {
      ...theEngine,
      transition(program, state, input) {
        if (input.kind === 'time' && state.id === '1') throw new Error('stuck')
        return theEngine.transition(program, state, input)
      },
    }
    const { runtime, submit, store, clock, mail } = await workshop(timed, { engine: failing })
    await submit(signedUp('ann'), signedUp('bob'))
    clock.advanceTo(start + 2 * 3_600_000)
    await runtime.settle()
    expect(mail.recipients).toEqual(['bob@mail.example'])
    expect(await store.deadLetters({ limit: 10 })).toMatchObject([{ source: 'engine', reason: 'the engine failed on it: stuck' }])
    await runtime.stop()
  })
})

test('a command for a number that nobody has is refused', async () => {
  const { runtime } = await workshop(source)
  await expect(runtime.inbox.command({ subscriber: 99 }, { do: 'join list', list: 'news' }, 'api')).rejects.toMatchObject({ code: 'unknown-subscriber' })
  await runtime.stop()
})
