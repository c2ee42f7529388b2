// The process is killed, the disk is full, the power fails, the clock jumps. Every commit and every hand-over of a small day is taken as the place where it
// happens, one after the other; people repeat what was not answered, and in the end everything is as on an undisturbed day.

import { describe, expect, test } from 'vitest'
import { channelOf, clockOf, type Fault, Life, never, storeOf } from '../../scripts/simulation/life.ts'
import type { Arrival } from '../../src/model/arrival.ts'
import type { OutgoingMessage } from '../../src/runtime/channel.ts'
import { type Runtime, startRuntime } from '../../src/runtime/runtime.ts'
import type { Commit, Committed, Store } from '../../src/runtime/store.ts'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'
import { VirtualClock } from '../../src/testing/virtual-clock.ts'
import { startVirtualProduct } from '../product/virtual-product.ts'
import { day, happened, hour, minute, Notebook, plainRenderer, reminder, signedUp, sourceWith, start } from '../runtime/workshop.ts'

const course = {
  journey: 'course',
  enter: [{ on: 'Signed Up' }],
  steps: [
    { id: 'one', send: 'note' },
    { id: 'pause', wait: '1h' },
    { id: 'call', webhook: { url: 'https://hooks.example/one' } },
  ],
}

/** What people do on that day, one after the other; each waits for its answer. */
const happenings: readonly Arrival[] = [
  signedUp('ann', { messageId: 'a1', at: start }),
  happened('Product Added', { anonymousId: 'phone', messageId: 'b1', at: start + minute }),
  signedUp('bob', { anonymousId: 'phone', messageId: 'b2', at: start + 2 * minute }),
  happened('Product Added', { userId: 'ann', messageId: 'a2', at: start + 3 * minute }),
  happened('Order Completed', { userId: 'ann', messageId: 'a3', at: start + 20 * minute }),
]

interface Day {
  readonly messages: readonly OutgoingMessage[]
  /** What people sent, and mergers, in the order of the log. */
  readonly log: readonly string[]
  readonly statuses: readonly string[]
  /** Keys of the messages of which nobody knows whether they went out. */
  readonly unknown: readonly string[]
  readonly commits: number
  /** Those of them that are decided upon before the disk has them. */
  readonly aheads: number
  readonly handOvers: number
  readonly crashed: boolean
}

/** Turns of the event loop after which whatever is not done waits for the clock. */
const patience = 300

/** Turns of the event loop that a process lives on with what its disk will never have. */
const turnsOnNothing = 60

/**
 * The store over a disk whose power fails: the commit of that chance, and all after it, is written and can be read, and is gone with the process a little
 * later. `again` makes what is on the disk by then once more.
 */
function failingPower(life: Life, store: Store, { chance, again }: { readonly chance: number; readonly again: () => Promise<Store> }): Store {
  let left = chance
  let believed: Store | undefined
  const failing = async (): Promise<Store> => {
    const copy = await again()
    believed = copy
    void (async () => {
      for (let turn = 0; turn < turnsOnNothing; turn += 1) await new Promise((resolve) => setImmediate(resolve))
      life.kill()
    })()
    return copy
  }
  const commitAhead = async (change: Commit): Promise<Committed> => {
    left -= 1
    if (life.isOver) return never()
    if (left > 0) return store.commitAhead(change)
    await (believed ?? (await failing())).commitAhead(change)
    return { durable: never() }
  }
  return new Proxy(store, {
    get(target, name) {
      if (name === 'commitAhead') return commitAhead
      if (name === 'commit') return async (change: Commit) => (await commitAhead(change)).durable
      return (...given: unknown[]) => {
        if (life.isOver || (believed !== undefined && name === 'setSetting')) return never()
        const now = believed ?? target
        return (now[name as keyof Store] as (...values: unknown[]) => unknown).apply(now, given)
      }
    },
  })
}

/** The day, with one fault at the n-th chance for it. */
async function liveDay(fault?: { readonly kind: Fault | 'power cut'; readonly chance: number }): Promise<Day> {
  const store = createMemoryStore()
  const written: ((other: Store) => Promise<void>)[] = []
  let aheads = 0
  const clock = new VirtualClock(start)
  const messages: OutgoingMessage[] = []
  let life = new Life()
  const first = life
  if (fault !== undefined && fault.kind !== 'power cut') life.plan(fault.kind, fault.chance)
  const again = async (): Promise<Store> => {
    const other = createMemoryStore()
    for (const write of written) await write(other)
    return other
  }
  let runtime: Runtime | undefined
  let commits = 0
  const open = (): Promise<Runtime> => {
    const provider = async (message: OutgoingMessage) => {
      messages.push(message)
      return { kind: 'sent' } as const
    }
    const channels = (['email', 'webhook'] as const).map((name) => channelOf(life, name, provider))
    const wrote = (write: (other: Store) => Promise<void>) => {
      commits += 1
      written.push(write)
    }
    const safe = storeOf(life, store, {
      committed: (change) => {
        aheads += 1
        wrote((other) => other.commit(change))
      },
      kept: (name, value) => wrote((other) => other.setSetting(name, value)),
    })
    const own = fault?.kind === 'power cut' && life === first ? failingPower(life, safe, { chance: fault.chance, again }) : safe
    return startRuntime({ store: own, clock: clockOf(life, clock), source: sourceWith(course, reminder), channels, renderer: plainRenderer })
  }
  /** Does something until it is done: by this process, or by the one after it; in case of need a little later. */
  const persist = async (what: (runtime: Runtime) => Promise<unknown>): Promise<void> => {
    for (;;) {
      if (life.isOver) {
        life = new Life()
        runtime = undefined
      }
      let isDone = false
      let isRefused = false
      const attempt = async (): Promise<void> => {
        runtime ??= await open()
        await what(runtime)
        isDone = true
      }
      attempt().catch(() => {
        isRefused = true
      })
      for (let turn = 1; !isDone && !isRefused && !life.isOver; turn += 1) {
        await new Promise((resolve) => setImmediate(resolve))
        if (turn % patience === 0) clock.advanceTo(clock.now() + 1000)
      }
      if (isDone) return
    }
  }
  for (const arrival of happenings) {
    if (arrival.event.receivedAt > clock.now()) clock.advanceTo(arrival.event.receivedAt)
    await persist((server) => server.inbox.submit([arrival]))
    await persist((server) => server.settle())
  }
  for (let hours = 1; hours <= 6; hours += 1) {
    clock.advanceTo(start + hours * hour)
    await persist((server) => server.settle())
  }
  const [places, placesAhead] = [commits, aheads]
  life.spare()
  await runtime?.stop()
  const told = (await store.readLog(0, 1000)).filter(({ name }) => name !== '(authorize)' && name !== '(outcome)')
  const log = told.map(({ name, body }) => `${name} ${JSON.parse(body)?.event?.messageId ?? ''}`)
  const kept = await store.messages({ limit: 100 })
  const statuses = kept.map(({ channel, step, status }) => `${channel} ${step} ${status}`).sort()
  const unknown = kept.filter(({ status }) => status === 'unknown').map(({ key }) => key)
  return { messages, log, statuses, unknown, commits: places, aheads: placesAhead, handOvers: messages.length, crashed: first.isOver }
}

