// A code belongs to one recipient: never given twice, shown again in every further mail, and spent by nothing but a mail that may go out.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CodePool } from '../../src/model/code-pool.ts'
import { codeAlphabet } from '../../src/model/code-pool.ts'
import type { Store } from '../../src/runtime/store.ts'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'
import { VirtualClock } from '../../src/testing/virtual-clock.ts'
import { type CatalogueWorld, catalogueWorld } from './catalogue-world.ts'
import { day, happened, start } from './workshop.ts'

const uploaded: CodePool = { codes: 'spring' }

async function worldWith(
  pool: CodePool,
  codes: readonly string[] = [],
  more: { readonly store?: Store; readonly clock?: VirtualClock } = {},
): Promise<CatalogueWorld> {
  const world = await catalogueWorld({ code: 'spring' }, { pools: [pool], ...more })
  if (codes.length > 0) await world.runtime.changeCatalogue({ do: 'add codes', pool: 'spring', codes: codes.map((code) => ({ code, expiresAt: undefined })) })
  return world
}

test('each person gets one code and keeps it in every further mail; another gets another', async () => {
  const world = await worldWith(uploaded, ['A', 'B', 'C'])
  expect((await world.ask('ann'))?.code).toBe('A')
  expect((await world.ask('bob'))?.code).toBe('B')
  expect((await world.ask('ann'))?.code).toBe('A')
  expect(await world.store.catalogue.countCodes('spring')).toEqual({ pool: 'spring', given: 2, free: 1 })
})

test('where each passage gets one, a retry shows the same and the next passage another', async () => {
  const world = await worldWith({ ...uploaded, for: 'enrollment' }, ['A', 'B'])
  world.mail.answer = () => ({ kind: 'retry', reason: 'busy', afterMs: 1000 })
  expect((await world.ask('ann'))?.code).toBe('A')
  world.mail.answer = () => ({ kind: 'sent' })
  await world.clock.advanceTo(world.clock.now() + 60_000)
  await world.runtime.settle()
  expect(world.mail.messages.at(-1)).toMatchObject({ subject: expect.stringContaining('"code":"A"') })
  expect((await world.ask('ann'))?.code).toBe('B')
})

test('an empty pool sends nothing and says so, or shows the code that is declared', async () => {
  const world = await worldWith(uploaded, ['A'])
  await world.ask('ann')
  expect(await world.ask('bob')).toBeUndefined()
  expect(await world.last('bob')).toMatchObject({ kind: 'refused', reason: 'no code', because: 'no code of spring is left' })
  await world.runtime.changeCatalogue({ do: 'add codes', pool: 'spring', codes: [{ code: 'B', expiresAt: undefined }] })
  expect((await world.ask('bob'))?.code).toBe('B')
  const fallback = await worldWith({ ...uploaded, empty: { use: 'WELCOME5' } })
  expect((await fallback.ask('bob'))?.code).toBe('WELCOME5')
  expect(await fallback.store.catalogue.countCodes('spring')).toMatchObject({ given: 0 })
})

test('a code ends when its pool says so, or earlier when it was uploaded with an end; after that its person gets no other', async () => {
  const world = await worldWith({ ...uploaded, expires: '14d' })
  const now = world.clock.now()
  const codes = [
    { code: 'SOON', expiresAt: now + day },
    { code: 'PAST', expiresAt: now },
    { code: 'LONG', expiresAt: undefined },
  ]
  await world.runtime.changeCatalogue({ do: 'add codes', pool: 'spring', codes })
  expect(await world.ask('ann')).toEqual({ code: 'SOON', code_expires: now + day })
  expect(await world.ask('bob')).toEqual({ code: 'LONG', code_expires: now + 14 * day })
  await world.clock.advanceTo(now + day)
  expect(await world.ask('ann')).toBeUndefined()
  expect(await world.last('ann')).toMatchObject({ reason: 'no code', because: expect.stringContaining('the code of this person (spring) ended at') })
})

test('a mail that may not go out spends no code', async () => {
  const world = await worldWith(uploaded, ['A'])
  await world.submit(happened('Asked', { userId: 'ann' }))
  await world.runtime.settle()
  expect(await world.last('ann')).toMatchObject({ kind: 'refused', reason: 'no address' })
  expect(await world.store.catalogue.countCodes('spring')).toMatchObject({ given: 0, free: 1 })
})

