// The part of the contract of every store that is about what the team did, and answers to requests that may be repeated.

import { expect, test } from 'vitest'
import { limits } from '../../src/model/limits.ts'
import { commitOf } from './builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

export function describeAdminRecords({ open }: StoreUnderTest): void {
  test('the audit log comes newest first, of one subscriber alone when asked, and goes on before an id', async () => {
    const store = await open()
    const audited = (did: string, about?: number) => ({ at: 1, admin: 'ann', through: 'api' as const, did, subscriber: about, details: '{}' })
    await store.commit(commitOf({ audit: [audited('one', 7), audited('two')] }))
    await store.commit(commitOf({ audit: [audited('three', 7)] }))
    const all = await store.audit({ limit: 10 })
    expect(all.map(({ did, subscriber: about }) => [did, about])).toEqual([
      ['three', 7],
      ['two', undefined],
      ['one', 7],
    ])
    expect((await store.audit({ limit: 1, before: all[0]?.id })).map(({ did }) => did)).toEqual(['two'])
    expect((await store.audit({ limit: 10, subscriber: 7 })).map(({ did }) => did)).toEqual(['three', 'one'])
  })

  test('the audit log gives what one admin did, one kind of doing, and what lies within a time', async () => {
    const store = await open()
    const audited = (at: number, admin: string, did: string) => ({ at, admin, through: 'api' as const, did, subscriber: 3, details: '{}' })
    await store.commit(commitOf({ audit: [audited(1, 'ann', 'stop'), audited(2, 'bob', 'stop'), audited(3, 'ann', 'publish')] }))
    const found = async (query: object) => (await store.audit({ limit: 10, ...query })).map(({ at }) => at)
    expect(await found({ admin: 'ann' })).toEqual([3, 1])
    expect(await found({ did: 'stop' })).toEqual([2, 1])
    expect(await found({ did: 'stop', admin: 'ann', subscriber: 3 })).toEqual([1])
    expect(await found({ from: 2, to: 3 })).toEqual([2])
    expect(await found({ admin: 'eve' })).toEqual([])
  })

  test('what began stands open until it ends, keeps its place, and is gone when nothing was done', async () => {
    const store = await open()
    const entry = (did: string, details = '{}') => ({ at: 1, admin: 'ann', through: 'api' as const, did, subscriber: undefined, details })
    await store.commit(commitOf({ begunAudit: [{ token: 'a', entry: entry('stop') }] }))
    await store.commit(commitOf({ begunAudit: [{ token: 'b', entry: entry('publish') }], audit: [entry('resume')] }))
    const shown = async () => (await store.audit({ limit: 10 })).map(({ did, details, isOpen = false }) => `${did} ${details} ${isOpen}`).sort()
    expect(await shown()).toEqual(['publish {} true', 'resume {} false', 'stop {} true'])
    await store.commit(commitOf({ endedAudit: [{ token: 'a', entry: entry('stop', '{"all":true}') }] }))
    await store.commit(commitOf({ endedAudit: [{ token: 'b', entry: undefined }] }))
    await store.commit(commitOf({ endedAudit: [{ token: 'forgotten', entry: entry('pause') }] }))
    expect(await shown()).toEqual(['pause {} false', 'resume {} false', 'stop {"all":true} false'])
    expect((await store.audit({ limit: 10 })).at(-1)).toMatchObject({ id: 1, did: 'stop' })
  })

  test('an answer is kept under the key of one admin, replaced by a later one, and forgotten with the day', async () => {
    const store = await open()
    const answer = (admin: string, at: number) => ({ admin, key: 'k', at, fingerprint: 'f', status: 200, body: `{"at":${at}}` })
    await store.commit(commitOf({ answers: [answer('ann', 1)] }))
    await store.commit(commitOf({ answers: [answer('ann', 2)] }))
    expect(await store.adminAnswer('ann', 'k')).toEqual(answer('ann', 2))
    expect(await store.adminAnswer('bob', 'k')).toBeUndefined()
    await store.commit(commitOf({ answers: [answer('bob', 3 + limits.idempotencyKeyMs)] }))
    expect(await store.adminAnswer('ann', 'k')).toBeUndefined()
  })

  test('drafts of definition files are kept by path, replaced whole, and gone when they are told to be', async () => {
    const store = await open()
    const draft = (path: string, revision: number, text: string | null = 'segment: x') => ({ path, text, base: null, revision, by: 'ann', at: 1 })
    await store.commit(commitOf({ drafts: [draft('b.yaml', 1), draft('a.yaml', 1)] }))
    await store.commit(commitOf({ drafts: [draft('b.yaml', 2, null)] }))
    expect(await store.drafts()).toEqual([draft('a.yaml', 1), draft('b.yaml', 2, null)])
    await store.commit(commitOf({ drafts: [{ path: 'a.yaml', gone: true }] }))
    expect(await store.drafts()).toEqual([draft('b.yaml', 2, null)])
  })
}