const keysOf = ({ messages }: Day): string[] => [...new Set(messages.map(({ key }) => key))].sort()

describe('S25: the process is killed, the disk is full, or the power fails, at any commit or hand-over', () => {
  test.each<[Fault | 'power cut', 'commits' | 'aheads' | 'handOvers']>([
    ['before commit', 'commits'],
    ['after commit', 'commits'],
    ['before hand-over', 'handOvers'],
    ['after hand-over', 'handOvers'],
    ['refuse commit', 'commits'],
    ['power cut', 'aheads'],
  ])('S25: %s', async (kind, chances) => {
    const quiet = await liveDay()
    expect(quiet.statuses).toEqual(['email one sent', 'email one sent', 'email remind sent', 'webhook call sent', 'webhook call sent'])
    expect(quiet[chances]).toBeGreaterThan(4)
    for (let chance = 1; chance <= quiet[chances]; chance += 1) {
      const place = `${kind} ${chance}`
      const disturbed = await liveDay({ kind, chance })
      expect(disturbed.crashed, place).toBe(kind !== 'refuse commit')
      // Nothing acknowledged is lost, and nothing stands there twice.
      expect(disturbed.log, place).toEqual(quiet.log)
      // No mail goes twice, and none is lost in silence: where nobody can know, it is `unknown`.
      const mails = disturbed.messages.filter((message) => message.kind === 'email').map(({ key }) => key)
      expect(new Set(mails).size, place).toBe(mails.length)
      const known = disturbed.statuses.map((status) => status.replace('unknown', 'sent'))
      expect(known, place).toEqual(quiet.statuses)
      const [went, all] = [new Set(keysOf(disturbed)), keysOf(quiet)]
      expect(disturbed.unknown, place).toEqual(expect.arrayContaining(all.filter((key) => !went.has(key))))
      if (kind === 'after hand-over') expect(went.size, place).toBeGreaterThanOrEqual(chance)
      if (kind === 'refuse commit') expect([...went], place).toEqual(all)
      if (kind === 'refuse commit') expect(disturbed.statuses, place).toEqual(quiet.statuses)
    }
  })
})

describe('S25: the clock jumps', () => {
  const files = {
    'workspace.yaml': 'workspace: Shop\nsender: { address: hello@shop.example }\n',
    'note.yaml': 'template: note\nsubject: A note\nhtml: <p>Hello</p>\n',
    'course.yaml': 'journey: course\nenter: [{ on: Go }]\nagain: always\nsteps: [{ id: one, send: note }, { id: wait, wait: 1d }, { id: two, send: note }]\n',
  }

  test('S25: a year ahead and back again: nothing is lost or sent twice, and whoever the wrong hours did not touch is served at once', async () => {
    const mail = new Notebook()
    const product = await startVirtualProduct(files, () => [mail])
    for (const person of ['ann', 'bob']) await product.identify(person)
    await product.track('ann', 'Go')
    await product.runtime.settle()
    expect(mail.recipients).toEqual(['ann@mail.example'])
    // The clock is wrong, and the server believes it: the wait is over.
    await product.restartAt(start + 365 * day)
    expect(mail.recipients).toEqual(['ann@mail.example', 'ann@mail.example'])
    // Somebody sets it right.
    await product.restartAt(start + hour)
    for (const person of ['ann', 'bob', 'cid']) {
      if (person === 'cid') await product.identify(person)
      expect(await product.track(person, 'Go')).toBe('accepted')
    }
    await product.advanceTo(start + 3 * day, hour)
    const per = (person: string): number => mail.recipients.filter((to) => to.startsWith(person)).length
    expect([per('bob'), per('cid')]).toEqual([2, 2])
    // For her it is later than the clock says: her event is in the log, and what became of it is written down.
    const [ann = 0] = await product.store.resolve(['u:ann'])
    expect((await product.store.decisions(ann, 100)).filter(({ kind }) => kind === 'not entered')).toMatchObject([{ journey: 'course' }])
    await product.advanceTo(start + 370 * day, day)
    expect(await product.track('ann', 'Go')).toBe('accepted')
    await product.advanceTo(start + 375 * day, day)
    expect([per('ann'), per('bob'), per('cid')]).toEqual([4, 2, 2])
  })
})