test('codes that are made up are long, without letters that look alike, and each another', async () => {
  const world = await worldWith({ codes: 'spring', generate: { prefix: 'SPR-', characters: 10, groups: 5 } })
  const seen = new Set<string>()
  for (const name of ['ann', 'bob', 'cem', 'dan']) seen.add((await world.ask(name))?.code ?? '')
  expect(seen.size).toBe(4)
  for (const code of seen) expect(code).toMatch(new RegExp(`^SPR-[${codeAlphabet}]{5}-[${codeAlphabet}]{5}$`))
  expect(codeAlphabet).not.toMatch(/[01OILU]/)
  expect((await world.ask('ann'))?.code).toBe([...seen][0])
})

test('whoever merges keeps the first code, and an erased person leaves theirs spent', async () => {
  const world = await worldWith(uploaded, ['A', 'B', 'C'])
  await world.ask('ann')
  await world.submit(happened('Asked', { anonymousId: 'x', traits: { email: 'x@mail.example' } }))
  await world.runtime.settle()
  await world.submit(happened('Came', { userId: 'ann', anonymousId: 'x' }))
  expect((await world.ask('ann'))?.code).toBe('A')
  const erasing = await catalogueWorld({ code: 'spring' }, { pools: [uploaded], tombstoneKey: 'a key for tests that is long enough' })
  await erasing.runtime.changeCatalogue({ do: 'add codes', pool: 'spring', codes: [{ code: 'A', expiresAt: undefined }] })
  await erasing.ask('ann')
  await erasing.runtime.erase(1)
  expect(await erasing.store.catalogue.findCode('A')).toMatchObject({ subscriber: undefined, delivery: undefined, givenAt: start })
  expect(await erasing.ask('bob')).toBeUndefined()
})

test('many people at once, retries, refused commits and restarts: no code goes to two, and nobody gets two', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ who: fc.nat(6), fails: fc.boolean(), answer: fc.constantFrom('sent', 'retry', 'unknown'), restart: fc.boolean() }), {
        maxLength: 25,
      }),
      fc.boolean(),
      async (steps, isGenerated) => {
        const store = createMemoryStore()
        const clock = new VirtualClock(start)
        const pool: CodePool = isGenerated ? { codes: 'spring', generate: {} } : uploaded
        const shown: { readonly to: string; readonly code: string }[] = []
        let world = await worldWith(pool, isGenerated ? [] : ['C0', 'C1', 'C2', 'C3', 'C4'], { store, clock })
        let answer = 'sent'
        const open = (): void => {
          world.mail.answer = (message) => {
            if (message.kind === 'email') shown.push({ to: message.to, code: JSON.parse(message.subject).code })
            return answer === 'sent' ? { kind: 'sent' } : { kind: answer as 'retry' | 'unknown', reason: 'so it is' }
          }
        }
        open()
        for (const step of steps) {
          answer = step.answer
          // A commit that hands out a code is refused once, as by a full disk or a crash before it.
          let refusals = step.fails ? 1 : 0
          world.store.before = (commit) => {
            if ((commit.codes ?? []).length === 0 || refusals === 0) return
            refusals -= 1
            throw new Error('the commit is lost')
          }
          const asked = happened('Asked', { userId: `u${step.who}`, traits: { email: `u${step.who}@mail.example` }, at: clock.now() })
          await world.submit(asked).catch(() => world.submit(asked))
          await clock.advanceTo(clock.now() + 600_000)
          await world.runtime.settle()
          if (!step.restart) continue
          await world.runtime.stop()
          world = await worldWith(pool, [], { store, clock })
          open()
        }
        await world.runtime.stop()
        const owners = new Map<string, string>()
        const codes = new Map<string, string>()
        for (const { to, code } of shown) {
          expect(owners.get(code) ?? to).toBe(to)
          expect(codes.get(to) ?? code).toBe(code)
          owners.set(code, to)
          codes.set(to, code)
        }
        for (const [to, code] of codes) {
          const kept = await store.catalogue.findCode(code)
          const [owner] = await store.resolve([`u:${to.split('@')[0]}`])
          expect(kept).toMatchObject({ subscriber: owner })
        }
      },
    ),
    { numRuns: 25 },
  )
})
