// A full disk refuses a commit as a whole, in words, and the store goes on as soon as there is room again.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Commit, Store } from '../../src/runtime/store.ts'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { added, commitOf, entry, subscriber } from './builders.ts'
import { temporaryFolder } from './temporary-folder.ts'

test('a commit that would make the file larger than allowed is refused whole, and goes through when more is allowed', async () => {
  const path = join(temporaryFolder(), 'workspace.db')
  const small = await openSqliteStore({ path, maxBytes: 2 ** 20 })
  const refused = await commitUntilRefused(small)
  await small.close()
  const store = await openSqliteStore({ path })
  onTestFinished(() => store.close())
  await expectWhole(store, refused)
})

// A disk of its own needs the right to mount one; without it, the test above has to do.
const tiny = mountTinyDisk()
const onTinyDisk = tiny === undefined ? [] : [tiny]

test.each(onTinyDisk)('a disk that runs full refuses the commit whole, and takes it as soon as there is room', async ({ folder, unmount }) => {
  onTestFinished(unmount)
  const ballast = join(folder, 'ballast')
  writeFileSync(ballast, new Uint8Array(3 * 2 ** 20))
  const store = await openSqliteStore({ path: join(folder, 'workspace.db') })
  const refused = await commitUntilRefused(store)
  const { position } = await store.last()
  await expect(store.commit(commitAfter(position))).rejects.toMatchObject({ code: 'store-full' })
  rmSync(ballast)
  await expectWhole(store, refused)
  await store.close()
})

/** Commits until the store refuses; returns the refused commit, after looking that nothing of it is there. */
async function commitUntilRefused(store: Store): Promise<Commit> {
  for (;;) {
    const { position } = await store.last()
    const commit = commitAfter(position)
    try {
      await store.commit(commit)
    } catch (error) {
      expect(error).toMatchObject({ code: 'store-full', wayOut: expect.stringContaining('Make room') })
      expect(position).toBeGreaterThan(0)
      expect(await store.last()).toEqual({ position, subscriber: position })
      expect(await store.readLog(position, 10)).toEqual([])
      expect(await store.countSubscribers()).toBe(position)
      return commit
    }
  }
}

async function expectWhole(store: Store, refused: Commit): Promise<void> {
  const { position } = await store.last()
  expect(await store.countSubscribers()).toBe(position)
  expect(await store.readLog(0, position + 1)).toHaveLength(position)
  await store.commit(refused)
  expect(await store.last()).toMatchObject({ position: refused.log.at(-1)?.position })
  expect(await store.decisions(position + 1, 1)).toHaveLength(1)
}

function commitAfter(position: number): Commit {
  const log = Array.from({ length: 100 }, (_, index) => entry(position + 1 + index, { body: 'x'.repeat(1000) }))
  return commitOf({
    log,
    subscribers: log.map(({ position: number }) => subscriber(number, { head: number })),
    decisions: log.map(({ position: number }) => ({ subscriber: number, decision: added(number) })),
  })
}

function mountTinyDisk(): { readonly folder: string; readonly unmount: () => void } | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'oncue-disk-'))
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', folder]).status === 0
  const unmount = (): void => {
    spawnSync('umount', [folder])
    rmdirSync(folder)
  }
  if (isMounted) return { folder, unmount }
  rmdirSync(folder)
  return undefined
}
